package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.EntryText;
import dev.switchboard.ticket.show.LogMessage;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.Rendering;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Converts a ticket's planned actions into jobs for the {@code Dispatch}. */
public final class PlannedJobs {
  /**
   * The assumed difference between Discord's clock and this server's, if no message id is known
   * that is older than a post.
   */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private PlannedJobs() {}

  static String owner(long ticket) {
    return "ticket:" + ticket;
  }

  /**
   * The job for a planned action; empty if its channel or message is gone.
   *
   * @param doubtful whether an earlier process may have attempted it
   */
  public static Optional<Job> job(
      Conversation conversation, Rules rules, TicketEvent.Planned planned, boolean doubtful) {
    OptionalLong logChannel = rules.logChannel();
    long ticket = conversation.opening().ticket();
    Job.Key key = new Job.Key(owner(ticket), planned.post());
    OptionalLong staff =
        conversation.place() instanceof Place.Channel(long id)
            ? OptionalLong.of(id)
            : OptionalLong.empty();
    return switch (planned.deed()) {
      case PlannedAction.Show show -> {
        OptionalLong channel = channel(conversation, logChannel, show.target());
        yield channel.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Job.Send(
                    key,
                    channel.getAsLong(),
                    lane(show),
                    show.draft(),
                    nonce(ticket, planned.post()),
                    after(conversation, show.target(), planned.at()),
                    doubtful,
                    fallback(conversation, rules, show)));
      }
      case PlannedAction.Amend(long of, Draft draft) ->
          conversation
              .shown(of)
              .map(sentPost ->
                  new Job.Amend(
                      key,
                      channel(conversation, logChannel, sentPost.target()).orElse(0),
                      Job.Lane.RELAY,
                      sentPost.message(),
                      draft));
      case PlannedAction.Withdraw(long of) ->
          conversation
              .shown(of)
              .map(sentPost ->
                  new Job.Remove(
                      key,
                      channel(conversation, logChannel, sentPost.target()).orElse(0),
                      Job.Lane.STAFF,
                      sentPost.message()));
      case PlannedAction.RemoveSource(long message) ->
          staff.isEmpty()
              ? Optional.empty()
              : Optional.of(new Job.Remove(key, staff.getAsLong(), Job.Lane.BULK, message));
      case PlannedAction.Mirror mirror -> {
        OptionalLong channel = channel(conversation, logChannel, mirror.target());
        yield channel.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Job.React(
                    key,
                    channel.getAsLong(),
                    Job.Lane.BULK,
                    mirror.message(),
                    mirror.emoji(),
                    mirror.added()));
      }
      case PlannedAction.OpenChannel(String name, String topic) ->
          Optional.of(new Job.OpenChannel(key, Job.Lane.RELAY, name, topic, topic, doubtful));
      case PlannedAction.CloseChannel(long channel) ->
          Optional.of(
              new Job.CloseChannel(
                  key,
                  channel,
                  Job.Lane.BULK,
                  rules.words().of(new LogMessage.AuditClosed(ticket))));
    };
  }

  /**
   * The other forms of a post. A post of several entries has none: the ticket finds out which entry
   * is refused. A reply is sent to the member as staff wrote it, or not at all.
   */
  private static Job.Fallback fallback(
      Conversation conversation, Rules rules, PlannedAction.Show show) {
    boolean suspected = show.numbers().stream().anyMatch(number -> conversation.group(number) != 0);
    if (show.numbers().size() > 1) {
      return new Job.Fallback(List.of(), "", true, suspected);
    }
    if (show.purpose() == PlannedAction.Purpose.TRANSCRIPT) {
      return ofTranscript(rules, show.draft().files());
    }
    EntryText text = new EntryText(conversation, rules);
    return new Job.Fallback(
        show.draft().files().stream().map(file -> text.insteadOf(file, show.target())).toList(),
        show.target() == PlannedAction.Target.STAFF ? Rendering.name(show.numbers()) : "",
        false,
        suspected);
  }

  /**
   * The other form of a transcript post. The channel is deleted after it, so only a link may
   * replace the page.
   */
  private static Job.Fallback ofTranscript(Rules rules, List<StoredFile> files) {
    boolean linked = files.stream().noneMatch(file -> rules.links().to(file).isEmpty());
    List<String> lines =
        files.stream()
            .map(file ->
                "📎 [%s](<%s>)".formatted(Phrases.label(file.name()), rules.links().to(file)))
            .toList();
    return new Job.Fallback(linked ? lines : List.of(), "", false, false);
  }

  /**
   * A nonce within Discord's limit of 25 characters: two numbers of 12 digits and a dot will always
   * fit.
   */
  static String nonce(long ticket, long post) {
    return Long.toString(ticket, 36) + "." + Long.toString(post, 36);
  }

  private static OptionalLong channel(
      Conversation conversation, OptionalLong logChannel, PlannedAction.Target target) {
    return switch (target) {
      case STAFF ->
          conversation.place() instanceof Place.Channel(long id)
              ? OptionalLong.of(id)
              : OptionalLong.empty();
      case MEMBER -> OptionalLong.of(conversation.opening().dmChannel());
      case LOG -> logChannel;
    };
  }

  private static Job.Lane lane(PlannedAction.Show show) {
    boolean reply =
        show.target() == PlannedAction.Target.MEMBER
            && show.purpose() == PlannedAction.Purpose.RELAY;
    if (reply) {
      return Job.Lane.STAFF;
    }
    return show.target() == PlannedAction.Target.LOG ? Job.Lane.BULK : Job.Lane.RELAY;
  }

  private static long after(
      Conversation conversation, PlannedAction.Target target, Instant plannedAt) {
    long confirmed = conversation.lastConfirmed(target);
    if (confirmed != 0) {
      return confirmed;
    }
    return switch (target) {
      case STAFF -> conversation.place() instanceof Place.Channel(long id) ? id : 0;
      case MEMBER ->
          conversation
              .entry(1)
              .map(Entry::source)
              .filter(source -> source > 0)
              .orElse(conversation.opening().dmChannel());
      case LOG -> Snowflake.at(plannedAt.minus(CLOCKS));
    };
  }
}
