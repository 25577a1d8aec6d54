package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Presence;
import dev.switchboard.text.Literal;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.show.ChannelTopic;
import dev.switchboard.timing.Snowflake;
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
 * Raises and ends alarms: people other than staff can read a staff channel, the bot was removed
 * from a guild, or a channel or staff role of the settings is missing or not usable. Each change is
 * reported once: in the log, and in the log channel while that is private and reachable.
 *
 * <p>Used by the {@code Dispatcher} alone; not thread-safe.
 */
public final class GuildWatch {
  private static final Logger LOG = LoggerFactory.getLogger(GuildWatch.class);

  /** The owner of jobs whose outcome is not awaited. */
  private static final String OWNER = "watch";

  /** Largest difference between Discord's clock and ours. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  /** Lines of one check in the log channel; more would bury it. */
  private static final int SAID_AT_ONCE = 5;

  private static final int LONGEST_DETAIL = 300;

  private final GuildDirectory directory;
  private final DiscordSettings.Community place;
  private final Privacy privacy;
  private final NeededPlaces needed;
  private final Words words;

  private Map<Alarm.Subject, Alarm> present = Map.of();

  /** The messages that are not posted yet, by job key. */
  private final Map<Job.Key, Job> unsaid = new LinkedHashMap<>();

  private long said = Instant.now().toEpochMilli();

  /**
   * @param words in which staff are told
   */
  public GuildWatch(GuildDirectory directory, DiscordSettings.Community place, Words words) {
    this.words = words;
    this.directory = directory;
    this.place = place;
    this.privacy = new Privacy(directory, place);
    this.needed = new NeededPlaces(directory, place);
  }

  /** The present alarms, as text. */
  public List<String> alarms() {
    return present.values().stream().map(Alarm::line).toList();
  }

  /** Checks again and returns the messages for the log channel. */
  public List<Job> look() {
    Map<Alarm.Subject, Alarm> found = found();
    Map<Alarm.Subject, Alarm> before = present;
    present = found;
    List<String> lines = new ArrayList<>();
    found.forEach((subject, alarm) -> {
      if (!before.containsKey(subject)) {
        LOG.error("{}", alarm.line());
        lines.add("⚠️ " + words.of(alarm.toStaff()));
      }
    });
    before.forEach((subject, alarm) -> {
      if (!found.containsKey(subject) && !isUnknown(subject.id())) {
        LOG.info("No more: {}", alarm.line());
        if (isThere(subject.id())) {
          lines.add("✅ " + words.of(alarm.over()));
        }
      }
    });
    return toStaff(lines);
  }

  /**
   * Reports a channel that could not be deleted. Returns the messages for staff: one for the
   * channel itself and one for the log channel.
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
    String said = reason.replace("`", "'");
    List<Job> lines = new ArrayList<>();
    lines.add(line(close.channel(), words.of(new GuildMessage.ChannelStands(said))));
    logChannel()
        .ifPresent(log ->
            lines.add(
                line(log, words.of(new GuildMessage.OtherChannelStands(close.channel(), said)))));
    return lines;
  }

  /** The messages without an outcome. */
  public List<Job> unsaid() {
    return List.copyOf(unsaid.values());
  }

  /** Notes that a job is over; it may have any owner. */
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
      // The state of the guild's channels is unknown now, so earlier alarms stay.
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
            .readers(channel)
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

  /** A deleted channel did not become private, so that is not reported. */
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

  private static Alarm open(Channel channel, Readers readers) {
    boolean category = channel.type() == GuildDirectory.CATEGORY;
    Message name =
        category
            ? new GuildMessage.Category(bold(channel.name()))
            : new Message.Verbatim("<#" + channel.id() + ">");
    return new Alarm(
        ("%s \"%s\" (%d) can be read by %s: nothing of a member is posted there until it is"
                + " private%s")
            .formatted(
                category ? "The category" : "The channel",
                channel.name(),
                channel.id(),
                readers.inEnglish(),
                readers.everybody()
                    ? ""
                    : ", or until the role is named in switchboard.reader-roles"),
        new GuildMessage.Open(name, readers.toStaff()),
        new GuildMessage.PrivateAgain(name));
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
        staff ? new GuildMessage.RemovedFromStaff() : new GuildMessage.RemovedFromCommunity(),
        staff ? new GuildMessage.BackInStaff() : new GuildMessage.BackInCommunity());
  }

  private List<Job> toStaff(List<String> lines) {
    Optional<Long> channel = logChannel();
    if (lines.isEmpty() || channel.isEmpty()) {
      return List.of();
    }
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SAID_AT_ONCE, lines.size())));
    if (lines.size() > shown.size()) {
      shown.add(words.of(new GuildMessage.More(lines.size() - SAID_AT_ONCE)));
    }
    return List.of(line(channel.get(), String.join("\n", shown)));
  }

  /** Empty unless the log channel is reachable and only staff can read it. */
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
            Snowflake.at(Instant.now().minus(CLOCKS)),
            false);
    unsaid.put(line.key(), line);
    return line;
  }
}
