package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.model.TicketState.Absent;
import dev.switchboard.ticket.model.TicketState.Closed;
import dev.switchboard.ticket.model.TicketState.Closing;
import dev.switchboard.ticket.model.TicketState.Closure;
import dev.switchboard.ticket.model.TicketState.Open;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pure functions of a ticket: a state and a command give events and a reply; a state and an
 * event give the next state. Time, ids and settings come from outside.
 */
public final class Ticket {
  private Ticket() {}

  /**
   * The result of a command.
   *
   * @param events to be stored together, before the reply is given; none if nothing changes
   */
  public record Decision(List<TicketEvent> events, TicketReply reply) {
    public Decision {
      events = List.copyOf(events);
    }

    static Decision nothing(TicketReply reply) {
      return new Decision(List.of(), reply);
    }
  }

  /** The decision on a command. Never throws, whatever the command and the state. */
  public static Decision decide(
      TicketState state, long ticket, TicketCommand command, Rules rules) {
    return switch (state) {
      case Absent _ -> whenAbsent(ticket, command, rules);
      case Open(Conversation book) -> whenTalking(book, Optional.empty(), command, rules);
      case Closing(Conversation book, Closure closure) ->
          whenTalking(book, Optional.of(closure), command, rules);
      case Closed closed ->
          switch (command) {
            case TicketCommand.Purge purge ->
                purge(closed.book(), closed.closure(), closed.at(), purge);
            case TicketCommand.Merge merge -> merge(closed, merge);
            default -> whenClosed(closed.book(), closed.closure(), command);
          };
    };
  }

  /** The answer to a query. Never throws, whatever the query and the state. */
  public static <R extends TicketQuery.Answer> R answer(TicketState state, TicketQuery<R> query) {
    return query.answerType().cast(TicketAnswers.to(state, query));
  }

  private static Decision whenTalking(
      Conversation book, Optional<Closure> closure, TicketCommand command, Rules rules) {
    DecisionBuilder draft = new DecisionBuilder(book, closure, rules);
    return switch (command) {
      case TicketCommand.FromMember member -> new MemberSide(draft).decide(member);
      case TicketCommand.FromStaff staff -> new StaffSide(draft).decide(staff);
      case TicketCommand.FromWithin within -> new SystemSide(draft).decide(within);
    };
  }

  private static Decision whenAbsent(long ticket, TicketCommand command, Rules rules) {
    return switch (command) {
      case TicketCommand.Open open ->
          opened(
              new TicketEvent.Opened(
                  ticket, open.member(), open.dmChannel(), open.former(), open.at()),
              rules,
              draft ->
                  new MemberSide(draft)
                      .open(
                          new TicketCommand.TakeMessage(
                              open.member(), open.message(), open.content(), open.at())));
      case TicketCommand.OpenByStaff(OpeningRequest request, List<Long> former) ->
          opened(
              new TicketEvent.Opened(
                  ticket,
                  request.member(),
                  request.dmChannel(),
                  former,
                  request.at(),
                  request.source(),
                  request.reopens()),
              rules,
              draft -> new StaffSide(draft).open(request));
      default -> Decision.nothing(new TicketReply.Absent());
    };
  }

  private static Decision opened(
      TicketEvent.Opened opened, Rules rules, Function<DecisionBuilder, Decision> beginning) {
    Conversation book = Conversation.opened(opened);
    Decision first = beginning.apply(new DecisionBuilder(book, Optional.empty(), rules));
    List<TicketEvent> events = new ArrayList<>();
    events.add(opened);
    events.addAll(first.events());
    return new Decision(events, first.reply());
  }

  private static Decision whenClosed(Conversation book, Closure closure, TicketCommand command) {
    return Decision.nothing(
        switch (command) {
          case TicketCommand.Open open -> takenOrClosed(book, open.message());
          case TicketCommand.OpenByStaff(OpeningRequest request, _) ->
              book.opening().source() == request.source()
                  ? new TicketReply.Taken(0)
                  : new TicketReply.Closed();
          case TicketCommand.TakeMessage taken -> takenOrClosed(book, taken.message());
          case TicketCommand.TakeMessages(List<TicketCommand.TakeMessage> messages) ->
              messages.stream()
                  .map(one -> takenOrClosed(book, one.message()))
                  .filter(TicketReply.Closed.class::isInstance)
                  .findFirst()
                  .orElseGet(() -> new TicketReply.Taken(0));
          case TicketCommand.Reply reply -> doneOrClosed(book, reply.source());
          case TicketCommand.TakeNote note -> takenOrClosed(book, note.message());
          case TicketCommand.WriteNote note -> takenOrClosed(book, note.source());
          case TicketCommand.EditReply edit -> doneOrClosed(book, edit.source());
          case TicketCommand.DeleteReply delete -> doneOrClosed(book, delete.source());
          case TicketCommand.Handle handle -> doneOrClosed(book, handle.source());
          case TicketCommand.Close close ->
              close.source() == closure.source()
                  ? new TicketReply.Taken(0)
                  : new TicketReply.Closed();
          case TicketCommand.TakeEdit _,
              TicketCommand.TakeDelete _,
              TicketCommand.TakeReaction _,
              TicketCommand.TakeNotice _,
              TicketCommand.TakeGap _,
              TicketCommand.TakeNoteEdit _,
              TicketCommand.TakeNoteDelete _,
              TicketCommand.StaffReaction _,
              TicketCommand.ClearReactions _,
              TicketCommand.Remark _,
              TicketCommand.ChannelGone _,
              TicketCommand.MembershipChanged _,
              TicketCommand.Settled _,
              TicketCommand.TakeProfile _,
              TicketCommand.FileStored _,
              TicketCommand.FileRefused _,
              TicketCommand.TranscriptStored _,
              TicketCommand.TryTranscript _,
              TicketCommand.EndWait _,
              TicketCommand.Tick _,
              TicketCommand.SeekChannel _,
              TicketCommand.Merge _,
              TicketCommand.Purge _ ->
              new TicketReply.Closed();
        });
  }

