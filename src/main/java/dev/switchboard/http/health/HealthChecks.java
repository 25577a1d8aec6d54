package dev.switchboard.http.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The checks of the product's health, once for all who ask. Thread-safe. */
public final class HealthChecks {
  /**
   * The time without a connection that counts as healthy: Discord's gateway asks clients to
   * reconnect now and then. Before its first connection the server is unhealthy.
   */
  private static final Duration DISCONNECTED_TOLERATED = Duration.ofMinutes(1);

  private final Health health;
  private final DatabaseLook database;
  private final Clock clock;

  public HealthChecks(Health health, Clock clock) {
    this.health = health;
    this.database = new DatabaseLook(health, System::nanoTime);
    this.clock = clock;
  }

  /**
   * The result of all checks.
   *
   * @param database whether the database answers
   * @param gateway whether the bot is connected, or was a minute ago, or is wanted not to be
   * @param unreadable as {@link Health#unreadable}
   */
  public record Report(boolean database, boolean gateway, Health.Bot bot, List<String> unreadable) {
    /** Whether everything is well. */
    public boolean healthy() {
      return ready() && bot.alarms().isEmpty() && unreadable.isEmpty();
    }

    /** Whether the server does its work. One whose bot an administrator stopped does. */
    public boolean ready() {
      return database && gateway;
    }
  }

  /** Makes all checks. Completes within 2 s and never fails. */
  public CompletionStage<Report> look() {
    return database.answers().thenApply(answers -> report(answers, clock.instant()));
  }

  private Report report(boolean answers, Instant now) {
    Health.Bot bot = health.bot();
    boolean lately =
        bot.since().filter(lost -> !lost.plus(DISCONNECTED_TOLERATED).isBefore(now)).isPresent();
    return new Report(
        answers, bot.stopped() || bot.connected() || lately, bot, health.unreadable());
  }
}
