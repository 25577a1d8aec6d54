package dev.switchboard.discord.dispatch;

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

/** What the dispatcher remembers, and what it does after a fault of its own. */
class DispatcherLifeTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  private long posts;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aFaultOfItsOwnMakesItBeginAnewAndWhatIsOfferedAgainIsDoneOnce() {
    stage.fault(1);
    var first = send(5, 1, "first");
    var second = send(6, 1, "second");
    stage.offer(first);
    stage.awaitFaults();
    var again = send(5, 1, "first", Lane.RELAY, 0, true);
    stage.offer(again, second);
    assertThat(stage.outcome(again)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(second)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("first");
    assertThat(stage.status().inFlight()).isZero();
  }

  @Test
  void anAnswerToAFormerLifeIsNoMatter() {
    discord.latency(Duration.ofMillis(1_500));
    discord.forgetNonces();
    var slow = send(5, 1, "slow");
    stage.offer(slow);
    await().atMost(60, SECONDS).until(() -> discord.count("POST", ".*") == 1);
    stage.fault(1);
    // Its outcome is reported at once: our copy of a file is missing.
    stage.offer(missingFile(6));
    stage.awaitFaults();
    stage.offer(send(5, 1, "slow", Lane.RELAY, 0, true));
    assertThat(stage.outcome(slow)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("slow");
    await().atMost(60, SECONDS).until(() -> stage.status().inFlight() == 0);
    assertThat(stage.status().waiting().total()).isZero();
  }

  private static Job.Send missingFile(long channel) {
    var missing = new StoredFile("absent", "b.png", 3, "image/png");
    var draft = new Draft("f", List.of(), List.of(missing), Draft.Pings.NONE, 0);
    return new Job.Send(
        new Job.Key("ticket:" + channel, 1), channel, Lane.RELAY, draft, "n", 0, false);
  }

  @Test
  void whatWasForbiddenIsDoneWhenItIsOfferedOnceMore() {
    discord.fault(Fault.FORBIDDEN, 1, TinyDiscord.posts());
    var job = send(5, 1, "may I?");
    stage.offer(job);
    assertThat(stage.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.FORBIDDEN));
    stage.offer(job);
    assertThat(stage.outcome(job, 2)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("may I?");
  }

  @Test
  void typingIsShownOnceInAWhile() {
    for (int i = 0; i < 5; i++) {
      stage.type(5);
    }
    stage.type(6);
    assertThat(callsMade()).as("two channels, and the post that was waited for").isEqualTo(3);
    stage.pass(Duration.ofSeconds(9));
    stage.type(5);
    assertThat(callsMade()).isEqualTo(5);
    await().atMost(60, SECONDS).until(() -> discord.count("POST", ".*/typing") == 3);
  }

  /** All that it was asked before is decided when this post is over. */
  private long callsMade() {
    var post = send(7, posts++, "x");
    stage.offer(post);
    stage.outcome(post);
    await().atMost(60, SECONDS).until(() -> stage.status().waiting().total() == 0);
    return stage.status().made();
  }
}
