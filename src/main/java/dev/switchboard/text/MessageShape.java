package dev.switchboard.text;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key and the placeholders of a type of message.
 *
 * @param placeholders the components of the record
 */
record MessageShape(String key, List<RecordComponent> placeholders) {
  private static final Pattern NEXT_WORD = Pattern.compile("(?<!^)(?=[A-Z])");

  private static final Set<String> METHODS = Set.of("key", "arguments");

  private static final ClassValue<MessageShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected MessageShape computeValue(Class<?> type) {
          return read(type);
        }
      };

  static MessageShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static MessageShape read(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    Message.Area area = around == null ? null : around.getAnnotation(Message.Area.class);
    if (area == null || !type.isRecord()) {
      throw new IllegalArgumentException(
          "%s is no record in an interface with an @Area".formatted(type.getName()));
    }
    List<RecordComponent> components = List.of(Objects.requireNonNull(type.getRecordComponents()));
    for (RecordComponent one : components) {
      if (METHODS.contains(one.getName())) {
        throw new IllegalArgumentException(
            "%s has a component that takes the place of a method of messages".formatted(type));
      }
      one.getAccessor().setAccessible(true);
    }
    String name = NEXT_WORD.matcher(type.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
    return new MessageShape(area.value() + "." + name, components);
  }

  Map<String, Object> values(Message message) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent one : placeholders) {
      try {
        values.put(one.getName(), Objects.requireNonNull(one.getAccessor().invoke(message)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("%s cannot be read".formatted(one), e);
      }
    }
    return values;
  }

  /** The words that an argument of an enumeration or a flag selects by; empty for other types. */
  static List<String> choices(Class<?> type) {
    if (type == boolean.class) {
      return List.of("true", "false");
    }
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? List.of()
        : Arrays.stream(constants).map(MessageShape::choice).toList();
  }

  /** The word by which a value selects: {@code dm_closed} for {@code DM_CLOSED}. */
  static String choice(Object value) {
    return String.valueOf(value instanceof Enum<?> one ? one.name() : value)
        .toLowerCase(Locale.ROOT);
  }
}
