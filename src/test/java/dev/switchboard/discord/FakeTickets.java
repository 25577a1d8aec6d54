package dev.switchboard.discord;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Tickets that take everything, have done nothing yet, and remember what they are asked; or answer
 * as they are told to.
 */
public final class FakeTickets implements Tickets {
  private final List<TicketCommand> asked = new ArrayList<>();
  private final List<Principal> acted = new CopyOnWriteArrayList<>();
  private final Queue<CompletionStage<TicketReply>> next = new ArrayDeque<>();
  private final List<TicketQuery<?>> queried = new ArrayList<>();
  private final Queue<CompletionStage<TicketQuery.Answer>> answers = new ArrayDeque<>();
  private Function<TicketCommand, TicketReply> otherwise = _ -> new TicketReply.Taken(1);

  /** The next command gets this, and those behind it what comes after it. */
  public synchronized void next(TicketReply reply) {
    next.add(CompletableFuture.completedStage(reply));
  }

  public synchronized void next(CompletionStage<TicketReply> reply) {
    next.add(reply);
  }

  public synchronized void otherwise(Function<TicketCommand, TicketReply> reply) {
    otherwise = reply;
  }

  public synchronized List<TicketCommand> asked() {
    return List.copyOf(asked);
  }

  /** In whose name acts were asked for, refused ones included. */
  public List<Principal> acted() {
    return List.copyOf(acted);
  }

  public <T extends TicketCommand> List<T> asked(Class<T> kind) {
    return asked().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The next query gets this answer. */
  public synchronized void answer(TicketQuery.Answer answer) {
    answers.add(CompletableFuture.completedStage(answer));
  }

  public synchronized void answer(CompletionStage<TicketQuery.Answer> answer) {
    answers.add(answer);
  }

  public synchronized List<TicketQuery<?>> queried() {
    return List.copyOf(queried);
  }

  @Override
  public synchronized <R extends TicketQuery.Answer> CompletionStage<R> ask(
      long ticket, TicketQuery<R> query) {
    queried.add(query);
    CompletionStage<TicketQuery.Answer> told = answers.poll();
    return (told != null
            ? told
            : CompletableFuture.<TicketQuery.Answer>completedStage(
                new TicketQuery.Done(false, false)))
        .thenApply(query.answerType()::cast);
  }

  @Override
  public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
    return take(command);
  }

  private synchronized CompletionStage<TicketReply> take(TicketCommand command) {
    asked.add(command);
    CompletionStage<TicketReply> told = next.poll();
    return told != null ? told : CompletableFuture.completedStage(otherwise.apply(command));
  }

  @Override
  public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
    acted.add(by);
    return Guarded.with(by, Right.ANSWER_MEMBERS, () -> take(command));
  }

  @Override
  public void tell(long ticket, TicketCommand.Unguarded command) {
    CompletionStage<TicketReply> ignored = ask(ticket, command);
    assert ignored != null;
  }

  @Override
  public void typing(long ticket) {
    throw new AssertionError("the desk sees no members type");
  }
}
