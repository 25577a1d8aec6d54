package dev.switchboard.account;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What members have stored here, however it got here. Every stage fails where the database is out
 * of reach. Thread-safe.
 */
public interface Belongings {
  /**
   * Erases what can be erased of a member's messages and files; asked for again, it goes on.
   *
   * @param discordUser whose
   */
  CompletionStage<Erasure> erase(long discordUser);

  /**
   * How many bytes of messages and files there are of each of these members; who has none may be
   * missing.
   */
  CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers);

  /**
   * What came of erasing.
   *
   * @param messages so many were erased
   * @param files so many were erased
   * @param kept so many messages stay, since their tickets are not closed
   */
  record Erasure(long messages, long files, long kept) {
    public static final Erasure NOTHING = new Erasure(0, 0, 0);
  }
}
