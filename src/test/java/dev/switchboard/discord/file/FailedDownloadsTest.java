package dev.switchboard.discord.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that fail on Discord's servers for a while, by a clock of the test's own. */
class FailedDownloadsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private record Due(long at, Runnable step) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
  private final FailedDownloads failed =
      new FailedDownloads(
          DiscordCopies.Pauses.USUAL.retry(),
          this::now,
          (pause, step) -> due.add(new Due(now() + pause.toNanos(), step)));
  private final List<Long> asked = new ArrayList<>();
  private final List<Long> kept = new ArrayList<>();
  private long now;
  private long failsUntil;

  private long now() {
    return now;
  }

  /** One download, until it succeeds. */
  private void download(int failures) {
    asked.add(now);
    if (now < failsUntil) {
      failed.again(failures + 1, () -> download(failures + 1));
    } else {
      kept.add(now);
      failed.passed();
    }
  }

  private void play() {
    for (Due next = due.poll(); next != null; next = due.poll()) {
      now = next.at();
      next.step().run();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 500})
  void allAreKeptWithinFiveSecondsAfterTheServersAreWellAgain(int files) {
    failsUntil = 600 * SECOND;
    for (int file = 0; file < files; file++) {
      download(0);
    }
    play();
    assertThat(kept).hasSize(files);
    assertThat(kept.getLast() - failsUntil).isLessThanOrEqualTo(5 * SECOND);
  }

  @Test
  void howeverManyFailTheyAskAFewTimesASecond() {
    failsUntil = 120 * SECOND;
    for (int file = 0; file < 100; file++) {
      download(0);
    }
    play();
    long calls = asked.stream().filter(at -> at > 60 * SECOND && at < failsUntil).count();
    assertThat(calls / 60.0).isLessThan(4.5);
  }

  /** What succeeds elsewhere does not make a file that fails for itself be asked for more often. */
  @Test
  void aFileThatFailsAloneIsNotTriedMoreOftenForTheSuccessOfOthers() {
    failsUntil = 60 * SECOND;
    download(0);
    for (long at = 0; at < failsUntil; at += SECOND / 10) {
      due.add(new Due(at, failed::passed));
    }
    play();
    assertThat(asked).hasSizeLessThan(30);
    assertThat(kept).hasSize(1);
  }
}
