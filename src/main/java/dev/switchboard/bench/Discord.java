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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The benchmark's connection to a {@link LookAlike}, for giving it orders. */
final class Discord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Discord.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Map<String, String> keys = new TreeMap<>();

  /** Messages by number: from the first one to before the end. */
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

  /** Starts a look-alike and waits until it serves. */
  static Discord start(ProcessBuilder builder) {
    return new Discord(Child.start(builder));
  }

  /** The configuration of a Switchboard for its bot, without the prefix {@code switchboard.}. */
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
        // Its log lines share its standard output.
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

  /** Adds members until there are {@code size}. */
  void grow(int size) {
    order("grow", object().put("to", size));
  }

  /** Users who may do everything at the desk. */
  List<Long> staff() {
    return Arrays.stream(order("panel", object()).path("users").asText().split(",", -1))
        .map(Long::valueOf)
        .toList();
  }

  /** The configuration of the panel, without the prefix {@code switchboard.}. */
  Map<String, String> panelKeys() {
    JsonNode panel = order("panel", object());
    return Map.of(
        "panel.enabled", "true",
        "panel.client-id", panel.path("client").asText(),
        "panel.client-secret", panel.path("secret").asText(),
        "panel.super-admin-users", panel.path("users").asText());
  }

  /**
   * Makes a DM and a channel of staff for each of the first members, and writes their ids into a
   * file: a line for each member, user, DM and channel.
   */
  void enroll(int members, Path roster) {
    channelsOfCategory(1_000_000);
    order("enroll", object().put("to", members).put("file", roster.toString()));
    channelsOfCategory(50);
  }

  /** Numbers later messages from there on. */
  void countFrom(int number) {
    order("count-from", object().put("from", number));
  }

  /** Delays every call of the bot by this time. */
  void latency(Duration latency) {
    ObjectNode rule = object().put("kind", "latency").put("millis", latency.toMillis());
    control("POST", "/control/faults", rule.put("for_millis", Duration.ofHours(6).toMillis()));
  }

  /** Switches the rate limits off. */
  void liftRateLimits() {
    control("POST", "/control/limits", object().put("enabled", false));
  }

  /** Lifts the limit of a guild's channels. */
  void liftChannelLimit() {
    control("POST", "/control/limits", object().put("channels_per_guild", 1_000_000));
  }

  private void channelsOfCategory(int most) {
    control("POST", "/control/limits", object().put("channels_per_category", most));
  }

  /**
   * Makes every call of the bot fail from now on.
   *
   * @param rule the kind of failure, as in the control API
   * @return the id of the fault, for ending it
   */
  private long fail(ObjectNode rule) {
    rule.put("for_millis", Duration.ofHours(6).toMillis());
    return control("POST", "/control/faults", rule).path("id").asLong();
  }

  /** Answers every call of the bot with 500 until the fault is ended. */
  long failEveryCall() {
    return fail(object().put("kind", "status").put("status", 500));
  }

  /**
   * Cuts every connection of the bot until the fault is ended and {@link #mendGateway} is called:
   * the gateway's at once and at every resume, the others when they carry a call.
   */
  long cutEveryConnection() {
    gateway(object().put("action", "break_resumes").put("for_ever", true).put("how", "cut"));
    gateway(object().put("action", "drop"));
    return fail(object().put("kind", "reset"));
  }

  /** Lets the gateway be resumed again. */
  void mendGateway() {
    gateway(object().put("action", "break_resumes").put("count", 0));
  }

  void end(long fault) {
    control("DELETE", "/control/faults/" + fault, object());
  }

  /** Sets the instant from which later reports count. */
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

  /** The messages of members in a time, and the number of them that staff saw. */
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

  /** Waits until staff have seen all messages. Gives the number that they have not seen in time. */
  int await(Span span, Duration patience) {
    ObjectNode order = members(span.first(), span.end()).put("millis", patience.toMillis());
    return order("await", order).path("missing").asInt();
  }

  JsonNode report(Span span) {
    return order("report", members(span.first(), span.end()));
  }

  /** The bot's calls since the last call of this method. */
  Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    order("calls", object())
        .properties()
        .forEach(count -> calls.put(count.getKey(), count.getValue().asLong()));
    return calls;
  }

  /** Ends the look-alike by closing its input. A world that is kept is then on disk. */
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
