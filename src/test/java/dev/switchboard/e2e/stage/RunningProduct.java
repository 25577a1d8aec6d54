package dev.switchboard.e2e.stage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.cli.Playground;
import dev.switchboard.config.Configuration;
import dev.switchboard.config.Environment;
import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.Switchboard;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.storage.DatabaseSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The whole product in this process, with a look-alike Discord and a real database. Closing it
 * fails where the two said what Discord's description does not know ({@link CheckedRest}). For
 * tests.
 */
public final class RunningProduct implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final CheckedRest checked;
  private final Sandbox sandbox;
  private final Map<String, String> keys;
  private Switchboard switchboard;

  private RunningProduct(CheckedRest checked, Sandbox sandbox, Map<String, String> keys) {
    this.checked = checked;
    this.sandbox = sandbox;
    this.keys = keys;
    this.switchboard = startProduct();
  }

  /** Started, connected and at work. */
  public static RunningProduct start(
      Path data, DatabaseSettings database, Map<String, String> more) {
    return start(data, database, _ -> more);
  }

  /** The same, with configuration that depends on what there is in the sandbox. */
  public static RunningProduct start(
      Path data, DatabaseSettings database, Function<Sandbox, Map<String, String>> more) {
    return start(data, database, SandboxSettings.inMemory(), more);
  }

  /** The same, in a world of its own kind. */
  public static RunningProduct start(
      Path data,
      DatabaseSettings database,
      SandboxSettings discord,
      Function<Sandbox, Map<String, String>> more) {
    return start(
        data,
        Map.of(
            "switchboard.database.url", database.url(),
            "switchboard.database.user", database.user(),
            "switchboard.database.password", database.password()),
        discord,
        more);
  }

  /** On a PostgreSQL that it starts itself. */
  public static RunningProduct startWithOwnDatabase(Path data) {
    return start(data, Map.of(), SandboxSettings.inMemory(), _ -> Map.of());
  }

  private static RunningProduct start(
      Path data,
      Map<String, String> database,
      SandboxSettings discord,
      Function<Sandbox, Map<String, String>> more) {
    CheckedRest checked = new CheckedRest();
    Sandbox sandbox = Sandbox.start(discord, checked);
    Map<String, String> keys = new HashMap<>();
    keys.put("switchboard.data-dir", data.toString());
    keys.put("switchboard.http.port", Integer.toString(FreePort.any()));
    keys.putAll(database);
    keys.putAll(Playground.keysOf(sandbox));
    keys.putAll(more.apply(sandbox));
    return new RunningProduct(checked, sandbox, Map.copyOf(keys));
  }

  private Switchboard startProduct() {
    Configuration configuration =
        Configuration.load(Optional.empty(), new Environment(Map.of()), keys);
    Switchboard started = Switchboard.start(SettingsReader.read(configuration));
    awaitHealthy();
    awaitCommands();
    return started;
  }

  /** Stops it as SIGTERM would, and starts it anew. */
  public void restart() {
    switchboard.close();
    switchboard = startProduct();
  }

  public void stop() {
    switchboard.close();
  }

  /** As {@link Switchboard#ended}. */
  public CompletionStage<Void> ended() {
    return switchboard.ended();
  }

  public void startAgain() {
    switchboard = startProduct();
  }

  private void awaitHealthy() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          String health = get("/api/health").body();
          return health.contains("\"connected\":true") || health.contains("\"stopped\":");
        });
  }

  private void awaitCommands() {
    await()
        .atMost(PATIENCE)
        .until(() ->
            client().commands(person("sam"), sandbox.world().staff().lounge()).stream()
                .anyMatch(command -> command.path("name").asText().equals("reply")));
  }

  public HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + keys.get("switchboard.http.port") + path))
              .timeout(PATIENCE)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Where its HTTP side listens. */
  public int port() {
    return Integer.parseInt(keys.get("switchboard.http.port"));
  }

  /** The same settings, for a command beside the product. */
  public Settings settings() {
    return SettingsReader.read(
        Configuration.load(Optional.empty(), new Environment(Map.of()), keys));
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public SandboxClient client() {
    return sandbox.client();
  }

  public long person(String name) {
    return sandbox.world().person(name);
  }

  /** The channels of tickets, as the staff guild has them now. */
  public List<Long> ticketChannels() {
    return client().channels(sandbox.world().staff().guild()).stream()
        .filter(channel -> channel.path("type").asInt() == 0)
        .filter(channel -> channel.path("topic").asText("").startsWith("Ticket #"))
        .map(channel -> channel.path("id").asLong())
        .toList();
  }

  public long awaitTicketChannel(long former) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> ticketChannels().stream().filter(id -> id != former).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** What staff see in a channel, oldest first. */
  public List<JsonNode> staffSee(long channel) {
    return client().read(person("sam"), channel);
  }

  public List<String> staffRead(long channel) {
    return staffSee(channel).stream().map(message -> message.path("content").asText()).toList();
  }

  public List<String> memberReads(String name) {
    return client().readDm(person(name)).stream()
        .map(message -> message.path("content").asText())
        .toList();
  }

  /** Waits for a message in a channel, and gives it. */
  public JsonNode awaitStaff(long channel, Predicate<JsonNode> wanted) {
    try {
      return await()
          .atMost(PATIENCE)
          .until(() -> staffSee(channel).stream().filter(wanted).findFirst(), Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("staff see only " + staffRead(channel), late);
    }
  }

  public JsonNode awaitMember(String name, Predicate<JsonNode> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> client().readDm(person(name)).stream().filter(wanted).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** How often each route was called, once no call came for a second. */
  public Map<String, Long> settledCalls() {
    AtomicReference<Map<String, Long>> before = new AtomicReference<>(client().requestCounts());
    return await()
        .atMost(PATIENCE)
        .pollDelay(QUIET)
        .pollInterval(QUIET)
        .until(() -> client().requestCounts(), counts -> counts.equals(before.getAndSet(counts)));
  }

  public static Predicate<JsonNode> says(String text) {
    return message -> message.path("content").asText().contains(text);
  }

  public static ObjectNode form() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    switchboard.close();
    sandbox.close();
    checked.close();
  }
}
