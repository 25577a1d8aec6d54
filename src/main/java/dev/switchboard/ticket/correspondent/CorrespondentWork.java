package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The order of a correspondent's steps: fill the gap, read the inbox, hand the first arrivals over
 * to the latest ticket or open the next one, acknowledge their rows, and so on. Each {@link
 * Progress} is answered with the {@link Next} steps. Time comes in with it; nothing here does
 * anything outside.
 *
 * <p>One question is under way at a time. What a failure or a crash interrupts is asked again, by
 * this work or by a new one that begins with the state of the journal and the rows of the inbox.
 *
 * <p>Not thread-safe.
 */
final class CorrespondentWork {
  /** Before a question that failed is asked again, and between two questions to a full ticket. */
  static final Duration RETRY = Duration.ofSeconds(2);

  /** Messages that are handed over in one command, at most. */
  static final int TOGETHER = 20;

  private final TicketSettings.Relay relay;
  private final ArrivalQueue queue = new ArrivalQueue();

  /**
   * Rows of which tickets have taken the effect, while their acknowledgement is not known to be
   * committed. After a crash they are read again, and only the ticket that took them knows them.
   */
  private final Set<Arrival.Id> unacknowledged = new LinkedHashSet<>();

  private Correspondent correspondent = Correspondent.NEW;
  private long questions;
  private boolean asking;

  /** Whether the queue holds the first rows of the inbox, so that it says what comes next. */
  private boolean loaded;

  /** Whether there was a reason to read the inbox again since the last reading began. */
  private boolean readAgain;

  private boolean gap;

  /** Whether messages are handed over singly, since several could not be taken as a whole. */
  private boolean oneByOne;

  /** Whether operators were told of a full ticket. */
  private boolean crowded;

  /** Whether the member was told that the next ticket has to wait. */
  private boolean waitTold;

  CorrespondentWork(TicketSettings.Relay relay) {
    this.relay = relay;
  }

  /** Answers with an event only where a question was {@link Progress.Answered}. */
  Next on(Progress happened, Instant now) {
    Reaction reaction = new Reaction(now);
    switch (happened) {
      case Progress.Recovered(Correspondent state) -> {
        correspondent = state;
        asking = false;
        readAgain(reaction);
      }
      case Progress.Arrived(Arrival arrival, boolean behindGap) -> {
        gap = gap || behindGap;
        if (queue.add(arrival)) {
          goOn(reaction);
        }
      }
      case Progress.Woken _ -> readAgain(reaction);
      case Progress.Typed _ -> showTyping(reaction);
      case Progress.Acknowledged(List<Arrival.Id> rows) -> rows.forEach(unacknowledged::remove);
      case Progress.Answered(long question, Answer answer) -> {
        if (asking && question == questions) {
          asking = false;
          answered(answer, reaction);
        }
      }
    }
    return new Next(reaction.events, reaction.steps);
  }

  /** How many arrivals are in memory. */
  int inMemory() {
    return queue.size();
  }

  private void answered(Answer answer, Reaction reaction) {
    switch (answer) {
      case Answer.RowsRead(Inbox.Waiting found) -> rowsRead(found, reaction);
      case Answer.GapFilled(Inbox.Filled filled) -> gapFilled(filled, reaction);
      case Answer.AllAcknowledged(Question.AcknowledgeAll asked) -> {
        asked.rows().forEach(unacknowledged::remove);
        asked
            .first()
            .ifPresentOrElse(
                first -> ask(new Question.AskAdmission(first), reaction), () -> goOn(reaction));
      }
      case Answer.HandedOver(Question.HandOver asked, Acceptance acceptance) ->
          handedOver(asked, acceptance, reaction);
      case Answer.RoomKnown(Question.AskRoom asked, boolean room) -> {
        if (room) {
          goOn(reaction);
        } else {
          waitForRoom(asked.ticket(), reaction);
        }
      }
      case Answer.TakenKnown(Question.AskTaken asked, Set<Long> messages) -> {
        taken(
            asked.behind().stream().filter(one -> messages.contains(one.message())).toList(),
            reaction);
        leaveTicket(asked.first(), reaction);
      }
      case Answer.AdmissionKnown(Question.AskAdmission asked, Optional<Duration> pause) ->
          pause.ifPresentOrElse(
              length -> waitForAdmission(asked.first(), length, reaction),
              () -> {
                waitTold = false;
                ask(new Question.TakeNumber(asked.first()), reaction);
              });
      case Answer.Numbered(Question.TakeNumber asked, long ticket) -> {
        reaction.events.add(new Correspondent.Event.Assigned(ticket, reaction.now));
        correspondent = correspondent.apply(reaction.events.getLast());
        open(asked.first(), ticket, reaction);
      }
      case Answer.PauseOver(Question.Pause asked) -> {
        if (asked.full().isPresent()) {
          ask(new Question.AskRoom(asked.full().getAsLong()), reaction);
        } else {
          goOn(reaction);
        }
      }
      case Answer.Failed(Question asked, String why) -> {
        reaction.steps.add(new WorkStep.ReportFailure(asked, why));
        oneByOne = true;
        pause(RETRY, reaction);
      }
    }
  }

