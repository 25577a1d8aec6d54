package dev.switchboard.discord;

import dev.switchboard.ticket.Channels;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Tickets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What the desk speaks to.
 *
 * @param rest for the few questions that the desk asks Discord, within the bot's budget; answers to
 *     interactions do not count against that, and go past it
 */
public record DeskPorts(
    Tickets tickets,
    Channels channels,
    Correspondents correspondents,
    Dispatch dispatch,
    PacedRest rest) {
  /** How long a question waits for its turn; it is asked again by whoever needs the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Asks Discord, in turn with all that the bot does. */
  CompletionStage<Answer> ask(Call question) {
    return rest.exchange(question, PATIENCE);
  }
}
