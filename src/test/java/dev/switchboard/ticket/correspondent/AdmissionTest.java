package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Profile;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Duration OLD = Duration.ofDays(400);
  private static final Duration YOUNG = Duration.ofDays(2);

  private final MovableClock clock = new MovableClock();
  private final AtomicInteger told = new AtomicInteger();
  private final Map<Long, Profile> profiles = new HashMap<>();
  private final List<Long> looked = new ArrayList<>();
  private final Admission admission = admission(3);

  private Admission admission(int perMinute) {
    return new Admission(
        new Admission.Limits(() -> perMinute, Duration.ofDays(7)),
        user -> {
          looked.add(user);
          return CompletableFuture.completedStage(
              profiles.getOrDefault(user, new Profile.Unknown()));
        },
        clock,
        told::incrementAndGet);
  }

  private Optional<Duration> ask(Admission guard, long user) {
    return guard.ask(user).toCompletableFuture().join();
  }

  /** An account of this age; the number tells those of one age apart. */
  private long user(Duration age, int number) {
    return Snowflake.at(clock.instant().minus(age)) + number;
  }

  private long joined(int number, Duration ago) {
    long user = user(OLD, number);
    profiles.put(user, new Profile.Present("", clock.instant().minus(ago), List.of()));
    return user;
  }

  @Test
  void ordinaryMembersNeverWaitHoweverManyTheyAre() {
    for (int n = 0; n < 150; n++) {
      assertThat(ask(admission, joined(n, Duration.ofDays(30).plusMinutes(5L * n)))).isEmpty();
    }
    assertThat(told).hasValue(0);
    // Only above the limit is Discord asked when they joined.
    assertThat(looked).hasSize(147);
  }

  @Test
  void membersWhoJoinedLongAgoTogetherAreOrdinary() {
    for (int n = 0; n < 150; n++) {
      assertThat(ask(admission, joined(n, Duration.ofDays(30)))).isEmpty();
    }
  }

  @Test
  void membersOfWhomNothingIsKnownAreOrdinary() {
    for (int n = 0; n < 50; n++) {
      assertThat(ask(admission, user(OLD, n))).isEmpty();
      profiles.put(user(OLD, 1_000 + n), new Profile.NotThere());
      assertThat(ask(admission, user(OLD, 1_000 + n))).isEmpty();
    }
  }

  @Test
  void ofYoungAccountsSoManyOpenInAMinuteAndTheNextWaitUntilOneIsAMinuteOld() {
    for (int n = 0; n < 3; n++) {
      assertThat(ask(admission, user(YOUNG, n))).isEmpty();
      clock.pass(Duration.ofSeconds(10));
    }
    assertThat(ask(admission, user(YOUNG, 3)).orElseThrow())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    assertThat(looked).isEmpty();
    clock.pass(Duration.ofSeconds(31));
    assertThat(ask(admission, user(YOUNG, 3))).isEmpty();
  }

  @Test
  void amidARaidOfYoungAccountsOthersOpenAtOnce() {
    LongStream.range(0, 100).forEach(n -> ask(admission, user(YOUNG, (int) n)));
    assertThat(told).hasValue(1);
    for (int n = 0; n < 20; n++) {
      assertThat(ask(admission, user(OLD, n))).isEmpty();
    }
  }

  @Test
  void aSingleYoungAccountOpensAtOnceThoughTheDeskIsBusy() {
    for (int n = 0; n < 100; n++) {
      ask(admission, user(OLD, n));
    }
    assertThat(ask(admission, user(YOUNG, 1))).isEmpty();
  }

  @Test
  void accountsThatJoinedTogetherWaitWhateverTheirAge() {
    long opened = 0;
    for (int n = 0; n < 100; n++) {
      if (ask(admission, joined(n, Duration.ofMinutes(90).plusMillis(300L * n))).isEmpty()) {
        opened++;
      }
    }
    // Three before anybody was looked at, nine who were not many yet, and three a minute.
    assertThat(opened).isEqualTo(15);
    assertThat(told).hasValue(1);
    assertThat(ask(admission, joined(1_000, Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void staffAreToldOnceForEachRaid() {
    for (int n = 0; n < 10; n++) {
      ask(admission, user(YOUNG, n));
    }
    assertThat(told).hasValue(1);
    clock.pass(Duration.ofMinutes(5));
    for (int n = 0; n < 10; n++) {
      ask(admission, user(YOUNG, n));
    }
    assertThat(told).hasValue(2);
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() {
    long now = user(YOUNG, 1);
    for (int n = 0; n < 3; n++) {
      assertThat(ask(admission, now)).isEmpty();
    }
    clock.pass(Duration.ofHours(-1));
    assertThat(ask(admission, now)).isEmpty();
    clock.pass(Duration.ofHours(1));
    assertThat(ask(admission, now)).isEmpty();
  }

  private static final class MovableClock extends Clock {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
