package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One request: {@code {"method", "resource", "headers", "body"}}. As clients of the system that
 * this one succeeds expect it: names of fields in any case, the last of equal ones counts, what is
 * unknown and what follows the first JSON value is ignored, a missing method is GET.
 *
 * @param method in upper case
 * @param resource exactly as given; empty if missing
 * @param authorization the inner header {@code Authorization}, if there is one; HTTP's own are
 *     never looked at
 * @param body missing where the request has none
 */
record Envelope(String method, String resource, Optional<String> authorization, JsonNode body) {
  private static final String BEARER = "Bearer ";

  /** It is no envelope; nothing in it is to be echoed. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("no envelope", null, false, false);
    }
  }

  /** What follows {@code Bearer } in the inner header, if it begins so. */
  Optional<String> token() {
    return authorization
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }
}
