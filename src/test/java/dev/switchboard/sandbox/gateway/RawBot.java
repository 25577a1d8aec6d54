package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A bot without a library: speaks REST and the gateway as plain as they are. */
public final class RawBot implements AutoCloseable {
  public static final long ALL_INTENTS = 53_608_447L;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Sandbox sandbox;
  private final String token;

  public RawBot(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.token = sandbox.botToken();
  }

  /** An answer with its status and headers. */
  public record Result(int status, JsonNode body, java.net.http.HttpHeaders headers) {
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    public int code() {
      return body.path("code").asInt();
    }

    public long id() {
      return Json.id(body, "id");
    }
  }

  public Result get(String path) {
    return send("GET", path, "application/json", new byte[0]);
  }

  public Result post(String path, JsonNode body) {
    return send("POST", path, "application/json", Json.bytes(body));
  }

  public Result patch(String path, JsonNode body) {
    return send("PATCH", path, "application/json", Json.bytes(body));
  }

  public Result put(String path, JsonNode body) {
    return send("PUT", path, "application/json", Json.bytes(body));
  }

  public Result put(String path) {
    return send("PUT", path, "application/json", new byte[0]);
  }

  public Result delete(String path) {
    return send("DELETE", path, "application/json", new byte[0]);
  }

  public Result delete(String path, String reason) {
    return send("DELETE", path, "application/json", new byte[0], reason);
  }

  public Result post(String path, JsonNode body, String reason) {
    return send("POST", path, "application/json", Json.bytes(body), reason);
  }

  public Result put(String path, JsonNode body, String reason) {
    return send("PUT", path, "application/json", Json.bytes(body), reason);
  }

  public Result say(long channel, String text) {
    return post("/channels/" + channel + "/messages", Json.object().put("content", text));
  }

  /** Posts a message with one file; the payload stands behind the file, as Discord4J writes it. */
  public Result upload(long channel, String filename, byte[] content, JsonNode payload) {
    byte[] head =
        ("--xyz\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\""
                + filename
                + "\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(UTF_8);
    byte[] tail =
        ("\r\n--xyz\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n"
                + payload
                + "\r\n--xyz--\r\n")
            .getBytes(UTF_8);
    byte[] body = new byte[head.length + content.length + tail.length];
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(content, 0, body, head.length, content.length);
    System.arraycopy(tail, 0, body, head.length + content.length, tail.length);
    return send(
        "POST", "/channels/" + channel + "/messages", "multipart/form-data; boundary=xyz", body);
  }

  public Result send(String method, String path, String contentType, byte[] body) {
    return send(method, path, contentType, body, "");
  }

  private Result send(String method, String path, String contentType, byte[] body, String reason) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + path))
            .header("Authorization", "Bot " + token)
            .header("Content-Type", contentType)
            .header("X-Audit-Log-Reason", URLEncoder.encode(reason, UTF_8).replace("+", "%20"))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode json = Json.read(response.body()).orElseGet(Json::object);
      return new Result(response.statusCode(), json, response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A connection to the gateway without compression. */
  public Line connect() {
    return connect("?v=10&encoding=json");
  }

  public Line connect(String query) {
    Line line = new Line();
    line.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + sandbox.port() + "/gateway" + query), line)
            .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
            .join();
    return line;
  }

  /** A connection that has identified and heard READY and the guilds. */
  public Line identified() {
    Line line = connect();
    line.identify(token, ALL_INTENTS);
    line.awaitEvent("READY");
    await().atMost(Duration.ofSeconds(30)).until(() -> line.events("GUILD_CREATE").size() == 2);
    return line;
  }

  public String token() {
    return token;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** What came over one WebSocket. */
  public static final class Line implements WebSocket.Listener {
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final AtomicInteger closeCode = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(Json.read(text.toString().getBytes(UTF_8)).orElseThrow());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closeCode.set(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closeCode.set(1006);
    }

    private WebSocket socket() {
      return java.util.Objects.requireNonNull(socket);
    }

    public void send(String json) {
      socket().sendText(json, true).orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    public void send(int op, JsonNode d) {
      ObjectNode frame = Json.object().put("op", op);
      frame.set("d", d);
      send(frame.toString());
    }

    public void identify(String token, long intents) {
      send(2, identity(token, intents));
    }

    public static ObjectNode identity(String token, long intents) {
      ObjectNode d = Json.object().put("token", token).put("intents", intents);
      d.putObject("properties").put("os", "linux");
      return d;
    }

    public void resume(String token, String session, long sequence) {
      send(6, Json.object().put("token", token).put("session_id", session).put("seq", sequence));
    }

    public void leave(int code) {
      socket().sendClose(code, "").orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    public void cut() {
      socket().abort();
    }

    public List<JsonNode> events(String type) {
      return frames.stream()
          .filter(f -> f.path("t").asText().equals(type))
          .map(f -> f.get("d"))
          .toList();
    }

    public List<JsonNode> frames() {
      return List.copyOf(frames);
    }

    public JsonNode awaitEvent(String type) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !events(type).isEmpty());
      return events(type).getFirst();
    }

    public JsonNode awaitOp(int op) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> frames.stream().anyMatch(f -> f.path("op").asInt(-1) == op));
      return frames.stream().filter(f -> f.path("op").asInt(-1) == op).findFirst().orElseThrow();
    }

    public int awaitClose() {
      await().atMost(Duration.ofSeconds(30)).until(() -> closeCode.get() != 0);
      return closeCode.get();
    }

    public long lastSequence() {
      return frames.stream().mapToLong(f -> f.path("s").asLong(0)).max().orElse(0);
    }

    public String session() {
      return events("READY").getFirst().path("session_id").asText();
    }
  }
}
