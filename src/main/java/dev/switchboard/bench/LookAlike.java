package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The look-alike Discord in a process of its own, with its members and the stopwatch. Each order is
 * one line of JSON on its standard input, and each result one line on its standard output. It ends
 * with its input, so that it never outlives its parent.
 */
public final class LookAlike {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_EVERY = 1_000_000;

  /** A person may have 20 sessions. */
  private static final int DESK = 15;

  private final Sandbox discord;
  private final Stopwatch stopwatch;
  private final Crowd crowd;

  private LookAlike(Sandbox discord, Stopwatch stopwatch, long seed) {
    this.discord = discord;
    this.stopwatch = stopwatch;
    this.crowd = new Crowd(discord, stopwatch, seed);
  }

  /**
   * Serves until the input ends.
   *
   * @param data the folder of its world; empty keeps the world in memory only
   * @param port the port to listen on; 0 for any free one
   */
  public static void serve(
      Optional<Path> data, int port, long seed, InputStream in, PrintWriter out)
      throws IOException, InterruptedException {
    Stopwatch stopwatch = new Stopwatch();
    SandboxSettings settings =
        new SandboxSettings(port, data, false, true, SandboxSettings.Timings.discord());
    try (Sandbox discord = Sandbox.start(settings, stopwatch);
        BufferedReader orders = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      LookAlike serving = new LookAlike(discord, stopwatch, seed);
      out.println(serving.introduction());
      out.flush();
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        out.println(serving.obey(JSON.readTree(line)));
        out.flush();
      }
    }
  }

  /** The configuration of a Switchboard for its bot. */
  private ObjectNode introduction() {
    ReadyMadeWorld world = discord.world();
    return object()
        .put("discord.token", discord.botToken())
        .put("discord.api-url", discord.apiUrl())
        .put("community-guild", Long.toString(world.communityGuild()))
        .put("staff-guild", Long.toString(world.staff().guild()))
        .put("inbox-category", Long.toString(world.staff().inboxCategory()))
        .put("staff-roles", Long.toString(world.staff().role()));
  }

  private ObjectNode obey(JsonNode order) throws InterruptedException {
    int from = order.path("from").asInt();
    int to = order.path("to").asInt();
    int first = crowd.next();
    switch (order.path("do").asText()) {
      case "grow" -> crowd.grow(to);
      case "count-from" -> crowd.countFrom(from);
      case "control" -> {
        JsonNode answer =
            crowd.control(
                order.path("method").asText(), order.path("path").asText(), order.path("form"));
        return object().set("answer", answer);
      }
      case "enroll" -> enroll(to, Path.of(order.path("file").asText()));
      case "panel" -> {
        return object()
            .put("client", Long.toString(discord.world().bot()))
            .put("secret", discord.clientSecret())
            .put("users", desk());
      }
      case "mark" -> stopwatch.mark();
      case "rush" -> crowd.rush(from, to, order.path("each").asInt(1));
      case "pace" ->
          crowd.pace(from, to, order.path("rate").asDouble(), order.path("count").asInt());
      case "flow" -> {
        Crowd.Flow flow =
            new Crowd.Flow(
                order.path("window").asInt(),
                order.path("most").asInt(),
                Duration.ofMillis(order.path("millis").asLong()));
        int shown = crowd.flow(from, to, flow);
        return written(first).put("shown", shown);
      }
      case "await" -> {
        return await(from, to, Duration.ofMillis(order.path("millis").asLong()));
      }
      case "report" -> {
        return stopwatch.report(from, to);
      }
      case "calls" -> {
        ObjectNode calls = stopwatch.calls();
        stopwatch.clearCalls();
        return calls;
      }
      default -> throw new IllegalArgumentException("not understood: " + order);
    }
    return written(first);
  }

  /** Who may do everything at the desk: people of the staff guild, by commas. */
  private String desk() {
    ReadyMadeWorld world = discord.world();
    return Stream.concat(
            Stream.of(world.person("sam")), crowd.desk(DESK - 1, world.staff().guild()).stream())
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private void enroll(int members, Path file) {
    ReadyMadeWorld world = discord.world();
    try {
      Files.write(file, crowd.enroll(members, world.staff()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode written(int first) {
    return object().put("first", first).put("end", crowd.next());
  }

  /** Waits until staff have seen the messages, or the time is over. */
  private ObjectNode await(int first, int end, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    int missing = stopwatch.missing(first, end);
    while (missing > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_EVERY);
      missing = stopwatch.missing(first, end);
    }
    return object().put("missing", missing);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
