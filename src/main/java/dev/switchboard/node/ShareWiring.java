package dev.switchboard.node;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.entity.Entities;
import dev.switchboard.http.admin.AdminPaths;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.resource.SharesResource;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.share.ShardedShareBook;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.Shares;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared contacts. */
final class ShareWiring {
  private static final Logger LOG = LoggerFactory.getLogger(ShareWiring.class);

  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  private ShareWiring() {}

  /**
   * Opens the share book.
   *
   * @param admin the paths of the admin RPC, at which no share is made
   */
  static ShareBook start(ActorSystem<?> system, AdminPaths admin) {
    return Guarded.port(
        ShareBook.class,
        new ShardedShareBook(
            Entities.of(system, Shares.KIND, ANSWER), Clock.systemUTC(), admin::hides),
        Right.MANAGE_SHARES);
  }

  /** While sharing is on, refuses a path of the admin RPC that would hide a share. */
  static SettingChanges.User sparing(boolean sharing, ShareBook book, SettingChanges.User user) {
    return sharing ? new SparedShares(user, book) : user;
  }

  /**
   * Warns of a share that the admin RPC already hides: its path was configured there, or moved
   * while sharing was off.
   */
  static void tellHidden(boolean sharing, ShareBook book, AdminPaths admin) {
    if (sharing) {
      SparedShares.hidden(book, admin.now())
          .whenComplete((words, failure) -> {
            if (failure != null) {
              LOG.debug("Whether a share is hidden is not known: {}", failure.toString());
            } else {
              words.ifPresent(found ->
                  LOG.warn(
                      "{}, and so is the admin RPC: its short address does not lead to its page.",
                      found));
            }
          });
    }
  }

  /** The resources of shares; none while sharing is off. */
  static List<Resource> resources(boolean sharing, ShareBook book) {
    return sharing ? List.of(new SharesResource(book)) : List.of();
  }
}
