package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * The guard against raids. A raid is many young accounts, or many accounts that joined the
 * community together; of these only a limited number of tickets opens in a minute, and the next
 * ones wait. Everybody else's ticket opens at once, however busy the desk is. Thread-safe.
 *
 * <p>The age of an account is part of its id. The join time comes from Discord, with one call for
 * each new ticket, made only while more tickets are opened than the limit.
 *
 * <p>The counts are in memory: a few more tickets after a restart do no harm. In a cluster each
 * node counts its own members.
 */
public final class Admission {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Members who joined within this time of each other count as having joined together … */
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  /** … if they are at least this many … */
  private static final int WAVE = 10;

  /** … and joined within this time: a raid does not wait for long. */
  private static final Duration RECENT = Duration.ofDays(1);

  /** The largest number of joins in memory, the newest ones. */
  private static final int JOINS_KEPT = 1_000;

  private final Limits limits;
  private final Members members;
  private final Clock clock;
  private final Runnable firstHeld;
  private final Deque<Instant> admitted = new ArrayDeque<>();
  private final Deque<Instant> suspects = new ArrayDeque<>();
  private final Map<Long, Instant> joins = new LinkedHashMap<>();
  private boolean holding;

  /**
   * The limits of the guard.
   *
   * @param perMinute the present limit on tickets of suspicious accounts per minute
   * @param youngAccount an account younger than this is suspicious; zero for none
   */
  public record Limits(IntSupplier perMinute, Duration youngAccount) {}

  /**
   * The guard of one process.
   *
   * @param firstHeld run when the first member has to wait, and again only after the rush has ended
   */
  public Admission(Limits limits, Members members, Clock clock, Runnable firstHeld) {
    this.limits = limits;
    this.members = members;
    this.clock = clock;
    this.firstHeld = firstHeld;
  }

  /**
   * Requests the opening of a user's ticket; never fails. Empty if it may open now, and then it is
   * counted; otherwise the time to wait before the next request.
   */
  public CompletionStage<Optional<Duration>> ask(long user) {
    Instant now = clock.instant();
    Duration age = Duration.between(Snowflake.time(user), now);
    if (age.compareTo(limits.youngAccount()) < 0) {
      return CompletableFuture.completedStage(suspicious());
    }
    if (isQuiet()) {
      return CompletableFuture.completedStage(open());
    }
    return members
        .profile(user)
        .thenApply(profile -> joinedInWave(user, profile) ? suspicious() : open());
  }

  private synchronized boolean isQuiet() {
    forget(admitted);
    return admitted.size() < limits.perMinute().getAsInt();
  }

  private synchronized Optional<Duration> open() {
    if (admitted.size() < limits.perMinute().getAsInt()) {
      admitted.addLast(clock.instant());
    }
    return Optional.empty();
  }

  private synchronized boolean joinedInWave(long user, Profile profile) {
    if (!(profile instanceof Profile.Present present) || present.joinedAt().isEmpty()) {
      return false;
    }
    Instant joined = present.joinedAt().get();
    if (joined.isBefore(clock.instant().minus(RECENT))) {
      return false;
    }
    joins.remove(user);
    joins.put(user, joined);
    if (joins.size() > JOINS_KEPT) {
      joins.remove(joins.keySet().iterator().next());
    }
    long together =
        joins.values().stream()
            .filter(other -> Duration.between(other, joined).abs().compareTo(TOGETHER) <= 0)
            .count();
    return together >= WAVE;
  }

  private Optional<Duration> suspicious() {
    boolean first;
    Duration wait;
    synchronized (this) {
      Instant now = clock.instant();
      forget(suspects);
      int allowed = limits.perMinute().getAsInt();
      if (suspects.size() < allowed) {
        suspects.addLast(now);
        holding = holding && suspects.size() > allowed / 2;
        return open();
      }
      wait = Duration.between(now, suspects.getFirst().plus(WINDOW)).plusMillis(50);
      first = !holding;
      holding = true;
    }
    if (first) {
      firstHeld.run();
    }
    return Optional.of(wait);
  }

  private void forget(Deque<Instant> instants) {
    Instant now = clock.instant();
    // Times in the future were noted before the clock was set back.
    while (!instants.isEmpty()
        && (!instants.getFirst().isAfter(now.minus(WINDOW)) || instants.getFirst().isAfter(now))) {
      instants.removeFirst();
    }
  }
}
