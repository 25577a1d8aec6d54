package dev.switchboard.service;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The {@link Toggles} of the sharded entities. */
public final class ShardedToggles implements Toggles {
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  private record Known(CompletableFuture<Boolean> on, long at) {
    boolean isGoodAt(long now) {
      return now - at < TRUSTED && !on.isCompletedExceptionally();
    }
  }

  private final Entities<ToggleEntity, Toggle.Event> entities;
  private final Clock clock;
  private final Map<ToggleName, Known> known = new ConcurrentHashMap<>();

  public ShardedToggles(Entities<ToggleEntity, Toggle.Event> entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Toggle.Position> position(ToggleName toggle) {
    return entities.ask(toggle.id(), new ToggleEntity.Look());
  }

  @Override
  public CompletionStage<Toggle.Position> turn(ToggleName toggle, boolean on, Principal by) {
    Toggle.Switch command = new Toggle.Switch(on, by.name(), clock.instant());
    return entities
        .ask(toggle.id(), new ToggleEntity.Turn(command))
        .whenComplete((_, _) -> known.remove(toggle));
  }

  @Override
  public CompletionStage<Boolean> isOn(ToggleName toggle) {
    return position(toggle).thenApply(Toggle.Position::on);
  }

  @Override
  public CompletionStage<Boolean> isOnLately(ToggleName toggle) {
    long now = System.nanoTime();
    // The entity is asked within the computation, so an answer from before a switch cannot hide the
    // switch.
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
}
