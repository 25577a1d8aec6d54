package dev.switchboard.http.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The answer of an operation.
 *
 * @param status the status of HTTP
 * @param body empty for none
 * @param headers in their order; a name may come more than once
 */
public record Answer(int status, Optional<Body> body, List<Header> headers) {
  /** A page of the API loads nothing, and sends its form to this server alone. */
  private static final String PAGE_POLICY =
      "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /** A header of the answer. */
  public record Header(String name, String value) {}

  /** What is in an answer. */
  public sealed interface Body {
    /** A record or a map, written as JSON with names in snake case. */
    record Json(Object value) implements Body {}

    /** A text as it is, sent in UTF-8. */
    record Text(String mediaType, String text) implements Body {}

    /**
     * Bytes that come while the answer is sent, for as long as the connection lasts. The source is
     * run once at most, and is cancelled when the caller goes.
     */
    record Stream(String mediaType, Source<ByteString, NotUsed> bytes) implements Body {}

    /**
     * A file of the file store, or the part of it that the request asks for.
     *
     * @param key of the file store
     * @param mediaType the type by which a browser may show it
     * @param inline whether a browser may show it at all
     */
    record Stored(String key, String name, String mediaType, boolean inline) implements Body {}
  }

  public Answer {
    headers = List.copyOf(headers);
  }

  private static Answer of(int status, Body body) {
    return new Answer(status, Optional.of(body), List.of());
  }

  private static Answer empty(int status) {
    return new Answer(status, Optional.empty(), List.of());
  }

  /** 200 with a body in JSON. */
  public static Answer ok(Object body) {
    return of(200, new Body.Json(body));
  }

  /** 201 with a body in JSON. */
  public static Answer created(Object body) {
    return of(201, new Body.Json(body));
  }

  /** 202 with a body in JSON: it will be done. */
  public static Answer accepted(Object body) {
    return of(202, new Body.Json(body));
  }

  /** 200 with {@code {"success": true}}, as the seed's operations answer. */
  public static Answer success() {
    return ok(Map.of("success", true));
  }

  /** 204 without a body. */
  public static Answer none() {
    return empty(204);
  }

  /** 302 to an address. */
  public static Answer redirect(String address) {
    return empty(302).with("Location", address);
  }

  /** A page for a browser. */
  public static Answer page(int status, String html) {
    return of(status, new Body.Text("text/html; charset=UTF-8", html))
        .with("Content-Security-Policy", PAGE_POLICY);
  }

  /** 200 with a text of a media type. */
  public static Answer text(String mediaType, String text) {
    return of(200, new Body.Text(mediaType, text));
  }

  /** 200 with bytes of a media type that come one after the other. */
  public static Answer stream(String mediaType, Source<ByteString, NotUsed> bytes) {
    return of(200, new Body.Stream(mediaType, bytes));
  }

  /** 200 with a file of the file store, for which HTTP has 206, 304 and 416, too. */
  public static Answer stored(Body.Stored file) {
    return of(200, file);
  }

  /** 304: the caller has it already. */
  public static Answer notModified() {
    return empty(304);
  }

  /** The same answer with one more header. */
  public Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, body, more);
  }
}