  private static Decision purge(
      Conversation book, Closure closure, Instant closed, TicketCommand.Purge purge) {
    if (book.entries().isEmpty()) {
      return Decision.nothing(new TicketReply.Closed());
    }
    Conversation.Opening opening = book.opening();
    return new Decision(
        List.of(
            new TicketEvent.Purged(
                opening.ticket(),
                opening.member().id(),
                opening.dmChannel(),
                closure.source(),
                closed,
                purge.by(),
                purge.at(),
                opening.source())),
        new TicketReply.Taken(0));
  }

  /**
   * Only an earlier ticket is merged into a later one, so there are no circles; and what was said
   * in the earlier one was said before the later one began, so the order of the numbers is that of
   * time.
   */
  private static Decision merge(Closed state, TicketCommand.Merge merge) {
    if (state.merged().isPresent()) {
      return Decision.nothing(
          state.merged().get().source() == merge.source()
              ? new TicketReply.Taken(0)
              : new TicketReply.Refused(TicketReply.Reason.ALREADY_MERGED));
    }
    if (state.book().entries().isEmpty()) {
      return Decision.nothing(new TicketReply.Refused(TicketReply.Reason.PURGED));
    }
    if (merge.into() <= state.book().opening().ticket()) {
      return Decision.nothing(new TicketReply.Refused(TicketReply.Reason.NOT_LATER));
    }
    return new Decision(
        List.of(new TicketEvent.Merged(merge.source(), merge.by(), merge.into(), merge.at())),
        new TicketReply.Taken(0));
  }

  private static TicketReply takenOrClosed(Conversation book, long source) {
    return book.bySource(source)
        .<TicketReply>map(TicketReply.Taken::new)
        .orElseGet(TicketReply.Closed::new);
  }

  private static TicketReply doneOrClosed(Conversation book, long source) {
    return book.byCommand(source)
        .<TicketReply>map(TicketReply.Taken::new)
        .orElseGet(TicketReply.Closed::new);
  }

  /**
   * The state after an event.
   *
   * @throws IllegalStateException if the event cannot have happened in this state: the journal is
   *     corrupt
   */
  public static TicketState apply(TicketState state, TicketEvent event) {
    return switch (state) {
      case Absent _ -> {
        if (event instanceof TicketEvent.Opened opened) {
          yield new Open(Conversation.opened(opened));
        }
        yield purged(state, event);
      }
      case Open(Conversation book) -> applyOpen(book, state, event);
      case Closing(Conversation book, Closure closure) -> applyClosing(book, closure, state, event);
      case Closed closed ->
          event instanceof TicketEvent.Merged merged && closed.merged().isEmpty()
              ? new Closed(
                  closed.book(),
                  closed.closure(),
                  closed.at(),
                  Optional.of(new TicketState.Merger(merged.source(), merged.into())))
              : purged(state, event);
    };
  }

  private static Closed purged(TicketState state, TicketEvent event) {
    if (event instanceof TicketEvent.Purged purged) {
      return purged(purged);
    }
    throw impossible(state, event);
  }

  /**
   * The state after a purge. It does not depend on the earlier events: they may be deleted while
   * they are read.
   */
  private static Closed purged(TicketEvent.Purged event) {
    Conversation book =
        Conversation.opened(
            new TicketEvent.Opened(
                event.ticket(),
                new Member(event.member(), "", ""),
                event.dmChannel(),
                List.of(),
                event.closed(),
                event.opening(),
                0));
    Closure closure =
        new Closure(
            event.closing(),
            new Staff(0, "", ""),
            "",
            false,
            event.closed(),
            Optional.empty(),
            0,
            List.of());
    return new Closed(book, closure, event.closed());
  }

