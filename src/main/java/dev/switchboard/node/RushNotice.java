package dev.switchboard.node;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.TicketNumbers;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells staff that tickets wait because many were opened as in a raid ({@link
 * dev.switchboard.ticket.correspondent.Admission}). The notice goes to the log channel, or to the
 * newest ticket if there is none. Thread-safe.
 */
final class RushNotice {
  private static final Logger LOG = LoggerFactory.getLogger(RushNotice.class);

  private static final Duration CLOCKS = Duration.ofMinutes(10);

  /** A ticket has its number a moment before it exists. */
  private static final int ATTEMPTS = 30;

  private final IntSupplier perMinute;
  private final OptionalLong logChannel;
  private final Dispatch dispatch;
  private final Tickets tickets;
  private final Words words;
  private final AtomicLong newest = new AtomicLong();

  RushNotice(
      IntSupplier perMinute,
      OptionalLong logChannel,
      Dispatch dispatch,
      Tickets tickets,
      Words words) {
    this.words = words;
    this.perMinute = perMinute;
    this.logChannel = logChannel;
    this.dispatch = dispatch;
    this.tickets = tickets;
  }

  /** The same numbers. The highest is remembered as the newest ticket, for the notice. */
  TicketNumbers watching(TicketNumbers numbers) {
    return () ->
        numbers
            .next()
            .thenApply(number -> {
              newest.accumulateAndGet(number, Math::max);
              return number;
            });
  }

  void tell(Instant at) {
    int most = perMinute.getAsInt();
    LOG.warn(
        "This looks like a raid: more than {} tickets were opened within a minute by accounts that"
            + " are young or joined together. Their next tickets wait, and open one by one; those"
            + " of other members open at once.",
        most);
    String text = words.of(new NoticeMessage.Raid(most));
    if (logChannel.isPresent()) {
      dispatch.offer(
          List.of(
              new Job.Send(
                  // If several nodes report within the same minute, one notice is posted.
                  new Job.Key("rush", at.getEpochSecond() / 60),
                  logChannel.getAsLong(),
                  Job.Lane.BULK,
                  Draft.of(text),
                  "rush" + Long.toString(at.getEpochSecond() / 60, 36),
                  // Another node may have posted it already, and this clock may be ahead of
                  // Discord's.
                  Snowflake.at(at.minus(CLOCKS)),
                  false)));
    } else {
      remark(new TicketCommand.Remark(Snowflake.at(at), text, at), ATTEMPTS)
          .whenComplete((told, failure) -> {
            if (failure != null || !told) {
              LOG.warn("The line on the rush could not be shown in a ticket");
            }
          });
    }
  }

  private CompletionStage<Boolean> remark(TicketCommand.Remark line, int left) {
    long ticket = newest.get();
    CompletionStage<TicketReply> asked =
        ticket == 0
            ? CompletableFuture.completedStage(new TicketReply.Absent())
            : tickets.ask(ticket, line);
    return asked.thenCompose(reply ->
        reply instanceof TicketReply.Taken || left <= 1
            ? CompletableFuture.completedStage(reply instanceof TicketReply.Taken)
            : CompletableFuture.runAsync(
                    () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                .thenCompose(_ -> remark(line, left - 1)));
  }
}
