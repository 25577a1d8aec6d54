package dev.switchboard.http.endpoint;

import java.util.Optional;

/**
 * The header {@code Idempotency-Key}, by which a client says that a request is the same one again
 * (draft-ietf-httpapi-idempotency-key-header-07). It is a string of the structured fields of RFC
 * 9651, in quotes; since many clients send it without, it is taken bare as well.
 */
public final class IdempotencyKey {
  private static final int LONGEST = 255;

  private IdempotencyKey() {}

  /**
   * The key of a request, without quotes: 1 to 255 characters of visible ASCII or blanks.
   *
   * @throws ProblemException with 400 if it is none
   */
  public static Optional<String> of(ApiRequest request) {
    return request.header("Idempotency-Key").map(String::strip).map(IdempotencyKey::read);
  }

  private static String read(String value) {
    String key = value.startsWith("\"") ? unquoted(value) : value;
    if (key.isEmpty() || key.length() > LONGEST || !key.matches("[ -~]*")) {
      throw wrong();
    }
    return key;
  }

  private static String unquoted(String value) {
    // Only a quote and a backslash are escaped (RFC 9651, section 3.3.3).
    if (!value.matches("\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*\"")) {
      throw wrong();
    }
    return value.substring(1, value.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
  }

  private static ProblemException wrong() {
    return Problem.of(
            ProblemCode.BAD_REQUEST,
            "The header Idempotency-Key has to have 1 to 255 characters of visible ASCII, in quotes"
                + " or without.")
        .thrown();
  }
}