  // ---- one step after another

  private void goOn(Reaction reaction) {
    while (!asking) {
      Optional<Arrival> first = queue.first();
      if (!loaded || queue.isDrained()) {
        readRows(reaction);
      } else if (gap) {
        ask(new Question.FillGap(), reaction);
      } else if (first.isPresent()) {
        handOver(first.get(), reaction);
      } else {
        reportRoom(reaction);
        return;
      }
    }
  }

  private void readAgain(Reaction reaction) {
    loaded = false;
    readAgain = true;
    goOn(reaction);
  }

  private void readRows(Reaction reaction) {
    if (queue.isDrained() && !unacknowledged.isEmpty()) {
      // Otherwise these rows would be the whole of the next piece.
      acknowledgeAll(Optional.empty(), reaction);
    } else {
      readAgain = false;
      queue.asks();
      ask(new Question.ReadRows(), reaction);
    }
  }

  private void rowsRead(Inbox.Waiting found, Reaction reaction) {
    loaded = !readAgain;
    gap = gap || found.gap();
    // They are with a ticket, and their rows could not be acknowledged then.
    taken(queue.load(found), reaction);
    if (queue.isDrained()) {
      pause(RETRY, reaction);
    } else {
      goOn(reaction);
    }
  }

  private void gapFilled(Inbox.Filled filled, Reaction reaction) {
    gap = false;
    loaded = false;
    if (filled instanceof Inbox.Filled.Unreadable(String detail)
        && correspondent.latest().isPresent()) {
      reaction.steps.add(
          new WorkStep.TellGap(
              correspondent.latest().getAsLong(), new TicketCommand.TakeGap(detail, reaction.now)));
    }
    goOn(reaction);
  }

  // ---- to the latest ticket

  private void handOver(Arrival first, Reaction reaction) {
    OptionalLong latest = correspondent.latest();
    switch (first) {
      case Arrival.Wrote wrote -> {
        if (latest.isPresent()) {
          handOver(queue.messages(oneByOne ? 1 : TOGETHER), latest.getAsLong(), reaction);
        } else {
          ask(new Question.AskAdmission(wrote), reaction);
        }
      }
      case Arrival.Edited _ -> {
        List<Arrival.Edited> edits = queue.edits();
        Optional<TicketCommand> last =
            edits.reversed().stream()
                .flatMap(edit ->
                    edit.content().stream()
                        .map(content ->
                            new TicketCommand.TakeEdit(edit.message(), content, edit.at())))
                .map(TicketCommand.class::cast)
                .findFirst();
        handOverOrLeave(edits, latest, last, reaction);
      }
      case Arrival.Deleted deleted ->
          handOverOrLeave(
              List.of(deleted),
              latest,
              Optional.of(new TicketCommand.TakeDelete(deleted.message(), deleted.at())),
              reaction);
      case Arrival.Noticed noticed ->
          handOverOrLeave(
              List.of(noticed),
              latest,
              Optional.of(
                  new TicketCommand.TakeNotice(noticed.message(), noticed.line(), noticed.at())),
              reaction);
      case Arrival.Reacted reacted ->
          handOverOrLeave(
              List.of(reacted),
              latest,
              Optional.<TicketCommand>of(
                      new TicketCommand.TakeReaction(
                          reacted.message(), reacted.emoji(), reacted.added(), reaction.now))
                  .filter(_ -> relay.reactions()),
              reaction);
    }
  }

  private void handOver(List<Arrival.Wrote> messages, long ticket, Reaction reaction) {
    ask(
        new Question.HandOver(
            List.copyOf(messages), ticket, TicketCommand.TakeMessages.of(messages)),
        reaction);
  }

  /** Where there is no ticket, or nothing to tell it, the arrivals have no effect. */
  private void handOverOrLeave(
      List<? extends Arrival> arrivals,
      OptionalLong latest,
      Optional<TicketCommand> command,
      Reaction reaction) {
    if (latest.isPresent() && command.isPresent()) {
      ask(
          new Question.HandOver(List.copyOf(arrivals), latest.getAsLong(), command.get()),
          reaction);
    } else {
      done(arrivals, reaction);
    }
  }

