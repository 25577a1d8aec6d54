package dev.switchboard.discord.command;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.StaffChannels;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What the desk speaks to.
 *
 * @param rest for the few questions that the desk asks Discord, within the bot's budget; answers to
 *     interactions do not count against that, and go past it
 */
public record CommandPorts(
    Tickets tickets,
    StaffChannels channels,
    Correspondents correspondents,
    Dispatch dispatch,
    PacedRest rest) {
  /** How long a question waits for its turn; it is asked again by whoever needs the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks the ticket of a channel; {@link TicketReply.Absent} where it has none. Fails where the
   * answer takes longer than so long.
   */
  CompletionStage<TicketReply> askTicketOf(long channel, TicketCommand command, Duration most) {
    return channels
        .ticketOf(channel)
        .thenCompose(ticket ->
            ticket.isEmpty()
                ? CompletableFuture.<TicketReply>completedStage(new TicketReply.Absent())
                : tickets.ask(ticket.getAsLong(), command))
        .toCompletableFuture()
        .copy()
        .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks Discord, in turn with all that the bot does. */
  public CompletionStage<Answer> ask(Call question) {
    return rest.exchange(question, PATIENCE);
  }
}
