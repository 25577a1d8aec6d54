package dev.switchboard.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Tokens of 256 random bits. They cannot be guessed, so a plain SHA-256 protects them as well as a
 * slow hash.
 */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private Secret() {}

  /** A new token: 43 characters of base64url. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The SHA-256 of its UTF-8 bytes, in hexadecimal digits. */
  public static String hash(String secret) {
    return HexFormat.of().formatHex(digest(secret));
  }

  /** Whether the token has this hash, compared in constant time. */
  public static boolean matches(String secret, String hash) {
    return MessageDigest.isEqual(digest(secret), HexFormat.of().parseHex(hash));
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
