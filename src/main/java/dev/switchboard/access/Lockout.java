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
 * The lockout of peers that guess tokens: after {@link #MOST} failures within a minute, every
 * further attempt of the peer fails until the first failure is a minute old. Attempts during a
 * lockout do not extend it, so that nobody can lock an address for ever.
 *
 * <p>An attempt counts before it is checked, so that parallel attempts allow no more guesses than
 * sequential ones: at most {@link #MOST} different credentials are being checked or have failed. A
 * success forgives only earlier failures of the same credential: the holder of one token cannot
 * guess another without limit.
 *
 * <p>Remembers at most {@link #PEERS} peers; then the least recently active peer is forgotten.
 * Thread-safe.
 */
public final class Lockout {
  /** The contract's limit: ten attempts a minute for each address. */
  public static final int MOST = 10;

  static final int PEERS = 10_000;
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  /** The answer to an attempt before its check. */
  sealed interface Opening {
    /** The peer is locked: the credential is not checked. */
    record Locked() implements Opening {}

    /** As many attempts as may fail are being checked; ask again when one of them has ended. */
    record Full(CompletionStage<Void> settled) implements Opening {}

    /** The credential may be checked; the attempt must then be ended. */
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
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Lockout(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the peer is locked now. */
  public synchronized boolean locked(Peer peer) {
    Track track = tracks.get(peer.key());
    return track != null && isLocked(track);
  }

  /**
   * Begins an attempt.
   *
   * @param credential the identity of the credential: the hash of the presented token
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

  /** The number of remembered peers. */
  synchronized int peers() {
    return tracks.size();
  }

  /** An attempt that is being checked; exactly one of its methods must be called, once. */
  final class Attempt {
    private final String key;
    private final Track track;
    private final String credential;

    private Attempt(String key, Track track, String credential) {
      this.key = key;
      this.track = track;
      this.credential = credential;
    }

    /** The credential was right: its earlier failures are forgiven. */
    void succeeded() {
      end(() -> track.failures.removeIf(failure -> failure.credential().equals(credential)));
    }

    /** The check failed, so it is unknown whether the credential was right. */
    void abandoned() {
      end(() -> false);
    }

    /**
     * The credential was wrong.
     *
     * @return whether the failure counts; one of several parallel attempts may end when the peer is
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
