package dev.switchboard.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes of the time (RFC 6238): HMAC-SHA-1, steps of 30 s, 6 digits, as every program for
 * them has it.
 */
final class Totp {
  /** The bytes of a secret: those of the hash (RFC 4226, section 4, R6). */
  static final int SECRET_BYTES = 20;

  private static final int STEP_SECONDS = 30;
  private static final int MODULUS = 1_000_000;

  /** How far the clock of a telephone may be off, in steps (RFC 6238, section 5.2). */
  private static final int TOLERANCE = 1;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Totp() {}

  /** The number of the step at a time. */
  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
  }

  /** The code of a step. */
  static String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    return String.format(Locale.ROOT, "%06d", number % MODULUS);
  }

  /**
   * The step that a code is of, near a time; empty if it is of none. Takes the same time for each
   * code of six characters.
   *
   * @param after steps up to this one count no more: each code is good once
   */
  static OptionalLong stepOf(byte[] secret, String code, Instant at, long after) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    OptionalLong found = OptionalLong.empty();
    for (long step = step(at) - TOLERANCE; step <= step(at) + TOLERANCE; step++) {
      boolean same =
          MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), given);
      if (same && step > after) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-1", e);
    }
  }

  /** In base32 without padding (RFC 4648, section 6). */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte one : bytes) {
      held = (held << Byte.SIZE) | (one & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((held >>> bits) & 0x1f));
      }
      held &= (1 << bits) - 1;
    }
    return bits == 0
        ? text.toString()
        : text.append(ALPHABET.charAt((held << (BITS - bits)) & 0x1f)).toString();
  }

  /** The bytes of a text that {@link #base32} made. */
  static byte[] bytes(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * BITS / Byte.SIZE);
    int held = 0;
    int bits = 0;
    for (int i = 0; i < base32.length(); i++) {
      held = (held << BITS) | ALPHABET.indexOf(base32.charAt(i));
      bits += BITS;
      if (bits >= Byte.SIZE) {
        bits -= Byte.SIZE;
        bytes.put((byte) (held >>> bits));
        held &= (1 << bits) - 1;
      }
    }
    return bytes.array();
  }
}
