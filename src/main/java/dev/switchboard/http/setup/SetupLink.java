package dev.switchboard.http.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The printed token, which opens the page once, and the session that takes its place in that
 * browser. Compared in constant time. Thread-safe.
 */
public final class SetupLink {
  /** 256 random bits. */
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final String token = secret();
  private Optional<Session> session = Optional.empty();

  /**
   * The browser that opened the link.
   *
   * @param cookie the value of its cookie
   * @param form the value that its forms send along, which no page of another site knows
   */
  public record Session(String cookie, String form) {
    boolean isBy(String given) {
      return same(cookie, given);
    }

    boolean isForm(String given) {
      return same(form, given);
    }

    @Override
    public String toString() {
      return "Session[***]";
    }
  }

  /** The token to print. */
  public String token() {
    return token;
  }

  /** A session for the token; empty if it is wrong or was used before. */
  synchronized Optional<Session> open(String given) {
    if (session.isPresent() || !same(token, given)) {
      return Optional.empty();
    }
    session = Optional.of(new Session(secret(), secret()));
    return session;
  }

  /** The session with this cookie. */
  synchronized Optional<Session> of(String cookie) {
    return session.filter(open -> open.isBy(cookie));
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
