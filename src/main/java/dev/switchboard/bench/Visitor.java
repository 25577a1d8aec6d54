package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A person of staff who has signed in by the look-alike, and holds a session of the product.
 *
 * @param header the header that carries the session
 */
record Visitor(int port, String header) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A person's oldest session ends where there are more than 20. */
  private static final int SESSIONS = 18;

  /**
   * Signs in.
   *
   * @param users the look-alike's users who may
   * @param place a number of this visitor up to 250. Each comes from an address of its own, since
   *     an address may sign in twenty times a minute, and each user has some of them
   */
  static Visitor signIn(int port, List<Long> users, int place) {
    long user = users.get(place / SESSIONS % users.size());
    try {
      InetAddress from = InetAddress.getByName("127.0.0." + (2 + place));
      PlainHttp.Answer begun =
          follow("http://127.0.0.1:%d/api/auth/login?redirect=/".formatted(port), from, "");
      PlainHttp.Answer consent = follow(begun.location() + "&user=" + user, from, "");
      PlainHttp.Answer done = follow(consent.location(), from, begun.cookies());
      if (done.cookies().isEmpty()) {
        throw new IllegalStateException("nobody was signed in: " + done.status() + done.text());
      }
      return new Visitor(port, "Cookie: " + done.cookies());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs in several times, each a session of its own. */
  static List<Visitor> signIn(int port, List<Long> users, int from, int count) {
    return IntStream.range(from, from + count).mapToObj(n -> signIn(port, users, n)).toList();
  }

  private static PlainHttp.Answer follow(String address, InetAddress from, String cookies)
      throws IOException {
    URI uri = URI.create(address);
    String header = cookies.isEmpty() ? "Accept: */*" : "Cookie: " + cookies;
    try (PlainHttp http = new PlainHttp(uri.getPort(), from)) {
      String path = uri.getRawPath() + "?" + uri.getRawQuery();
      PlainHttp.Answer answer = http.exchange(PlainHttp.get(path, header));
      if (answer.location().isEmpty()) {
        throw new IllegalStateException(
            "%s was answered with %d: %s".formatted(path, answer.status(), answer.text()));
      }
      return answer;
    }
  }

  /** Makes an API key that may read tickets, and gives the header that carries it. */
  String key() {
    return "X-API-Key: "
        + post("/api/apikeys", "{\"name\":\"bench\",\"permissions\":[\"read:tickets\"]}")
            .path("key")
            .asText();
  }

  byte[] request(String path) {
    return PlainHttp.get(path, header);
  }

  JsonNode get(PlainHttp http, String path) {
    try {
      return read(http.exchange(request(path)), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode post(String path, String json) {
    try (PlainHttp http = new PlainHttp(port)) {
      return read(http.exchange(PlainHttp.post(path, header, json)), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(PlainHttp.Answer answer, String path) throws IOException {
    if (answer.status() >= 300) {
      throw new IllegalStateException(
          "%s was answered with %d: %s".formatted(path, answer.status(), answer.text()));
    }
    return JSON.readTree(answer.text());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
