package dev.switchboard.http.admin;

import dev.switchboard.access.Peer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The admin RPC for HTTP: takes the bytes of an envelope and gives those of another. Thread-safe.
 */
public interface AdminEndpoint {
  /** Whether the admin RPC is open. If not, its path is answered as an unknown one. */
  boolean open();

  /** Whether the proof comes from the admin command of this installation. */
  boolean isLocal(String proof);

  /**
   * Answers a caller under lockout, before anything of the request is read.
   *
   * @return the bytes of the answer; empty for every other caller
   */
  Optional<byte[]> lockedOut(Peer caller);

  /**
   * Checks the beginning of a long request. Only a known administrator may send the rest.
   *
   * @param beginning the first bytes of the envelope
   * @return the bytes of the refusal; empty if the rest may be read; never fails
   */
  CompletionStage<Optional<byte[]>> refused(Peer caller, byte[] beginning);

  /**
   * Answers a call.
   *
   * @param caller the caller whose failures count for the lockout
   * @param request the bytes of the envelope
   * @return the bytes of the answer; never fails
   */
  CompletionStage<byte[]> call(Peer caller, byte[] request);

  /** The envelope that refuses a request which cannot be read or took too long. */
  byte[] refusal(int status, String error);
}
