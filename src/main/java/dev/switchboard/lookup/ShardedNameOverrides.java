package dev.switchboard.lookup;

import dev.switchboard.lookup.Overrides.Entry;
import dev.switchboard.lookup.Overrides.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link NameOverrides} by the sharded entity, and {@link HostLookup} from what it said a second
 * ago at most; a change made here counts here at once. What was known last counts while the entity
 * does not answer.
 */
public final class ShardedNameOverrides implements NameOverrides, HostLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedNameOverrides.class);
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration FOR_A_CHANGE = Duration.ofSeconds(12);

  /** A connection is not held up for longer. */
  private static final Duration FOR_A_LOOK = Duration.ofSeconds(3);

  private record Known(CompletableFuture<Overrides> overrides, long at) {}

  private final ClusterSharding sharding;
  private final Clock clock;
  private volatile Overrides last = Overrides.NONE;
  private volatile Optional<Known> known = Optional.empty();

  public ShardedNameOverrides(ClusterSharding sharding, Clock clock) {
    this.sharding = sharding;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Outcome> put(Entry entry, String by) {
    return change(replyTo -> new OverridesEntity.Message.Put(entry, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<Outcome> drop(String host, String by) {
    return change(replyTo -> new OverridesEntity.Message.Drop(host, by, clock.instant(), replyTo));
  }

  private CompletionStage<Outcome> change(
      Function<ActorRef<OverridesEntity.Answer>, OverridesEntity.Message> message) {
    CompletionStage<OverridesEntity.Answer> answer = ask(message, FOR_A_CHANGE);
    return answer.thenApply(said -> {
      known = Optional.empty();
      return said.outcome();
    });
  }

  @Override
  public CompletionStage<List<Entry>> all() {
    return look(FOR_A_CHANGE).thenApply(overrides -> List.copyOf(overrides.entries().values()));
  }

  @Override
  public CompletionStage<Optional<String>> targetOf(String host) {
    long now = System.nanoTime();
    CompletableFuture<Overrides> overrides =
        known
            .filter(one -> now - one.at() < TRUSTED)
            .map(Known::overrides)
            .orElseGet(() -> {
              CompletableFuture<Overrides> asked =
                  look(FOR_A_LOOK).exceptionally(this::unanswered).toCompletableFuture();
              known = Optional.of(new Known(asked, now));
              return asked;
            });
    return overrides.thenApply(all -> all.targetOf(host));
  }

  private CompletionStage<Overrides> look(Duration patience) {
    CompletionStage<OverridesEntity.Shown> shown = ask(OverridesEntity.Message.Show::new, patience);
    return shown.thenApply(said -> {
      Overrides overrides =
          new Overrides(
              said.entries().stream().collect(Collectors.toMap(Entry::host, entry -> entry)));
      last = overrides;
      return overrides;
    });
  }

  private Overrides unanswered(Throwable failure) {
    LOG.warn(
        "The overrides of host names cannot be read; the {} known last count: {}",
        last.entries().size(),
        failure.toString());
    return last;
  }

  private <R> CompletionStage<R> ask(
      Function<ActorRef<R>, OverridesEntity.Message> message, Duration patience) {
    return sharding
        .entityRefFor(OverridesEntity.TYPE_KEY, OverridesEntity.ID)
        .ask(message::apply, patience);
  }
}
