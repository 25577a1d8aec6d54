package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The members of the community, and how they write. Used by one thread. */
final class Crowd {
  private static final List<String> WORDS =
      List.of(
          "hello",
          "there",
          "my",
          "account",
          "was",
          "muted",
          "yesterday",
          "and",
          "nobody",
          "told",
          "me",
          "why",
          "could",
          "you",
          "please",
          "have",
          "a",
          "look",
          "thanks",
          "the",
          "bot",
          "says",
          "that",
          "channel",
          "is",
          "closed",
          "since",
          "monday",
          "evening",
          "event");

  /** A message has so many words: some 60 to 100 characters. */
  private static final int LENGTH = 14;

  private final SandboxClient client;
  private final Stopwatch stopwatch;
  private final long community;
  private final SplittableRandom random;
  private final List<Long> members = new ArrayList<>();
  private int next;

  /**
   * Finds the members that an earlier start made.
   *
   * @param seed what the text of the messages is drawn from
   */
  Crowd(Sandbox discord, Stopwatch stopwatch, long seed) {
    this.client = discord.client();
    this.stopwatch = stopwatch;
    this.community = discord.world().communityGuild();
    this.random = new SplittableRandom(seed);
    for (JsonNode user : client.world().path("users")) {
      if (user.path("username").asText().startsWith("member_")) {
        members.add(user.path("id").asLong());
      }
    }
  }

  int size() {
    return members.size();
  }

  void grow(int size) {
    while (members.size() < size) {
      String name = "member_%05d".formatted(members.size());
      members.add(client.createUser(name, Duration.ofDays(400), community));
    }
  }

  /** The number that the next message gets. */
  int next() {
    return next;
  }

  /** Later messages are numbered from there on: those of an earlier start are another's. */
  void countFrom(int number) {
    next = number;
  }

  private void write(int member) {
    int message = next++;
    stopwatch.written(message, member);
    StringBuilder text = new StringBuilder(Marker.of(message));
    for (int word = 0; word < LENGTH; word++) {
      text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
    }
    client.sendDm(members.get(member), text.toString());
  }

  /** Each of some members writes so many messages, in turn, as fast as can be. */
  void rush(int from, int to, int each) {
    for (int round = 0; round < each; round++) {
      for (int member = from; member < to; member++) {
        write(member);
      }
    }
  }

  /** Members write in turn at an even rate, whatever becomes of what they write. */
  void pace(int from, int to, double perSecond, int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + (long) (i * 1e9 / perSecond);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      write(from + i % (to - from));
    }
  }

  /**
   * Members write in turn, at most {@code window} messages being on their way to staff, for a time
   * or until they have written {@code most}.
   *
   * @return how many staff had seen when it ended
   */
  int flow(int from, int to, Flow flow) throws InterruptedException {
    Semaphore room = stopwatch.room();
    room.drainPermits();
    room.release(flow.window());
    int first = next;
    long end = System.nanoTime() + flow.time().toNanos();
    while (next - first < flow.most()) {
      long remaining = end - System.nanoTime();
      if (remaining <= 0 || !room.tryAcquire(remaining, TimeUnit.NANOSECONDS)) {
        break;
      }
      write(from + (next - first) % (to - from));
    }
    return stopwatch.shownBy(first, next, System.nanoTime());
  }

  /** How many messages may be on their way, and when it ends. */
  record Flow(int window, int most, Duration time) {}

  /** Any operation of the control API: latency, limits. */
  JsonNode control(String method, String path, JsonNode form) {
    return client.call(method, path, form);
  }
}
