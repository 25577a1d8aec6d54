package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The admin RPC as HTTP sees it: an envelope in, an envelope out. Thread-safe. */
public interface AdminEndpoint {
  /** Whether there is one; if not, its path leads nowhere. */
  boolean open();

  /** Whether that proves the command of this installation. */
  boolean isLocal(String proof);

  /**
   * Answers who failed too often, before anything of their request is read.
   *
   * @return the bytes of the answer; empty for everybody else
   */
  Optional<byte[]> lockedOut(Peer caller);

  /**
   * Looks at the beginning of a request that is longer: only whom it knows may send the rest.
   *
   * @param beginning the first bytes of the envelope
   * @return the bytes of the answer that says no; empty if the rest may be read; never
   *     exceptionally
   */
  CompletionStage<Optional<byte[]>> refused(Peer caller, byte[] beginning);

  /**
   * Answers a call.
   *
   * @param caller who counts for the lock-out
   * @param request the bytes of the envelope
   * @return the bytes of the answer; never exceptionally
   */
  CompletionStage<byte[]> call(Peer caller, byte[] request);

  /** The envelope that says no to what cannot be read, or took too long. */
  byte[] refusal(int status, String error);
}
