package dev.switchboard.discord.command;

import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs the steps of a command, and puts lines for staff into channels. Thread-safe. */
public final class CommandAnswers {
  /** Jobs of this owner have nobody who waits for their outcome. */
  static final String OWNER = "desk:";

  private static final int LONGEST_CONTENT = 2000;

  private final Tickets tickets;
  private final Dispatch dispatch;

  public CommandAnswers(Tickets tickets, Dispatch dispatch) {
    this.tickets = tickets;
    this.dispatch = dispatch;
  }

  /**
   * Asks the ticket until there are words for the person; never an {@link CommandStep.Ask}.
   *
   * @param channel where it was asked for
   */
  public CompletionStage<CommandStep> run(long ticket, long channel, CommandStep commandStep) {
    return switch (commandStep) {
      case CommandStep.Ask(var command, var then) ->
          tickets
              .ask(ticket, command)
              .thenCompose(reply ->
                  command instanceof TicketCommand.Close close
                          && reply instanceof TicketReply.Closed
                      ? CompletableFuture.completedStage(deleteAgain(ticket, channel, close))
                      : run(ticket, channel, then.apply(reply)));
      case CommandStep.Done _, CommandStep.Say _, CommandStep.Refuse _ ->
          CompletableFuture.completedStage(commandStep);
    };
  }

  /** The ticket is at its end, but its channel could not be deleted then. */
  private CommandStep deleteAgain(long ticket, long channel, TicketCommand.Close close) {
    dispatch.offer(
        List.of(
            new Job.CloseChannel(
                new Job.Key(OWNER + channel, close.source()),
                channel,
                Job.Lane.BULK,
                "Ticket #" + ticket + " is closed")));
    return new CommandStep.Done(Wording.DELETED_AGAIN);
  }

  /** Whether a message or interaction of staff has had its effect on the ticket. */
  public CompletionStage<Boolean> isDone(long ticket, long source) {
    return tickets
        .ask(ticket, new TicketCommand.AskDone(source))
        .thenApply(TicketReply.Taken.class::isInstance);
  }

  /**
   * A line that stays, in the ticket's own order; where the ticket takes none any more, a plain
   * one.
   *
   * @param source the message or interaction that it is about
   */
  public CompletionStage<Void> remark(
      long ticket, long channel, long source, String text, List<Draft.Button> buttons) {
    Instant at = Snowflake.time(source);
    return tickets
        .ask(ticket, new TicketCommand.Remark(source, clipped(text), buttons, at))
        .thenAccept(reply -> {
          if (!(reply instanceof TicketReply.Taken)) {
            say(channel, source, 0, text);
          }
        });
  }

  /**
   * As the other one, about an edit of the message: one line for all of them, beside the one that
   * may stand there about the message as it was first written.
   */
  public CompletionStage<Void> remarkOnEdit(
      long ticket, long channel, long message, String text, Instant at) {
    // No id of Discord's is so high in this century.
    long source = Long.MAX_VALUE - message;
    return tickets
        .ask(ticket, new TicketCommand.Remark(source, clipped(text), List.of(), at))
        .thenAccept(reply -> {
          if (!(reply instanceof TicketReply.Taken)) {
            say(channel, source, 0, text);
          }
        });
  }

  /** As the other one; in a channel that is no ticket's, a plain line. */
  public CompletionStage<Void> remark(OptionalLong ticket, long channel, long source, String text) {
    if (ticket.isPresent()) {
      return remark(ticket.getAsLong(), channel, source, text, List.of());
    }
    say(channel, source, 0, text);
    return CompletableFuture.completedStage(null);
  }

  /**
   * A line that nobody misses if it is lost with the process.
   *
   * @param answers the message that it replies to; 0 for none
   */
  public void say(long channel, long source, long answers, String text) {
    dispatch.offer(
        List.of(
            new Job.Send(
                new Job.Key(OWNER + channel, source),
                channel,
                Job.Lane.STAFF,
                new Draft(clipped(text), List.of(), List.of(), Draft.Pings.NONE, answers),
                "d" + Long.toString(source, 36),
                source,
                false)));
  }

  static String clipped(String text) {
    String stripped = text.strip();
    return Graphemes.shortened(stripped, LONGEST_CONTENT);
  }
}
