package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discord says what nobody expects. */
@Tag("chaos")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OddPayloadsIT {
  private static final int COPY_LIMIT = 1 << 20;
  private static final Pattern TOKEN = Pattern.compile("\\bt\\d{3}\\b");
  private static final List<String> OPTIONAL =
      List.of(
          "attachments",
          "embeds",
          "mentions",
          "mention_roles",
          "mention_everyone",
          "edited_timestamp",
          "timestamp",
          "flags",
          "components",
          "tts",
          "pinned",
          "type",
          "nonce",
          "channel_type");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static ChaosStage stage;

  @BeforeAll
  static void start() {
    stage =
        ChaosStage.start(
            Setting.in(folder, DATABASE.settings())
                .with("SWITCHBOARD_TICKET_COPY_LIMIT", COPY_LIMIT + "B"),
            LOGS);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** What is done to the next message on its way. */
  record Change(String name, ObjectNode how) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        new Change("unknown fields", change("unknown_fields", List.of())),
        new Change("nulls", change("nulls", OPTIONAL)),
        new Change("fields that are missing", change("missing", OPTIONAL)),
        new Change("a kind that is unknown", set("type", 4_711)),
        new Change("flags that are unknown", set("flags", 1L << 40)),
        new Change("a channel of an unknown kind", set("channel_type", 99)));
  }

  private static ObjectNode change(String kind, List<String> fields) {
    ObjectNode change = form().put("type", "MESSAGE_CREATE").put("kind", kind).put("count", 1);
    fields.forEach(change.putArray("fields")::add);
    return change;
  }

  private static ObjectNode set(String field, long value) {
    ObjectNode change = change("unknown_fields", List.of());
    change.putObject("set").put(field, value);
    return change;
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aMessageIsShownWhateverElseIsInIt(Change change) {
    long member = stage.newcomer();
    for (int i = 0; i < 2; i++) {
      stage.client().gateway("mutate", change.how());
      stage.witness().dm(member);
      stage.awaitAllSeen(List.of(member));
    }
    stage.witness().dm(member);
    stage.awaitAllSeen(List.of(member));
    stage.awaitRest();
    stage.check(change.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"text\"",
        "7",
        "{}",
        "{\"id\":\"5\",\"channel_id\":null,\"author\":null}",
        "{\"id\":\"12345678901234567890123\",\"channel_id\":\"6\",\"author\":{\"id\":\"x\"}}",
        "{\"id\":{\"deep\":[1]},\"channel_id\":[],\"author\":[{}],\"content\":{}}"
      })
  void whatIsNoMessageAtAllStopsNothing(String data) {
    long member = stage.newcomer();
    for (String type :
        List.of(
            "MESSAGE_CREATE",
            "MESSAGE_UPDATE",
            "MESSAGE_DELETE",
            "MESSAGE_REACTION_ADD",
            "INTERACTION_CREATE",
            "CHANNEL_CREATE",
            "CHANNEL_UPDATE",
            "CHANNEL_DELETE",
            "GUILD_ROLE_UPDATE",
            "GUILD_MEMBER_REMOVE",
            "TYPING_START",
            "UNHEARD_OF")) {
      ObjectNode event = form().put("type", type);
      event.set("data", ChaosStage.json(data));
      stage.client().gateway("dispatch", event);
      stage.witness().dm(member);
    }
    stage.awaitAllSeen(List.of(member));
    stage.awaitRest();
    stage.check(data);
    assertThat(stage.product().isAlive()).isTrue();
    assertThat(stage.count("select count(*) from dead_letter")).isPositive();
  }

  @Test
  void aTextOfFourThousandCharactersIsShownWholeAndInOrder() {
    long member = stage.memberWithTicket();
    List<String> tokens = IntStream.range(0, 798).mapToObj("t%03d"::formatted).toList();
    stage.witness().dm(member, String.join(" ", tokens), Map.of());
    stage.witness().dm(member);
    stage.awaitAllSeen(List.of(member));
    assertThat(staffRead(member, TOKEN)).containsExactlyElementsOf(tokens);
  }

  @Test
  void tenFilesAreShownAndOneThatIsRefusedIsNamedAmongTheOthers() {
    long member = stage.memberWithTicket();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      files.put("file%d.txt".formatted(i), ("content " + i).getBytes(UTF_8));
    }
    stage.witness().dm(member, "ten", files);
    awaitFiles(member, files.keySet().stream().toList());

    files.put("file3.txt", new byte[COPY_LIMIT + 1]);
    stage.witness().dm(member, "nine and one", files);
    List<String> twice =
        files.keySet().stream()
            .flatMap(name -> name.equals("file3.txt") ? Stream.of(name) : Stream.of(name, name))
            .toList();
    awaitFiles(member, twice);
    assertThat(staffRead(member, Pattern.compile("nine and one"))).hasSize(1);
    assertThat(staffRead(member, Pattern.compile(".*file3\\.txt.*")))
        .as("it is named")
        .singleElement()
        .asString()
        .contains("larger");
    stage.witness().dm(member);
    stage.awaitAllSeen(List.of(member));
  }

  private static void awaitFiles(long member, List<String> names) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    inChannel(
                        member,
                        message ->
                            message
                                .path("attachments")
                                .valueStream()
                                .map(file -> file.path("filename").asText())))
                .containsExactlyInAnyOrderElementsOf(names));
  }

  private static List<String> staffRead(long member, Pattern words) {
    return inChannel(
        member,
        message ->
            words.matcher(message.path("content").asText()).results().map(MatchResult::group));
  }

  private static List<String> inChannel(long member, Function<JsonNode, Stream<String>> facts) {
    return stage.client().read(stage.sam(), stage.channelOf(member)).stream()
        .flatMap(facts)
        .toList();
  }
}
