package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.numbers;
import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.api.TinyDiscord.Fault;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Outcome.Refusal;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the dispatcher does with the jobs of many channels. */
class DispatcherTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aChannelsPostsKeepTheirOrderWhateverFails() {
    discord.fault(Fault.FAILS, 3, TinyDiscord.posts());
    discord.fault(Fault.FAILS_AFTERWARDS, 3, TinyDiscord.posts());
    discord.fault(Fault.CUT_AFTERWARDS, 3, TinyDiscord.posts());
    for (int i = 0; i < 20; i++) {
      stage.offer(send(5, i, Integer.toString(i)));
    }
    stage.awaitOutcomes(20);
    assertThat(discord.contents(5)).isEqualTo(numbers(20));
  }

  @Test
  void aPostWhoseAnswerIsLostAppearsOnceByItsNonce() {
    discord.fault(Fault.CUT_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, "once");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("once");
    assertThat(discord.count("GET", ".*")).isZero();
  }

  @Test
  void aJobThatIsHeldOrOverIsNotDoneAgain() {
    discord.latency(Duration.ofMillis(50));
    var job = send(5, 1, "x");
    stage.offer(job, job);
    stage.offer(job);
    stage.outcome(job);
    stage.offer(job);
    await()
        .atMost(60, SECONDS)
        .until(() -> stage.outcomes.getOrDefault(job.key(), List.of()).size() == 2);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @Test
  void fivePostsInFiveSecondsAreWaitedForRatherThanRefused() {
    discord.limit();
    for (int i = 0; i < 12; i++) {
      stage.offer(send(5, i, Integer.toString(i)), send(6, i, Integer.toString(i)));
    }
    stage.awaitOutcomes(24);
    assertThat(discord.refusedAsTooEarly).hasValue(0);
    assertThat(discord.contents(5)).isEqualTo(numbers(12));
  }

  @Test
  void aFloodInOneChannelDoesNotDelayAnother() {
    discord.limit();
    for (int i = 0; i < 60; i++) {
      stage.offer(send(5, i, Integer.toString(i)));
    }
    var other = send(6, 1, "b");
    long start = System.nanoTime();
    stage.offer(other);
    stage.outcome(other);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aChannelThatAlwaysFailsDoesNotHoldTheOthers() {
    discord.fault(Fault.FAILS, 1_000_000, TinyDiscord.posts(5));
    stage.offer(send(5, 1, "never"));
    for (int i = 0; i < 20; i++) {
      var job = send(6, i, Integer.toString(i));
      stage.offer(job);
      stage.outcome(job);
    }
    assertThat(discord.contents(5)).isEmpty();
    assertThat(stage.status().outage()).isFalse();
    assertThat(stage.status().waiting().total()).isEqualTo(1);
    discord.clearFaults();
    stage.awaitOutcomes(21);
  }

  @Test
  void editsAndRemovalsStandBehindThePostsBeforeThem() {
    long message = discord.existing(5, "old");
    var key = new Job.Key("ticket:5", 100);
    var amend = new Job.Amend(key, 5, Lane.RELAY, message, Draft.of("new"));
    stage.offer(send(5, 1, "post"), amend);
    assertThat(stage.outcome(amend)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(5)).containsExactly("new", "post");
    var remove = new Job.Remove(new Job.Key("ticket:5", 101), 5, Lane.RELAY, message);
    stage.offer(remove);
    assertThat(stage.outcome(remove)).isEqualTo(new Outcome.Done());
    var gone = new Job.Amend(new Job.Key("ticket:5", 102), 5, Lane.RELAY, message, Draft.of("?"));
    var goneToo = new Job.Remove(new Job.Key("ticket:5", 103), 5, Lane.RELAY, message);
    stage.offer(gone, goneToo);
    assertThat(stage.outcome(gone))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.MESSAGE_GONE));
    assertThat(stage.outcome(goneToo)).isEqualTo(new Outcome.Done());
    var close = new Job.CloseChannel(new Job.Key("ticket:5", 104), 4, Lane.RELAY, "closed");
    stage.offer(close);
    assertThat(stage.outcome(close)).isEqualTo(new Outcome.Done());
  }

  @Test
  void filesAreReadAnewAndAMissingOneIsRefused() {
    var file = new StoredFile(FewFiles.KEY, "a.png", 3, "image/png");
    var missing = new StoredFile("absent", "b.png", 3, "image/png");
    discord.fault(Fault.FAILS, 1, TinyDiscord.posts());
    var good = withFile(1, file);
    var bad = withFile(2, missing);
    stage.offer(good, bad);
    assertThat(stage.outcome(good)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(bad))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.TOO_LARGE));
  }

  private static Job.Send withFile(long post, StoredFile file) {
    var draft = new Draft("f", List.of(), List.of(file), Draft.Pings.NONE, 0);
    return new Job.Send(new Job.Key("t", post), 5, Lane.RELAY, draft, "n" + post, 0, false);
  }

  @Test
  void aThousandChannelsGoSideBySide() {
    for (int i = 0; i < 1000; i++) {
      stage.offer(send(1000 + i, 1, "x"));
    }
    stage.awaitOutcomes(1000);
    assertThat(stage.status().waiting().total()).isZero();
    assertThat(stage.status().waiting().oldest()).isEmpty();
  }
}
