package dev.switchboard.discord.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Interprets an HTTP answer. Only Discord's own statement about the call counts as success or
 * refusal. A proxy's page, a firewall's 403, an intermediary's 413 or a portal's 200 say nothing
 * about it, and the call is repeated.
 */
final class AnswerReader {
  /** Discord's answer without a body; all its other success answers are JSON. */
  private static final int NO_CONTENT = 204;

  private static final int LONGEST_WORDS = 200;

  /** Pause after a 429 without a time, in seconds. */
  private static final double UNSAID = 1;

  private static final double LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private AnswerReader() {}

  /**
   * @param body the JSON body; a missing node if there is none
   * @param now Discord's time, for a date in {@code Retry-After}
   */
  static Answer read(int status, HttpHeaders headers, JsonNode body, Instant now) {
    var rate = rate(headers);
    if (status == NO_CONTENT || (status >= 200 && status < 300 && body.isContainerNode())) {
      return new Answer.Ok(status, body, rate);
    }
    // Discord's codes are numbers; another value comes from an intermediary.
    var named = body.path("code");
    int code = named.isIntegralNumber() && named.canConvertToInt() ? named.intValue() : 0;
    if (status == 429 && !Refusals.isFinal(code)) {
      return limited(headers, body, rate, now);
    }
    var words = body.path("message").asText("");
    if (status >= 400 && status < 500 && Refusals.concernsTheCall(status, code)) {
      return new Answer.Refused(
          status, code, words.isEmpty() ? "HTTP " + status : words, body.path("errors"), rate);
    }
    var said = code == 0 ? words : words + " (" + code + ")";
    return new Answer.Failed(
        status, said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said);
  }

  private static Answer limited(
      HttpHeaders headers, JsonNode body, Answer.RateHeaders rate, Instant now) {
    double seconds =
        number(body.path("retry_after"))
            .orElseGet(() ->
                retryAfter(headers, now)
                    .orElseGet(() -> number(headers, "X-RateLimit-Reset-After", UNSAID)));
    return new Answer.Limited(duration(seconds), scope(headers, body), rate);
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : number(node.asText(""));
  }

  /** {@code Retry-After} is a number of seconds or a date (RFC 9110, section 10.2.3). */
  private static Optional<Double> retryAfter(HttpHeaders headers, Instant now) {
    var text = headers.get("Retry-After", "").strip();
    var seconds = number(text);
    if (seconds.isPresent()) {
      return Optional.of(seconds.getAsDouble());
    }
    try {
      var then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Math.max(0, Duration.between(now, then).toMillis()) / 1000.0);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The scope of the limit. An answer without Discord's JSON comes from its front, which limits by
   * address, unless the headers name a route's limit.
   */
  private static Answer.Scope scope(HttpHeaders headers, JsonNode body) {
    var named = headers.get("X-RateLimit-Scope", "");
    boolean global =
        body.path("global").asBoolean(false)
            || Boolean.parseBoolean(headers.get("X-RateLimit-Global"))
            || named.equals("global");
    if (global) {
      return Answer.Scope.GLOBAL;
    }
    if (named.equals("shared")) {
      return Answer.Scope.SHARED;
    }
    boolean ofRoute =
        named.equals("user") || headers.contains("X-RateLimit-Bucket") || body.isObject();
    return ofRoute ? Answer.Scope.USER : Answer.Scope.GLOBAL;
  }

  private static Answer.RateHeaders rate(HttpHeaders headers) {
    return new Answer.RateHeaders(
        headers.get("X-RateLimit-Bucket", ""),
        (int) number(headers, "X-RateLimit-Limit", -1),
        (int) number(headers, "X-RateLimit-Remaining", -1),
        duration(number(headers, "X-RateLimit-Reset-After", 0)));
  }

  private static double number(HttpHeaders headers, String name, double otherwise) {
    return number(headers.get(name, "")).orElse(otherwise);
  }

  private static OptionalDouble number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) Math.ceil(Math.clamp(seconds, 0, LONGEST_SECONDS) * 1000));
  }
}
