package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product is killed between the deferral of a slash command and its effect, or a little later;
 * and while a typed command is done. When it is back, minutes have passed for Discord.
 */
@Tag("chaos")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledCommandIT {
  private static final int ROUNDS = 6;
  private static final int LONGEST_DELAY_MILLIS = 120;
  private static final Duration AWAY = Duration.ofMinutes(5);
  private static final String WORDS = "what staff say to the member";
  private static final String DEFERRED =
      "answered POST /interactions/{interaction}/{token}/callback";
  private static final String POSTED = "asked POST /channels/{channel}/messages";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void eachCommandIsDoneOnceOrVisiblyNot() throws Exception {
    Watch watch = new Watch();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(watch);
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      for (int round = 1; round <= ROUNDS; round++) {
        play(stage, watch, round % 2 == 1, stage.chance(round));
      }
    }
  }

  private static void play(ChaosStage stage, Watch watch, boolean slash, RandomGenerator chance)
      throws Exception {
    long member = stage.memberWithTicket();
    long channel = stage.channelOf(member);
    stage.awaitRest();
    CompletableFuture<Void> instant = watch.await(slash ? DEFERRED : POSTED, 1);
    JsonNode command = slash ? run(stage, channel) : type(stage, channel);
    instant.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    int delay = chance.nextInt(LONGEST_DELAY_MILLIS);
    new CompletableFuture<Void>().completeOnTimeout(null, delay, TimeUnit.MILLISECONDS).get();
    stage.product().kill();
    stage.client().advanceClock(AWAY);
    stage.product().startAgain();
    stage.product().awaitConnected();
    // What is written now is read behind the command.
    stage.witness().dm(member);
    stage.awaitAllSeen(List.of(member));
    stage.awaitRest();

    String told =
        "seed %d, %s, killed after %d ms"
            .formatted(stage.seed(), slash ? "slash command" : "typed", delay);
    List<JsonNode> lines = stage.client().read(stage.sam(), channel);
    long done = saying(stage.client().readDm(member), WORDS);
    long undone = saying(lines, "was not executed");
    boolean failed =
        slash && stage.client().interaction(command.path("id").asLong()).path("failed").asBoolean();
    assertThat(done).as("%s: how often it was done", told).isLessThanOrEqualTo(1);
    assertThat(undone).as("%s: how often it is said to be undone", told).isLessThanOrEqualTo(1);
    assertThat(done == 1)
        .as("%s: it is done, or said not to be", told)
        .isNotEqualTo(undone == 1 || failed);
    if (done == 1) {
      assertThat(saying(lines, WORDS)).as("%s: how often staff see it", told).isEqualTo(1);
    }
    System.out.println(told + (done == 1 ? ": done" : ": said not to be done"));
  }

  private static JsonNode run(ChaosStage stage, long channel) {
    return stage.client().runCommand(stage.sam(), channel, "reply", form().put("message", WORDS));
  }

  private static JsonNode type(ChaosStage stage, long channel) {
    return stage.client().send(stage.sam(), channel, "!r " + WORDS);
  }

  private static long saying(List<JsonNode> messages, String words) {
    return messages.stream()
        .filter(message -> message.at("/author/bot").asBoolean())
        .filter(message -> text(message).contains(words))
        .count();
  }

  private static String text(JsonNode message) {
    return message.path("content").asText();
  }
}
