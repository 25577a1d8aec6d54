package dev.switchboard.discord.api;

import dev.switchboard.ticket.model.Outcome;
import java.util.Optional;

/**
 * How one job is done: which call comes next, and what its answer means. Used by the {@code
 * Dispatcher} alone, one call at a time, until there is an outcome.
 */
public interface Procedure {
  /**
   * The call to make next; empty while another job does something that this one needs too. May be
   * asked several times before the call is made.
   */
  Optional<Call> next(long now);

  /** Why no call is made any more; asked where {@link #next} is empty. */
  default Optional<Outcome> givenUp() {
    return Optional.empty();
  }

  /** The call is made now. */
  default void sending(long now) {}

  /**
   * Whether the call that {@link #next} gave only reads: that it is answered is no sign that
   * Discord does what it is asked.
   */
  default boolean isReading() {
    return false;
  }

  /** What the answer means; never asked about {@link Answer.Limited}. */
  Verdict judge(Answer answer);

  /** What follows where one of our own files could not be read, so that no call was made. */
  default Verdict unreadable(Throwable why) {
    return Refusals.ofUnreadable(why);
  }

  /** What is to be done after an answer. */
  sealed interface Verdict {
    /** The job is over. */
    record Over(Outcome outcome) implements Verdict {}

    /** Another call follows at once. */
    record Onward() implements Verdict {}

    /** The next call follows after a pause. */
    record Later() implements Verdict {}
  }

  /** The job is over with this outcome. */
  static Verdict over(Outcome outcome) {
    return new Verdict.Over(outcome);
  }
}
