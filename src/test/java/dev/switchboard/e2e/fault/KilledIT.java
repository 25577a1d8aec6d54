package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.form;

import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.e2e.stage.Witness;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The product is killed at whatever instant while members write, and started again. */
class KilledIT {
  private static final int ON_A_TICKET = 40;
  private static final int FIRST_WORDS = 20;

  /** As many as there are at least until all is shown. */
  private static final int CALLS = 140;

  /** In rounds; longer ones only take longer to read. */
  private static final int LONGEST_TICKET = 10;

  private static final int LATENCY_MILLIS = 15;
  private static final int LONGEST_PAUSE_MILLIS = 20;
  private static final int LONGEST_ROUND_MILLIS = 5_000;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  private final ExecutorService people = Executors.newSingleThreadExecutor();

  @AfterEach
  void everybodyGoes() {
    people.close();
  }

  /** When the process is killed. */
  private sealed interface Instant {
    record After(int millis) implements Instant {}

    /** As {@link Watch} counts it. */
    record At(String what, int number) implements Instant {}

    static Instant any(RandomGenerator chance) {
      return switch (chance.nextInt(4)) {
        case 0 -> new After(chance.nextInt(2_000));
        case 1 -> new At("dispatched MESSAGE_CREATE", chance.nextInt(1, ON_A_TICKET + FIRST_WORDS));
        case 2 -> new At("asked", chance.nextInt(1, CALLS));
        default -> new At("answered", chance.nextInt(1, CALLS));
      };
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void twoKillsLoseRepeatAndReorderNothing() throws Exception {
    play(2);
  }

  @Test
  @Tag("chaos")
  @Tag("ci-chaos")
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void fiftyKillsLoseRepeatAndReorderNothing() throws Exception {
    play(Integer.getInteger("chaos.kills", 50));
  }

  private void play(int kills) throws Exception {
    Watch watch = new Watch();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(watch);
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      stage
          .client()
          .fault(
              form().put("kind", "latency").put("millis", LATENCY_MILLIS).put("count", 1_000_000));
      long regular = stage.memberWithTicket();
      for (int kill = 1; kill <= kills; kill++) {
        if (kill % LONGEST_TICKET == 0) {
          regular = stage.memberWithTicket();
        }
        RandomGenerator chance = stage.chance(kill);
        Instant instant = Instant.any(chance);
        String round = "kill %d at %s".formatted(kill, instant);
        List<Long> members = new ArrayList<>(List.of(regular));
        for (int i = 0; i < FIRST_WORDS; i++) {
          members.add(stage.newcomer());
        }
        CompletableFuture<Void> comes = coming(instant, watch);
        CompletableFuture<Void> saying = speak(stage.witness(), members, chance);
        comes.get();
        stage.product().kill();
        System.out.println(round + ": " + stage.standing());
        saying.join();
        stage.product().startAgain();
        stage.awaitAllSeen(members);
        stage.witness().checkWhatIsShown("seed %d, %s".formatted(stage.seed(), round), members);
      }
      stage.awaitRest();
      stage.product().stop();
      stage.check("at the end");
    }
  }

  /** The instant comes; or everything is said and done before. */
  private static CompletableFuture<Void> coming(Instant instant, Watch watch) {
    return switch (instant) {
      case Instant.After(int millis) ->
          new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
      case Instant.At(String what, int number) ->
          watch
              .await(what, number)
              .completeOnTimeout(null, LONGEST_ROUND_MILLIS, TimeUnit.MILLISECONDS);
    };
  }

  /** Everybody speaks, in an order and at a pace that chance gives. */
  private CompletableFuture<Void> speak(
      Witness witness, List<Long> members, RandomGenerator chance) {
    List<Long> speakers = new ArrayList<>(members.subList(1, members.size()));
    for (int i = 0; i < ON_A_TICKET; i++) {
      speakers.add(chance.nextInt(speakers.size() + 1), members.getFirst());
    }
    List<CompletableFuture<Void>> said = new ArrayList<>();
    long millis = 0;
    for (long speaker : speakers) {
      Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, people);
      said.add(CompletableFuture.runAsync(() -> witness.dm(speaker), later));
      millis += chance.nextInt(1, LONGEST_PAUSE_MILLIS);
    }
    return CompletableFuture.allOf(said.toArray(new CompletableFuture<?>[0]));
  }
}
