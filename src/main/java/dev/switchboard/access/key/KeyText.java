package dev.switchboard.access.key;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The text of a key: {@code rustmail_} and 64 lower-case hexadecimal digits, which are 256 random
 * bits. Programs written for Rustmail, and scanners for leaked secrets, know it by its beginning.
 */
final class KeyText {
  private static final String PREFIX = "rustmail_";
  private static final int BYTES = 32;

  /** The 224 bits that follow are too many to guess. */
  private static final int SHOWN_DIGITS = 8;

  private static final Pattern KEY = Pattern.compile(PREFIX + "[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyText() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  /** Whether a text has the form of a key. */
  static boolean isOne(String text) {
    return KEY.matcher(text).matches();
  }

  /** The beginning of a key, by which its holder knows it: the prefix and eight digits. */
  static String preview(String key) {
    return key.substring(0, PREFIX.length() + SHOWN_DIGITS);
  }
}
