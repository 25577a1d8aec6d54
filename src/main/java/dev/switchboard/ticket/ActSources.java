package dev.switchboard.ticket;

import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port that gives acts over HTTP their sources ({@link
 * dev.switchboard.ticket.model.ActSource}), the same one to the same request. A stage fails where
 * the database is out of reach; then nothing was done. Thread-safe.
 */
public interface ActSources {
  /**
   * A request that may come again, in hashes of 32 bytes.
   *
   * @param scope of who sends it, of the operation, and of the client's key
   * @param body of what it says
   */
  record Request(Hash scope, Hash body) {}

  /** The source of a request. */
  sealed interface Given {
    /** The request was never seen. */
    record New(long source) implements Given {}

    /**
     * The request was seen. Whether its act was done is for the ticket to say, unless that is known
     * here.
     *
     * @param number the ticket's answer; empty where it is not known here
     */
    record Known(long source, OptionalInt number) implements Given {}

    /** A request with the same key said something else: nothing may be done. */
    record Other() implements Given {}
  }

  /** A source that nothing else has. */
  CompletionStage<Long> fresh();

  /** The source of a request, which is stored before it is given. */
  CompletionStage<Given> of(Request request);

  /** Forgets a request that was refused, unless an answer to it is stored. */
  CompletionStage<Done> forget(Request request);

  /** Stores the ticket's answer to a request. */
  CompletionStage<Done> done(Request request, int number);
}
