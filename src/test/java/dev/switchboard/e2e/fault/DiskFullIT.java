package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.storage.SmallDisk;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk on which the database lies, a small tmpfs as its tablespace, is full for a while; in the
 * midst of that the product is killed and started again.
 */
@Tag("chaos")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DiskFullIT {
  private static final int MESSAGES = 200;
  private static final Duration FULL = Duration.ofSeconds(20);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void whatCannotBeWrittenIsNotAcknowledgedAndComesWhenThereIsRoom() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.under(DATABASE.settings());
    assumeThat(mounted).as("a tmpfs can be mounted here: that takes root, on Linux").isPresent();
    try (SmallDisk disk = mounted.orElseThrow();
        ChaosStage stage = ChaosStage.start(Setting.in(folder, DATABASE.settings()), logs)) {
      long member = stage.memberWithTicket();
      long newcomer = stage.newcomer();
      stage.awaitRest();
      disk.fill();
      for (int i = 0; i < MESSAGES; i++) {
        stage.witness().dm(member);
      }
      stage.witness().dm(newcomer);
      stage.witness().reply(stage.sam(), stage.channelOf(member), member);
      await()
          .during(FULL)
          .atMost(FULL.plus(PATIENCE))
          .until(() -> stage.count("select count(*) from inbox") < MESSAGES);
      assertThat(stage.product().isAlive()).isTrue();
      assertThat(stage.product().log()).anyMatch(line -> line.contains("No space left on device"));
      stage.product().kill();
      stage.product().startAgain();
      stage.product().awaitHealth("/api/health/live", "");
      assertThat(stage.count("select count(*) from inbox")).isLessThan(MESSAGES);
      disk.clear();

      stage.awaitAllSeen(List.of(member, newcomer));
      stage.awaitRest();
      stage.check("the disk was full");
      assertThat(stage.count("select count(*) from dead_letter")).isZero();
    }
  }
}
