package dev.switchboard.service;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** {@link BotSwitch} by the sharded entity of the toggle {@link ToggleName#BOT}. */
public final class StoredBotSwitch implements BotSwitch {
  private final Entities<ToggleEntity, Toggle.Event> entities;
  private final Clock clock;
  private final Runnable changed;

  /**
   * @param changed run after each change, so that all nodes look at once
   */
  public StoredBotSwitch(
      Entities<ToggleEntity, Toggle.Event> entities, Clock clock, Runnable changed) {
    this.entities = entities;
    this.clock = clock;
    this.changed = changed;
  }

  @Override
  public CompletionStage<Toggle.Position> position() {
    return entities.ask(ToggleName.BOT.id(), new ToggleEntity.Look());
  }

  @Override
  public CompletionStage<Toggle.Position> start(Principal by) {
    return turn(true, by);
  }

  @Override
  public CompletionStage<Toggle.Position> stop(Principal by) {
    return turn(false, by);
  }

  @Override
  public CompletionStage<Toggle.Position> restart(Principal by) {
    return told(
        entities.ask(
            ToggleName.BOT.id(),
            new ToggleEntity.Renew(new Toggle.Renewal(by.name(), clock.instant()))));
  }

  private CompletionStage<Toggle.Position> turn(boolean on, Principal by) {
    return told(
        entities.ask(
            ToggleName.BOT.id(),
            new ToggleEntity.Turn(new Toggle.Switch(on, by.name(), clock.instant()))));
  }

  /** A change whose answer is lost may have been made, too. */
  private CompletionStage<Toggle.Position> told(CompletionStage<Toggle.Position> changing) {
    return changing.whenComplete((_, _) -> changed.run());
  }
}
