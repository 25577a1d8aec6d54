package dev.switchboard.ticket;

import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * How a {@link TicketEntity} comes to its transcript: each attempt is stored before it is made, so
 * that those count too in which the process ends. Part of that actor, used by its thread only.
 */
final class Transcribing {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final ActorContext<TicketEntity.Message> context;
  private final long ticket;
  private final Rules rules;
  private final Transcripts transcripts;
  private final Clock clock;
  private boolean underWay;

  Transcribing(
      ActorContext<TicketEntity.Message> context,
      long ticket,
      Rules rules,
      Transcripts transcripts,
      Clock clock) {
    this.context = context;
    this.ticket = ticket;
    this.rules = rules;
    this.transcripts = transcripts;
    this.clock = clock;
  }

  /**
   * Has it written if it is needed and neither under way nor waiting for its next attempt.
   *
   * @param failure of the last attempt; empty where nobody knows of one
   */
  void want(TicketState state, String failure) {
    if (state instanceof TicketState.Closing(Book book, TicketState.Closure closure)
        && !underWay
        && Planner.needsTranscript(book, closure, rules)) {
      underWay = true;
      context
          .getSelf()
          .tell(
              new TicketEntity.Message.Tell(
                  new TicketCommand.TryTranscript(failure, clock.instant())));
    }
  }

  /** The attempt is stored. */
  void write() {
    context.pipeToSelf(
        transcripts.write(ticket),
        (file, failure) ->
            failure == null
                ? new TicketEntity.Message.Tell(
                    new TicketCommand.TranscriptStored(file, clock.instant()))
                : new TicketEntity.TranscriptFailed(failure.toString()));
  }

  /** Gives how long to wait before the next attempt. */
  Duration failed(TicketState state, String failure) {
    int tries =
        state instanceof TicketState.Closing(_, TicketState.Closure closure) ? closure.tries() : 0;
    Duration pause = pauseAfter(tries);
    context
        .getLog()
        .warn(
            "Ticket {}: its transcript is not written yet (attempt {} of {}, the next in {} s): {}",
            ticket,
            tries,
            Aftermath.MOST_TRIES,
            pause.toSeconds(),
            failure);
    return pause;
  }

  void givenUp(String why) {
    context
        .getLog()
        .error(
            "Ticket {}: its transcript is given up after {} attempts: {}",
            ticket,
            Aftermath.MOST_TRIES,
            why);
  }

  /** Nothing of it is under way, nor waited for. */
  void ended() {
    underWay = false;
  }

  /** A disk that is full is not emptied in a second. */
  static Duration pauseAfter(int tries) {
    Duration pause = SHORTEST;
    for (int passed = 1; passed < tries && pause.compareTo(LONGEST) < 0; passed++) {
      pause = pause.multipliedBy(4);
    }
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
