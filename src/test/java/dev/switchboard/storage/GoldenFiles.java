package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.entity.Kind;
import dev.switchboard.node.Kinds;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Events as some version wrote them, one file each, held against what is written and read now by
 * the product's own serializers. A JUnit extension.
 */
public final class GoldenFiles implements BeforeAllCallback, AfterAllCallback {
  public static final Path FOLDER = Path.of("src/test/resources/events");

  private final List<Kind<?, ?>> kinds;
  private Optional<ActorTestKit> kit = Optional.empty();

  /** With the serializers of the product's kinds. */
  public GoldenFiles() {
    this(Kinds.ALL);
  }

  public GoldenFiles(List<Kind<?, ?>> kinds) {
    this.kinds = kinds;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    kit =
        Optional.of(
            ActorTestKit.create(
                "GoldenFiles",
                ConfigFactory.parseString("pekko.actor.provider = local")
                    .withFallback(Kinds.configuration(kinds))));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    kit.ifPresent(ActorTestKit::shutdownTestKit);
  }

  /** It is written as the file of that name says, and the file is read as it. */
  public void assertSame(Object value, String name) {
    String written = written(value);
    Path file = FOLDER.resolve(name + ".json");
    assertThat(Files.exists(file) ? Optional.of(text(file)) : Optional.<String>empty())
        .as("%s; it is written as %s", file, written)
        .contains(written);
    assertThat(read(value, text(file).getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
  }

  /** What the file of that name is read as, by the serializer of such a value. */
  public Object read(Object like, String name) {
    return read(like, text(FOLDER.resolve(name + ".json")).getBytes(StandardCharsets.UTF_8));
  }

  /** What the file of that name is read as, by the serializer of a type. */
  public Object read(Class<?> type, String name) {
    try {
      return ((SerializerWithStringManifest) serialization().serializerFor(type))
          .fromBinary(text(FOLDER.resolve(name + ".json")).getBytes(StandardCharsets.UTF_8), "");
    } catch (NotSerializableException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** As it is written. */
  public String written(Object value) {
    return new String(serialization().serialize(value).get(), StandardCharsets.UTF_8);
  }

  /** Written, and read again. */
  public Object readBack(Object value) {
    return read(value, serialization().serialize(value).get());
  }

  private Object read(Object like, byte[] json) {
    try {
      SerializerWithStringManifest serializer =
          (SerializerWithStringManifest) serialization().findSerializerFor(like);
      return serializer.fromBinary(json, serializer.manifest(like));
    } catch (NotSerializableException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Serialization serialization() {
    return SerializationExtension.get(Adapter.toClassic(kit.orElseThrow().system()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
