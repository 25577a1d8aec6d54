package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.GatewayTap;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discord enforces its limits, 50 requests a second and 5 messages each 5 s in a channel, while
 * members and staff write as fast as that allows and a few of them faster.
 */
@Tag("chaos")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SteadyLoadIT {
  private static final int MEMBERS = 30;
  private static final Duration LOAD = Duration.ofSeconds(40);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(40);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  /** Counts the answers with 429. */
  private static final class Refusals implements GatewayTap {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void answered(String route, byte[] body, int status, boolean global) {
      if (status == 429) {
        count.incrementAndGet();
      }
    }
  }

  @Test
  void steadyLoadMeetsNoLimitAndOneThatIsMadeUpLosesNothing() throws Exception {
    Refusals refusals = new Refusals();
    Setting setting =
        Setting.in(folder, DATABASE.settings())
            .withDiscord(SandboxSettings.inMemory())
            .withTraffic(refusals)
            .with("SWITCHBOARD_DISCORD_REQUESTS_PER_SECOND", "45");
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      List<Long> members = stage.membersWithTickets(MEMBERS);
      stage.awaitRest();
      refusals.count.set(0);

      speak(stage, members, stage.chance(1));
      stage.awaitAllSeen(members);
      stage.awaitRest();
      assertThat(refusals.count).as("seed %d: refusals under load", stage.seed()).hasValue(0);

      stage
          .client()
          .fault(
              form()
                  .put("kind", "rate_limit")
                  .put("global", true)
                  .put("retry_after", 3)
                  .put("skip", 20));
      speak(stage, members, stage.chance(2));
      stage.awaitAllSeen(members);
      stage.awaitRest();
      assertThat(refusals.count).as("seed %d: the one made up", stage.seed()).hasValue(1);
      stage.check("at the end");
    }
  }

  /** A tenth of them write most. */
  private static void speak(ChaosStage stage, List<Long> members, RandomGenerator chance) {
    long end = System.nanoTime() + LOAD.toNanos();
    await()
        .atMost(LOAD.plus(PATIENCE))
        .pollInterval(BETWEEN_MESSAGES)
        .until(() -> {
          int range = chance.nextBoolean() ? members.size() : members.size() / 10;
          long member = members.get(chance.nextInt(range));
          stage.witness().dm(member);
          if (chance.nextInt(20) == 0) {
            stage.witness().reply(stage.sam(), stage.channelOf(member), member);
          }
          return System.nanoTime() > end;
        });
  }
}
