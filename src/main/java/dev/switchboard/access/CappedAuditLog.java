package dev.switchboard.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists so many refusals in a minute, and says in one entry behind them how many more there were:
 * strangers have as many addresses as they like. Those of strangers, of administrators and of
 * people in Discord are counted apart, so that a flood of the ones hides none of the others. Safe
 * for use by several threads.
 */
public final class CappedAuditLog implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(CappedAuditLog.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** More are not told apart. */
  private static final int MOST_ADDRESSES = 10_000;

  private final AuditLog log;
  private final Clock clock;
  private final BiConsumer<Duration, Runnable> later;
  private final Share strangers;
  private final Share administrators;
  private final Share discord;

  /**
   * @param most how many are listed in a minute, of strangers, of administrators and of people in
   *     Discord each
   */
  public CappedAuditLog(AuditLog log, int most, Clock clock) {
    this(log, most, clock, CappedAuditLog::later);
  }

  CappedAuditLog(AuditLog log, int most, Clock clock, BiConsumer<Duration, Runnable> later) {
    this.log = log;
    this.clock = clock;
    this.later = later;
    this.strangers = new Share(most, Surface.RPC, 401, "strangers");
    this.administrators = new Share(most, Surface.RPC, 403, "administrators");
    this.discord = new Share(most, Surface.DISCORD, 403, "people in Discord");
  }

  private static void later(Duration pause, Runnable work) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS).execute(work);
  }

  @Override
  public CompletionStage<Done> write(AuditEntry entry) {
    return isListed(entry)
        ? log.write(entry)
        : CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
    return isListed(entry)
        ? log.writeOnce(act, entry)
        : CompletableFuture.completedStage(Done.getInstance());
  }

  private boolean isListed(AuditEntry entry) {
    if (!entry.isRefusal()) {
      return true;
    }
    if (entry.surface().equals(Surface.DISCORD.word())) {
      return discord.takes(entry);
    }
    return entry.caller().isEmpty() ? strangers.takes(entry) : administrators.takes(entry);
  }

  @Override
  public void note(AuditEntry entry) {
    log.note(entry);
  }

  @Override
  public CompletionStage<List<Numbered>> read(OptionalLong before, int most) {
    return log.read(before, most);
  }

  /** Writes how many were left out so far; to be called before the log is closed. */
  public CompletionStage<Done> flush() {
    return strangers
        .close()
        .thenCompose(_ -> administrators.close())
        .thenCompose(_ -> discord.close());
  }

  /** What is listed and left out in one minute. */
  private final class Share {
    private final int most;
    private final Surface surface;
    private final int status;
    private final String whose;
    private final Set<String> addresses = new HashSet<>();
    private Instant began = Instant.MIN;
    private int listed;
    private long leftOut;

    private Share(int most, Surface surface, int status, String whose) {
      this.most = most;
      this.surface = surface;
      this.status = status;
      this.whose = whose;
    }

    private synchronized boolean takes(AuditEntry entry) {
      Instant now = clock.instant();
      // The entry about what was left out ends a minute; without one, the next refusal does. A
      // clock that was set back ends it too.
      boolean over = now.isBefore(began) || !now.isBefore(began.plus(WINDOW));
      if (over && leftOut == 0) {
        began = now;
        listed = 0;
      }
      if (listed < most) {
        listed++;
        return true;
      }
      if (leftOut++ == 0) {
        Duration rest = Duration.between(now, began.plus(WINDOW));
        later.accept(rest.isNegative() ? Duration.ZERO : rest, this::close);
      }
      if (addresses.size() < MOST_ADDRESSES) {
        addresses.add(entry.address());
      }
      return false;
    }

    private CompletionStage<Done> close() {
      AuditEntry summary;
      synchronized (this) {
        if (leftOut == 0) {
          return CompletableFuture.completedStage(Done.getInstance());
        }
        summary = summary();
        leftOut = 0;
        listed = 0;
        addresses.clear();
        began = clock.instant();
      }
      return log.write(summary)
          .exceptionally(failure -> {
            LOG.error("Refusals are missing from the audit log: {}", summary.detail(), failure);
            return Done.getInstance();
          });
    }

    private AuditEntry summary() {
      return new AuditEntry(
          clock.instant(),
          "",
          "",
          surface.word(),
          "",
          "",
          status,
          "{\"refused\":\"by %s, not listed one by one\",\"left_out\":%d,\"addresses\":%d,\"since\":\"%s\"}"
              .formatted(whose, leftOut, addresses.size(), began));
    }
  }
}
