package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.api.TinyDiscord.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done while Discord fails for everybody. */
class DispatcherOutageTest {
  private static final Duration PAUSE = Duration.ofHours(1);

  private final DispatcherStage stage =
      new DispatcherStage(new Retry(PAUSE, PAUSE.multipliedBy(2)));
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void anOutageIsProbedByOneCallAPauseAndEndsAtOnce() {
    discord.fault(Fault.FAILS, 1_000_000, _ -> true);
    for (int i = 0; i < 200; i++) {
      stage.offer(send(100 + i, 1, "x"));
    }
    awaitQuiet(200);
    assertThat(stage.status().outage()).isTrue();
    long before = stage.status().made();
    assertThat(before).as("not every channel tries for itself").isLessThan(200);

    for (int probe = 1; probe <= 3; probe++) {
      stage.pass(PAUSE.minusMinutes(1));
      stage.offer(send(1_000 + probe, 1, "y"));
      awaitQuiet(199 + 2 * probe);
      assertThat(stage.status().made()).as("too early").isEqualTo(before + probe - 1);
      stage.pass(Duration.ofMinutes(1));
      stage.offer(send(2_000 + probe, 1, "z"));
      awaitQuiet(200 + 2 * probe);
      assertThat(stage.status().made()).as("one call").isEqualTo(before + probe);
    }

    discord.clearFaults();
    stage.pass(PAUSE);
    stage.offer(send(3_000, 1, "at last"));
    stage.awaitOutcomes(207);
    await().atMost(60, SECONDS).until(() -> !stage.status().outage());
  }

  /** All that was offered is taken in and waits, and no call is under way. */
  private void awaitQuiet(int waiting) {
    await()
        .atMost(60, SECONDS)
        .until(() -> {
          DispatcherStatus status = stage.status();
          return status.waiting().total() == waiting && status.inFlight() == 0;
        });
  }
}
