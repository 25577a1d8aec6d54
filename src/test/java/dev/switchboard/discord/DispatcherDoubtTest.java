package dev.switchboard.discord;

import static dev.switchboard.discord.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.TinyDiscord.Fault;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Job.Lane;
import dev.switchboard.ticket.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A post that may have been made already is made once. */
class DispatcherDoubtTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aPostWhoseNonceIsForgottenIsFoundInTheHistory() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    long before = discord.existing(5, "twice?");
    discord.fault(Fault.FAILS_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, " twice? ", Lane.RELAY, before, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Sent(before + 1));
    assertThat(discord.contents(5)).containsExactly("twice?", "twice?");
  }

  @Test
  void aPostThatFailedWithoutADeedIsSentAfterTheHistoryWasRead() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS, 2, TinyDiscord.posts());
    var job = send(5, 1, "x");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("x");
  }

  @Test
  void identicalTextsInARowAllAppearEvenInDoubt() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS_AFTERWARDS, 2, TinyDiscord.posts());
    stage.offer(send(5, 1, "same"), send(5, 2, "same"), send(5, 3, "same"));
    stage.awaitOutcomes(3);
    assertThat(discord.contents(5)).containsExactly("same", "same", "same");
    assertThat(stage.outcomes.values().stream().flatMap(List::stream).distinct()).hasSize(3);
  }

  @Test
  void whatAnEarlierProcessPostedIsFoundBehindTheLastKnownMessage() {
    discord.forgetNonces();
    long known = discord.existing(5, "a");
    for (int i = 0; i < 120; i++) {
      discord.existing(5, "other " + i);
    }
    discord.existing(5, "b");
    stage.offer(
        send(5, 2, "b", Lane.RELAY, known, true),
        send(5, 3, "b", Lane.RELAY, known, true),
        send(5, 4, "c", Lane.RELAY, known, true));
    stage.awaitOutcomes(3);
    assertThat(discord.contents(5)).hasSize(124).endsWith("b", "b", "c");
  }

  @Test
  void aKilledDispatchersJobsAreDoneOnceWhenOfferedAgain() {
    discord.forgetNonces();
    discord.latency(Duration.ofMillis(100));
    var first = new ArrayList<Job>();
    var again = new ArrayList<Job>();
    for (int i = 0; i < 10; i++) {
      first.add(send(5, i, "n" + i));
      again.add(send(5, i, "n" + i, Lane.RELAY, 0, true));
    }
    stage.offer(first);
    await().atMost(60, SECONDS).until(() -> discord.contents(5).size() >= 3);
    stage.kill();
    stage.outcomes.clear();
    stage.offer(again);
    stage.awaitOutcomes(10);
    assertThat(discord.contents(5))
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "n" + i).toList());
  }
}
