package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discord answers nothing but errors for an hour of the product's patience: its pauses are a
 * hundredth of the usual ones, and so is the hour.
 */
@Tag("chaos")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LongOutageIT {
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);
  private static final Duration HOUR = Duration.ofSeconds(36);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(300);

  /** The pauses are short, but the machine may be slow. */
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void anHourOfErrorsDelaysAndLosesNothing() throws Exception {
    Setting setting =
        Setting.in(folder, DATABASE.settings())
            .with("SWITCHBOARD_DISCORD_LONGEST_PAUSE", LONGEST_PAUSE.toMillis() + "ms")
            .with("SWITCHBOARD_TICKET_DELAY_NOTICE_AFTER", "1s");
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      List<Long> members = new ArrayList<>(stage.membersWithTickets(3));
      stage.awaitRest();
      long channel = stage.channelOf(members.getFirst());
      RandomGenerator chance = stage.chance(1);
      stage
          .client()
          .fault(
              form().put("kind", "status").put("status", 500).put("for_millis", HOUR.toMillis()));
      long end = System.nanoTime() + HOUR.toNanos();
      members.add(stage.newcomer());
      Awaitility.await()
          .atMost(HOUR.plus(SOON))
          .pollInterval(BETWEEN_MESSAGES)
          .until(() -> {
            stage.witness().dm(members.get(chance.nextInt(members.size())));
            if (chance.nextInt(10) == 0) {
              stage.witness().reply(stage.sam(), channel, members.getFirst());
            }
            return System.nanoTime() > end;
          });
      assertThat(stage.product().isAlive()).isTrue();
      assertThat(stage.product().get("/api/health/live").statusCode()).isEqualTo(200);
      assertThat(told(stage.product())).as("what an operator is told of it").hasSizeLessThan(40);

      Awaitility.await().atMost(SOON).until(() -> stage.witness().isAllSeen(members));
      stage.awaitRest();
      stage.check("an hour of errors");
    }
  }

  private static List<String> told(ProductProcess product) {
    return Stream.of(product.log(), product.errors())
        .flatMap(List::stream)
        .filter(line -> !line.contains(" INFO "))
        .toList();
  }
}
