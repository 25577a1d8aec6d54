package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway fails in all the ways in which Discord's does, while members and staff write. */
@Tag("chaos")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GatewayFaultsIT {
  private static final int MESSAGES = 12;
  private static final Duration STEADY = Duration.ofSeconds(11);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static ChaosStage stage;
  private static List<Long> members;
  private static int parts;

  @BeforeAll
  static void start() {
    SandboxSettings discord =
        SandboxSettings.inMemory()
            .withLimits(false)
            .withTimings(SandboxSettings.Timings.discord().withHeartbeat(Duration.ofSeconds(3)));
    stage = ChaosStage.start(Setting.in(folder, DATABASE.settings()).withDiscord(discord), LOGS);
    members = stage.membersWithTickets(2);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** What is done to the gateway. */
  record Fault(String name, Consumer<SandboxClient> deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        closed(1000, false),
        closed(4000, true),
        closed(4007, false),
        closed(4009, false),
        new Fault("asked to connect anew", discord -> discord.gateway("reconnect", form())),
        new Fault(
            "invalid, but can be resumed",
            discord -> discord.gateway("invalidate", form().put("resumable", true))),
        new Fault(
            "invalid", discord -> discord.gateway("invalidate", form().put("resumable", false))),
        new Fault("cut", discord -> discord.dropGateway(true)),
        new Fault("cut, and forgotten", discord -> discord.gateway("forget_sessions", form())),
        new Fault(
            "no acknowledgements",
            discord -> {
              discord.gateway("swallow_acknowledgements", form().put("count", 2));
              await().atMost(PATIENCE).until(GatewayFaultsIT::isNoticed);
            }),
        new Fault(
            "resuming refused",
            discord -> {
              discord.gateway("refuse_resumes", form().put("count", 1));
              discord.dropGateway(true);
            }),
        new Fault(
            "identifying refused",
            discord -> {
              discord.gateway("refuse_identifies", form().put("count", 1));
              discord.gateway("forget_sessions", form());
            }));
  }

  private static Fault closed(int code, boolean keep) {
    return new Fault(
        "closed with " + code,
        discord -> discord.gateway("close", form().put("code", code).put("keep_session", keep)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingIsLostOrRepeatedWhereTheGatewayIs(Fault fault) {
    parts++;
    awaitSteady();
    RandomGenerator chance = stage.chance(parts);
    long newcomer = stage.newcomer();
    int struck = chance.nextInt(1, MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      if (i == struck) {
        fault.deed().accept(stage.client());
        stage.witness().dm(newcomer);
        stage.witness().reply(stage.sam(), stage.channelOf(members.getFirst()), members.getFirst());
      }
      stage.witness().dm(members.get(chance.nextInt(members.size())));
    }

    awaitConnected();
    // A bot that lost its session cannot know of somebody who never wrote before, until they do
    // again.
    stage.witness().dm(newcomer);
    stage.awaitAllSeen(List.of(members.getFirst(), members.getLast(), newcomer));
    stage.awaitRest();
    stage.check(fault.name());
  }

  /** Each RESUME is followed by a connection that ends without a code, before a kill and after. */
  @ParameterizedTest
  @CsvSource({"cut, false", "close, true"})
  void aResumeThatNeverSucceedsIsFollowedByANewSession(String how, boolean killed)
      throws Exception {
    awaitSteady();
    stage.client().gateway("break_resumes", form().put("how", how).put("for_ever", true));
    stage.client().dropGateway(true);
    if (killed) {
      stage.product().kill();
      stage.product().startAgain();
    }
    for (int i = 0; i < MESSAGES; i++) {
      stage.witness().dm(members.get(i % 2));
    }

    stage.awaitAllSeen(members);
    stage.awaitRest();
    stage.client().clearFaults();
    stage.check("a resume that never succeeds");
  }

  @Test
  void aLaterMessageDoesNotOvertakeWhatTheGapHolds() {
    awaitSteady();
    stage
        .client()
        .fault(
            form()
                .put("kind", "latency")
                .put("route", "GET /channels/\\{channel}/messages")
                .put("millis", 2_000)
                .put("count", 6));
    stage
        .client()
        .fault(
            form().put("kind", "status").put("route", "GET /gateway/bot").put("for_millis", 3_000));
    stage.client().gateway("forget_sessions", form());
    for (int i = 0; i < MESSAGES; i++) {
      stage.witness().dm(members.get(i % 2));
    }
    awaitConnected();
    members.forEach(stage.witness()::dm);

    stage.awaitAllSeen(members);
    stage.awaitRest();
    stage.check("a later message");
    stage.client().clearFaults();
  }

  private static void awaitConnected() {
    await().atMost(PATIENCE).until(GatewayFaultsIT::isConnected);
  }

  /** It connects anew at once, so that only its log tells. */
  private static boolean isNoticed() {
    return stage.product().log().stream()
        .anyMatch(line -> line.contains("Discord does not answer any more"));
  }

  /** A connection that was there for so long is called anew at once; a shorter one with pauses. */
  private static void awaitSteady() {
    await().atMost(PATIENCE).during(STEADY).until(GatewayFaultsIT::isConnected);
  }

  private static boolean isConnected() {
    return stage.client().sessions().stream()
        .anyMatch(session -> session.path("connected").asBoolean());
  }
}
