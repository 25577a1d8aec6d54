package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Members write while the product is down. */
@Tag("chaos")
@Tag("ci-chaos")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AwayIT {
  private static final int TICKETS = 10;
  private static final int FORMER = 3;
  private static final int IN_A_DAY = 500;
  private static final int KILLS = 2;
  private static final String HISTORY = "asked GET /channels/{channel}/messages";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void whatIsWrittenMeanwhileIsReplayedAndADayAwayIsReadBack() throws Exception {
    Watch watch = new Watch();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(watch);
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      List<Long> members = stage.membersWithTickets(TICKETS);
      List<Long> former = stage.membersWithTickets(FORMER);
      former.forEach(member -> close(stage, member));

      soonBack(stage, members);
      aDayLater(stage, watch, members, former);
      stage.check("at the end");
    }
  }

  /** Within the time in which Discord replays a session, to members never seen, too. */
  private static void soonBack(ChaosStage stage, List<Long> members) throws Exception {
    List<Long> speakers = new ArrayList<>(List.of(members.getFirst()));
    stage.product().kill();
    for (int i = 0; i < 120; i++) {
      stage.witness().dm(members.getFirst());
      if (i % 20 == 0) {
        speakers.add(stage.newcomer());
        stage.witness().dm(speakers.getLast());
      }
    }
    stage.product().startAgain();
    stage.awaitAllSeen(speakers);
  }

  /** The session is gone; and who reads back what it missed is killed in the midst of it. */
  private static void aDayLater(
      ChaosStage stage, Watch watch, List<Long> members, List<Long> former) throws Exception {
    RandomGenerator chance = stage.chance(1);
    stage.awaitRest();
    stage.product().stop();
    List<Long> all = new ArrayList<>(members);
    all.addAll(former);
    for (int i = 0; i < IN_A_DAY; i++) {
      stage.witness().dm(all.get(chance.nextInt(all.size())));
    }
    former.forEach(stage.witness()::dm);
    stage.client().advanceClock(Duration.ofHours(24));
    for (int kill = 1; kill <= KILLS; kill++) {
      CompletableFuture<Void> reading = watch.await(HISTORY, chance.nextInt(1, TICKETS));
      stage.product().startAgain();
      reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      stage.product().kill();
      System.out.println("kill %d while reading back: %s".formatted(kill, stage.standing()));
    }
    stage.product().startAgain();
    stage.awaitAllSeen(all);
    stage.awaitRest();
  }

  private static void close(ChaosStage stage, long member) {
    stage.client().send(stage.sam(), stage.channelOf(member), "!close -s done");
    await().atMost(PATIENCE).until(() -> stage.witness().channels(member).isEmpty());
    stage.witness().closed(member);
  }
}
