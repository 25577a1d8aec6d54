package dev.switchboard.http.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of an operation, with names in braces for the segments that vary: {@code
 * /api/tickets/{id}/messages}. A name stands for exactly one segment, which is not empty.
 */
public final class PathTemplate {
  private final String text;
  private final List<String> segments;

  private PathTemplate(String text) {
    this.text = text;
    this.segments = split(text);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it does not begin with a slash
   */
  public static PathTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash: " + text);
    }
    return new PathTemplate(text);
  }

  /**
   * The values of the names, if a path fits.
   *
   * @param path as it was sent, with its percent-encoding: an encoded slash divides no segments
   */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int at = 0; at < segments.size(); at++) {
      String segment = segments.get(at);
      String sent = path.get(at);
      if (!segment.startsWith("{")) {
        if (!segment.equals(sent)) {
          return Optional.empty();
        }
      } else {
        Optional<String> value = decoded(sent).filter(decoded -> !decoded.isEmpty());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(segment.substring(1, segment.length() - 1), value.get());
      }
    }
    return Optional.of(values);
  }

  /** The segments of a path as it was sent. */
  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static Optional<String> decoded(String segment) {
    try {
      // A plus is a plus in a path; the decoder is one for forms.
      return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTemplate template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
