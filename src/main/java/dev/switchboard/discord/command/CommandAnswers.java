package dev.switchboard.discord.command;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
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
   * Asks the ticket until there are words for the person: never a {@link CommandStep.Ask} or {@link
   * CommandStep.Query}.
   *
   * @param channel where it was asked for
   */
  public CompletionStage<CommandStep> run(
      Principal by, long ticket, long channel, CommandStep commandStep) {
    return switch (commandStep) {
      case CommandStep.Ask(var command, var then) ->
          ask(by, ticket, command)
              .thenCompose(reply ->
                  command instanceof TicketCommand.Close close
                          && reply instanceof TicketReply.Closed
                      ? CompletableFuture.completedStage(deleteAgain(ticket, channel, close))
                      : run(by, ticket, channel, then.apply(reply)));
      case CommandStep.Query<?> query -> run(by, ticket, channel, query);
      case CommandStep.Done _, CommandStep.Say _, CommandStep.Refuse _ ->
          CompletableFuture.completedStage(commandStep);
    };
  }

  private CompletionStage<TicketReply> ask(Principal by, long ticket, TicketCommand command) {
    return command instanceof TicketCommand.Act act
        ? tickets.act(by, ticket, act)
        : tickets.ask(ticket, command);
  }

  /**
   * Has a command refused whose principal lacks the right to it, so that the refusal is in the
   * audit log. Steps that ask no ticket for anything are not refused, and come to nothing.
   */
  public CompletionStage<Void> refuse(Principal by, long ticket, CommandStep commandStep) {
    return commandStep instanceof CommandStep.Ask(TicketCommand.Act act, var _)
        ? tickets
            .act(by, ticket, act)
            .<Void>thenApply(_ -> null)
            .exceptionallyCompose(failure ->
                NotPermitted.isCauseOf(failure)
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(failure))
        : CompletableFuture.completedStage(null);
  }

  private <R extends TicketQuery.Answer> CompletionStage<CommandStep> run(
      Principal by, long ticket, long channel, CommandStep.Query<R> step) {
    return tickets
        .ask(ticket, step.query())
        .thenCompose(answer -> run(by, ticket, channel, step.then().apply(answer)));
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

  /**
   * Asks once more for what the message of staff has asked for already, where a process ended
   * before the act was in the audit log. A message that was kept as a note has caused nothing;
   * asking for it again would.
   */
  public CompletionStage<Void> repeat(
      Principal by, long ticket, long channel, long source, CommandStep commandStep) {
    return tickets
        .ask(ticket, new TicketQuery.Find(source))
        .thenCompose(finding ->
            finding instanceof TicketQuery.Found(_, boolean isReply, _, _) && !isReply
                ? CompletableFuture.completedStage(null)
                : run(by, ticket, channel, commandStep).thenApply(_ -> null));
  }

  /** Whether a message or interaction of staff has had its effect on the ticket. */
  public CompletionStage<Boolean> isDone(long ticket, long source) {
    return tickets.ask(ticket, new TicketQuery.IsDone(source)).thenApply(TicketQuery.Done::done);
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
