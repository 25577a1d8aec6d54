package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.entity.Bookmark;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.share.Shares;
import dev.switchboard.storage.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for each persistent kind of the list. */
class KindsTest {
  /** Small ones that only tests ask. */
  private static final List<Kind<?, ?>> OF_TESTS = List.of(Bookmark.KIND);

  private static final List<Kind<?, ?>> KINDS =
      Stream.of(Kinds.ALL, OF_TESTS).flatMap(List::stream).toList();

  /** In databases: no version may change one. */
  private static final Map<String, Integer> SERIALIZERS =
      Map.ofEntries(
          Map.entry("ticket-events", 1001),
          Map.entry("ticket-state", 1002),
          Map.entry("correspondent-events", 1003),
          Map.entry("correspondent-state", 1004),
          Map.entry("admin-tokens-events", 1005),
          Map.entry("settings-events", 1006),
          Map.entry("toggle-events", 1007),
          Map.entry("account-events", 1021),
          Map.entry("default-quota-events", 1022),
          Map.entry("name-override-events", 1023),
          Map.entry("share-events", 1024),
          Map.entry("share-state", 1025),
          Map.entry("session-events", 1026),
          Map.entry("session-state", 1027),
          Map.entry("panel-grant-events", 1030),
          Map.entry("api-key-events", 1028),
          Map.entry("api-key-state", 1029),
          Map.entry("registration-token-events", 1041));

  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles(KINDS);

  @Test
  void whatIsInDatabasesKeepsItsNames() {
    assertThat(KINDS)
        .extracting(Kind::name)
        .contains(
            "Account",
            "AdminTokens",
            "ApiKey",
            "Correspondent",
            "DefaultQuota",
            "NameOverrides",
            "PanelGrants",
            "RegistrationTokens",
            "Session",
            "Settings",
            "Shares",
            "Ticket",
            "Toggle");
    assertThat(
            KINDS.stream()
                .flatMap(Kind::formats)
                .collect(Collectors.toMap(Format::name, Format::serializerId)))
        .containsAllEntriesOf(SERIALIZERS);
    assertThat(kind("Ticket").tags("17")).containsExactly("ticket-1");
    assertThat(kind("Correspondent").tags("17")).containsExactly("correspondent-1");
    assertThat(kind("Account").tags("sam")).containsExactly("account");
  }

  @Test
  void noTwoKindsHaveANameOrASerializerInCommon() {
    Kinds.configuration(KINDS);
    Format<Other> other = new Format<>("other-events", 9_999, Other.class);
    assertThat(Kinds.configuration(with("Other", other)).hasPath("pekko.actor.serializers"))
        .isTrue();

    Format<?> taken = Shares.KIND.events();
    refuses(with("Shares", other), "Shares");
    refuses(with("Other", new Format<>(taken.name(), 9_999, Other.class)), taken.name());
    refuses(with("Other", new Format<>("other-events", 1024, Other.class)), "1024");
    refuses(with("Other", new Format<>("other-events", 9_999, taken.type())), "Shares$Event");
  }

  /** The golden files say what a version has written; the serializer of the kind has to agree. */
  @TestFactory
  Stream<DynamicTest> everyEventIsReadAsItWasWritten() {
    return KINDS.stream()
        .flatMap(kind ->
            names(kind.events().type())
                .map(event -> dynamicTest(kind + ", " + event, () -> agree(kind, event))));
  }

  @TestFactory
  Stream<DynamicTest> everyEventOfAKindHasANameInTheJournal() {
    return KINDS.stream()
        .map(kind ->
            dynamicTest(
                kind.name(),
                () ->
                    assertThat(named(kind.events().type()))
                        .as("the cases that @JsonSubTypes names")
                        .isEqualTo(cases(kind.events().type()).collect(Collectors.toSet()))));
  }

  private static void agree(Kind<?, ?> kind, String event) {
    List<String> files = files(kind, event);
    assertThat(files)
        .as("golden files of the event %s in %s", event, GoldenFiles.FOLDER)
        .isNotEmpty();
    List<String> same = new ArrayList<>();
    for (String file : files) {
      Object read = FILES.read(kind.events().type(), file);
      assertThat(FILES.readBack(read)).as(file).isEqualTo(read);
      if (FILES.written(read).equals(text(file))) {
        same.add(file);
      }
    }
    assertThat(same).as("files that are written today as they are").isNotEmpty();
  }

  /** Files of an event; those of no kind's name ({@code deed-...}) may be of any kind. */
  private static List<String> files(Kind<?, ?> kind, String event) {
    try (Stream<Path> all = Files.list(GoldenFiles.FOLDER)) {
      return all.map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .filter(file -> owner(file).map(kind::equals).orElse(true))
          .filter(file -> eventOf(file).equals(event))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Optional<Kind<?, ?>> owner(String file) {
    return KINDS.stream()
        .filter(kind -> file.startsWith(prefix(kind)))
        .max(Comparator.comparingInt(kind -> prefix(kind).length()));
  }

  private static String prefix(Kind<?, ?> kind) {
    return kind.events().name().replaceFirst("events$", "");
  }

  private static String eventOf(String file) {
    try {
      return new ObjectMapper().readTree(text(file)).path("event").asText();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(GoldenFiles.FOLDER.resolve(file + ".json")).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<String> names(Class<?> events) {
    return Arrays.stream(subtypes(events)).map(JsonSubTypes.Type::name);
  }

  private static Set<Class<?>> named(Class<?> events) {
    return Arrays.stream(subtypes(events))
        .<Class<?>>map(JsonSubTypes.Type::value)
        .collect(Collectors.toSet());
  }

  private static Stream<Class<?>> cases(Class<?> events) {
    return events.isSealed()
        ? Arrays.stream(events.getPermittedSubclasses()).flatMap(KindsTest::cases)
        : Stream.of(events);
  }

  private static JsonSubTypes.Type[] subtypes(Class<?> events) {
    return events.getAnnotation(JsonSubTypes.class).value();
  }

  private static Kind<?, ?> kind(String name) {
    return KINDS.stream().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow();
  }

  private interface Other {}

  private static List<Kind<?, ?>> with(String name, Format<?> events) {
    return Stream.concat(KINDS.stream(), Stream.<Kind<?, ?>>of(other(name, events))).toList();
  }

  private static <E> Kind<String, E> other(String name, Format<E> events) {
    return Kind.of(name, events, "", (state, _) -> state);
  }

  private static void refuses(List<Kind<?, ?>> kinds, String words) {
    assertThatThrownBy(() -> Kinds.configuration(kinds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
