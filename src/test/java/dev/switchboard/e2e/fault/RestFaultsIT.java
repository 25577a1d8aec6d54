package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.Gate;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/**
 * Discord's REST API fails while members and staff write. It forgets nonces after four seconds
 * here, and the product relies on two, so that both sides of that are seen.
 */
@Tag("chaos")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestFaultsIT {
  private static final String POSTS = "POST /channels/\\{channel}/messages";
  private static final String CHANNELS = "POST /guilds/\\{guild}/channels";
  private static final String ALL = ".*";
  private static final Duration REFUSING = Duration.ofSeconds(10);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static Gate gate;
  private static ChaosStage stage;
  private static long member;

  @BeforeAll
  static void start() {
    int port = FreePort.any();
    gate = new Gate(port);
    SandboxSettings discord =
        SandboxSettings.inMemory()
            .withPort(port)
            .withLimits(false)
            .withTimings(SandboxSettings.Timings.discord().withNonceMemory(Duration.ofSeconds(4)));
    stage =
        ChaosStage.start(
            Setting.in(folder, DATABASE.settings())
                .withDiscord(discord)
                .with(
                    "SWITCHBOARD_DISCORD_API_URL",
                    "http://127.0.0.1:%d/api/v10".formatted(gate.port()))
                .with("SWITCHBOARD_DISCORD_NONCE_MEMORY", "2s"),
            LOGS);
    member = stage.memberWithTicket();
  }

  @AfterAll
  static void stop() {
    stage.close();
    gate.close();
  }

  /** What goes wrong, as the sandbox's control API wants it said. */
  record Fault(String name, List<ObjectNode> rules) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        fault("one 500", rule("status", POSTS).put("status", 500)),
        fault("six 500s in a row", rule("status", POSTS).put("status", 500).put("count", 6)),
        fault("nothing but 502", rule("status", ALL).put("status", 502).put("for_millis", 20_000)),
        fault("connections reset", rule("reset", ALL).put("count", 12)),
        fault("answers lost", rule("lost_answer", POSTS).put("count", 4)),
        fault(
            "an answer lost, and the nonce forgotten",
            rule("lost_answer", POSTS),
            rule("status", POSTS).put("skip", 1).put("for_millis", 9_000)),
        fault("done, and said to have failed", rule("failed_after", POSTS).put("count", 3)),
        fault("late answers", rule("late_answer", POSTS).put("millis", 4_000).put("count", 3)),
        fault("a channel made, and the answer lost", rule("lost_answer", CHANNELS)),
        fault("a channel made, and said to have failed", rule("failed_after", CHANNELS)),
        fault("a channel that takes 11 s", rule("latency", CHANNELS).put("millis", 11_000)),
        fault("a route's limit", rule("rate_limit", POSTS).put("count", 4)),
        fault("the global limit", rule("rate_limit", ALL).put("global", true).put("count", 4)),
        fault("unknown fields", rule("unknown_fields", ALL).put("count", 30)));
  }

  private static Fault fault(String name, ObjectNode... rules) {
    return new Fault(name, List.of(rules));
  }

  private static ObjectNode rule(String kind, String route) {
    return form().put("kind", kind).put("route", route);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingIsLostOrRepeatedWhereCallsFail(Fault fault) {
    fault.rules().forEach(stage.client()::fault);
    long newcomer = stage.newcomer();
    everybodySpeaks(newcomer);
    assertAllIsWell(newcomer, fault.name());
  }

  @Test
  void nothingIsLostOrRepeatedWhereNobodyListens() {
    stage.witness().dm(member);
    gate.shut();
    long newcomer = stage.newcomer();
    everybodySpeaks(newcomer);
    await()
        .during(REFUSING)
        .atMost(REFUSING.plus(PATIENCE))
        .until(() -> stage.witness().unseen(List.of(newcomer)) == 3);
    gate.open();
    assertAllIsWell(newcomer, "connections refused");
  }

  private static void everybodySpeaks(long newcomer) {
    for (int i = 0; i < 3; i++) {
      stage.witness().dm(newcomer);
      stage.witness().dm(member);
      stage.witness().reply(stage.sam(), stage.channelOf(member), member);
    }
  }

  private static void assertAllIsWell(long newcomer, String when) {
    stage.awaitAllSeen(List.of(member, newcomer));
    stage.client().clearFaults();
    stage.awaitRest();
    stage.check(when);
    assertThat(stage.witness().channels(newcomer)).hasSize(1);
    assertThat(stage.product().isAlive()).isTrue();
  }
}
