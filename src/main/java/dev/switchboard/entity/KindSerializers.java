package dev.switchboard.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.serialization.jackson.JacksonJsonSerializer;

/**
 * The serializers of kinds, as a part of Pekko's configuration. Events and states are plain JSON
 * under short logical names (Jackson's {@code @JsonTypeInfo}), never class names, so that a class
 * may be renamed or moved, and the journal can be read with SQL.
 */
public final class KindSerializers {
  private KindSerializers() {}

  /**
   * The serializers of these kinds, their identifiers and their bindings.
   *
   * @throws IllegalArgumentException if two kinds have a name, or two formats a name, an identifier
   *     or a type in common
   */
  public static Config config(Collection<? extends Kind<?, ?>> kinds) {
    distinct("name", kinds.stream().map(Kind::name).toList());
    List<Format<?>> formats = kinds.stream().<Format<?>>flatMap(Kind::formats).toList();
    distinct("format", formats.stream().map(Format::name).toList());
    distinct("serializer id", formats.stream().map(Format::serializerId).toList());
    distinct("stored type", formats.stream().map(Format::type).toList());
    Map<String, Object> pekko =
        Map.of(
            "actor",
            Map.of(
                "serializers",
                each(formats, Format::name, _ -> JacksonJsonSerializer.class.getName()),
                "serialization-identifiers",
                each(formats, Format::name, Format::serializerId),
                "serialization-bindings",
                each(formats, format -> format.type().getName(), Format::name)),
            "serialization",
            Map.of("jackson", each(formats, Format::name, KindSerializers::jackson)));
    return ConfigValueFactory.fromMap(Map.of("pekko", pekko)).toConfig();
  }

  private static Map<String, Object> jackson(Format<?> format) {
    return Map.of(
        "type-in-manifest",
        false,
        "deserialization-type",
        format.type().getName(),
        "compression",
        Map.of("algorithm", "off"));
  }

  private static Map<String, Object> each(
      List<Format<?>> formats, Function<Format<?>, String> key, Function<Format<?>, Object> value) {
    return formats.stream().collect(Collectors.toMap(key, value));
  }

  private static void distinct(String what, List<?> values) {
    Set<Object> seen = new HashSet<>();
    values.stream()
        .filter(value -> !seen.add(value))
        .findFirst()
        .ifPresent(twice -> {
          throw new IllegalArgumentException("two kinds have the %s %s".formatted(what, twice));
        });
  }
}
