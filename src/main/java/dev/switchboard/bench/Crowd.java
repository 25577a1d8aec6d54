package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The members of the community, and how they write. For one thread. */
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

  /** The words of a message: some 60 to 100 characters. */
  private static final int LENGTH = 14;

  private static final String MEMBER = "member_";
  private static final String AT_THE_DESK = "desk_";

  private final SandboxClient client;
  private final Stopwatch stopwatch;
  private final long community;
  private final SplittableRandom random;
  private final List<Long> members = new ArrayList<>();
  private final List<Long> desk = new ArrayList<>();
  private int next;

  /**
   * Finds the members that an earlier start made.
   *
   * @param seed the seed of the texts of messages
   */
  Crowd(Sandbox discord, Stopwatch stopwatch, long seed) {
    this.client = discord.client();
    this.stopwatch = stopwatch;
    this.community = discord.world().communityGuild();
    this.random = new SplittableRandom(seed);
    for (JsonNode user : client.world().path("users")) {
      String name = user.path("username").asText();
      if (name.startsWith(MEMBER)) {
        members.add(user.path("id").asLong());
      } else if (name.startsWith(AT_THE_DESK)) {
        desk.add(user.path("id").asLong());
      }
    }
  }

  int size() {
    return members.size();
  }

  void grow(int size) {
    while (members.size() < size) {
      String name = MEMBER + "%05d".formatted(members.size());
      members.add(client.createUser(name, Duration.ofDays(400), community));
    }
  }

  /** So many people who belong to the staff guild alone. */
  List<Long> desk(int size, long guild) {
    while (desk.size() < size) {
      String name = AT_THE_DESK + "%02d".formatted(desk.size());
      desk.add(client.createUser(name, Duration.ofDays(400), guild));
    }
    return List.copyOf(desk.subList(0, size));
  }

  /** A DM and a channel of staff for each of the first members, as three ids in a line. */
  List<String> enroll(int size, ReadyMadeWorld.Staff staff) {
    List<String> lines = new ArrayList<>();
    for (int member = 0; member < size; member++) {
      ObjectNode channel =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", "member-%05d".formatted(member))
              .put("type", 0)
              .put("topic", "Ticket #%d".formatted(member + 1))
              .put("parent_id", Long.toString(staff.inboxCategory()));
      long user = members.get(member);
      lines.add(
          "%d %d %d"
              .formatted(
                  user, client.dmChannel(user), client.createChannel(staff.guild(), channel)));
    }
    return lines;
  }

  /** The number of the next message. */
  int next() {
    return next;
  }

  /** Numbers later messages from there on, since an earlier start used the lower numbers. */
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

  /** Members write {@code each} messages each, in turn, as fast as possible. */
  void rush(int from, int to, int each) {
    for (int round = 0; round < each; round++) {
      for (int member = from; member < to; member++) {
        write(member);
      }
    }
  }

  /** Members write in turn at an even rate, even if earlier messages are not shown yet. */
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
   * Members write in turn, with at most {@code window} messages on their way to staff, for a time
   * or until they have written {@code most}.
   *
   * @return the number of messages that staff had seen at the end
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

  /** The most messages on their way to staff, and when the flow ends. */
  record Flow(int window, int most, Duration time) {}

  /** Any operation of the control API, such as latency and limits. */
  JsonNode control(String method, String path, JsonNode form) {
    return client.call(method, path, form);
  }
}
