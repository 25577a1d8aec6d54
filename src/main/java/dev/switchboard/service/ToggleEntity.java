package dev.switchboard.service;

import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The entity of one {@link Toggle}. Its id is {@link ToggleName#id}.
 *
 * @param configured what the toggle is until it is switched, on the node where the entity is. It is
 *     no part of the events.
 */
public record ToggleEntity(Toggle toggle, boolean configured) {
  /** Where all toggles are off until they are switched; see {@link #kind}. */
  public static final Kind<ToggleEntity, Toggle.Event> KIND =
      Kind.of(
          "Toggle",
          new Format<>("toggle-events", 1007, Toggle.Event.class),
          new ToggleEntity(new Toggle.Untouched(), false),
          ToggleEntity::apply);

  /**
   * The kind on a node with this configuration.
   *
   * @param configured what a toggle is until it is switched, by its id
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

  /** Switches it. The reply is its position then. */
  record Turn(Toggle.Switch command)
      implements Kind.Command<ToggleEntity, Toggle.Event, Toggle.Position> {
    @Override
    public Decision<Toggle.Event, Toggle.Position> decide(ToggleEntity entity) {
      Optional<Toggle.Event> event = entity.toggle().decide(command);
      return new Decision<>(
          event.stream().toList(), event.map(entity::apply).orElse(entity).position());
    }
  }

  /** Asks for its position. */
  record Look() implements Kind.Query<ToggleEntity, Toggle.Position> {
    @Override
    public Toggle.Position read(ToggleEntity entity, long version) {
      return entity.position();
    }
  }
}
