package dev.switchboard.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sends one request to an endpoint. */
public interface WebhookTransport {
  /** The longest text of an answer that is kept, in bytes. */
  int KEPT_ANSWER = 4_096;

  /**
   * A request.
   *
   * @param headers those of Standard Webhooks
   * @param body in JSON
   */
  record Request(URI url, Map<String, String> headers, String body) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /** What came of a request. */
  sealed interface Outcome {
    /**
     * The endpoint answered.
     *
     * @param retryAfter the pause that it asks for
     * @param body its first 4 kB
     */
    record Answered(int status, Optional<Duration> retryAfter, String body) implements Outcome {}

    /** No answer came. */
    record Failed(String why) implements Outcome {}
  }

  /** Posts; the stage never fails, and completes within 20 s. */
  CompletionStage<Outcome> send(Request request);
}
