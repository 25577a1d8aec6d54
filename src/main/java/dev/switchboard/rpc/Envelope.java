package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The envelope of a request: {@code {"method", "resource", "headers", "body"}}. It is read as
 * clients of the former system expect: field names have any case, the last of equal fields counts,
 * unknown fields and everything after the first JSON value are ignored, and a missing method means
 * GET.
 *
 * @param method in upper case
 * @param resource exactly as given; empty if missing
 * @param authorization the inner header {@code Authorization}, if present; headers of HTTP are
 *     never read
 * @param body missing if the request has none
 */
record Envelope(String method, String resource, Optional<String> authorization, JsonNode body) {
  private static final String BEARER = "Bearer ";

  /** Thrown for a request that is no envelope. The answer repeats nothing of it. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("no envelope", null, false, false);
    }
  }

  /** The token after {@code Bearer } in the inner header; empty if the header does not begin so. */
  Optional<String> token() {
    return authorization
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }
}
