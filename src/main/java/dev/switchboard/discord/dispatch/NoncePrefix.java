package dev.switchboard.discord.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jdbi.v3.core.Jdbi;

/**
 * What the nonces of this installation begin with. Tickets are numbered from 1 in every database:
 * without it, Discord would answer a post with one of a former installation of the same bot.
 *
 * @param epoch empty for an installation whose posts had none before
 */
public record NoncePrefix(String epoch) {
  /** The nonces as they are. */
  static final NoncePrefix NONE = new NoncePrefix("");

  /** Discord's limit ("Create Message"). */
  private static final int LONGEST = 25;

  private static final int BASE = 36;

  /** Reads the database's own; blocks. */
  public static NoncePrefix of(Jdbi database) {
    return database.withHandle(handle ->
        handle
            .createQuery("select epoch from delivery_epoch")
            .mapTo(String.class)
            .findOne()
            .map(NoncePrefix::new)
            .orElse(NONE));
  }

  /**
   * The nonce that Discord is sent, the same at every attempt.
   *
   * @param nonce the job's own
   * @param answeredByOthers how often Discord answered with another post under this nonce
   */
  String nonce(String nonce, int answeredByOthers) {
    String own = answeredByOthers == 0 ? nonce : nonce + "~" + answeredByOthers;
    String whole = epoch.isEmpty() ? own : epoch + "-" + own;
    return whole.length() <= LONGEST ? whole : digest(whole);
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return new BigInteger(1, hash).toString(BASE).substring(0, LONGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
