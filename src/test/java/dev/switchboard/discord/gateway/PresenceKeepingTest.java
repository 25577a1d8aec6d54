package dev.switchboard.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PresenceKeepingTest {
  private final AtomicReference<String> wanted = new AtomicReference<>("");
  private final PresenceKeeping keeping = new PresenceKeeping(wanted::get);

  private static long at(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void aNewSessionShowsNothingByItself() {
    keeping.established(false);
    assertThat(keeping.due(at(0))).isEmpty();

    wanted.set("DM us");
    assertThat(keeping.due(at(1))).hasValue("DM us");
    assertThat(keeping.due(at(100))).isEmpty();
  }

  /** It may show what was wanted before. */
  @Test
  void aSessionThatIsResumedIsToldEvenThatThereIsNothing() {
    keeping.established(true);

    assertThat(keeping.due(at(0))).hasValue("");
    assertThat(keeping.due(at(100))).isEmpty();
  }

  @Test
  void eachNewSessionIsToldAgain() {
    wanted.set("DM us");
    keeping.established(false);
    assertThat(keeping.due(at(0))).hasValue("DM us");

    keeping.established(false);
    assertThat(keeping.due(at(10))).hasValue("DM us");
  }

  @Test
  void ofManyChangesTheLastIsSentSoon() {
    keeping.established(false);
    wanted.set("one");
    assertThat(keeping.due(at(0))).hasValue("one");
    wanted.set("two");
    assertThat(keeping.due(at(1))).isEmpty();
    wanted.set("three");
    assertThat(keeping.due(at(3))).isEmpty();
    assertThat(keeping.due(at(4))).hasValue("three");
  }
}
