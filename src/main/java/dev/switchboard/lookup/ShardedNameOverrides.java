package dev.switchboard.lookup;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import dev.switchboard.lookup.Overrides.NameOverride;
import dev.switchboard.lookup.Overrides.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link NameOverrides} of the sharded entity, and {@link HostLookup} from a copy of its state that
 * is at most a second old. A change made on this node is visible here at once. While the entity
 * does not answer, the last known state is used. Thread-safe.
 */
public final class ShardedNameOverrides implements NameOverrides, HostLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedNameOverrides.class);
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  /**
   * The time-out of a change: longer than the 10 s that the journal's circuit breaker waits for a
   * write.
   */
  private static final Duration FOR_A_CHANGE = Duration.ofSeconds(12);

  /** The time-out of a look-up, which delays a connection. */
  private static final Duration FOR_A_LOOK = Duration.ofSeconds(3);

  /** The number of attempts if the overrides change while they are read. */
  private static final int READINGS = 5;

  /** All overrides at a certain version. */
  private record Held(long version, Overrides overrides) {
    static final Held NOTHING = new Held(Overrides.NO_VERSION, Overrides.NONE);
  }

  private record Known(CompletableFuture<Overrides> overrides, long at) {}

  private final Entities<Overrides, Overrides.Event> entities;
  private final Clock clock;
  private final Object lock = new Object();
  private volatile Held held = Held.NOTHING;
  private volatile long changed = System.nanoTime();
  private final AtomicBoolean unreadable = new AtomicBoolean();
  private Optional<Known> known = Optional.empty();

  public ShardedNameOverrides(ActorSystem<?> system, Clock clock) {
    this.entities = Entities.of(system, Overrides.KIND, FOR_A_CHANGE);
    this.clock = clock;
  }

  // ---- for administrators

  @Override
  public CompletionStage<Outcome> put(NameOverride nameOverride, Principal by) {
    return change(new Overrides.Put(nameOverride, by.name(), clock.instant()));
  }

  @Override
  public CompletionStage<Outcome> drop(String host, Principal by) {
    return change(new Overrides.Drop(host, by.name(), clock.instant()));
  }

  private CompletionStage<Outcome> change(
      Kind.Command<Overrides, Overrides.Event, Outcome> command) {
    return entities
        .ask(Kind.ONLY, command)
        .whenComplete((_, _) -> {
          synchronized (lock) {
            known = Optional.empty();
          }
          changed = System.nanoTime();
        });
  }

  @Override
  public CompletionStage<List<NameOverride>> all() {
    return read(Held.NOTHING, FOR_A_CHANGE, READINGS)
        .thenApply(now -> List.copyOf(now.overrides().entries().values()));
  }

  // ---- for connections

  @Override
  public CompletionStage<Optional<String>> targetOf(String host) {
    return lately().thenApply(all -> all.targetOf(host));
  }

  @Override
  public boolean changedSince(long nanoTime) {
    var _ = lately();
    return changed - nanoTime > 0;
  }

  /**
   * Reads changes made on other nodes, even if no host is looked up. If there are other nodes, call
   * it more often than once a second.
   */
  public void listen() {
    var _ = lately();
  }

  /** Asks within the lock, so that an answer from before a change never hides the change. */
  private CompletableFuture<Overrides> lately() {
    long now = System.nanoTime();
    synchronized (lock) {
      Known good = known.filter(one -> now - one.at() < TRUSTED).orElseGet(() -> look(now));
      known = Optional.of(good);
      return good.overrides();
    }
  }

  private Known look(long now) {
    return new Known(
        read(held, FOR_A_LOOK, READINGS)
            .thenApply(this::learned)
            .exceptionally(this::unanswered)
            .toCompletableFuture(),
        now);
  }

  private synchronized Overrides learned(Held found) {
    if (unreadable.compareAndSet(true, false)) {
      LOG.info("The overrides of host names can be read again");
    }
    if (found.version() > held.version()) {
      if (!found.overrides().equals(held.overrides())) {
        changed = System.nanoTime();
      }
      held = found;
    }
    return held.overrides();
  }

  private Overrides unanswered(Throwable failure) {
    Overrides last = held.overrides();
    if (unreadable.compareAndSet(false, true)) {
      LOG.warn(
          "The overrides of host names cannot be read; the {} known last count: {}",
          last.entries().size(),
          failure.toString());
    }
    return last;
  }

  // ---- reading

  /** Reads all overrides, unless the held version is current. */
  private CompletionStage<Held> read(Held before, Duration patience, int tries) {
    return page(before.version(), "", patience)
        .thenCompose(first ->
            first.version() == before.version()
                ? CompletableFuture.completedStage(before)
                : rest(first, new TreeMap<>(), first, patience)
                    .thenCompose(whole ->
                        whole
                            .<CompletionStage<Held>>map(CompletableFuture::completedStage)
                            .orElseGet(() ->
                                tries > 1
                                    ? read(before, patience, tries - 1)
                                    : CompletableFuture.failedStage(
                                        new IllegalStateException(
                                            "they change faster than they are read")))));
  }

  /** Reads the remaining pages; empty if the overrides changed between two pages. */
  private CompletionStage<Optional<Held>> rest(
      Overrides.Shown first,
      Map<String, NameOverride> sofar,
      Overrides.Shown page,
      Duration patience) {
    if (page.version() != first.version()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    page.entries().forEach(nameOverride -> sofar.put(nameOverride.host(), nameOverride));
    return page.more()
        ? page(Overrides.NO_VERSION, page.entries().getLast().host(), patience)
            .thenCompose(next -> rest(first, sofar, next, patience))
        : CompletableFuture.completedStage(
            Optional.of(new Held(first.version(), new Overrides(sofar))));
  }

  private CompletionStage<Overrides.Shown> page(long version, String after, Duration patience) {
    return entities.within(patience).ask(Kind.ONLY, new Overrides.Show(version, after));
  }
}
