package dev.switchboard.service;

import dev.switchboard.access.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** {@link Toggles} by the sharded entities. */
public final class ShardedToggles implements Toggles {
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  private record Known(CompletableFuture<Boolean> on, long at) {
    boolean isGoodAt(long now) {
      return now - at < TRUSTED && !on.isCompletedExceptionally();
    }
  }

  private final ClusterSharding sharding;
  private final Duration timeout;
  private final Clock clock;
  private final Map<ToggleName, Known> known = new ConcurrentHashMap<>();

  public ShardedToggles(ClusterSharding sharding, Duration timeout, Clock clock) {
    this.sharding = sharding;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Toggle.Position> position(ToggleName toggle) {
    CompletionStage<ToggleEntity.Standing> shown =
        entity(toggle).ask(ToggleEntity.Message.Show::new, timeout);
    return shown.thenApply(ToggleEntity.Standing::position);
  }

  @Override
  public CompletionStage<Toggle.Position> turn(ToggleName toggle, boolean on, Principal by) {
    Toggle.Switch command = new Toggle.Switch(on, by.name(), clock.instant());
    CompletionStage<ToggleEntity.Standing> done =
        entity(toggle).ask(replyTo -> new ToggleEntity.Message.Do(command, replyTo), timeout);
    return done.thenApply(ToggleEntity.Standing::position)
        .whenComplete((_, _) -> known.remove(toggle));
  }

  @Override
  public CompletionStage<Boolean> isOn(ToggleName toggle) {
    return position(toggle).thenApply(Toggle.Position::on);
  }

  @Override
  public CompletionStage<Boolean> isOnLately(ToggleName toggle) {
    long now = System.nanoTime();
    // Asked within, so that what is switched meanwhile is not hidden by what was asked before.
    return known
        .compute(
            toggle,
            (_, last) ->
                last != null && last.isGoodAt(now)
                    ? last
                    : new Known(isOn(toggle).toCompletableFuture(), now))
        .on()
        .minimalCompletionStage();
  }

  private EntityRef<ToggleEntity.Message> entity(ToggleName toggle) {
    return sharding.entityRefFor(ToggleEntity.TYPE_KEY, toggle.id());
  }
}
