package dev.switchboard.discord.command;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.StaffChannels;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The ports that the desk uses.
 *
 * @param rest makes the desk's few requests to Discord, within the bot's budget; answers to
 *     interactions do not count against the budget and bypass it
 */
public record CommandPorts(
    Tickets tickets,
    StaffChannels channels,
    Correspondents correspondents,
    Dispatch dispatch,
    PacedRest rest) {
  /** Longest wait of a request for its turn; a caller that still needs the answer asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks the ticket of a channel; empty for a channel without a ticket. Fails if the answer takes
   * longer than {@code most}.
   */
  <R extends TicketQuery.Answer> CompletionStage<Optional<R>> askTicketOf(
      long channel, TicketQuery<R> query, Duration most) {
    return channels
        .ticketOf(channel)
        .thenCompose(ticket ->
            ticket.isEmpty()
                ? CompletableFuture.completedStage(Optional.<R>empty())
                : tickets.ask(ticket.getAsLong(), query).thenApply(Optional::of))
        .toCompletableFuture()
        .copy()
        .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Makes a request to Discord, in turn with the bot's other calls. */
  public CompletionStage<Answer> ask(Call question) {
    return rest.exchange(question, PATIENCE);
  }
}
