package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A limit on the bytes of request bodies in memory. A caller that finds no room waits in a queue,
 * without reading, and gives up after a while. One address may use only a part. Of the waiting
 * callers, the one whose address uses least is next, so that one address cannot block the others.
 * Thread-safe.
 */
final class BodyMemory {
  /** No room became free in time. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("no room for another body", null, false, false);
    }
  }

  private record Waiting(String address, int bytes, CompletableFuture<Room> room) {}

  private final long most;
  private final long each;
  private final Duration patience;
  private final Map<String, Long> taken = new HashMap<>();
  private final Deque<Waiting> line = new ArrayDeque<>();
  private long inUse;

  /**
   * @param most the bytes in use at the same time
   * @param each the bytes of them that one address may use
   * @param patience how long a caller waits for room
   */
  BodyMemory(long most, long each, Duration patience) {
    this.most = most;
    this.each = each;
    this.patience = patience;
  }

  /** Reserved room, until it is closed. */
  final class Room implements AutoCloseable {
    private final String address;
    private int bytes;

    private Room(String address, int bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    /** Gives back the part that is not needed. */
    void shrinkTo(int needed) {
      synchronized (BodyMemory.this) {
        if (needed < bytes) {
          give(address, bytes - needed);
          bytes = needed;
        }
      }
    }

    /** Gives back all of it. May be called again. */
    @Override
    public void close() {
      shrinkTo(0);
    }
  }

  /**
   * Reserves room, perhaps after a wait. Fails with {@link Full} if no room becomes free in time.
   *
   * @param bytes at most the limit of one address
   */
  CompletionStage<Room> take(Peer caller, int bytes) {
    String key = caller.key();
    CompletableFuture<Room> room = new CompletableFuture<>();
    Waiting waiting = new Waiting(key, bytes, room);
    synchronized (this) {
      if (line.isEmpty() && fits(key, bytes)) {
        return CompletableFuture.completedStage(enter(key, bytes));
      }
      line.addLast(waiting);
      // The others may wait only for the limit of their address: then this one is next.
      admit();
    }
    if (room.isDone()) {
      return room;
    }
    CompletableFuture<Room> answer = room.copy();
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> giveUp(waiting));
    return answer;
  }

  /** The bytes in use. */
  synchronized long inUse() {
    return inUse;
  }

  /** The number of waiting callers. */
  synchronized int waiting() {
    return line.size();
  }

  private void giveUp(Waiting waiting) {
    boolean waited;
    synchronized (this) {
      waited = line.remove(waiting);
    }
    if (waited) {
      waiting.room().completeExceptionally(new Full());
    }
  }

  private boolean fits(String address, int bytes) {
    return inUse + bytes <= most && had(address) + bytes <= each;
  }

  private Room enter(String address, int bytes) {
    inUse += bytes;
    taken.merge(address, (long) bytes, Long::sum);
    return new Room(address, bytes);
  }

  private void give(String address, int bytes) {
    inUse -= bytes;
    taken.computeIfPresent(address, (_, had) -> had == bytes ? null : had - bytes);
    admit();
  }

  private long had(String address) {
    return taken.getOrDefault(address, 0L);
  }

  private void admit() {
    while (inUse < most) {
      Optional<Waiting> next =
          line.stream()
              .filter(one -> fits(one.address(), one.bytes()))
              .min(Comparator.comparingLong(one -> had(one.address())));
      if (next.isEmpty()) {
        return;
      }
      line.remove(next.get());
      Room room = enter(next.get().address(), next.get().bytes());
      // Asynchronous: others wait for this lock.
      next.get().room().completeAsync(() -> room);
    }
  }
}
