package dev.switchboard.e2e.panel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The program on a telephone that makes codes (RFC 6238), apart from the product's own. */
final class TotpProgram {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private TotpProgram() {}

  /**
   * The code of a secret.
   *
   * @param late by how many steps of 30 s
   */
  static String code(String secret, int late) {
    ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
    long bits = 0;
    int held = 0;
    for (int i = 0; i < secret.length(); i++) {
      bits = (bits << 5) | ALPHABET.indexOf(secret.charAt(i));
      held += 5;
      if (held >= 8) {
        held -= 8;
        key.put((byte) (bits >> held));
      }
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
      long step = System.currentTimeMillis() / 30_000 + late;
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no HMAC", e);
    }
  }
}