  private static TicketState applyOpen(Conversation book, TicketState state, TicketEvent event) {
    return switch (event) {
      case TicketEvent.InConversation within -> new Open(applyBook(book, within));
      case TicketEvent.CloseRequested close -> closing(book, Optional.empty(), close);
      case TicketEvent.Purged purged -> purged(purged);
      case TicketEvent.Closed _,
          TicketEvent.TranscriptKept _,
          TicketEvent.TranscriptTried _,
          TicketEvent.TranscriptGivenUp _,
          TicketEvent.Merged _,
          TicketEvent.Opened _ ->
          throw impossible(state, event);
    };
  }

  private static TicketState applyClosing(
      Conversation book, Closure closure, TicketState state, TicketEvent event) {
    return switch (event) {
      case TicketEvent.InConversation within ->
          new Closing(applyBook(book, within), closure.after(within));
      case TicketEvent.TranscriptKept kept ->
          new Closing(book, closure.withTranscript(kept.file()));
      case TicketEvent.TranscriptTried _ -> new Closing(book, closure.withTry());
      case TicketEvent.TranscriptGivenUp _ -> new Closing(withoutTranscript(book), closure);
      case TicketEvent.Closed closed -> new Closed(book, closure, closed.at());
      case TicketEvent.CloseRequested close when book.logRefused() ->
          closing(book, Optional.of(closure), close);
      case TicketEvent.Purged purged -> purged(purged);
      case TicketEvent.CloseRequested _, TicketEvent.Merged _, TicketEvent.Opened _ ->
          throw impossible(state, event);
    };
  }

  /**
   * The closing state after a request to close, also after a repeated request for a refused
   * transcript.
   */
  static Closing closing(
      Conversation book, Optional<Closure> former, TicketEvent.CloseRequested close) {
    Closure closure =
        new Closure(
            close.source(),
            close.by(),
            close.reason(),
            close.silent(),
            close.at(),
            former.flatMap(Closure::transcript),
            former.map(Closure::tries).orElse(0),
            List.of());
    return new Closing(book.with(change -> change.logRefused = false), closure);
  }

  /**
   * The conversation without a transcript, as if Discord had refused it: the channel stays until
   * staff ask once more to close the ticket.
   */
  static Conversation withoutTranscript(Conversation book) {
    return book.with(change -> {
      change.logged = true;
      change.logRefused = true;
    });
  }

  /** The conversation after an event. */
  static Conversation applyBook(Conversation book, TicketEvent.InConversation event) {
    return switch (event) {
      case TicketEvent.Written written -> book.with(change -> change.add(Entry.of(written)));
      case TicketEvent.Edited edited -> edited(book, edited);
      case TicketEvent.Deleted deleted ->
          book.with(change -> {
            change.entry(deleted.number(), Entry::withDeleted);
            // A reply that was still waiting for its files is not sent any more.
            change.sending(deleted.number());
            change.cause(deleted.cause(), deleted.number());
          });
      case TicketEvent.FileKept kept ->
          book.with(change -> change.entry(kept.number(), entry -> entry.withKept(kept)));
      case TicketEvent.FileLost lost ->
          book.with(change -> change.entry(lost.number(), entry -> entry.withLost(lost)));
      case TicketEvent.WaitEnded ended ->
          book.with(change -> change.entry(ended.number(), Entry::withWaitOver));
      case TicketEvent.Delayed delayed ->
          book.with(change -> change.entry(delayed.number(), Entry::withDelay));
      case TicketEvent.ProfileTaken taken ->
          book.with(change -> change.profile = Optional.of(taken.profile()));
      case TicketEvent.Planned planned -> ConversationUpdates.planned(book, planned);
      case TicketEvent.Sent sent -> ConversationUpdates.sent(book, sent);
      case TicketEvent.Done done -> ConversationUpdates.done(book, done);
      case TicketEvent.Refused refused -> ConversationUpdates.refused(book, refused);
      case TicketEvent.Parted parted -> ConversationUpdates.parted(book, parted);
      case TicketEvent.Recast recast -> ConversationUpdates.recast(book, recast);
      case TicketEvent.FormerKept kept ->
          book.with(change ->
              change.entry(
                  kept.number(), entry -> entry.withFormer(book.nextNumber(), kept.frozen())));
      case TicketEvent.ChannelLost _ -> ConversationUpdates.channelLost(book);
      case TicketEvent.Reacted reacted -> book.with(change -> change.react(reacted));
      case TicketEvent.Handled handled ->
          book.with(change -> change.handling = book.handling().apply(handled.change()));
      case TicketEvent.DelayNoticed noticed ->
          book.with(change -> change.delayNoticedAt = noticed.at());
    };
  }

  private static Conversation edited(Conversation book, TicketEvent.Edited edited) {
    return book.with(change -> {
      change.entry(
          edited.number(),
          entry ->
              edited.inPlace()
                  ? entry.withText(edited.text(), edited.at())
                  : entry.withTextRestated(edited.text(), book.nextNumber(), edited.at()));
      change.cause(edited.cause(), edited.number());
    });
  }

  private static IllegalStateException impossible(TicketState state, TicketEvent event) {
    return new IllegalStateException("%s cannot happen in %s".formatted(event, state));
  }
}
