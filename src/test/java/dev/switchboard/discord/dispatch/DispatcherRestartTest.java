package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.open;
import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.api.TinyDiscord.Fault;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The dispatcher begins anew after a fault of its own while Discord has not answered yet what it
 * asked before: that has its effect later, and its answer comes to the new life.
 */
class DispatcherRestartTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;
  private final CompletableFuture<Void> released = new CompletableFuture<>();

  private long posts;

  @AfterEach
  void stop() {
    released.complete(null);
    stage.close();
  }

  @Test
  void aChannelThatIsBeingMadeIsNotMadeOnceMore() {
    discord.server.hold(DispatcherRestartTest::makesChannel, released);
    stage.offer(open(5, false));
    awaitCalls("POST", "/guilds/900/channels", 1);

    long former = stage.memory();
    stage.failNow();
    stage.awaitNewLife(former);
    stage.offer(open(5, true));
    awaitThatItWorks();
    released.complete(null);

    assertThat(stage.outcome(open(5, true))).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.ticketChannels()).isEqualTo(1);
  }

  @Test
  void aCategoryThatIsBeingMadeIsNotMadeOnceMore() {
    discord.fill(TinyDiscord.INBOX, 50);
    stage.directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
    discord.server.hold(DispatcherRestartTest::makesChannel, released);
    stage.offer(open(5, false));
    awaitCalls("POST", "/guilds/900/channels", 1);

    long former = stage.memory();
    stage.failNow();
    stage.awaitNewLife(former);
    stage.offer(open(6, true));
    awaitThatItWorks();
    released.complete(null);

    assertThat(stage.outcome(open(6, true))).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.overflowCategories()).containsExactly("Inbox 2");
  }

  @Test
  void anOlderTextDoesNotComeBehindANewerOne() {
    long message = discord.existing(5, "first");
    // From now on it is known what limits there are.
    stage.offer(amend(1, message, "second"));
    stage.outcome(amend(1, message, "second"));
    discord.server.hold(request -> request.method().equals("PATCH"), released);
    stage.offer(amend(2, message, "third"));
    awaitCalls("PATCH", ".*", 2);

    long former = stage.memory();
    stage.failNow();
    stage.awaitNewLife(former);
    stage.offer(amend(2, message, "third"), amend(3, message, "fourth"));
    awaitThatItWorks();
    assertThat(discord.contents(5)).containsExactly("second");
    released.complete(null);

    assertThat(stage.outcome(amend(3, message, "fourth"))).isInstanceOf(Outcome.Done.class);
    assertThat(discord.contents(5)).containsExactly("fourth");
  }

  /** Discord's limits are known by what is under way: an answer that is lost would be for ever. */
  @Test
  void anAnswerThatFindsNoRoomWhileItIsAwayKeepsNobodyFromAsking() {
    discord.server.hold(DispatcherRestartTest::makesChannel, released);
    stage.offer(open(5, false));
    awaitCalls("POST", "/guilds/900/channels", 1);

    long former = stage.memory();
    stage.failNow();
    // As many messages as are kept for the new life.
    for (int i = 0; i < 1_100; i++) {
      stage.type(5);
    }
    released.complete(null);
    stage.awaitNewLife(former);
    stage.offer(open(6, false));

    assertThat(stage.outcome(open(6, false))).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void itEndsOnlyWhenWhatItAskedBeforeIsAnswered() {
    discord.server.hold(TinyDiscord.posts(5), released);
    stage.offer(send(5, 1, "slow"));
    awaitCalls("POST", "/channels/5/messages", 1);

    long former = stage.memory();
    stage.failNow();
    CompletionStage<List<String>> standing = stage.end().thenApply(_ -> discord.contents(5));
    stage.awaitNewLife(former);
    released.complete(null);

    await().atMost(60, SECONDS).until(() -> standing.toCompletableFuture().isDone());
    assertThat(standing.toCompletableFuture().join()).containsExactly("slow");
  }

  @Test
  void aFaultWhileItEndsDoesNotMakeItGoOn() {
    CompletableFuture<Void> other = new CompletableFuture<>();
    discord.server.hold(TinyDiscord.posts(5), released);
    discord.server.hold(TinyDiscord.posts(6), other);
    stage.offer(send(5, 1, "slow"), send(6, 1, "less so"));
    awaitCalls("POST", "/channels/./messages", 2);

    long former = stage.memory();
    CompletionStage<List<String>> standing = stage.end().thenApply(_ -> discord.contents(5));
    stage.fault(1);
    other.complete(null);
    stage.awaitNewLife(former);
    stage.offer(send(7, 1, "on and on"));
    released.complete(null);

    await().atMost(60, SECONDS).until(() -> standing.toCompletableFuture().isDone());
    assertThat(standing.toCompletableFuture().join()).containsExactly("slow");
    assertThat(discord.contents(7)).isEmpty();
  }

  @Test
  void whatIsWrongWithAGuildIsStillKnownAfterwards() {
    var gone = JsonNodeFactory.instance.objectNode().put("id", Long.toString(TinyDiscord.GUILD));
    stage.directory.seen("GUILD_DELETE", gone);
    stage.look();
    await().atMost(60, SECONDS).until(() -> alarms().size() == 1);
    List<String> before = alarms();

    long former = stage.memory();
    stage.failNow();
    stage.awaitNewLife(former);
    var post = send(7, 1, "x", Lane.STAFF, 0, false);
    stage.offer(post);
    stage.outcome(post);

    assertThat(alarms()).isEqualTo(before);
  }

  @Test
  void whatItSaysOfItselfIsSaidAlsoAfterwards() {
    discord.fault(Fault.FORBIDDEN, 1, request -> request.method().equals("DELETE"));
    discord.fault(Fault.FAILS, 1, TinyDiscord.posts(8));
    discord.server.hold(TinyDiscord.posts(8), released);
    stage.offer(new Job.CloseChannel(new Job.Key("ticket:8", 1), 8, Lane.BULK, "closed"));
    awaitCalls("POST", "/channels/8/messages", 1);

    long former = stage.memory();
    stage.failNow();
    stage.awaitNewLife(former);
    released.complete(null);

    await().atMost(60, SECONDS).until(() -> discord.contents(8).size() == 1);
    awaitThatItWorks();
    assertThat(discord.contents(8))
        .singleElement(STRING)
        .startsWith("⚠️ This channel could not be deleted");
  }

  private List<String> alarms() {
    return stage.status().withholding().alarms();
  }

  private static boolean makesChannel(Request request) {
    return request.method().equals("POST") && request.path().equals("/guilds/900/channels");
  }

  private static Job.Amend amend(long post, long message, String text) {
    return new Job.Amend(new Job.Key("ticket:5", post), 5, Lane.RELAY, message, Draft.of(text));
  }

  private void awaitCalls(String method, String path, int count) {
    await().atMost(60, SECONDS).until(() -> discord.count(method, path) == count);
  }

  /** It has had the time to do what it was asked, if it would. */
  private void awaitThatItWorks() {
    for (int i = 0; i < 5; i++) {
      var post = send(7, ++posts, "x");
      stage.offer(post);
      stage.outcome(post);
    }
  }
}
