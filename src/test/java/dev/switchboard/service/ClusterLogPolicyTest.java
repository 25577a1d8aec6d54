package dev.switchboard.service;

import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Principal;
import dev.switchboard.storage.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The no-log policy on two nodes that are connected by sockets. */
class ClusterLogPolicyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Stored STORED = new Stored();
  private static final List<Own> OWN = List.of(new Own(), new Own());
  private static final List<LogPolicy> POLICIES = new ArrayList<>();

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(OWN.size());
    for (int node = 0; node < OWN.size(); node++) {
      Own own = OWN.get(node);
      TestProbe<LogPolicy> started = cluster.node(node).createTestProbe();
      cluster
          .node(node)
          .spawn(
              Behaviors.setup(context -> {
                started.ref().tell(ClusterLogPolicy.start(context, own, STORED));
                return Behaviors.empty();
              }));
      POLICIES.add(started.receiveMessage(PATIENCE));
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void whatIsSwitchedOnOneNodeIsToldToTheOthers() {
    // So that no node can have read the toggle itself.
    STORED.position = Optional.empty();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          POLICIES.getFirst().obey(true, 1_000);
          return OWN.getLast().obeyed.equals(new Obeyed(true, 1_000));
        });
    POLICIES.getLast().obey(false, 1_001);
    await().atMost(PATIENCE).until(() -> OWN.getFirst().obeyed.equals(new Obeyed(false, 1_001)));
  }

  @Test
  void aNodeThatWasNotToldSeesForItself() {
    STORED.position = Optional.of(new Toggle.Position(true, Optional.empty(), Optional.empty(), 7));
    for (Own own : OWN) {
      await().atMost(PATIENCE).until(() -> own.obeyed.equals(new Obeyed(true, 7)));
    }
  }

  private record Obeyed(boolean silent, long number) {}

  /** The policy of a process; it keeps the last position that it got. */
  private static final class Own implements LogPolicy {
    private volatile Obeyed obeyed = new Obeyed(false, 0);

    @Override
    public void obey(boolean silent, long number) {
      obeyed = new Obeyed(silent, number);
    }

    @Override
    public boolean silent() {
      return obeyed.silent();
    }
  }

  /** The stored position of the toggle; while it is empty, as if the database were away. */
  private static final class Stored implements Toggles {
    private volatile Optional<Toggle.Position> position = Optional.empty();

    @Override
    public CompletionStage<Toggle.Position> position(ToggleName toggle) {
      return position
          .<CompletionStage<Toggle.Position>>map(CompletableFuture::completedStage)
          .orElseGet(() -> CompletableFuture.failedStage(new TimeoutException("away")));
    }

    @Override
    public CompletionStage<Toggle.Position> turn(ToggleName toggle, boolean on, Principal by) {
      return CompletableFuture.failedStage(new TimeoutException("away"));
    }

    @Override
    public CompletionStage<Boolean> isOn(ToggleName toggle) {
      return position(toggle).thenApply(Toggle.Position::on);
    }

    @Override
    public CompletionStage<Boolean> isOnLately(ToggleName toggle) {
      return isOn(toggle);
    }
  }
}
