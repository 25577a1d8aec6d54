package dev.switchboard.account;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The port to the stored data of members. Every stage fails if the database is out of reach.
 * Thread-safe.
 */
public interface Belongings {
  /**
   * Erases as many of a member's messages and files as possible; the next call continues. Once
   * nothing is kept, the removal of an account is over: what the member begins later is that of a
   * member without an account, and stays.
   *
   * @param discordUser the member's user id
   */
  CompletionStage<Erasure> erase(long discordUser);

  /** The bytes of stored messages and files of each member; members without any may be missing. */
  CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers);

  /**
   * The result of an erasure.
   *
   * @param messages the number of erased messages
   * @param files the number of erased files
   * @param kept the number of messages that stay, because their tickets are not closed
   */
  record Erasure(long messages, long files, long kept) {
    public static final Erasure NOTHING = new Erasure(0, 0, 0);
  }
}
