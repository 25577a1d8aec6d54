package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The benchmark's end of a {@link LookAlike}: tells it what to do. */
final class Discord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Discord.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Map<String, String> keys = new TreeMap<>();

  /** Some messages, by their numbers: from the first to before the end. */
  record Span(int first, int end) {
    int size() {
      return end - first;
    }
  }

  private Discord(Child child) {
    this.child = child;
    this.orders = child.process().outputWriter(UTF_8);
    this.answers = child.process().inputReader(UTF_8);
    answer().properties().forEach(key -> keys.put(key.getKey(), key.getValue().asText()));
  }

  /** Starts one and waits until it serves. */
  static Discord start(ProcessBuilder builder) {
    return new Discord(Child.start(builder));
  }

  /**
   * The configuration of a Switchboard that is its bot, without the prefix {@code switchboard.}.
   */
  Map<String, String> keys() {
    return keys;
  }

  Duration cpu() {
    return child.cpu();
  }

  private JsonNode order(String what, ObjectNode details) {
    try {
      orders.write(details.put("do", what).toString());
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the look-alike has ended", e);
    }
    return answer();
  }

  private JsonNode answer() {
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith("{")) {
        // Its log goes the same way.
        LOG.warn("The look-alike says: {}", line);
        line = answers.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the look-alike has ended; its log says why");
      }
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode members(int from, int to) {
    return object().put("from", from).put("to", to);
  }

  private static Span span(JsonNode answer) {
    return new Span(answer.path("first").asInt(), answer.path("end").asInt());
  }

  /** Sees to it that there are so many members. */
  void grow(int size) {
    order("grow", object().put("to", size));
  }

  /** Numbers later messages from there on. */
  void countFrom(int number) {
    order("count-from", object().put("from", number));
  }

  /** Every call of the bot waits so long before it is done. */
  void latency(Duration latency) {
    ObjectNode rule = object().put("kind", "latency").put("millis", latency.toMillis());
    control("POST", "/control/faults", rule.put("for_millis", Duration.ofHours(6).toMillis()));
  }

  /** Switches the rate limits off. */
  void liftRateLimits() {
    control("POST", "/control/limits", object().put("enabled", false));
  }

  /** Lets a guild have as many channels as anybody wants. */
  void liftChannelLimit() {
    control("POST", "/control/limits", object().put("channels_per_guild", 1_000_000));
  }

  /**
   * From now on every call of the bot fails.
   *
   * @param rule what becomes of it, as in the control API
   * @return the fault, to be ended
   */
  private long fail(ObjectNode rule) {
    rule.put("for_millis", Duration.ofHours(6).toMillis());
    return control("POST", "/control/faults", rule).path("id").asLong();
  }

  /** Every call of the bot is answered with 500 until the fault is ended. */
  long failEveryCall() {
    return fail(object().put("kind", "status").put("status", 500));
  }

  /**
   * Every connection of the bot is cut until the fault is ended and {@link #mendGateway} is asked
   * for: the gateway's at once and whenever it resumes, the others once they carry a call.
   */
  long cutEveryConnection() {
    gateway(object().put("action", "break_resumes").put("for_ever", true).put("how", "cut"));
    gateway(object().put("action", "drop"));
    return fail(object().put("kind", "reset"));
  }

  /** The gateway can be resumed again. */
  void mendGateway() {
    gateway(object().put("action", "break_resumes").put("count", 0));
  }

  void end(long fault) {
    control("DELETE", "/control/faults/" + fault, object());
  }

  /** Remembers the instant that later reports count from. */
  void mark() {
    order("mark", object());
  }

  private void gateway(ObjectNode form) {
    control("POST", "/control/gateway", form);
  }

  private JsonNode control(String method, String path, ObjectNode form) {
    ObjectNode order = object().put("method", method).put("path", path);
    order.set("form", form);
    return order("control", order).path("answer");
  }

  /** See {@link Crowd#rush}. */
  Span rush(int from, int to, int each) {
    return span(order("rush", members(from, to).put("each", each)));
  }

  /** See {@link Crowd#pace}. */
  Span pace(int from, int to, double perSecond, int count) {
    return span(order("pace", members(from, to).put("rate", perSecond).put("count", count)));
  }

  /** What members wrote in a time, and how many of it staff saw in it. */
  record Flowed(Span span, int shown) {}

  /** See {@link Crowd#flow}. */
  Flowed flow(int from, int to, Crowd.Flow flow) {
    ObjectNode order =
        members(from, to)
            .put("window", flow.window())
            .put("most", flow.most())
            .put("millis", flow.time().toMillis());
    JsonNode answer = order("flow", order);
    return new Flowed(span(answer), answer.path("shown").asInt());
  }

  /** Waits until staff have seen them all, and gives how many they have not seen in that time. */
  int await(Span span, Duration patience) {
    ObjectNode order = members(span.first(), span.end()).put("millis", patience.toMillis());
    return order("await", order).path("missing").asInt();
  }

  JsonNode report(Span span) {
    return order("report", members(span.first(), span.end()));
  }

  /** The bot's calls since this was last asked. */
  Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    order("calls", object())
        .properties()
        .forEach(count -> calls.put(count.getKey(), count.getValue().asLong()));
    return calls;
  }

  /** Ends it by ending its input; its world is on disk then, where it is kept. */
  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended already.
    }
    child.await();
  }
}
