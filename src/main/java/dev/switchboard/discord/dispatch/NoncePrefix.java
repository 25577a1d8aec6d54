package dev.switchboard.discord.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jdbi.v3.core.Jdbi;

/**
 * The prefix of all nonces of this installation. Tickets are numbered from 1 in every database:
 * without the prefix, Discord would answer a post with a post of a former installation of the bot.
 *
 * @param epoch the prefix; empty for an installation whose earlier posts had none
 */
public record NoncePrefix(String epoch) {
  /** Leaves nonces unchanged. */
  static final NoncePrefix NONE = new NoncePrefix("");

  /** Discord's limit of a nonce, in characters ("Create Message"). */
  private static final int LONGEST = 25;

  private static final int BASE = 36;

  /** Reads the prefix of the database; blocks. */
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
   * The nonce sent to Discord, the same at every attempt.
   *
   * @param nonce the nonce of the job
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
