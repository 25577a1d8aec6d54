package dev.switchboard.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, which are in one actor system here. */
class ClusterPresenceTest {
  private static ActorTestKit kit;

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Long> changed = new ConcurrentLinkedQueue<>();
  private Presence one;
  private Presence other;

  @BeforeAll
  static void begin() {
    kit =
        ActorTestKit.create(
            "ClusterPresenceTest",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
  }

  @AfterAll
  static void end() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    one = node();
    other = node();
    other.listen(changed::add);
    // Until each knows of the other.
    await()
        .until(() -> {
          one.seen(1, "warm", PresenceState.VIEWING, false, person(1));
          other.seen(2, "warm", PresenceState.VIEWING, false, person(1));
          return !other.of(1).isEmpty() && !one.of(2).isEmpty();
        });
    one.left(1, "warm", person(1));
    other.left(2, "warm", person(1));
    await().until(() -> other.all().isEmpty() && one.all().isEmpty());
    changed.clear();
  }

  private Presence node() {
    CompletableFuture<Presence> started = new CompletableFuture<>();
    kit.spawn(
        Behaviors.setup(context -> {
          started.complete(ClusterPresence.start(context, nanos::get));
          return Behaviors.empty();
        }));
    return started.join();
  }

  private static Principal person(long id) {
    return new Principal.DiscordUser(
        id, "user " + id, Set.of(), new Principal.Source(Surface.PANEL, Optional.empty(), "r"));
  }

  @Test
  void whoeverIsOnATicketIsKnownOnEveryNodeUntilTheyLeave() {
    one.seen(12, "a", PresenceState.TYPING, true, person(7));

    Viewer anna = new Viewer(7, "user 7", PresenceState.TYPING, true);
    assertThat(one.of(12)).as("at once").containsExactly(anna);
    await().until(() -> other.of(12).equals(List.of(anna)));
    assertThat(changed).containsExactly(12L);

    one.left(12, "a", person(7));
    assertThat(one.of(12)).isEmpty();
    await().until(() -> other.of(12).isEmpty());
    assertThat(changed).containsExactly(12L, 12L);
  }

  @Test
  void aHeartbeatCountsForThirtySeconds() {
    one.seen(12, "a", PresenceState.VIEWING, false, person(7));
    await().until(() -> !other.of(12).isEmpty());
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    one.seen(13, "b", PresenceState.VIEWING, false, person(8));
    await().until(() -> !other.of(13).isEmpty());
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    await().until(() -> one.of(12).isEmpty() && other.of(12).isEmpty());
    assertThat(other.of(13)).hasSize(1);
    assertThat(changed).containsExactly(12L, 13L, 12L);
  }

  @Test
  void aListenerThatHasEndedIsToldNothing() {
    Queue<Long> told = new ConcurrentLinkedQueue<>();
    Presence.Listening listening = one.listen(told::add);
    listening.end();
    one.seen(12, "a", PresenceState.VIEWING, false, person(7));
    assertThat(one.of(12)).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void whatNodesTellEachOtherCanBeSent() {
    Viewer anna = new Viewer(7, "Anna", PresenceState.TYPING, true);
    for (Optional<Viewer> viewer : List.of(Optional.of(anna), Optional.<Viewer>empty())) {
      kit.serializationTestKit()
          .verifySerialization(
              new ClusterPresence.Message.Told("node", 12, "session", viewer), true);
    }
  }
}
