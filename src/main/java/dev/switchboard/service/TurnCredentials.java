package dev.switchboard.service;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials for a TURN server: a user name and a password that it accepts for some time. It needs
 * to ask no other program, because it has the secret from which they were made ("A REST API For
 * Access To TURN Services", draft-uberti-behave-turn-rest-00, section 2.2; coturn's {@code
 * use-auth-secret}).
 *
 * @param username the time of expiry in seconds since 1970, and the name of the user
 * @param expires the time until which they are accepted
 */
public record TurnCredentials(String username, String password, Instant expires) {
  private static final String ALGORITHM = "HmacSHA1";

  /**
   * Makes credentials.
   *
   * @param secret the secret of the server; not empty
   * @param name the user, for the server's log; may be empty
   */
  public static TurnCredentials of(String secret, Duration lifetime, String name, Instant now) {
    Instant expires = Instant.ofEpochSecond(now.plus(lifetime).getEpochSecond());
    String username = expires.getEpochSecond() + (name.isEmpty() ? "" : ":" + name);
    return new TurnCredentials(username, password(secret, username), expires);
  }

  private static String password(String secret, String username) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }

  @Override
  public String toString() {
    return "TurnCredentials[username=%s, expires=%s]".formatted(username, expires);
  }
}
