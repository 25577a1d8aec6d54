package dev.switchboard.ticket;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the bans of the community guild, as Discord has them now. Thread-safe. */
public interface Bans {
  /** The largest page, as Discord limits it. */
  int PAGE = 1_000;

  /**
   * A ban.
   *
   * @param user Discord's id of the user
   * @param username Discord's unique name of the user
   * @param name the name that is shown for the user
   * @param avatar Discord's hash of the picture
   * @param reason empty where none was given
   */
  record Ban(
      long user, String username, String name, Optional<String> avatar, Optional<String> reason) {}

  /** The answer of Discord. */
  sealed interface Answer {
    /** A page by user id. */
    record Listed(List<Ban> bans) implements Answer {
      public Listed {
        bans = List.copyOf(bans);
      }
    }

    /** The bot lacks Discord's permission Ban Members in the community guild. */
    record NotPermitted() implements Answer {}

    /** Discord did not answer in time, or nobody speaks to it now. */
    record Unreachable() implements Answer {}
  }

  /**
   * A page of bans.
   *
   * @param after the user id behind which the page begins; 0 for the first page
   * @param limit bans at most, from 1 to {@link #PAGE}; a shorter page is the last
   */
  CompletionStage<Answer> page(long after, int limit);
}
