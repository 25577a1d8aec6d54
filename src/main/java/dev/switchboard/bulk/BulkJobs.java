package dev.switchboard.bulk;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.view.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to bulk jobs. A job is stored with all its tickets before it begins and ends whatever
 * crashes; each ticket's act has a source of its own, so that it happens once. A job is its owner's
 * alone. A stage fails where the database is out of reach. Thread-safe.
 */
public interface BulkJobs {
  /** The largest number of tickets of a job. */
  int MOST = 5_000;

  /** The largest number of jobs of one user that run at a time. */
  int RUNNING = 5;

  /**
   * A job to begin.
   *
   * @param by the owner as the members and other staff are shown them
   * @param tickets each once, {@link #MOST} at most; they may not exist
   * @param request the request, if it may come again
   */
  record Order(BulkAct act, Staff by, List<Long> tickets, Optional<ActSources.Request> request) {
    public Order {
      tickets = List.copyOf(tickets);
    }
  }

  /** The result of {@link #begin}. */
  sealed interface Begun {
    /**
     * The job is stored, and runs.
     *
     * @param again whether the same request began it before
     */
    record Started(Job job, boolean again) implements Begun {}

    /** Another request had the same key. Nothing was changed. */
    record Other() implements Begun {}

    /** {@link #RUNNING} jobs of the user are running. Nothing was changed. */
    record TooMany() implements Begun {}
  }

  /** The state of a job. */
  enum State {
    RUNNING,
    DONE,
    CANCELLED
  }

  /**
   * A job.
   *
   * @param act the word of its {@link BulkAct}
   * @param waiting tickets whose act is to come; also in a cancelled job, where it was begun
   * @param ended empty while it is running
   */
  record Job(
      long number,
      String act,
      State state,
      int total,
      int done,
      int refused,
      int cancelled,
      int waiting,
      Instant made,
      Optional<Instant> ended) {}

  /** What became of a ticket in a job. */
  enum Fate {
    WAITING,
    DONE,
    REFUSED,
    CANCELLED
  }

  /**
   * The result of a job for one ticket.
   *
   * @param place in the job, from 1
   * @param code why it was refused, as the REST API has it; empty otherwise
   */
  record Result(int place, long ticket, Fate fate, String code) {}

  /** Stores a job and has it carried out. Takes the right of its act. */
  CompletionStage<Begun> begin(Principal by, Order order);

  /** The newest 100 jobs of the caller, newest first. */
  CompletionStage<List<Job>> all(Principal by);

  /** A job of the caller; empty where there is none. */
  CompletionStage<Optional<Job>> job(Principal by, long number);

  /**
   * The results of a job of the caller, in the order of its tickets; empty where there is none.
   *
   * @param after the place behind which they begin; 0 for the first
   * @param limit 1 to 200
   */
  CompletionStage<Optional<Part<Result>>> results(Principal by, long number, int after, int limit);

  /**
   * Ends a job of the caller: no further act is begun. An act that is under way is finished. A job
   * that has ended stays as it is; empty where there is none.
   */
  CompletionStage<Optional<Job>> cancel(Principal by, long number);
}
