package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.OpeningRequest;
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
 * Progress} is answered with the {@link Next} steps. Time comes from outside; this class has no
 * side effects.
 *
 * <p>Only one question is open at a time. After a failure the question is asked again; after a
 * crash a new instance begins with the state of the journal and the rows of the inbox.
 *
 * <p>Not thread-safe.
 */
final class CorrespondentWork {
  /** The pause before a failed question is repeated, and between two questions to a full ticket. */
  static final Duration RETRY = Duration.ofSeconds(2);

  /** The largest number of messages in one command. */
  static final int TOGETHER = 20;

  private final TicketSettings.Relay relay;
  private final ArrivalQueue queue = new ArrivalQueue();

  /**
   * Rows whose arrivals a ticket has taken, until their acknowledgement is committed. After a crash
   * they are read again, and only the ticket that took them recognises them.
   */
  private final Set<Arrival.Id> unacknowledged = new LinkedHashSet<>();

  /** The requests for a ticket that wait until all arrivals are taken. */
  private final OpeningQueue openings = new OpeningQueue();

  private Correspondent correspondent = Correspondent.NEW;
  private long questions;
  private boolean asking;

  /** Whether the queue holds the first rows of the inbox, so that its head is the next arrival. */
  private boolean loaded;

  /** Whether the inbox has to be read again, for a reason after the last reading began. */
  private boolean readAgain;

  private boolean gap;

  /** Whether messages are handed over singly, because a command with several was not taken. */
  private boolean oneByOne;

  /** Whether the log has a report of a full ticket. */
  private boolean crowded;

  /** Whether the member got the notice that the next ticket has to wait. */
  private boolean waitTold;

  CorrespondentWork(TicketSettings.Relay relay) {
    this.relay = relay;
  }

  /** The next events and steps. There are events only after {@link Progress.Answered}. */
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
      case Progress.Requested(OpeningRequest request, Instant until) -> {
        if (openings.add(request, until)) {
          goOn(reaction);
        } else {
          reply(request, new Opening.NotNow(), reaction);
        }
      }
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

  /** The number of arrivals in memory. */
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
      case Answer.OpeningNumbered(Question.NumberOpening(OpeningRequest request), long ticket) -> {
        assign(request, ticket, reaction);
      }
      case Answer.LatestKnown(Question.LookAtLatest asked, Progress.Standing standing) -> {
        switch (standing) {
          case ABSENT -> assign(asked.request(), asked.ticket(), reaction);
          case OPEN -> {
            reply(asked.request(), new Opening.Exists(asked.ticket()), reaction);
            goOn(reaction);
          }
          case CLOSED -> openAnother(asked.request(), reaction);
        }
      }
      case Answer.OpeningTried(Question.TryOpening asked, Progress.Trial trial) ->
          openingTried(asked, trial, reaction);
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
      } else if (openings.first().isPresent()) {
        openNext(openings.first().get(), reaction);
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
      // Otherwise the next reading could give nothing but these rows.
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
    // A ticket has these arrivals already, but their rows could not be acknowledged then.
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
        Optional<TicketCommand.Unguarded> last =
            edits.reversed().stream()
                .flatMap(edit ->
                    edit.content().stream()
                        .map(content ->
                            new TicketCommand.TakeEdit(edit.message(), content, edit.at())))
                .map(TicketCommand.Unguarded.class::cast)
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
              Optional.<TicketCommand.Unguarded>of(
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

  /** Without a ticket or a command for it, the arrivals have no effect. */
  private void handOverOrLeave(
      List<? extends Arrival> arrivals,
      OptionalLong latest,
      Optional<TicketCommand.Unguarded> command,
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

  /** Pauses until the ticket has room. The arrivals stay in the inbox, with all later ones. */
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
      // The ticket may have taken some of them before it was closed.
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

  /**
   * Leaves a closed ticket, once its rows are acknowledged: the next ticket would not recognise
   * them.
   */
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

  // ---- a ticket that staff or a program open

  /**
   * Begins when no arrival waits, so that all of them are in the latest ticket, as far as they are
   * in one. What arrives from now on waits for the answer, and goes to whichever ticket is the
   * latest then.
   */
  private void openNext(OpeningQueue.Waiting next, Reaction reaction) {
    OpeningRequest request = next.request();
    if (!reaction.now.isBefore(next.until())) {
      reply(request, new Opening.NotNow(), reaction);
      return;
    }
    OptionalLong own = correspondent.requestedBy(request.source());
    if (own.isPresent()) {
      tryOpening(request, own.getAsLong(), reaction);
    } else if (correspondent.latest().isPresent()) {
      lookAtLatest(request, reaction);
    } else {
      ask(new Question.NumberOpening(request), reaction);
    }
  }

  private void lookAtLatest(OpeningRequest request, Reaction reaction) {
    ask(new Question.LookAtLatest(request, correspondent.latest().orElseThrow()), reaction);
  }

  /** Stored before the ticket is opened, so that the request is known by it ever after. */
  private void assign(OpeningRequest request, long ticket, Reaction reaction) {
    reaction.events.add(new Correspondent.Event.Assigned(ticket, reaction.now, request.source()));
    correspondent = correspondent.apply(reaction.events.getLast());
    tryOpening(request, ticket, reaction);
  }

  private void tryOpening(OpeningRequest request, long ticket, Reaction reaction) {
    ask(new Question.TryOpening(request, ticket, correspondent.before(ticket)), reaction);
  }

  private void openingTried(Question.TryOpening asked, Progress.Trial trial, Reaction reaction) {
    switch (trial) {
      case OPENED -> {
        reply(asked.request(), new Opening.Opened(asked.ticket()), reaction);
        goOn(reaction);
      }
      case EXISTS -> {
        reply(asked.request(), new Opening.Exists(asked.ticket()), reaction);
        goOn(reaction);
      }
      case CLOSED -> {
        if (asked.ticket() == correspondent.latest().orElseThrow()) {
          openAnother(asked.request(), reaction);
        } else {
          lookAtLatest(asked.request(), reaction);
        }
      }
    }
  }

  private void openAnother(OpeningRequest request, Reaction reaction) {
    if (unacknowledged.isEmpty()) {
      ask(new Question.NumberOpening(request), reaction);
    } else {
      // The next ticket would not recognise what the closed one has taken.
      acknowledgeAll(Optional.empty(), reaction);
    }
  }

  private void reply(OpeningRequest request, Opening opening, Reaction reaction) {
    openings.remove(request);
    reaction.steps.add(new WorkStep.AnswerRequest(request.source(), opening));
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

  /** The builder of the {@link Next} steps. */
  private static final class Reaction {
    private final Instant now;
    private final List<Correspondent.Event> events = new ArrayList<>();
    private final List<WorkStep> steps = new ArrayList<>();

    private Reaction(Instant now) {
      this.now = now;
    }
  }
}
