package dev.switchboard.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.service.process.Observation.State;
import dev.switchboard.service.process.ServiceSupervisor.Message;
import dev.switchboard.settings.Setting;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceSupervisorTest {
  private static final Map<Setting, String> FIRST = Map.of(Setting.TURN_PORT, "1000");
  private static final Map<Setting, String> SECOND = Map.of(Setting.TURN_PORT, "2000");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit kit = ActorTestKit.create();
  private final Player driver = new Player();
  private final AtomicReference<Observation> observed =
      new AtomicReference<>(
          new Observation(State.STOPPED, Clock.systemUTC().instant(), Optional.empty()));
  private TestProbe<Observation> answers;
  private ActorRef<Message> supervisor;

  @BeforeEach
  void start() {
    answers = kit.createTestProbe();
    supervisor =
        kit.spawn(
            ServiceSupervisor.create(
                new ServiceSupervisor.Tools(
                    "turn",
                    new PlayedRecipe(),
                    driver,
                    new Pace(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(50)),
                    Runnable::run),
                Clock.systemUTC(),
                observed));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void itRunsWhenItAnswersAndIsStoppedWhenItIsGone() {
    assertThat(be(true, FIRST).state()).isEqualTo(State.RUNNING);
    assertThat(be(false, FIRST).state()).isEqualTo(State.STOPPED);

    assertThat(driver.calls).containsExactly("start 1000", "stop 1000");
  }

  @Test
  void whatAnEarlierProcessLeftIsStoppedOnce() {
    assertThat(be(false, FIRST).state()).isEqualTo(State.STOPPED);
    assertThat(be(false, FIRST).state()).isEqualTo(State.STOPPED);

    assertThat(driver.calls).containsExactly("ensure stopped");
  }

  @Test
  void beingToldTheSameAgainChangesNothingAndOtherSettingsStartItAnew() {
    be(true, FIRST);
    be(true, FIRST);
    assertThat(driver.calls).containsExactly("start 1000");

    assertThat(be(true, SECOND).state()).isEqualTo(State.RUNNING);
    assertThat(driver.calls).containsExactly("start 1000", "stop 1000", "start 2000");
  }

  @Test
  void whatEndsByItselfIsStartedAgain() {
    be(true, FIRST);
    driver.current().ended.complete("turn ended with exit code 9");

    await().atMost(PATIENCE).until(() -> driver.calls.equals(List.of("start 1000", "start 1000")));
    await().atMost(PATIENCE).until(() -> observed.get().state() == State.RUNNING);
    assertThat(observed.get().error()).isEmpty();
  }

  @Test
  void whatDoesNotComeUpIsSaidAndTriedAgain() {
    driver.objection = Optional.of("nothing answers");

    Observation answer = be(true, FIRST);

    assertThat(answer.state()).isEqualTo(State.BACKING_OFF);
    assertThat(answer.error()).hasValue("nothing answers");
    assertThat(driver.calls).containsExactly("start 1000", "stop 1000");
    driver.objection = Optional.empty();
    await().atMost(PATIENCE).until(() -> observed.get().state() == State.RUNNING);
  }

  @Test
  void whatStopsAnsweringIsStartedAgain() {
    be(true, FIRST);
    driver.objection = Optional.of("nothing answers");

    await().atMost(PATIENCE).until(() -> driver.calls.contains("stop 1000"));
    driver.objection = Optional.empty();

    await().atMost(PATIENCE).until(() -> observed.get().state() == State.RUNNING);
  }

  @Test
  void whatCannotRunIsNotTriedAgainUntilSomebodyAsks() {
    driver.failure = Optional.of(DriverFailed.forGood("turnserver not found"));

    Observation answer = be(true, FIRST);

    assertThat(answer.state()).isEqualTo(State.FAILED);
    assertThat(answer.error()).hasValue("turnserver not found");
    assertThat(driver.calls).containsExactly("start 1000");
    driver.failure = Optional.empty();
    assertThat(be(true, FIRST).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void whatFailedCanBeSwitchedOff() {
    driver.failure = Optional.of(DriverFailed.forGood("turnserver not found"));
    be(true, FIRST);

    Observation answer = be(false, FIRST);

    assertThat(answer.state()).isEqualTo(State.STOPPED);
    assertThat(answer.error()).isEmpty();
  }

  @Test
  void whoAsksWhileItComesUpIsAnsweredByWhatItComesTo() {
    driver.objection = Optional.of("not yet");
    supervisor.tell(new Message.Be(true, FIRST, answers.ref()));
    await().atMost(PATIENCE).until(() -> driver.calls.contains("start 1000"));
    supervisor.tell(new Message.Be(false, FIRST, answers.ref()));

    assertThat(answers.receiveMessage(PATIENCE).state()).isEqualTo(State.STOPPED);
    assertThat(answers.receiveMessage(PATIENCE).state()).isEqualTo(State.STOPPED);
    assertThat(driver.calls).containsExactly("start 1000", "stop 1000");
  }

  @Test
  void whenTheServerEndsItIsLeftInTheWayOfItsDriver() {
    be(true, FIRST);
    TestProbe<Done> done = kit.createTestProbe();

    supervisor.tell(new Message.Leave(done.ref()));
    done.receiveMessage(PATIENCE);

    assertThat(driver.calls).containsExactly("start 1000", "leave 1000");
    supervisor.tell(new Message.Leave(done.ref()));
    done.receiveMessage(PATIENCE);
  }

  @Test
  void whatCannotBeStoppedIsNotStartedWithOtherSettingsUntilItIs() {
    be(true, FIRST);
    driver.stopFailure = Optional.of(DriverFailed.forNow("systemctl stop did not end"));

    Observation answer = be(true, SECOND);

    assertThat(answer.state()).isEqualTo(State.BACKING_OFF);
    assertThat(answer.error()).hasValue("cannot be stopped: systemctl stop did not end");
    assertThat(driver.calls).containsExactly("start 1000", "stop 1000");
    driver.stopFailure = Optional.empty();
    await().atMost(PATIENCE).until(() -> observed.get().state() == State.RUNNING);
    assertThat(driver.calls)
        .containsExactly("start 1000", "stop 1000", "ensure stopped", "start 2000");
  }

  @Test
  void whatStoppedAnsweringAndCannotBeStoppedIsNotTakenForStopped() {
    be(true, FIRST);
    driver.stopFailure = Optional.of(DriverFailed.forNow("systemctl stop did not end"));
    driver.objection = Optional.of("nothing answers");
    await().atMost(PATIENCE).until(() -> observed.get().state() == State.BACKING_OFF);

    Observation answer = be(false, FIRST);

    assertThat(answer.state()).isEqualTo(State.FAILED);
    assertThat(answer.error()).hasValue("cannot be stopped: systemctl stop did not end");
  }

  @Test
  void whatMayHaveComeUpAfterAllIsStoppedWhenItIsSwitchedOff() {
    driver.failure = Optional.of(DriverFailed.forNow("systemctl start did not end within 5 s"));
    assertThat(be(true, FIRST).state()).isEqualTo(State.BACKING_OFF);

    assertThat(be(false, FIRST).state()).isEqualTo(State.STOPPED);

    assertThat(driver.calls).containsExactly("start 1000", "ensure stopped");
  }

  @Test
  void whatMayHaveComeUpAfterAllIsStartedAgainAsItIsAndStoppedForOtherSettings() {
    driver.failure = Optional.of(DriverFailed.forNow("systemctl start did not end within 5 s"));
    be(true, FIRST);
    be(true, FIRST);
    be(true, SECOND);

    assertThat(driver.calls)
        .containsExactly("start 1000", "start 1000", "ensure stopped", "start 2000");
  }

  @Test
  void whenTheServerEndsNothingIsBegunAnyMore() {
    TestProbe<Done> done = kit.createTestProbe();
    supervisor.tell(new Message.Leave(done.ref()));
    done.receiveMessage(PATIENCE);

    assertThat(be(true, FIRST).state()).isEqualTo(State.STOPPED);

    assertThat(driver.calls).isEmpty();
  }

  @Test
  void whatIsOnItsWayUpWhenTheServerEndsIsLeftInTheWayOfItsDriver() {
    driver.mayStart = new CompletableFuture<>();
    supervisor.tell(new Message.Be(true, FIRST, answers.ref()));
    await().atMost(PATIENCE).until(() -> driver.calls.contains("start 1000"));
    TestProbe<Done> done = kit.createTestProbe();
    supervisor.tell(new Message.Leave(done.ref()));

    driver.mayStart.complete("now");
    done.receiveMessage(PATIENCE);

    assertThat(driver.calls).containsExactly("start 1000", "leave 1000");
  }

  private Observation be(boolean on, Map<Setting, String> values) {
    supervisor.tell(new Message.Be(on, values, answers.ref()));
    return answers.receiveMessage(PATIENCE);
  }

  private static final class PlayedRecipe implements Recipe {
    @Override
    public LaunchSpec plan(Map<Setting, String> values) {
      return new LaunchSpec(
          Path.of("."),
          List.of(values.getOrDefault(Setting.TURN_PORT, "")),
          listening(values),
          new Probe.Tcp(Probe.at("127.0.0.1", 1)));
    }

    @Override
    public ListeningPort listening(Map<Setting, String> values) {
      return new ListeningPort(InetAddress.ofLiteral("127.0.0.1"), 1, false);
    }
  }

  /** A driver that records its calls. */
  private static final class Player implements Driver {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Played> started = new CopyOnWriteArrayList<>();
    private volatile Optional<String> objection = Optional.empty();
    private volatile Optional<DriverFailed> failure = Optional.empty();
    private volatile Optional<DriverFailed> stopFailure = Optional.empty();
    private volatile CompletableFuture<String> mayStart = CompletableFuture.completedFuture("yes");

    private CompletionStage<Done> stopped() {
      return stopFailure
          .<CompletionStage<Done>>map(CompletableFuture::failedStage)
          .orElseGet(() -> CompletableFuture.completedStage(Done.getInstance()));
    }

    private Played current() {
      return started.getLast();
    }

    @Override
    public CompletionStage<Running> start(LaunchSpec launchSpec) {
      String word = launchSpec.arguments().getFirst();
      calls.add("start " + word);
      if (failure.isPresent()) {
        return CompletableFuture.failedStage(failure.get());
      }
      Played running = new Played(word);
      started.add(running);
      return mayStart.thenApply(_ -> running);
    }

    @Override
    public CompletionStage<Done> ensureStopped() {
      calls.add("ensure stopped");
      return stopped();
    }

    private final class Played implements Running {
      private final String word;
      private final CompletableFuture<String> ended = new CompletableFuture<>();

      Played(String word) {
        this.word = word;
      }

      @Override
      public CompletionStage<Optional<String>> probe() {
        return CompletableFuture.completedStage(objection);
      }

      @Override
      public CompletionStage<String> ended() {
        return ended;
      }

      @Override
      public CompletionStage<Done> stop() {
        calls.add("stop " + word);
        return stopped();
      }

      @Override
      public CompletionStage<Done> leave() {
        calls.add("leave " + word);
        return CompletableFuture.completedStage(Done.getInstance());
      }
    }
  }
}
