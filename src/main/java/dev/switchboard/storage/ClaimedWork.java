package dev.switchboard.storage;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that rows of a table describe, each of which one node claims and carries out. Looks for rows
 * when it is woken, and again when a row is done. Thread-safe; never blocks.
 *
 * @param <T> a claimed row
 */
public final class ClaimedWork<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedWork.class);

  private final String name;
  private final int most;
  private final IntFunction<CompletionStage<List<T>>> claim;
  private final Function<T, CompletionStage<Done>> act;
  private final ToLongFunction<T> number;
  private final AtomicInteger wishes = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean stopped;

  /** Whether the last look failed, which the log says once. */
  private final AtomicBoolean blind = new AtomicBoolean();

  /**
   * @param name the rows, for the log, in the plural
   * @param most the largest number of rows under way on this node
   * @param claim claims so many rows at most
   * @param act carries a row out; a stage that fails leaves it to the end of its claim
   * @param number the number of a row's ticket, for the log: a row may have members' words
   */
  public ClaimedWork(
      String name,
      int most,
      IntFunction<CompletionStage<List<T>>> claim,
      Function<T, CompletionStage<Done>> act,
      ToLongFunction<T> number) {
    this.name = name;
    this.most = most;
    this.claim = claim;
    this.act = act;
    this.number = number;
  }

  /** Begins what is due, now or as soon as the look that is under way has ended. */
  public void wake() {
    if (!stopped && wishes.getAndIncrement() == 0) {
      look();
    }
  }

  /** Ends looking, before the database is closed. Another node, or the next start, goes on. */
  public void stop() {
    stopped = true;
  }

  private void look() {
    int heard = wishes.get();
    int room = most - underWay.get();
    CompletionStage<List<T>> claimed =
        room > 0 ? claim.apply(room) : CompletableFuture.completedStage(List.of());
    var _ =
        claimed.whenComplete((due, failure) -> {
          if (failure == null) {
            blind.set(false);
            due.forEach(this::begin);
          } else if (!stopped && blind.compareAndSet(false, true)) {
            LOG.warn("{} are looked for later: {}", name, failure.toString());
          }
          // What was asked for meanwhile may have come too late for this look.
          if (!wishes.compareAndSet(heard, 0)) {
            look();
          }
        });
  }

  private void begin(T row) {
    underWay.incrementAndGet();
    var _ =
        CompletableFuture.completedStage(row)
            .thenCompose(act)
            .whenComplete((_, failure) -> {
              underWay.decrementAndGet();
              if (failure != null && !stopped) {
                LOG.warn(
                    "{}: what came of the one in ticket {} is asked for later: {}",
                    name,
                    number.applyAsLong(row),
                    failure.toString());
              }
              // The next row may be due.
              wake();
            });
  }
}
