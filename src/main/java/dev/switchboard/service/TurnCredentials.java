package dev.switchboard.service;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A name and a password with which a TURN server lets somebody in for some time, without asking
 * anybody: it has the secret that they were made with ("A REST API For Access To TURN Services",
 * draft-uberti-behave-turn-rest-00, section 2.2; coturn's {@code use-auth-secret}).
 *
 * @param username the second at which they expire (since 1970), and whose they are
 * @param expires until when somebody is let in with them
 */
public record TurnCredentials(String username, String password, Instant expires) {
  private static final String ALGORITHM = "HmacSHA1";

  /**
   * Makes some.
   *
   * @param secret which the server has, too; not empty
   * @param name whose they are, for the server's log; may be empty
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
