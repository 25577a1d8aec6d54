package dev.switchboard.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Who guesses too often is not listened to for a while: after {@link #MOST} failures within a
 * minute, every further attempt of that peer fails until the first of them is a minute old.
 * Attempts while it is locked do not make it longer, so that nobody can lock an address for ever.
 *
 * <p>An attempt counts from before it is looked at, so that many at once are no more guesses than
 * one after another: at most {@link #MOST} different credentials are looked at or have failed. One
 * that proves right takes back only what the same credential has failed before: whoever knows one
 * token cannot guess another without an end.
 *
 * <p>Keeps at most {@link #PEERS} peers; beyond, those not heard of for longest are forgotten. Safe
 * for use by several threads.
 */
public final class Lockout {
  /** As the contract says: ten attempts a minute for each address. */
  public static final int MOST = 10;

  static final int PEERS = 10_000;
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  /** What becomes of an attempt before it is looked at. */
  sealed interface Opening {
    /** It is not looked at. */
    record Locked() implements Opening {}

    /** As many as may fail are being looked at; ask again when one of them is settled. */
    record Full(CompletionStage<Void> settled) implements Opening {}

    /** It is looked at, and has to be ended. */
    record Open(Attempt attempt) implements Opening {}
  }

  private record Failure(long at, String credential) {}

  private static final class Track {
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private CompletableFuture<Void> settled = new CompletableFuture<>();

    boolean isEmpty() {
      return failures.isEmpty() && underWay.isEmpty();
    }
  }

  private final LongSupplier nanoTime;
  private final Map<String, Track> tracks = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param nanoTime monotonic, in nanoseconds
   */
  public Lockout(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether it is not listened to now. */
  public synchronized boolean locked(Peer peer) {
    Track track = tracks.get(peer.key());
    return track != null && isLocked(track);
  }

  /**
   * Begins an attempt.
   *
   * @param credential what tells it from others: the hash of what is presented
   */
  synchronized Opening begin(Peer peer, String credential) {
    Track track = tracks.computeIfAbsent(peer.key(), _ -> new Track());
    if (isLocked(track)) {
      return new Opening.Locked();
    }
    boolean another = !track.underWay.containsKey(credential);
    if (another && track.failures.size() + track.underWay.size() >= MOST) {
      return new Opening.Full(track.settled);
    }
    track.underWay.merge(credential, 1, Integer::sum);
    forgetTheOldest();
    return new Opening.Open(new Attempt(peer.key(), track, credential));
  }

  /** How many peers are remembered. */
  synchronized int peers() {
    return tracks.size();
  }

  /** One that is looked at; exactly one of its methods is to be called, once. */
  final class Attempt {
    private final String key;
    private final Track track;
    private final String credential;

    private Attempt(String key, Track track, String credential) {
      this.key = key;
      this.track = track;
      this.credential = credential;
    }

    /** It was right: what the same credential has failed before is forgiven. */
    void succeeded() {
      end(() -> track.failures.removeIf(failure -> failure.credential().equals(credential)));
    }

    /** Nobody could say whether it was right. */
    void abandoned() {
      end(() -> false);
    }

    /**
     * It was wrong.
     *
     * @return whether it still counts: one that was begun with others may end when its peer is
     *     locked already
     */
    boolean failed() {
      return end(() -> {
        if (isLocked(track)) {
          return false;
        }
        track.failures.addLast(new Failure(nanoTime.getAsLong(), credential));
        tracks.putIfAbsent(key, track);
        forgetTheOldest();
        return true;
      });
    }

    private boolean end(BooleanSupplier outcome) {
      CompletableFuture<Void> settled;
      boolean result;
      synchronized (Lockout.this) {
        track.underWay.computeIfPresent(
            credential, (_, attempts) -> attempts == 1 ? null : attempts - 1);
        result = outcome.getAsBoolean();
        if (track.isEmpty()) {
          tracks.remove(key, track);
        }
        settled = track.settled;
        track.settled = new CompletableFuture<>();
      }
      settled.complete(null);
      return result;
    }
  }

  private boolean isLocked(Track track) {
    long now = nanoTime.getAsLong();
    while (!track.failures.isEmpty() && now - track.failures.getFirst().at() >= WINDOW) {
      track.failures.removeFirst();
    }
    return track.failures.size() >= MOST;
  }

  private void forgetTheOldest() {
    if (tracks.size() > PEERS) {
      tracks.remove(tracks.keySet().iterator().next());
    }
  }
}
