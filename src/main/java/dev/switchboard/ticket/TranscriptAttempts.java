package dev.switchboard.ticket;

import dev.switchboard.ticket.decide.Planner;
import dev.switchboard.ticket.decide.SystemSide;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketState;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The attempts of a {@link TicketEntity} to write its transcript. Each attempt is stored before it
 * is made, so that an attempt in which the process dies counts too. Part of the actor; used by its
 * thread only.
 */
public final class TranscriptAttempts {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** How often a full disk is checked for room. */
  private static final Duration LOOK = Duration.ofSeconds(4);

  private static final String ATTEMPT = "transcript";
  private static final String ROOM = "room";

  private final ActorContext<TicketEntity.Message> context;
  private final TimerScheduler<TicketEntity.Message> timers;
  private final long ticket;
  private final Rules rules;
  private final Transcripts transcripts;
  private final Clock clock;
  private boolean underWay;

  /** The number of the present attempt; kept over restarts of the actor. */
  private long attempt;

  /** Whether the disk was found full since the last attempt failed. */
  private boolean full;

  TranscriptAttempts(
      ActorContext<TicketEntity.Message> context,
      TimerScheduler<TicketEntity.Message> timers,
      long ticket,
      Rules rules,
      TicketPorts ports,
      Clock clock) {
    this.context = context;
    this.timers = timers;
    this.ticket = ticket;
    this.rules = rules;
    this.transcripts = ports.transcripts();
    this.clock = clock;
  }

  /**
   * Requests an attempt if the transcript is needed and neither being written nor waiting for its
   * next attempt.
   *
   * @param failure the failure of the last attempt; empty if none is known
   */
  void want(TicketState state, String failure) {
    if (state instanceof TicketState.Closing(Conversation conversation, TicketState.Closure closure)
        && !underWay
        && Planner.needsTranscript(conversation, closure, rules)) {
      underWay = true;
      context
          .getSelf()
          .tell(
              new TicketEntity.Message.Tell(
                  new TicketCommand.TryTranscript(failure, clock.instant())));
    }
  }

  /** Writes the transcript; called once the attempt is stored. */
  void write() {
    long mine = ++attempt;
    context.pipeToSelf(
        transcripts.write(ticket),
        (file, failure) ->
            failure == null
                ? new TicketEntity.Message.Tell(
                    new TicketCommand.TranscriptStored(file, clock.instant()))
                : new TicketEntity.TranscriptFailed(mine, failure.toString()));
  }

  void on(TicketState state, TicketEntity.OfTranscript happened) {
    switch (happened) {
      case TicketEntity.TranscriptFailed(long of, String failure) when of == attempt ->
          failed(state, failure);
      case TicketEntity.TranscriptFailed _ -> {
        // Another attempt runs, or is about to start.
      }
      case TicketEntity.WriteTranscript(String failure) -> attempt(state, failure);
      case TicketEntity.LookForRoom _ -> look();
      case TicketEntity.TranscriptRoom(boolean room) when timers.isTimerActive(ROOM) ->
          looked(state, room);
      case TicketEntity.TranscriptRoom _ -> {
        // The next attempt was made already.
      }
    }
  }

  /** Requests another attempt, because an entry changed while the transcript was written. */
  void outdated(TicketState state) {
    attempt(state, "");
  }

  private void attempt(TicketState state, String failure) {
    ended();
    want(state, failure);
  }

  private void failed(TicketState state, String failure) {
    int tries =
        state instanceof TicketState.Closing(_, TicketState.Closure closure) ? closure.tries() : 0;
    Duration pause = pauseAfter(tries);
    context
        .getLog()
        .warn(
            "Ticket {}: its transcript is not written yet (attempt {} of {}, the next in {} s): {}",
            ticket,
            tries,
            SystemSide.MOST_TRIES,
            pause.toSeconds(),
            failure);
    timers.startSingleTimer(ATTEMPT, new TicketEntity.WriteTranscript(failure), pause);
    timers.startTimerWithFixedDelay(ROOM, new TicketEntity.LookForRoom(), Duration.ZERO, LOOK);
  }

  private void look() {
    context.pipeToSelf(
        transcripts.room(),
        (room, failure) ->
            failure == null ? new TicketEntity.TranscriptRoom(room) : new TicketEntity.Nothing());
  }

  /** Free room is a reason for another attempt only if there was none before. */
  private void looked(TicketState state, boolean room) {
    if (!room) {
      full = true;
    } else if (full) {
      attempt(state, "the disk was full");
    } else {
      timers.cancel(ROOM);
    }
  }

  void givenUp(String why) {
    context
        .getLog()
        .error(
            "Ticket {}: its transcript is given up after {} attempts: {}",
            ticket,
            SystemSide.MOST_TRIES,
            why);
  }

  /** Forgets the present attempt and stops waiting for the next. */
  void ended() {
    underWay = false;
    attempt++;
    full = false;
    timers.cancel(ATTEMPT);
    timers.cancel(ROOM);
  }

  /**
   * The pause before the next attempt. It grows: the cause of failure is unknown, and each attempt
   * may read a long journal.
   */
  public static Duration pauseAfter(int tries) {
    Duration pause = SHORTEST;
    for (int passed = 1; passed < tries && pause.compareTo(LONGEST) < 0; passed++) {
      pause = pause.multipliedBy(4);
    }
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
