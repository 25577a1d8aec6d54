package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a method and path. {@code {name}} in a template stands for one segment. */
public final class RouteTable {
  /** The handler of a route. Called under the world's lock. */
  @FunctionalInterface
  public interface Handler {
    RestAnswer handle(RestCall restCall);
  }

  /**
   * A route.
   *
   * @param open whether it needs no token (it has its own, or is public)
   */
  public record Route(String method, String template, boolean open, Handler handler) {
    public String name() {
      return method + " " + template;
    }
  }

  /** A route with the values of its parameters. */
  public record Match(Route route, Map<String, String> parameters) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Route> routes = new HashMap<>();
    private @Nullable Node parameter;
  }

  private final Node root = new Node();

  public void get(String template, Handler handler) {
    add("GET", template, false, handler);
  }

  public void post(String template, Handler handler) {
    add("POST", template, false, handler);
  }

  public void put(String template, Handler handler) {
    add("PUT", template, false, handler);
  }

  public void patch(String template, Handler handler) {
    add("PATCH", template, false, handler);
  }

  public void delete(String template, Handler handler) {
    add("DELETE", template, false, handler);
  }

  /** A route that needs no token. */
  void open(String method, String template, Handler handler) {
    add(method, template, true, handler);
  }

  private void add(String method, String template, boolean open, Handler handler) {
    Node node = root;
    for (String segment : segments(template)) {
      if (segment.startsWith("{")) {
        Node next = node.parameter == null ? new Node() : node.parameter;
        node.parameter = next;
        node = next;
      } else {
        node = node.literals.computeIfAbsent(segment, ignored -> new Node());
      }
    }
    node.routes.put(method, new Route(method, template, open, handler));
  }

  public Optional<Match> find(String method, String path) {
    List<String> segments = segments(path);
    Node node = node(root, segments, 0);
    Route route = node == null ? null : node.routes.get(method);
    return route == null ? Optional.empty() : Optional.of(match(route, segments));
  }

  boolean knowsPath(String path) {
    return node(root, segments(path), 0) != null;
  }

  private static @Nullable Node node(Node from, List<String> segments, int depth) {
    if (depth == segments.size()) {
      return from.routes.isEmpty() ? null : from;
    }
    Node literal = from.literals.get(segments.get(depth));
    Node found = literal == null ? null : node(literal, segments, depth + 1);
    if (found == null && from.parameter != null) {
      found = node(from.parameter, segments, depth + 1);
    }
    return found;
  }

  private static Match match(Route route, List<String> segments) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> template = segments(route.template());
    for (int i = 0; i < template.size(); i++) {
      String name = template.get(i);
      if (name.startsWith("{")) {
        parameters.put(
            name.substring(1, name.length() - 1),
            URLDecoder.decode(segments.get(i).replace("+", "%2B"), UTF_8));
      }
    }
    return new Match(route, parameters);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    int from = 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      if (to > from) {
        segments.add(path.substring(from, to));
      }
      from = to + 1;
    }
    return segments;
  }
}
