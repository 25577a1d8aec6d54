package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Presence;
import dev.switchboard.text.Literal;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Snowflakes;
import dev.switchboard.ticket.show.ChannelTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm where others than staff read what is meant for staff, where the bot is not in a
 * guild any more, and where a place or staff role of the settings is gone or a place closed to it;
 * and ends it. Each is said once: in the log, and to staff in the log channel as long as that is
 * private and within reach.
 *
 * <p>Used by the {@code Dispatcher} alone; not thread-safe.
 */
public final class GuildWatch {
  private static final Logger LOG = LoggerFactory.getLogger(GuildWatch.class);

  /** Of these jobs nobody waits for the outcome. */
  private static final String OWNER = "watch";

  /** How far Discord's clock and ours may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  /** More lines of one look would bury the log channel. */
  private static final int SAID_AT_ONCE = 5;

  private static final int LONGEST_DETAIL = 300;

  private final GuildDirectory directory;
  private final DiscordSettings.Community place;
  private final Privacy privacy;
  private final NeededPlaces needed;

  private Map<Alarm.Subject, Alarm> present = Map.of();

  /** The lines that are under way, by their jobs. */
  private final Map<Job.Key, Job> unsaid = new LinkedHashMap<>();

  private long said = Instant.now().toEpochMilli();

  public GuildWatch(GuildDirectory directory, DiscordSettings.Community place) {
    this.directory = directory;
    this.place = place;
    this.privacy = new Privacy(directory, place);
    this.needed = new NeededPlaces(directory, place);
  }

  /** What is wrong, in words. */
  public List<String> alarms() {
    return present.values().stream().map(Alarm::line).toList();
  }

  /** Looks anew. Gives the lines for the log channel. */
  public List<Job> look() {
    Map<Alarm.Subject, Alarm> found = found();
    Map<Alarm.Subject, Alarm> before = present;
    present = found;
    List<String> lines = new ArrayList<>();
    found.forEach((subject, alarm) -> {
      if (!before.containsKey(subject)) {
        LOG.error("{}", alarm.line());
        lines.add("⚠️ " + alarm.toStaff());
      }
    });
    before.forEach((subject, alarm) -> {
      if (!found.containsKey(subject) && !isUnknown(subject.id())) {
        LOG.info("No more: {}", alarm.line());
        if (isThere(subject.id())) {
          lines.add("✅ " + alarm.over());
        }
      }
    });
    return toStaff(lines);
  }

  /**
   * A channel that was to be deleted stands there still. Gives the lines for staff: in the channel
   * itself, and in the log channel.
   */
  public List<Job> standsStill(Job.CloseChannel close, Outcome.Refused why) {
    String detail = why.detail();
    String reason =
        detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail;
    LOG.error(
        "Channel {} ({}) could not be deleted and stands there still: {}. /close in it tries again,"
            + " doctor lists such channels.",
        close.channel(),
        close.auditReason(),
        reason);
    String text =
        "could not be deleted and stands there still. Discord says `%s`."
            .formatted(reason.replace("`", "'"));
    List<Job> lines = new ArrayList<>();
    lines.add(
        line(
            close.channel(),
            "⚠️ This channel " + text + " Once that is mended, `/close` deletes it."));
    logChannel()
        .ifPresent(log ->
            lines.add(
                line(
                    log,
                    "⚠️ <#%d> %s Once that is mended, `/close` in it deletes it."
                        .formatted(close.channel(), text))));
    return lines;
  }

  /** What was given, and is not over yet. */
  public List<Job> unsaid() {
    return List.copyOf(unsaid.values());
  }

  /** A job is over, whoever's it was. */
  public void over(Job job) {
    unsaid.remove(job.key());
  }

