package dev.switchboard.http.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The text form of a place in a list, which clients give back as they got it: a version byte, a
 * hash of the list and its filters, and the key of a row (one number or several), in base64url.
 */
public final class Cursor {
  private static final byte VERSION = 1;

  /**
   * Of the list's hash. It guards against mistakes, not against attacks: a row's key is no secret.
   */
  private static final int HASH_BYTES = 6;

  private static final int HEAD = 1 + HASH_BYTES;

  private Cursor() {}

  /**
   * The cursor of a place.
   *
   * @param list the name of the list, with everything that chooses its rows
   * @param key the key of the row at that place: one number, or several
   */
  public static String of(String list, long... key) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + key.length * Long.BYTES);
    bytes.put(VERSION).put(hash(list));
    for (long part : key) {
      bytes.putLong(part);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The key of the row at a cursor's place, where it is one number.
   *
   * @throws ProblemException with {@link ProblemCode#INVALID_CURSOR} if it is no cursor of the list
   */
  public static long key(String list, String cursor) {
    return key(list, cursor, 1)[0];
  }

  /**
   * The key of the row at a cursor's place.
   *
   * @param numbers how many numbers it has
   * @throws ProblemException with {@link ProblemCode#INVALID_CURSOR} if it is no cursor of the list
   */
  public static long[] key(String list, String cursor, int numbers) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
    if (bytes.length != HEAD + numbers * Long.BYTES) {
      throw invalid();
    }
    long[] key = new long[numbers];
    ByteBuffer.wrap(bytes, HEAD, numbers * Long.BYTES).asLongBuffer().get(key);
    // Base64 has several texts for the same bytes; only ours is taken.
    if (!of(list, key).equals(cursor)) {
      throw invalid();
    }
    return key;
  }

  private static ProblemException invalid() {
    return Problem.of(
            ProblemCode.INVALID_CURSOR,
            "The cursor belongs to another list, or to other filters. Begin without one.")
        .thrown();
  }

  private static byte[] hash(String list) {
    try {
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8)),
          HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
