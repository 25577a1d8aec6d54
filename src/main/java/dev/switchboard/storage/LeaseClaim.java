package dev.switchboard.storage;

import dev.switchboard.storage.DatabaseLease.Holder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claim to a {@link DatabaseLease}: waits while the database is out of reach, and for a holder
 * that gives no sign of life (PostgreSQL ends its session after 10 s at the latest). A holder that
 * is heard of is not waited for.
 */
public final class LeaseClaim {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseClaim.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A line at the first failure, and then about every 10 s. */
  private static final int SAID_EACH = 20;

  private final DatabaseSettings settings;
  private final String name;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Optional<Holder> seen = Optional.empty();
  private int attempts;

  /** What came of it. */
  public sealed interface Result {
    record Granted(DatabaseLease lease) implements Result {}

    /** Another process holds it, and is alive. */
    record HeldBy(Holder holder) implements Result {}
  }

  private LeaseClaim(DatabaseSettings settings, String name) {
    this.settings = settings;
    this.name = name;
  }

  /**
   * Claims a lease.
   *
   * @return completed exceptionally with {@link StorageRefused} when the database must not be used;
   *     cancelling it ends the waiting
   */
  public static CompletableFuture<Result> make(DatabaseSettings settings, String name) {
    var claim = new LeaseClaim(settings, name);
    Thread.ofVirtual().name("claim-lease-" + name).start(claim::attempt);
    return claim.result;
  }

  /** One after another, never two at once. */
  private void attempt() {
    if (result.isDone()) {
      return;
    }
    try {
      var lease = DatabaseLease.tryAcquire(settings, name);
      if (lease.isPresent()) {
        if (!result.complete(new Result.Granted(lease.get()))) {
          lease.get().close();
        }
        return;
      }
      if (isAlive(DatabaseLease.holder(settings, name))) {
        return;
      }
    } catch (StorageUnavailable e) {
      if (attempts++ % SAID_EACH == 0) {
        LOG.warn("{}; still waiting for the lease {}", e.getMessage(), name);
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    CompletableFuture.delayedExecutor(
            PAUSE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
        .execute(this::attempt);
  }

  /** A second sign of life proves it: the first may be the last one of a process that is dead. */
  private boolean isAlive(Optional<Holder> holder) {
    var alive =
        holder.filter(now ->
            seen.filter(
                    before -> before.epoch() == now.epoch() && before.heard().isBefore(now.heard()))
                .isPresent());
    seen = holder;
    alive.ifPresent(now -> result.complete(new Result.HeldBy(now)));
    return alive.isPresent();
  }
}
