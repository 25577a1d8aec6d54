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
 * A claim to a {@link DatabaseLease}. It waits while the database is out of reach, while another
 * node of the same cluster holds the lease, and for a holder without heartbeats (PostgreSQL ends
 * its session after 4 s at the latest). It does not wait for a living holder outside the cluster.
 */
public final class LeaseClaim {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseClaim.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Attempts per log line: a line at the first failure, then about every 10 s. */
  private static final int SAID_EACH = 20;

  private final Claimant claimant;
  private final boolean patient;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Optional<Holder> seen = Optional.empty();
  private int attempts;

  /**
   * The claimant and the claimed lease.
   *
   * @param name the name of the lease
   * @param node the claimant's identity in its cluster
   * @param fellow whether a holder is, or recently was, a node of the claimant's cluster
   */
  public record Claimant(
      DatabaseSettings database, String name, String node, Predicate<Holder> fellow) {
    /** A claimant that is alone in its cluster. */
    public static Claimant alone(DatabaseSettings database, String name, String node) {
      return new Claimant(database, name, node, holder -> holder.node().equals(node));
    }
  }

  /** The result of a claim. */
  public sealed interface Result {
    record Granted(DatabaseLease lease) implements Result {}

    /** A living holder outside the cluster has the lease. */
    record HeldBy(Holder holder) implements Result {}

    /** Another node of the cluster has the lease; only {@link #first} gives this result. */
    record HeldByFellow(Holder holder) implements Result {}
  }

  private LeaseClaim(Claimant claimant, boolean patient) {
    this.claimant = claimant;
    this.patient = patient;
  }

  /**
   * Claims a lease, and waits while another node of the cluster holds it.
   *
   * @return completed exceptionally with {@link StorageRefused} when the database must not be used;
   *     cancelling it ends the waiting
   */
  public static CompletableFuture<Result> make(Claimant claimant) {
    return new LeaseClaim(claimant, true).begin();
  }

  /**
   * As {@link #make}, for the start of a node, but completes when another node of the cluster holds
   * the lease.
   */
  public static CompletableFuture<Result> first(Claimant claimant) {
    return new LeaseClaim(claimant, false).begin();
  }

  private CompletableFuture<Result> begin() {
    Thread.ofVirtual().name("claim-lease-" + claimant.name()).start(this::attempt);
    return result;
  }

  /** Makes one attempt; the next follows only after its end. */
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

  /**
   * Whether a holder is alive. Only a second heartbeat proves it: the first may be the last of a
   * dead process.
   */
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
