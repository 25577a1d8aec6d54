package dev.switchboard.composer;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Tickets that know each reply by its source, as the real ones do, and remember what the member
 * gets, in order. A test says how an asking ends.
 */
final class PlayedTickets implements Tickets {
  /** How it ends when a ticket is asked for an act. */
  enum Ending {
    ANSWERED,
    /** The node that asks ends before the ticket has it. */
    KILLED_BEFORE,
    /** The node that asks ends when the ticket has it. */
    KILLED_AFTER,
    /** No answer came, and the ticket does not have it. */
    FAILED_BEFORE,
    /** No answer came, and the ticket has it. */
    FAILED_AFTER
  }

  private final Map<Long, Integer> known = new HashMap<>();
  private final Map<Long, List<String>> said = new HashMap<>();
  private Supplier<Ending> endings = () -> Ending.ANSWERED;
  private Optional<TicketReply> refusal = Optional.empty();

  synchronized void ending(Supplier<Ending> next) {
    endings = next;
  }

  /** From now on, what is not known yet is answered with this. */
  synchronized void refuse(TicketReply with) {
    refusal = Optional.of(with);
  }

  /** What the member of a ticket got, in order. */
  synchronized List<String> said(long ticket) {
    return List.copyOf(said.getOrDefault(ticket, List.of()));
  }

  @Override
  public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
    return Guarded.with(by, Right.ANSWER_MEMBERS, () -> taken(ticket, command));
  }

  private synchronized CompletionStage<TicketReply> taken(long ticket, TicketCommand.Act command) {
    Ending ending = endings.get();
    boolean never = ending == Ending.KILLED_BEFORE || ending == Ending.FAILED_BEFORE;
    TicketReply reply = never ? new TicketReply.Full() : reply(ticket, command);
    return switch (ending) {
      case ANSWERED -> CompletableFuture.completedStage(reply);
      case KILLED_BEFORE, KILLED_AFTER -> new CompletableFuture<>();
      case FAILED_BEFORE, FAILED_AFTER ->
          CompletableFuture.failedStage(new TimeoutException("no answer"));
    };
  }

  private TicketReply reply(long ticket, TicketCommand.Act command) {
    Integer before = known.get(command.source());
    if (before != null) {
      return new TicketReply.Taken(before);
    }
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<String> here = said.computeIfAbsent(ticket, _ -> new ArrayList<>());
    here.add(command instanceof TicketCommand.Reply reply ? said(reply) : "");
    known.put(command.source(), here.size());
    return new TicketReply.Taken(here.size());
  }

  private static String said(TicketCommand.Reply reply) {
    List<String> files = reply.content().attachments().stream().map(Attachment::name).toList();
    return reply.content().text() + (files.isEmpty() ? "" : " " + files);
  }

  @Override
  public synchronized <R extends TicketQuery.Answer> CompletionStage<R> ask(
      long ticket, TicketQuery<R> query) {
    boolean done = query instanceof TicketQuery.IsDone asked && known.containsKey(asked.source());
    return CompletableFuture.completedStage(
        query.answerType().cast(new TicketQuery.Done(done, done)));
  }

  /** The ticket carried out an act of this source. */
  synchronized void did(long source) {
    known.put(source, 1);
  }

  @Override
  public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
    throw new AssertionError("nothing is told to a ticket");
  }

  @Override
  public void tell(long ticket, TicketCommand.Unguarded command) {
    throw new AssertionError("nothing is told to a ticket");
  }

  @Override
  public void typing(long ticket) {
    throw new AssertionError("members do not type here");
  }
}
