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
 * How many bytes of bodies may be in memory. Whoever finds no room waits in line, without reading,
 * and gives up after a while. One address may have a part of it, and of those who wait, the one
 * whose address has least is next, so that others come through. Safe for use by several threads.
 */
final class BodyMemory {
  /** Nobody made room in time. */
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
   * @param most how many bytes at the same time
   * @param each how many of them one address may have
   * @param patience how long somebody waits for room
   */
  BodyMemory(long most, long each, Duration patience) {
    this.most = most;
    this.each = each;
    this.patience = patience;
  }

  /** Room that somebody has, until it is closed. */
  final class Room implements AutoCloseable {
    private final String address;
    private int bytes;

    private Room(String address, int bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    /** Gives back what turned out not to be needed. */
    void shrinkTo(int needed) {
      synchronized (BodyMemory.this) {
        if (needed < bytes) {
          give(address, bytes - needed);
          bytes = needed;
        }
      }
    }

    /** Gives all of it back; may be called again. */
    @Override
    public void close() {
      shrinkTo(0);
    }
  }

  /**
   * Takes room, perhaps after a while; fails with {@link Full} where there is none for too long.
   *
   * @param bytes at most what one address may have
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
      // Somebody else's turn may be held up only by how much their address has.
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

  /** How many bytes are taken. */
  synchronized long inUse() {
    return inUse;
  }

  /** How many wait in line. */
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
      // Not here, where others wait for the lock.
      next.get().room().completeAsync(() -> room);
    }
  }
}
