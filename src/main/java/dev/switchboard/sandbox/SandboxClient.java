package dev.switchboard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * The control API in Java: lets a test or the launcher act as any person, look at the world, and
 * make things go wrong. The same operations against a sandbox in this process or in another.
 * Answers are Discord's JSON; what is refused throws {@link Refused}.
 */
public final class SandboxClient {
  private final Transport transport;

  /** How a call reaches the sandbox. */
  interface Transport {
    Answer call(String method, String path, byte[] body);
  }

  /** A call that the sandbox refused, with Discord's code. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    Refused(int status, JsonNode body) {
      super(status + " " + body);
      this.status = status;
      this.code = body.path("code").asInt();
    }

    public int status() {
      return status;
    }

    /** Discord's error code, 0 where there is none. */
    public int code() {
      return code;
    }
  }

  private SandboxClient(Transport transport) {
    this.transport = transport;
  }

  static SandboxClient inProcess(Transport transport) {
    return new SandboxClient(transport);
  }

  /** A client of a sandbox in another process. */
  public static SandboxClient at(String url, String controlToken) {
    HttpClient http = HttpClient.newHttpClient();
    return new SandboxClient((method, path, body) -> {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("X-Sandbox-Token", controlToken)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      try {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return Answer.bytes(response.statusCode(), "", response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    });
  }

  /** Any operation of the control API; an empty object where it answers nothing. */
  public JsonNode call(String method, String path, JsonNode body) {
    byte[] bytes = body.isEmpty() ? new byte[0] : Json.bytes(body);
    Answer answer = transport.call(method, path, bytes);
    JsonNode json = Json.read(answer.body()).orElseGet(Json::object);
    if (answer.status() >= 400) {
      throw new Refused(answer.status(), json);
    }
    return json;
  }

  private JsonNode call(String method, String path) {
    return call(method, path, Json.object());
  }

  private static String as(long user) {
    return "/control/users/" + user;
  }

  private static String in(long user, long channel) {
    return as(user) + "/channels/" + channel;
  }

  private static String at(long user, long channel, long message) {
    return in(user, channel) + "/messages/" + message;
  }

  /** Writes to the bot and gives the message. */
  public JsonNode sendDm(long user, String text) {
    return sendDm(user, Json.object().put("content", text));
  }

  /** Writes to the bot: Discord's form of a message, and under {@code extra} fields of any kind. */
  public JsonNode sendDm(long user, ObjectNode form) {
    return call("POST", as(user) + "/dm/messages", form);
  }

  /** What a person's DM with the bot shows, oldest first. */
  public List<JsonNode> readDm(long user) {
    return oldestFirst(call("GET", as(user) + "/dm/messages?limit=1000"));
  }

  /** The id of a person's DM with the bot. */
  public long dmChannel(long user) {
    return Json.id(call("POST", as(user) + "/dm"), "id");
  }

  public JsonNode send(long user, long channel, String text) {
    return send(user, channel, Json.object().put("content", text));
  }

  public JsonNode send(long user, long channel, ObjectNode form) {
    return call("POST", in(user, channel) + "/messages", form);
  }

  /** What a person sees in a channel, ephemeral answers to them included, oldest first. */
  public List<JsonNode> read(long user, long channel) {
    return oldestFirst(call("GET", in(user, channel) + "/messages?limit=1000"));
  }

  private static List<JsonNode> oldestFirst(JsonNode list) {
    return list.valueStream().toList().reversed();
  }

  public JsonNode edit(long user, long channel, long message, String text) {
    return call("PATCH", at(user, channel, message), Json.object().put("content", text));
  }

  public void delete(long user, long channel, long message) {
    call("DELETE", at(user, channel, message));
  }

  public void react(long user, long channel, long message, String emoji) {
    call("PUT", at(user, channel, message) + "/reactions/" + encoded(emoji));
  }

  public void unreact(long user, long channel, long message, String emoji) {
    call("DELETE", at(user, channel, message) + "/reactions/" + encoded(emoji));
  }

  public void type(long user, long channel) {
    call("POST", in(user, channel) + "/typing");
  }

  /** What a person's client shows: DMs, guilds, the channels visible in them. */
  public JsonNode view(long user) {
    return call("GET", as(user) + "/view");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
