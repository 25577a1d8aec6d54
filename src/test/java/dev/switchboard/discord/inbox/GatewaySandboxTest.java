package dev.switchboard.discord.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is written while nobody listens, against the look-alike Discord. */
final class GatewaySandboxTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ActorTestKit KIT = ActorTestKit.create();

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
  private final DiscordSettings settings =
      new DiscordSettings(
          new DiscordSettings.Access(sandbox.botToken(), URI.create(sandbox.apiUrl())),
          new DiscordSettings.Community(
              sandbox.world().communityGuild(),
              sandbox.world().staff().guild(),
              sandbox.world().staff().inboxCategory(),
              List.of(sandbox.world().staff().role()),
              OptionalLong.empty()),
          "!",
          new DiscordSettings.Limits(45, Duration.ofMinutes(2), 10 << 20),
          Retry.upTo(Duration.ofSeconds(30)));
  private final DiscordRest rest = new DiscordRest(settings.access());
  private final RecordedDeliveries delivered = new RecordedDeliveries();
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final List<ActorRef<GatewayLink.Message>> running = new ArrayList<>();
  private final long alice = sandbox.world().person("alice");
  private final long carol = sandbox.world().person("carol");

  @BeforeEach
  void empty() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("truncate inbox, gateway_session, dm_channel, dead_letter"));
  }

  @AfterEach
  void close() {
    running.forEach(link -> KIT.stop(link));
    rest.close();
    sandbox.close();
  }

  @AfterAll
  static void stopActors() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatIsWrittenWhileWeAreStoppedComesWithTheResumedSession() {
    var link = started();
    sandbox.client().sendDm(alice, "one");
    awaitWords("one");
    stop(link);
    sandbox.client().sendDm(alice, "two");
    sandbox.client().sendDm(carol, "never seen before");
    started();
    awaitWords("one", "two", "never seen before");
    assertThat(monitor.status().intake().epoch()).isEqualTo(1);
    assertThat(delivered.members).noneMatch(RecordedDeliveries.Delivered::gap);
  }

  @Test
  void aCutConnectionLosesNothing() {
    started();
    for (int number = 0; number < 20; number++) {
      sandbox.client().sendDm(alice, "n" + number);
      if (number % 5 == 2) {
        sandbox.client().dropGateway(true);
      }
    }
    await().until(() -> delivered.members.size() == 20);
    assertThat(delivered.words()).startsWith("n0", "n1", "n2", "n3").endsWith("n18", "n19");
    assertThat(monitor.status().intake().epoch()).isEqualTo(1);
  }

  @Test
  void aForgottenSessionLeavesAGapThatIsFilledInOrder() {
    var link = started();
    sandbox.client().sendDm(alice, "one");
    awaitWords("one");
    stop(link);
    sandbox.client().gateway("forget_sessions", JsonNodeFactory.instance.objectNode());
    sandbox.client().sendDm(alice, "two");
    sandbox.client().sendDm(carol, "first");
    started();
    await().until(() -> monitor.status().intake().epoch() == 2);
    sandbox.client().sendDm(alice, "three");
    sandbox.client().sendDm(carol, "second");
    awaitWords("one", "three", "second");
    assertThat(delivered.members)
        .extracting(RecordedDeliveries.Delivered::gap)
        .containsExactly(false, true, true);
    var inbox = FakeConversations.inbox(DATABASE.database(), rest::exchange, settings);
    assertThat(filled(inbox, alice)).containsExactly("one", "two", "three");
    assertThat(filled(inbox, carol)).containsExactly("first", "second");
  }

  private static List<String> filled(DiscordInbox inbox, long user) {
    assertThat(inbox.fill(user).toCompletableFuture().join())
        .isInstanceOf(Inbox.Filled.Complete.class);
    var waiting = inbox.waiting(user).toCompletableFuture().join();
    assertThat(waiting.gap()).isFalse();
    return waiting.arrivals().stream()
        .map(arrival -> ((Arrival.Wrote) arrival).content().text())
        .toList();
  }

  private GatewayIntake.History conversations() {
    var conversations = new FakeConversations();
    return new GatewayIntake.History(
        conversations.history(DATABASE.database(), rest::exchange, settings), conversations);
  }

  private ActorRef<GatewayLink.Message> started() {
    var first = new CompletableFuture<GatewayLink.FirstConnection>();
    var link =
        KIT.spawn(
            GatewayIntake.create(
                new GatewayIntake.Sources(
                    settings,
                    new FencedDatabase(DATABASE.database(), Fence.NONE),
                    rest,
                    new TicketChannels(DATABASE.database(), _ -> false),
                    conversations(),
                    _ -> false),
                new GatewayIntake.Listeners(
                    delivered,
                    delivered,
                    (type, data) -> {},
                    frame -> Optional.empty(),
                    () -> "",
                    TestWords.ENGLISH),
                monitor,
                first));
    running.add(link);
    await().atMost(Duration.ofSeconds(30)).until(first::isDone);
    return link;
  }

  private static void stop(ActorRef<GatewayLink.Message> link) {
    TestProbe<Done> stopped = KIT.createTestProbe();
    link.tell(new GatewayLink.Stop(stopped.ref()));
    stopped.receiveMessage(Duration.ofSeconds(30));
  }

  private void awaitWords(String... words) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(delivered.words()).containsExactly(words));
  }
}
