package dev.switchboard.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the refusals that are listed in a minute, because strangers can use any number of
 * addresses; one further entry has the number of the rest. Refusals of strangers, of administrators
 * and of people at each other surface are counted apart, so that a flood of one group hides none of
 * the others. An act that is written again after an outage of the database counts once.
 * Thread-safe.
 */
public final class CappedAuditLog implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(CappedAuditLog.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** The largest number of addresses that are counted in an entry. */
  private static final int MOST_ADDRESSES = 10_000;

  private final AuditLog log;
  private final Clock clock;
  private final BiConsumer<Duration, Runnable> later;
  private final Share strangers;
  private final Share administrators;

  /** Of people who are no administrators, by the word of their surface. */
  private final Map<String, Share> people;

  /** Refused acts that are counted and not stored yet. */
  private final Set<String> counted = ConcurrentHashMap.newKeySet();

  /**
   * @param most the number of refusals that are listed in a minute for each of the groups
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
    this.people =
        Arrays.stream(Surface.values())
            .collect(
                Collectors.toMap(
                    Surface::word, surface -> new Share(most, surface, 403, people(surface))));
  }

  private static String people(Surface surface) {
    return surface == Surface.DISCORD ? "people in Discord" : "people at surface " + surface.word();
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
    if (!entry.isRefusal()) {
      return log.writeOnce(act, entry);
    }
    String key = entry.surface() + " " + act;
    if (counted.add(key) && !isListed(entry)) {
      counted.remove(key);
      return CompletableFuture.completedStage(Done.getInstance());
    }
    return log.writeOnce(act, entry)
        .whenComplete((_, failure) -> {
          if (failure == null) {
            counted.remove(key);
          }
        });
  }

  private boolean isListed(AuditEntry entry) {
    if (!entry.isRefusal()) {
      return true;
    }
    Share ofPeople = entry.isOfStaff() ? people.get(entry.surface()) : null;
    if (ofPeople != null) {
      return ofPeople.takes(entry);
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

  /** Writes the number of refusals left out so far; to be called before the log is closed. */
  public CompletionStage<Done> flush() {
    return strangers
        .close()
        .thenCompose(_ -> administrators.close())
        .thenCompose(_ ->
            CompletableFuture.allOf(
                people.values().stream()
                    .map(share -> share.close().toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)))
        .thenApply(_ -> Done.getInstance());
  }

  /** The refusals of one group, listed and left out, in one minute. */
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
      // A minute ends with the entry about the refusals left out; without one, with the next
      // refusal. It also ends when the clock was set back.
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
