package dev.switchboard.service;

import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The entity of a {@link Toggle}. Its id is {@link ToggleName#id}.
 *
 * @param configured the position of the toggle until it is switched, by the configuration of the
 *     node where the entity is; never part of the events
 */
public record ToggleEntity(Toggle toggle, boolean configured) {
  /** The kind in which all toggles are off until they are switched; see {@link #kind}. */
  public static final Kind<ToggleEntity, Toggle.Event> KIND =
      Kind.of(
          "Toggle",
          new Format<>("toggle-events", 1007, Toggle.Event.class),
          new ToggleEntity(new Toggle.Untouched(), false),
          ToggleEntity::apply);

  /**
   * The kind on a node with a certain configuration.
   *
   * @param configured the position of a toggle, by its id, until it is switched
   */
  public static Kind<ToggleEntity, Toggle.Event> kind(Predicate<String> configured) {
    return KIND.startingWith(id -> new ToggleEntity(new Toggle.Untouched(), configured.test(id)));
  }

  private ToggleEntity apply(Toggle.Event event) {
    return new ToggleEntity(toggle.apply(event), configured);
  }

  private Toggle.Position position() {
    return toggle.position(configured);
  }

  /** Switches the toggle. The reply is its new position. */
  record Turn(Toggle.Switch command)
      implements Kind.Command<ToggleEntity, Toggle.Event, Toggle.Position> {
    @Override
    public Decision<Toggle.Event, Toggle.Position> decide(ToggleEntity entity) {
      Optional<Toggle.Event> event = entity.toggle().decide(command);
      return new Decision<>(
          event.stream().toList(), event.map(entity::apply).orElse(entity).position());
    }
  }

  /** Switches the toggle off and on again. The reply is its new position. */
  record Renew(Toggle.Renewal command)
      implements Kind.Command<ToggleEntity, Toggle.Event, Toggle.Position> {
    @Override
    public Decision<Toggle.Event, Toggle.Position> decide(ToggleEntity entity) {
      List<Toggle.Event> events = entity.toggle().renew(entity.configured(), command);
      ToggleEntity next = entity;
      for (Toggle.Event event : events) {
        next = next.apply(event);
      }
      return new Decision<>(events, next.position());
    }
  }

  /** Asks for the position of the toggle. */
  record Look() implements Kind.Query<ToggleEntity, Toggle.Position> {
    @Override
    public Toggle.Position read(ToggleEntity entity, long version) {
      return entity.position();
    }
  }
}
