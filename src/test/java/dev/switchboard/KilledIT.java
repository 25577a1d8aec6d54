package dev.switchboard;

import static dev.switchboard.ChaosStage.form;

import dev.switchboard.ChaosStage.Setting;
import dev.switchboard.sandbox.Traffic;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Before or after the deed of the call with this number. */
    record AtCall(int number, boolean before) implements Instant {}

    /** When Discord dispatches the message with this number. */
    record AtDispatch(int number) implements Instant {}

    static Instant any(RandomGenerator chance) {
      return switch (chance.nextInt(4)) {
        case 0 -> new AtDispatch(chance.nextInt(1, ON_A_TICKET + FIRST_WORDS));
        case 1 -> new After(chance.nextInt(2_000));
        default -> new AtCall(chance.nextInt(1, 140), chance.nextBoolean());
      };
    }
  }

  /** Kills at an instant of Discord's traffic. */
  private static final class Trap implements Traffic {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger dispatched = new AtomicInteger();
    private volatile Instant instant = new Instant.After(0);
    private volatile CompletableFuture<Void> sprung = new CompletableFuture<>();

    CompletableFuture<Void> set(Instant value) {
      sprung = new CompletableFuture<>();
      asked.set(0);
      answered.set(0);
      dispatched.set(0);
      instant = value;
      return sprung;
    }

    @Override
    public void asked(String route, byte[] body) {
      count(new Instant.AtCall(asked.incrementAndGet(), true));
    }

    @Override
    public void answered(String route, byte[] body, int status, boolean global) {
      count(new Instant.AtCall(answered.incrementAndGet(), false));
    }

    @Override
    public void dispatching(String event, byte[] payload) {
      if (event.equals("MESSAGE_CREATE")) {
        count(new Instant.AtDispatch(dispatched.incrementAndGet()));
      }
    }

    private void count(Instant now) {
      if (now.equals(instant)) {
        sprung.complete(null);
      }
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void twoKillsLoseRepeatAndReorderNothing() throws Exception {
    play(2);
  }

  @Test
  @Tag("chaos")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void fiftyKillsLoseRepeatAndReorderNothing() throws Exception {
    play(50);
  }

  private void play(int kills) throws Exception {
    Trap trap = new Trap();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(trap);
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
        CompletableFuture<Void> sprung = trap.set(instant);
        CompletableFuture<Void> saying = speak(stage.witness(), members, chance);
        await(instant, sprung);
        stage.product().kill();
        System.out.println(round + ": " + stage.standing());
        saying.join();
        stage.product().startAgain();
        stage.awaitAllSeen(members);
        stage.witness().checkWhatIsShown("seed %d, %s".formatted(stage.seed(), round));
      }
      stage.awaitRest();
      stage.product().stop();
      stage.check("at the end");
    }
  }

  /** The instant comes; or everything is said and done before. */
  private static void await(Instant instant, CompletableFuture<Void> sprung) throws Exception {
    int millis = instant instanceof Instant.After(int after) ? after : LONGEST_ROUND_MILLIS;
    sprung.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).get();
  }

  /** Everybody speaks, in an order and at a pace that chance gives. */
  private CompletableFuture<Void> speak(
      Witness witness, List<Long> members, RandomGenerator chance) {
    List<Long> speakers = new ArrayList<>(members.subList(1, members.size()));
    for (int i = 0; i < ON_A_TICKET; i++) {
      speakers.add(chance.nextInt(speakers.size() + 1), members.getFirst());
    }
    CompletableFuture<Void> said = CompletableFuture.completedFuture(null);
    long millis = 0;
    for (long speaker : speakers) {
      Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, people);
      said =
          said.thenCombine(
              CompletableFuture.runAsync(() -> witness.dm(speaker), later), (a, b) -> a);
      millis += chance.nextInt(1, LONGEST_PAUSE_MILLIS);
    }
    return said;
  }
}
