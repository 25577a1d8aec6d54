package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of an answer to a nonce. */
class DispatcherNonceTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  private static long before(Duration age) {
    return Snowflake.at(Instant.now().minus(age));
  }

  private void answerOnce(long id, String more) {
    discord.script(
        Reply.json(200, "{\"id\":\"%d\"%s}".formatted(id, more)), 1, TinyDiscord.posts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"channel_id\":\"6\",\"content\":\"words\"",
        ",\"channel_id\":\"5\",\"content\":\"other words\"",
        ",\"channel_id\":\"5\",\"content\":\"\"",
        ",\"channel_id\":\"5\",\"content\":\"words\",\"attachments\":[{\"id\":\"1\"}]",
      })
  void aPostThatIsAnsweredWithAnotherOneIsSentUnderAnotherNonce(String other) {
    answerOnce(before(Duration.ofMinutes(1)), other);
    var job = send(5, 1, "words");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("words");
    assertThat(discord.server.requests)
        .extracting(request -> request.body().replaceAll(".*\"nonce\":\"([^\"]*)\".*", "$1"))
        .containsExactly("first-5-1", "first-5-1~1");
  }

  @Test
  void aPostThatIsOlderThanWhatIsKnownOfTheChannelIsAnotherOne() {
    long after = before(Duration.ofMinutes(1));
    answerOnce(after - 1, ",\"channel_id\":\"5\",\"content\":\"words\"");
    var job = send(5, 1, "words", Lane.RELAY, after, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("words");
  }

  @Test
  void whatIsMadeJustNowIsOursHoweverDiscordWritesIt() {
    // By a clock that is ahead: not yet too old, should this machine take long to ask.
    long made = Snowflake.at(Instant.now().plusSeconds(60));
    answerOnce(made, ",\"channel_id\":\"5\",\"content\":\"words, as Discord writes them\"");
    var job = send(5, 1, "words");
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Sent(made));
    assertThat(discord.contents(5)).isEmpty();
  }

  @Test
  void anAnswerWithNothingButAnIdIsBelieved() {
    long made = before(Duration.ofMinutes(1));
    answerOnce(made, "");
    var job = send(5, 1, "words");
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Sent(made));
  }

  @Test
  void anInstallationOfTheSameBotIsNotAnsweredWithThePostsOfTheOneBefore() {
    var job = send(5, 1, "words");
    stage.offer(job);
    var first = stage.outcome(job);
    stage.restartAsOf("second");
    stage.outcomes.clear();
    stage.offer(job);
    assertThat(stage.outcome(job)).isNotEqualTo(first).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("words", "words");
  }

  @Test
  void aPostOfTheFormerVersionIsRecognisedByTheSameNonce() {
    stage.restartAsOf("");
    discord.fault(TinyDiscord.Fault.CUT_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, "words");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("words");
    assertThat(discord.server.requests.getFirst().body()).contains("\"nonce\":\"5-1\"");
  }

  @ParameterizedTest
  @CsvSource({"'', 1.2, 0, 1.2", "abc123, 1.2, 0, abc123-1.2", "abc123, 1.2, 2, abc123-1.2~2"})
  void aNonceBeginsWithTheEpoch(String epoch, String nonce, int others, String whole) {
    assertThat(new NoncePrefix(epoch).nonce(nonce, others)).isEqualTo(whole);
  }

  @Test
  void aLongNonceIsShortenedAndStaysItsOwn() {
    var epoch = new NoncePrefix("abc123");
    String one = epoch.nonce("zzzzzzzzzzzz.zzzzzzzzzzzz", 0);
    String two = epoch.nonce("zzzzzzzzzzzz.zzzzzzzzzzzy", 0);
    assertThat(one).hasSizeLessThanOrEqualTo(25).isNotEqualTo(two);
    assertThat(epoch.nonce("zzzzzzzzzzzz.zzzzzzzzzzzz", 0)).isEqualTo(one);
    assertThat(new NoncePrefix("abc124").nonce("zzzzzzzzzzzz.zzzzzzzzzzzz", 0)).isNotEqualTo(one);
  }
}
