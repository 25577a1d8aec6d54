package dev.switchboard.storage;

import dev.switchboard.storage.DatabaseLease.Holder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claim to a {@link DatabaseLease}: waits while the database is out of reach, while another node
 * of the same cluster holds it, and for a holder that gives no sign of life (PostgreSQL ends its
 * session after 4 s at the latest). A stranger that is heard of is not waited for.
 */
public final class LeaseClaim {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseClaim.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A line at the first failure, and then about every 10 s. */
  private static final int SAID_EACH = 20;

  private final Claimant claimant;
  private final boolean patient;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Optional<Holder> seen = Optional.empty();
  private int attempts;

  /**
   * Who claims what.
   *
   * @param name of the lease
   * @param node what the claimant's cluster knows it by
   * @param fellow whether a holder is a node of the claimant's cluster, or was one a moment ago
   */
  public record Claimant(
      DatabaseSettings database, String name, String node, Predicate<Holder> fellow) {
    /** One who is alone in its cluster. */
    public static Claimant alone(DatabaseSettings database, String name, String node) {
      return new Claimant(database, name, node, holder -> holder.node().equals(node));
    }
  }

  /** What came of it. */
  public sealed interface Result {
    record Granted(DatabaseLease lease) implements Result {}

    /** A stranger holds it, and is alive. */
    record HeldBy(Holder holder) implements Result {}

    /** Another node of the cluster holds it; only {@link #first} says so. */
    record HeldByFellow(Holder holder) implements Result {}
  }

  private LeaseClaim(Claimant claimant, boolean patient) {
    this.claimant = claimant;
    this.patient = patient;
  }

  /**
   * Claims a lease, and waits for a fellow.
   *
   * @return completed exceptionally with {@link StorageRefused} when the database must not be used;
   *     cancelling it ends the waiting
   */
  public static CompletableFuture<Result> make(Claimant claimant) {
    return new LeaseClaim(claimant, true).begin();
  }

  /** The same, for a start: which goes on where a fellow holds it. */
  public static CompletableFuture<Result> first(Claimant claimant) {
    return new LeaseClaim(claimant, false).begin();
  }

  private CompletableFuture<Result> begin() {
    Thread.ofVirtual().name("claim-lease-" + claimant.name()).start(this::attempt);
    return result;
  }

  /** One after another, never two at once. */
  private void attempt() {
    if (result.isDone()) {
      return;
    }
    try {
      var lease = DatabaseLease.tryAcquire(claimant.database(), claimant.name(), claimant.node());
      if (lease.isPresent()) {
        if (!result.complete(new Result.Granted(lease.get()))) {
          lease.get().close();
        }
        return;
      }
      if (isInTheWay(DatabaseLease.holder(claimant.database(), claimant.name()))) {
        return;
      }
    } catch (StorageUnavailable e) {
      if (attempts++ % SAID_EACH == 0) {
        LOG.warn("{}; still waiting for the lease {}", e.getMessage(), claimant.name());
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    CompletableFuture.delayedExecutor(
            PAUSE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
        .execute(this::attempt);
  }

  private boolean isInTheWay(Optional<Holder> holder) {
    Optional<Holder> fellow = holder.filter(claimant.fellow());
    if (fellow.isEmpty()) {
      return isAlive(holder);
    }
    seen = Optional.empty();
    return !patient && result.complete(new Result.HeldByFellow(fellow.get()));
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
