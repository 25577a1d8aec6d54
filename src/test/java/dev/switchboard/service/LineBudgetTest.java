package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final LineBudget budget = new LineBudget(2, clock::get);
  private final List<String> log = new ArrayList<>();

  @Test
  void whatIsTooMuchInAMinuteIsLeftOutAndCountedInOneLine() {
    say("a", "b", "c", "d");
    assertThat(log).containsExactly("a", "b");

    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    say("e", "f", "g");

    assertThat(log)
        .containsExactly(
            "a", "b", "2 lines were left out, since there were more than 2 in a minute", "e", "f");
  }

  @Test
  void whereNothingWasLeftOutNothingIsSaidOfIt() {
    say("a", "b");
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    say("c");

    assertThat(log).containsExactly("a", "b", "c");
  }

  private void say(String... lines) {
    for (String line : lines) {
      budget.log(line, log::add);
    }
  }
}
