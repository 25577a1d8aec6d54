package dev.switchboard.e2e.stage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bytes that once were an envelope. */
public final class Mutation {
  /** What JSON readers, databases and people trip over. */
  private static final List<String> TROUBLE =
      List.of(
          "null",
          "\\u0000",
          "\\ud800",
          "\"",
          "{",
          "[[[[[[[[",
          "1e999",
          "-0",
          "99999999999999999999",
          "true",
          "/../",
          "'; drop table audit_log; --",
          "\u0000",
          "\uFEFF",
          "é",
          ",",
          ":",
          "}}");

  private final RandomGenerator random;

  public Mutation(RandomGenerator random) {
    this.random = random;
  }

  /** Changed in one to four places; one in twenty is nothing but random bytes. */
  public byte[] of(String envelope) {
    if (random.nextInt(20) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = envelope.getBytes(StandardCharsets.UTF_8);
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(6));
    byte[] piece =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> new byte[] {(byte) random.nextInt(256)};
          case 2 -> TROUBLE.get(random.nextInt(TROUBLE.size())).getBytes(StandardCharsets.UTF_8);
          default -> slice(bytes);
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // A piece is put in, or put in the place of another.
    int rest = random.nextBoolean() ? from : to;
    out.write(bytes, 0, from);
    out.writeBytes(piece);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }

  private byte[] slice(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int length = random.nextInt(bytes.length - from + 1);
    byte[] slice = new byte[length];
    System.arraycopy(bytes, from, slice, 0, length);
    return slice;
  }
}
