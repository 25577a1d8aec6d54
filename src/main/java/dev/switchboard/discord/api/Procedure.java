package dev.switchboard.discord.api;

import dev.switchboard.ticket.model.Outcome;
import java.util.Optional;

/**
 * The steps of one job: the next call, and the meaning of its answer. Used by the {@code
 * Dispatcher} alone, one call at a time, until there is an outcome.
 */
public interface Procedure {
  /**
   * The next call; empty while another job does something that this one needs, too. May be called
   * several times before the call is made.
   */
  Optional<Call> next(long now);

  /** The outcome of a job that ends without another call; used if {@link #next} is empty. */
  default Optional<Outcome> givenUp() {
    return Optional.empty();
  }

  /** Called when the call is made. */
  default void sending(long now) {}

  /**
   * Whether the call from {@link #next} only reads: an answer to it does not prove that Discord
   * executes other calls.
   */
  default boolean isReading() {
    return false;
  }

  /** Interprets the answer; never called with {@link Answer.Limited}. */
  Verdict judge(Answer answer);

  /** The next step if one of our own files could not be read, so that no call was made. */
  default Verdict unreadable(Throwable why) {
    return Refusals.ofUnreadable(why);
  }

  /** The next step after an answer. */
  sealed interface Verdict {
    /** The job is over. */
    record Over(Outcome outcome) implements Verdict {}

    /** Another call follows at once. */
    record Onward() implements Verdict {}

    /** The next call follows after a pause. */
    record Later() implements Verdict {}
  }

  /** The verdict that the job is over with this outcome. */
  static Verdict over(Outcome outcome) {
    return new Verdict.Over(outcome);
  }
}
