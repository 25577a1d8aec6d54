package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members edit and delete what they said while the post that shows it is planned, under way or in
 * doubt; and the product is killed in the midst of that.
 */
@Tag("chaos")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ChangedInDoubtIT {
  private static final String POSTS = "POST /channels/\\{channel}/messages";
  private static final Pattern NUMBER = Pattern.compile("`#(\\d+)`");
  private static final Pattern DELETED = Pattern.compile("\\*\\*deleted\\*\\*\\n(.*)");
  private static final int ROUNDS = 3;
  private static final int BURST = 12;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void eachIsShownOnceAsItWasLeft() throws Exception {
    Watch watch = new Watch();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(watch);
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      for (int round = 1; round <= ROUNDS; round++) {
        play(stage, watch, stage.chance(round));
      }
    }
  }

  private static void play(ChaosStage stage, Watch watch, RandomGenerator chance) throws Exception {
    long member = stage.memberWithTicket();
    long dm = stage.client().dmChannel(member);
    stage.client().fault(rule("lost_answer").put("count", 2));
    stage.client().fault(rule("late_answer").put("millis", 300).put("count", 6));
    CompletableFuture<Void> instant =
        watch.await("answered POST /channels/{channel}/messages", chance.nextInt(1, 4));
    List<Long> said = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      said.add(stage.client().sendDm(member, "said " + i + ".").path("id").asLong());
    }
    stage.client().edit(member, dm, said.get(2), "changed 2.");
    stage.client().delete(member, dm, said.get(4));
    instant.completeOnTimeout(null, 10, TimeUnit.SECONDS).get();
    stage.product().kill();
    stage.client().edit(member, dm, said.get(6), "changed 6.");
    stage.client().delete(member, dm, said.get(8));
    stage.product().startAgain();

    long channel = stage.channelOf(member);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          String shown = staffRead(stage, channel);
          assertThat(shown)
              .as("seed %d", stage.seed())
              .contains("said 11.", "changed 2.", "changed 6.")
              .doesNotContain("said 2.", "said 6.");
          assertThat(DELETED.matcher(shown).results().map(found -> found.group(1)))
              .as("seed %d: what is shown as deleted\n%s", stage.seed(), shown)
              .containsExactly("said 4.", "said 8.");
        });
    stage.awaitRest();
    stage.client().clearFaults();
    String shown = staffRead(stage, channel);
    List<Integer> numbers =
        NUMBER.matcher(shown).results().map(number -> Integer.parseInt(number.group(1))).toList();
    assertThat(numbers)
        .as("seed %d: the numbers that staff see\n%s", stage.seed(), shown)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, BURST + 1).boxed().toList());
    for (int i : List.of(0, 1, 3, 4, 5, 7, 8, 9, 10, 11)) {
      assertThat(shown).as("seed %d", stage.seed()).containsOnlyOnce("said " + i + ".");
    }
  }

  private static String staffRead(ChaosStage stage, long channel) {
    return stage.client().read(stage.sam(), channel).stream()
        .map(message -> message.path("content").asText())
        .collect(Collectors.joining("\n"));
  }

  private static ObjectNode rule(String kind) {
    return form().put("kind", kind).put("route", POSTS);
  }
}
