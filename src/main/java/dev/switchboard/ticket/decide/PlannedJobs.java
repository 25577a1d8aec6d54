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
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.Rendering;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a ticket planned, as the jobs that the {@code Dispatch} does. */
public final class PlannedJobs {
  /**
   * How far Discord's clock and ours may differ where nothing better says what is older than a
   * post.
   */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private PlannedJobs() {}

  static String owner(long ticket) {
    return "ticket:" + ticket;
  }

  /**
   * The job for a deed; absent where there is nothing left to do it to.
   *
   * @param doubtful whether it may have been attempted before
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
                  key, channel, Job.Lane.BULK, "Ticket #" + ticket + " is closed"));
    };
  }

  /**
   * Where several messages are in one post, the ticket finds out which one is refused. What staff
   * say to a member goes as they said it, or not at all.
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

  /** The channel goes once it is posted: only an address is as good as the page itself. */
  private static Job.Fallback ofTranscript(Rules rules, List<StoredFile> files) {
    boolean linked = files.stream().noneMatch(file -> rules.links().to(file).isEmpty());
    List<String> lines =
        files.stream()
            .map(file ->
                "📎 [%s](<%s>)".formatted(Phrases.label(file.name()), rules.links().to(file)))
            .toList();
    return new Job.Fallback(linked ? lines : List.of(), "", false, false);
  }

  /** Discord takes 25 characters; two numbers of 12 and their sign fit for ever. */
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
