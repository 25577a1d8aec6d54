package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.open;
import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Outcome.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Discord is believed that a channel is gone (error 10003). */
class UnknownChannelTest {
  private static final long CHANNEL = 5;
  private static final Reply UNKNOWN =
      Reply.json(404, "{\"code\":10003,\"message\":\"Unknown Channel\"}");
  private static final Outcome GONE =
      new Outcome.Refused(Refusal.CHANNEL_GONE, "Unknown Channel (10003)");

  private final DispatcherStage stage =
      new DispatcherStage(new Retry(Duration.ofMillis(2), Duration.ofMillis(20)));
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  private static boolean asksForIt(Request request) {
    return request.method().equals("GET") && request.path().equals("/channels/" + CHANNEL);
  }

  private long asked() {
    return discord.count("GET", "/channels/" + CHANNEL);
  }

  private static boolean all(Request request) {
    return request.path().startsWith("/channels/" + CHANNEL);
  }

  @Test
  void aPostIsTriedAgainWhereTheChannelIsThere() {
    discord.script(UNKNOWN, 2, TinyDiscord.posts(CHANNEL));
    var first = send(CHANNEL, 1, "first");
    var second = send(CHANNEL, 2, "second");
    stage.offer(first, second);
    assertThat(stage.outcome(first)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(second)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(CHANNEL)).containsExactly("first", "second");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aChannelThatIsUnknownWhenItIsAskedForIsGone() {
    discord.script(UNKNOWN, Integer.MAX_VALUE, UnknownChannelTest::all);
    var job = send(CHANNEL, 1, "first");
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(GONE);
    assertThat(asked()).isEqualTo(1);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 404, 429})
  void anAnswerThatSaysNothingOfTheChannelIsNoAnswer(int status) {
    discord.script(UNKNOWN, 1, TinyDiscord.posts(CHANNEL));
    discord.script(Reply.json(status, "{\"retry_after\":0.01}"), 2, UnknownChannelTest::asksForIt);
    var job = send(CHANNEL, 1, "first");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(asked()).isEqualTo(3);
    assertThat(discord.contents(CHANNEL)).containsExactly("first");
  }

  @Test
  void aChannelThatMayNotBeSeenIsThere() {
    discord.script(UNKNOWN, 1, TinyDiscord.posts(CHANNEL));
    discord.script(
        Reply.json(403, "{\"code\":50001,\"message\":\"x\"}"), 1, UnknownChannelTest::asksForIt);
    var job = send(CHANNEL, 1, "first");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void aPostThatIsNeverTakenIsShownInAnotherFormAfterTheUsualTime() {
    discord.script(
        UNKNOWN,
        Integer.MAX_VALUE,
        TinyDiscord.posts(CHANNEL).and(request -> request.body().contains("poison")));
    var job =
        new Job.Send(
            new Job.Key("ticket:5", 1),
            CHANNEL,
            Lane.RELAY,
            Draft.of("poison"),
            "n1",
            0,
            false,
            new Job.Fallback(List.of(), "`#1`", false, false));
    stage.offer(job);
    DispatcherStage.patiently().until(() -> asked() >= 4);
    stage.pass(Duration.ofSeconds(11));
    assertThat(stage.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> {
              assertThat(sent.form().words()).isEqualTo(Form.Words.NAMED);
              assertThat(sent.why()).contains("said to be unknown, and is there");
            });
  }

  @Test
  void theHistoryThatIsReadForAPostInDoubtDoesNotLoseTheChannelEither() {
    discord.script(
        UNKNOWN,
        1,
        request ->
            request.method().equals("GET")
                && request.path().startsWith("/channels/" + CHANNEL + "/messages"));
    var job = send(CHANNEL, 1, "first", Lane.RELAY, 0, true);
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(CHANNEL)).containsExactly("first");
  }

  @Test
  void anAmendmentIsMadeWhereTheChannelIsThere() {
    long message = discord.existing(CHANNEL, "old");
    discord.script(UNKNOWN, 1, request -> request.method().equals("PATCH"));
    var job =
        new Job.Amend(new Job.Key("ticket:5", 1), CHANNEL, Lane.RELAY, message, Draft.of("new"));
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(CHANNEL)).containsExactly("new");
  }

  @Test
  void aChannelIsNotTakenForDeletedWhileItIsThere() {
    var opening = open(7, false);
    stage.offer(opening);
    long made = ((Outcome.Sent) stage.outcome(opening)).id();
    discord.script(UNKNOWN, 1, request -> request.method().equals("DELETE"));
    var job = new Job.CloseChannel(new Job.Key("ticket:7", 2), made, Lane.BULK, "closed");
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Done());
    assertThat(discord.ticketChannels()).isZero();
  }

  @Test
  void aChannelThatIsBeingHiddenIsNotMadeTwice() {
    discord.inheritNothing();
    discord.script(UNKNOWN, 1, request -> request.method().equals("PATCH"));
    var opening = open(7, false);
    stage.offer(opening);
    assertThat(stage.outcome(opening)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.ticketChannels()).isEqualTo(1);
  }
}