  private void handedOver(Question.HandOver asked, Acceptance acceptance, Reaction reaction) {
    switch (acceptance) {
      case TAKEN -> {
        done(asked.arrivals(), reaction);
        goOn(reaction);
      }
      case FULL -> waitForRoom(asked.ticket(), reaction);
      case CLOSED, ABSENT -> {
        if (asked.arrivals().getFirst() instanceof Arrival.Wrote first) {
          handOverElsewhere(asked, first, acceptance, reaction);
        } else {
          done(asked.arrivals(), reaction);
          goOn(reaction);
        }
      }
    }
  }

  private void done(List<? extends Arrival> arrivals, Reaction reaction) {
    oneByOne = false;
    taken(arrivals, reaction);
  }

  private void taken(List<? extends Arrival> arrivals, Reaction reaction) {
    if (arrivals.isEmpty()) {
      return;
    }
    List<Arrival.Id> rows = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      queue.taken(arrival);
      rows.add(arrival.id());
    }
    unacknowledged.addAll(rows);
    reaction.steps.add(new WorkStep.Acknowledge(rows));
  }

  /** The arrivals stay in the inbox, with all behind them. Neither is read until there is room. */
  private void waitForRoom(long ticket, Reaction reaction) {
    if (!crowded) {
      crowded = true;
      reaction.steps.add(new WorkStep.ReportFull(ticket));
    }
    ask(new Question.Pause(RETRY, OptionalLong.of(ticket)), reaction);
  }

  private void reportRoom(Reaction reaction) {
    if (crowded) {
      crowded = false;
      reaction.steps.add(new WorkStep.ReportRoom());
    }
  }

  // ---- to the next ticket

  private void handOverElsewhere(
      Question.HandOver asked, Arrival.Wrote first, Acceptance acceptance, Reaction reaction) {
    if (asked.arrivals().size() > 1) {
      // Some of them may have been taken before the ticket was closed.
      oneByOne = true;
      handOver(List.of(first), asked.ticket(), reaction);
    } else if (acceptance == Acceptance.ABSENT) {
      open(first, asked.ticket(), reaction);
    } else {
      List<Arrival.Wrote> behind = queue.messagesBeside(first);
      if (behind.isEmpty()) {
        leaveTicket(first, reaction);
      } else {
        ask(new Question.AskTaken(first, asked.ticket(), behind), reaction);
      }
    }
  }

  /** The next ticket would not know what this one has taken. */
  private void leaveTicket(Arrival.Wrote first, Reaction reaction) {
    if (unacknowledged.isEmpty()) {
      ask(new Question.AskAdmission(first), reaction);
    } else {
      acknowledgeAll(Optional.of(first), reaction);
    }
  }

  private void acknowledgeAll(Optional<Arrival.Wrote> first, Reaction reaction) {
    ask(new Question.AcknowledgeAll(List.copyOf(unacknowledged), first), reaction);
  }

  private void waitForAdmission(Arrival.Wrote first, Duration length, Reaction reaction) {
    if (!waitTold) {
      waitTold = true;
      reaction.steps.add(new WorkStep.TellWait(first));
    }
    pause(length, reaction);
  }

  private void open(Arrival.Wrote first, long ticket, Reaction reaction) {
    ask(
        new Question.HandOver(
            List.of(first),
            ticket,
            new TicketCommand.Open(
                first.author(),
                first.channel(),
                correspondent.before(ticket),
                first.message(),
                first.content(),
                first.at())),
        reaction);
  }

  // ---- beside the order

  private void showTyping(Reaction reaction) {
    if (relay.typing() && correspondent.latest().isPresent()) {
      reaction.steps.add(new WorkStep.ShowTyping(correspondent.latest().getAsLong()));
    }
  }

  private void pause(Duration length, Reaction reaction) {
    ask(new Question.Pause(length, OptionalLong.empty()), reaction);
  }

  private void ask(Question question, Reaction reaction) {
    asking = true;
    questions++;
    reaction.steps.add(new WorkStep.Ask(questions, question));
  }

  /** What follows from one progress, while it is worked out. */
  private static final class Reaction {
    private final Instant now;
    private final List<Correspondent.Event> events = new ArrayList<>();
    private final List<WorkStep> steps = new ArrayList<>();

    private Reaction(Instant now) {
      this.now = now;
    }
  }
}
