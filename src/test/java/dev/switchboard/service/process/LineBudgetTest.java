package dev.switchboard.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Deque<Due> alarms = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final LineBudget budget =
      new LineBudget(
          2, clock::get, (nanos, task) -> alarms.add(new Due(clock.get() + nanos, task)), log::add);

  private record Due(long at, Runnable task) {}

  @Test
  void whatIsTooMuchInAMinuteIsLeftOutAndCountedInOneLine() {
    say("a", "b", "c", "d");
    assertThat(log).containsExactly("a", "b");

    clock.addAndGet(MINUTE);
    say("e", "f", "g");

    assertThat(log).containsExactly("a", "b", leftOut(2), "e", "f");
  }

  @Test
  void theCountIsSaidWhenTheMinuteIsOverThoughNothingFollows() {
    clock.addAndGet(MINUTE / 4);
    say("a", "b", "c", "d");
    assertThat(alarms.getFirst().at()).isEqualTo(clock.get() + MINUTE / 4 * 3);

    ring();

    assertThat(log).containsExactly("a", "b", leftOut(2));
    assertThat(alarms).isEmpty();
    say("e");
    assertThat(log).containsExactly("a", "b", leftOut(2), "e");
  }

  @Test
  void thereIsOneAlarmAtATimeHoweverManyLinesThereAre() {
    say("a", "b");
    assertThat(alarms).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      say("more");
    }
    assertThat(alarms).hasSize(1);
  }

  @Test
  void anAlarmOfAMinuteThatALineHasClosedAlreadyWaitsForTheNextOne() {
    say("a", "b", "c");
    clock.addAndGet(MINUTE);
    say("d", "e", "f");

    alarms.removeFirst().task().run();
    assertThat(log).containsExactly("a", "b", leftOut(1), "d", "e");
    ring();

    assertThat(log).containsExactly("a", "b", leftOut(1), "d", "e", leftOut(1));
  }

  @Test
  void theCountIsSaidAtTheEndOfWhoSaysThemAndOnlyOnce() {
    say("a", "b", "c");
    budget.tellLeftOut();
    assertThat(log).containsExactly("a", "b", leftOut(1));

    ring();
    budget.tellLeftOut();

    assertThat(log).hasSize(3);
  }

  @Test
  void whatFollowsAnEndInTheSameMinuteIsNoMoreThanTheRest() {
    say("a", "b", "c");
    budget.tellLeftOut();
    say("d");
    ring();

    assertThat(log).containsExactly("a", "b", leftOut(1), leftOut(1));
  }

  @Test
  void whereNothingWasLeftOutNothingIsSaidOfIt() {
    say("a", "b");
    clock.addAndGet(MINUTE);
    say("c");
    budget.tellLeftOut();

    assertThat(log).containsExactly("a", "b", "c");
    assertThat(alarms).isEmpty();
  }

  /** The next alarm, when it is due. */
  private void ring() {
    Due due = alarms.removeFirst();
    clock.set(due.at());
    due.task().run();
  }

  private static String leftOut(int lines) {
    return lines + " lines were left out, since there were more than 2 in a minute";
  }

  private void say(String... lines) {
    for (String line : lines) {
      budget.log(line);
    }
  }
}
