package dev.switchboard.lookup;

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
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link NameOverrides} by the sharded entity, and {@link HostLookup} from what it said a second
 * ago at most, on whatever node; a change made here counts here at once. What was known last counts
 * while the entity does not answer. Thread-safe.
 */
public final class ShardedNameOverrides implements NameOverrides, HostLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedNameOverrides.class);
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration FOR_A_CHANGE = Duration.ofSeconds(12);

  /** A connection is not held up for longer. */
  private static final Duration FOR_A_LOOK = Duration.ofSeconds(3);

  /** So often what changes while it is read is read again. */
  private static final int READINGS = 5;

  /** All of them as they were once. */
  private record Held(long version, Overrides overrides) {
    static final Held NOTHING = new Held(OverridesEntity.NO_VERSION, Overrides.NONE);
  }

  private record Known(CompletableFuture<Overrides> overrides, long at) {}

  private final ClusterSharding sharding;
  private final Clock clock;
  private final Object lock = new Object();
  private volatile Held held = Held.NOTHING;
  private volatile long changed = System.nanoTime();
  private final AtomicBoolean unreadable = new AtomicBoolean();
  private Optional<Known> known = Optional.empty();

  public ShardedNameOverrides(ClusterSharding sharding, Clock clock) {
    this.sharding = sharding;
    this.clock = clock;
  }

  // ---- for administrators

  @Override
  public CompletionStage<Outcome> put(NameOverride nameOverride, String by) {
    return change(
        replyTo -> new OverridesEntity.Message.Put(nameOverride, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<Outcome> drop(String host, String by) {
    return change(replyTo -> new OverridesEntity.Message.Drop(host, by, clock.instant(), replyTo));
  }

  private CompletionStage<Outcome> change(
      Function<ActorRef<OverridesEntity.Answer>, OverridesEntity.Message> message) {
    CompletionStage<OverridesEntity.Answer> answer = ask(message, FOR_A_CHANGE);
    return answer
        .thenApply(OverridesEntity.Answer::outcome)
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
   * Learns what was changed on other nodes, whether or not anybody asks for a host. To be called
   * more often than once a second where there are any.
   */
  public void listen() {
    var _ = lately();
  }

  /** Asked within the lock, so that what was asked before a change never hides it. */
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

  /** All of them; what is held is not read again. */
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

  /** Empty where they changed between two pages. */
  private CompletionStage<Optional<Held>> rest(
      OverridesEntity.Shown first,
      Map<String, NameOverride> sofar,
      OverridesEntity.Shown page,
      Duration patience) {
    if (page.version() != first.version()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    page.entries().forEach(nameOverride -> sofar.put(nameOverride.host(), nameOverride));
    return page.more()
        ? page(OverridesEntity.NO_VERSION, page.entries().getLast().host(), patience)
            .thenCompose(next -> rest(first, sofar, next, patience))
        : CompletableFuture.completedStage(
            Optional.of(new Held(first.version(), new Overrides(sofar))));
  }

  private CompletionStage<OverridesEntity.Shown> page(
      long version, String after, Duration patience) {
    return ask(replyTo -> new OverridesEntity.Message.Show(version, after, replyTo), patience);
  }

  private <R> CompletionStage<R> ask(
      Function<ActorRef<R>, OverridesEntity.Message> message, Duration patience) {
    return sharding
        .entityRefFor(OverridesEntity.TYPE_KEY, OverridesEntity.ID)
        .ask(message::apply, patience);
  }
}