  private Map<Alarm.Subject, Alarm> found() {
    Map<Alarm.Subject, Alarm> found = new LinkedHashMap<>();
    for (long guild : place.guilds()) {
      if (directory.presence(guild) == Presence.REMOVED) {
        found.put(new Alarm.Subject(Alarm.Kind.ABSENT, guild), absence(guild));
      }
    }
    Presence presence = directory.presence(place.staffGuild());
    if (presence != Presence.PRESENT) {
      // What its channels are like is not known now; what was wrong before is still said to be.
      present.forEach((subject, alarm) -> {
        if (subject.kind() != Alarm.Kind.ABSENT
            && (subject.kind() == Alarm.Kind.MISSING
                || directory.channel(subject.id()).isPresent())) {
          found.put(subject, alarm);
        }
      });
      return found;
    }
    found.putAll(needed.alarms());
    for (Channel channel : directory.channels(place.staffGuild())) {
      if (isMeantForStaff(channel)) {
        privacy
            .others(channel)
            .ifPresent(others ->
                found.put(new Alarm.Subject(Alarm.Kind.OPEN, channel.id()), open(channel, others)));
      }
    }
    return found;
  }

  private boolean isUnknown(long guild) {
    return directory.presence(guild) == Presence.UNKNOWN
        && (guild == place.communityGuild() || guild == place.staffGuild());
  }

  /** A channel that was deleted did not become private. */
  private boolean isThere(long id) {
    return directory.presence(id) == Presence.PRESENT
        || directory.channel(id).isPresent()
        || directory.role(place.staffGuild(), id).isPresent();
  }

  private boolean isMeantForStaff(Channel channel) {
    return channel.id() == place.inboxCategory()
        || isLogChannel(channel.id())
        || (channel.type() == GuildDirectory.TEXT && ChannelTopic.isTickets(channel.topic()));
  }

  private boolean isLogChannel(long channel) {
    return place.logChannel().isPresent() && place.logChannel().getAsLong() == channel;
  }

  private static Alarm open(Channel channel, String others) {
    boolean category = channel.type() == GuildDirectory.CATEGORY;
    String name = category ? "The category " + bold(channel.name()) : "<#" + channel.id() + ">";
    return new Alarm(
        ("%s \"%s\" (%d) can be read by %s: nothing of a member is posted there until it is"
                + " private%s")
            .formatted(
                category ? "The category" : "The channel",
                channel.name(),
                channel.id(),
                others,
                others.equals(Privacy.EVERYONE)
                    ? ""
                    : ", or until the role is named in switchboard.reader-roles"),
        "%s can be read by %s. Nothing of a member is shown there until only staff can read it."
            .formatted(
                name,
                others.equals(Privacy.EVERYONE)
                    ? others.replace("@", "@\u200b")
                    : Literal.inMarkdown(others)),
        name + " is private again; what waited is shown.");
  }

  private static String bold(String name) {
    return "**" + Literal.inMarkdown(name) + "**";
  }

  private Alarm absence(long guild) {
    String name = directory.guildName(guild);
    boolean staff = guild == place.staffGuild();
    String what = staff ? "staff guild" : "community";
    String effect =
        staff
            ? "nothing can be shown to staff until it is invited again"
            : "members cannot be answered until it is invited again";
    return new Alarm(
        "The bot is not in the %s \"%s\" (%d) any more: %s".formatted(what, name, guild, effect),
        "The bot was **removed from the %s**: %s.".formatted(what, effect),
        "The bot is **back in the %s**.".formatted(what));
  }

  private List<Job> toStaff(List<String> lines) {
    Optional<Long> channel = logChannel();
    if (lines.isEmpty() || channel.isEmpty()) {
      return List.of();
    }
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SAID_AT_ONCE, lines.size())));
    if (lines.size() > shown.size()) {
      shown.add(
          "… and %d more; the process's log names them.".formatted(lines.size() - SAID_AT_ONCE));
    }
    return List.of(line(channel.get(), String.join("\n", shown)));
  }

  /** As long as staff alone read it and it is within reach. */
  private Optional<Long> logChannel() {
    return place.logChannel().stream()
        .boxed()
        .filter(_ -> directory.presence(place.staffGuild()) == Presence.PRESENT)
        .filter(privacy::isPrivate)
        .findFirst();
  }

  private Job line(long channel, String text) {
    said = Math.max(said + 1, Instant.now().toEpochMilli());
    var line =
        new Job.Send(
            new Job.Key(OWNER, said),
            channel,
            Job.Lane.STAFF,
            Draft.of(text),
            OWNER + Long.toString(said, 36),
            Snowflakes.at(Instant.now().minus(CLOCKS)),
            false);
    unsaid.put(line.key(), line);
    return line;
  }
}
