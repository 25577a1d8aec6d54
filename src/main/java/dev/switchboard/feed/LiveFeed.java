package dev.switchboard.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events of the feed on one node, for any number of listeners. One reader looks into the
 * table every {@link #POLL} while somebody listens, and not at all otherwise; an event reaches the
 * listeners of a node some 60 ms after its commit on average, and within 150 ms where the database
 * is not slow. The newest {@link #RING} events are in memory. A listener holds nothing here but its
 * position: it asks for what follows, and asks again when that is sent. What the memory does not
 * have any more is read from the table for that listener. Thread-safe.
 */
public final class LiveFeed {
  /** The time between two looks into the table. */
  static final Duration POLL = Duration.ofMillis(100);

  /**
   * The same where the last look found {@link #MANY}: so much happens then that each stream would
   * have to send all the time.
   */
  private static final Duration BUSY = Duration.ofMillis(250);

  private static final int MANY = 10;

  /** The time from a commit to the look, so that what is committed shortly after it is found. */
  private static final Duration SOON = Duration.ofMillis(10);

  /** The time between two looks while the database is out of reach. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** Events in memory: less than 1 MB. */
  static final int RING = 1_000;

  /** So many events a listener is given at once. */
  static final int GIVEN = 100;

  /** A listener is answered after so long in any case, so that one that is gone is forgotten. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

  private final Feed feed;
  private final Executor soon =
      CompletableFuture.delayedExecutor(SOON.toMillis(), TimeUnit.MILLISECONDS);
  private final Executor later =
      CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  private final Deque<FeedEntry> ring = new ArrayDeque<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** The position behind which the ring begins, and that of its last event. */
  private long first;

  private long head;
  private boolean reading;

  /** The number of events that the last look found. */
  private int found;

  /**
   * Whether the next look is to be soon, for something that was committed since the last one began.
   */
  private boolean asked;

  /** Ends with the time until the next look. */
  private CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);

  private record Waiting(long position, long until, CompletableFuture<Followed> answer) {}

  public LiveFeed(Feed feed) {
    this.feed = feed;
  }

  /** Where the feed is, from the table: where a new listener begins. */
  public CompletionStage<Feed.Head> head() {
    return feed.head();
  }

  /**
   * What follows a position: at once where there is something, else when something happens, or
   * after ten seconds without anything. Fails where the table has to be read, and the database is
   * out of reach.
   */
  public CompletionStage<Followed> after(long position) {
    synchronized (this) {
      if (reading && position >= first && position <= head) {
        return position < head ? done(given(position)) : waiting(position);
      }
    }
    // The ring begins later, or this node is behind another one, or nobody reads here yet.
    return feed.behind(position, GIVEN)
        .thenCompose(page -> {
          if (!page.complete()) {
            return done(new Followed.Missed(page.newest()));
          }
          return page.reached() == position
              ? begin(position)
              : done(new Followed.Events(page.entries(), page.reached()));
        });
  }

  /** At a position that was the newest one a moment ago. */
  private CompletionStage<Followed> begin(long position) {
    CompletionStage<Followed> answer;
    boolean start;
    synchronized (this) {
      start = !reading;
      if (start) {
        reading = true;
        found = 0;
        ring.clear();
        first = position;
        head = position;
      } else if (position >= first && position < head) {
        return done(given(position));
      }
      answer = waiting(position);
    }
    if (start) {
      pauseAndRead();
    }
    return answer;
  }

  private static CompletionStage<Followed> done(Followed followed) {
    return CompletableFuture.completedStage(followed);
  }

  private CompletionStage<Followed> waiting(long position) {
    CompletableFuture<Followed> answer = new CompletableFuture<>();
    waiting.add(new Waiting(position, System.nanoTime() + LONGEST.toNanos(), answer));
    return answer;
  }

  private Followed given(long position) {
    List<FeedEntry> entries =
        ring.stream().filter(entry -> entry.position() > position).limit(GIVEN).toList();
    return new Followed.Events(
        entries, entries.size() < GIVEN ? head : entries.getLast().position());
  }

  // ---- the reader

  /**
   * Something was committed on this node: the next look is soon, unless the last one found
   * something. So in a busy time each look has much to give, and every stream less to do. What
   * other nodes commit is found without it.
   */
  public void lookSoon() {
    CompletableFuture<Void> ending;
    synchronized (this) {
      if (asked) {
        return;
      }
      // A look that is under way may have begun before the commit.
      asked = found == 0 || pause.isDone();
      if (!asked || pause.isDone()) {
        return;
      }
      ending = pause;
    }
    soon.execute(() -> ending.complete(null));
  }

  private void pauseAndRead() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Duration time;
    synchronized (this) {
      pause = begun;
      time = found >= MANY ? BUSY : found == 0 && asked ? SOON : POLL;
    }
    var _ =
        begun.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).thenRun(this::read);
  }

  private void read() {
    long position;
    synchronized (this) {
      position = head;
      asked = false;
    }
    var _ =
        feed.behind(position, Feed.PAGE)
            .whenComplete((page, failure) -> {
              if (failure == null) {
                take(page);
              } else {
                LOG.debug("The feed is read later: {}", failure.toString());
                next(() -> later.execute(this::read), tell());
              }
            });
  }

  private void take(Feed.Page page) {
    synchronized (this) {
      found = page.entries().size();
      if (!page.complete()) {
        // The listeners find out, each at its own position.
        ring.clear();
        first = page.newest();
        head = page.newest();
      } else {
        ring.addAll(page.entries());
        head = page.reached();
        while (ring.size() > RING) {
          first = ring.removeFirst().position();
        }
      }
    }
    next(page.reached() < page.newest() ? this::read : this::pauseAndRead, tell());
  }

  /** Answers those for whom there is something, and those who have waited for long. */
  private synchronized List<Runnable> tell() {
    List<Runnable> answers = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      boolean there = one.position() < head;
      if (there || System.nanoTime() - one.until() >= 0) {
        all.remove();
        // Where the ring begins later, the listener asks again, and the table is read for it.
        Followed answer =
            there && one.position() >= first
                ? given(one.position())
                : new Followed.Events(List.of(), one.position());
        answers.add(() -> one.answer().complete(answer));
      }
    }
    return answers;
  }

  /** Reads on while somebody waits; listeners that were answered just now ask again at once. */
  private void next(Runnable reading, List<Runnable> answers) {
    answers.forEach(Runnable::run);
    synchronized (this) {
      if (waiting.isEmpty() && answers.isEmpty()) {
        this.reading = false;
        return;
      }
    }
    reading.run();
  }
}
