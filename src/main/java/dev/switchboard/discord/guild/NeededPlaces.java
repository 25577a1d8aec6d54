package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that the inbox category, the log channel and the staff roles exist and that the bot has
 * its permissions there. {@link StartupChecks} checks the same at the start; this finds later
 * changes.
 *
 * <p>Thread-safe; makes no requests.
 */
record NeededPlaces(GuildDirectory directory, DiscordSettings.Community place) {
  /**
   * A channel, category or role of the settings in the staff guild.
   *
   * @param key the key of its setting
   * @param effect what does not work without it, for the log
   */
  private record Need(
      long id, NeededPlace what, String key, Set<Permission> needed, String effect) {}

  /** The alarms. Call this only while the channels and roles of the staff guild are known. */
  Map<Alarm.Subject, Alarm> alarms() {
    Map<Alarm.Subject, Alarm> found = new LinkedHashMap<>();
    look(
        new Need(
            place.inboxCategory(),
            NeededPlace.INBOX_CATEGORY,
            StartupChecks.CATEGORY,
            Permission.NEEDED,
            "new tickets get no channel and wait"),
        found);
    place
        .logChannel()
        .ifPresent(log ->
            look(
                new Need(
                    log,
                    NeededPlace.LOG_CHANNEL,
                    StartupChecks.LOG,
                    Permission.NEEDED_IN_LOG,
                    "no transcript is posted, and the channels of closed tickets stay"),
                found));
    addLostRoles(found);
    return found;
  }

  /** Every guild has the role {@code @everyone}: if none is known, none was sent yet. */
  private void addLostRoles(Map<Alarm.Subject, Alarm> found) {
    if (directory.roles(place.staffGuild()).isEmpty()) {
      return;
    }
    place.staffRoles().stream()
        .filter(role -> directory.role(place.staffGuild(), role).isEmpty())
        .map(role ->
            new Need(
                role,
                NeededPlace.STAFF_ROLE,
                StartupChecks.ROLES,
                Set.of(),
                "who had it does not count as staff any more"))
        .forEach(need -> found.put(missing(need), missingAlarm(need)));
  }

  private void look(Need need, Map<Alarm.Subject, Alarm> found) {
    List<Channel> there =
        directory.channel(need.id()).stream()
            .filter(channel -> channel.guild() == place.staffGuild())
            .toList();
    if (there.isEmpty()) {
      found.put(missing(need), missingAlarm(need));
      return;
    }
    Channel channel = there.getFirst();
    boolean category = channel.type() == GuildDirectory.CATEGORY;
    if (category != (need.id() == place.inboxCategory())) {
      found.put(
          new Alarm.Subject(Alarm.Kind.UNFIT, need.id()),
          alarm(
              need,
              category ? "is a category" : "is the channel \"" + channel.name() + "\"",
              "name another one in " + need.key(),
              category
                  ? new GuildMessage.LogIsCategory(need.key())
                  : new GuildMessage.InboxIsChannel(channel.name(), need.key())));
      return;
    }
    Set<Permission> lacking = directory.lacking(channel, need.needed());
    if (!lacking.isEmpty()) {
      String names = lacking.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
      found.put(
          new Alarm.Subject(Alarm.Kind.FORBIDDEN, need.id()),
          alarm(
              need,
              "does not give the bot " + names,
              "give it to the bot's role there",
              new GuildMessage.Lacking(need.what(), names)));
    }
  }

  private static Alarm.Subject missing(Need need) {
    return new Alarm.Subject(Alarm.Kind.MISSING, need.id());
  }

  private static Alarm missingAlarm(Need need) {
    return alarm(
        need,
        "is not in the staff guild",
        "name another one in " + need.key(),
        new GuildMessage.Missing(need.what(), need.key()));
  }

  private static Alarm alarm(Need need, String wrong, String remedy, GuildMessage toStaff) {
    return new Alarm(
        "The %s (%d) %s: %s; %s"
            .formatted(need.what().inEnglish(), need.id(), wrong, need.effect(), remedy),
        toStaff,
        new GuildMessage.Restored(need.what()));
  }
}
