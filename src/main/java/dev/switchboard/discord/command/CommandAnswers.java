package dev.switchboard.discord.command;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.show.LogMessage;
import dev.switchboard.timing.Snowflake;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs the steps of a command and posts lines for staff into channels. Thread-safe. */
public final class CommandAnswers {
  /** The owner of jobs whose outcome is not awaited. */
  static final String OWNER = "desk:";

  private static final int LONGEST_CONTENT = 2000;

  private final Tickets tickets;
  private final Dispatch dispatch;
  private final Words words;

  public CommandAnswers(Tickets tickets, Dispatch dispatch, Words words) {
    this.words = words;
    this.tickets = tickets;
    this.dispatch = dispatch;
  }

  /**
   * Runs steps until one contains the answer: the result is never a {@link CommandStep.Ask} or
   * {@link CommandStep.Query}.
   *
   * @param channel the channel in which the command was used
   */
  public CompletionStage<CommandStep> run(
      Principal by, long ticket, long channel, CommandStep commandStep) {
    return switch (commandStep) {
      case CommandStep.Ask(var act, var then) ->
          tickets
              .act(by, ticket, act)
              .thenCompose(reply ->
                  act instanceof TicketCommand.Close close && reply instanceof TicketReply.Closed
                      ? CompletableFuture.completedStage(deleteAgain(ticket, channel, close))
                      : run(by, ticket, channel, then.apply(reply)));
      case CommandStep.Query<?> query -> run(by, ticket, channel, query);
      case CommandStep.Done _, CommandStep.Say _, CommandStep.Refuse _ ->
          CompletableFuture.completedStage(commandStep);
    };
  }

  /**
   * Passes a command without the necessary right to the ticket's port, so that the refusal is in
   * the audit log. Steps that ask no ticket for an action have no effect.
   */
  public CompletionStage<Void> refuse(Principal by, long ticket, CommandStep commandStep) {
    return commandStep instanceof CommandStep.Ask(var act, var _)
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

  /** The ticket is closed, but its channel could not be deleted at that time. */
  private CommandStep deleteAgain(long ticket, long channel, TicketCommand.Close close) {
    dispatch.offer(
        List.of(
            new Job.CloseChannel(
                new Job.Key(OWNER + channel, close.source()),
                channel,
                Job.Lane.BULK,
                words.of(new LogMessage.AuditClosed(ticket)))));
    return new CommandStep.Done(new DeskMessage.ChannelDeletedAgain());
  }

  /** Whether a message or interaction of staff has had its effect on the ticket, and which. */
  public CompletionStage<TicketQuery.Done> done(long ticket, long source) {
    return tickets.ask(ticket, new TicketQuery.IsDone(source));
  }

  /**
   * Posts a remark in the ticket's order; if the ticket takes no more remarks, a plain line.
   *
   * @param source the message or interaction that the remark is about
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

  /** Posts one remark for all edits of a message, beside the remark about the message itself. */
  public CompletionStage<Void> remarkOnEdit(
      long ticket, long channel, long message, String text, Instant at) {
    // No id of Discord reaches such a number in this century.
    long source = Long.MAX_VALUE - message;
    return tickets
        .ask(ticket, new TicketCommand.Remark(source, clipped(text), List.of(), at))
        .thenAccept(reply -> {
          if (!(reply instanceof TicketReply.Taken)) {
            say(channel, source, 0, text);
          }
        });
  }

  /** Posts a remark; in a channel without a ticket, a plain line. */
  public CompletionStage<Void> remark(OptionalLong ticket, long channel, long source, String text) {
    if (ticket.isPresent()) {
      return remark(ticket.getAsLong(), channel, source, text, List.of());
    }
    say(channel, source, 0, text);
    return CompletableFuture.completedStage(null);
  }

  /**
   * Posts a line that may be lost in a crash.
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
