package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The smallest possible bot: posts every message of members into one channel, stores nothing and
 * waits for nothing. Its figures are the upper limit for any bot here.
 */
final class NullClient implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** GUILDS, DIRECT_MESSAGES, and GUILD_MESSAGES, so that the stopwatch sees the bot's posts. */
  private static final long INTENTS = 1 | 1 << 9 | 1 << 12;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;
  private final String token;
  private final String channel;
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private NullClient(Map<String, String> keys) {
    this.api = keys.getOrDefault("discord.api-url", "");
    this.token = keys.getOrDefault("discord.token", "");
    ObjectNode form = object().put("name", "everything").put("type", 0);
    JsonNode made = call("POST", "/guilds/" + keys.get("staff-guild") + "/channels", form);
    this.channel = made.path("id").asText();
    URI gateway = URI.create(call("GET", "/gateway", object()).path("url").asText() + "?v=10");
    this.socket = open(gateway);
  }

  /** Connects a bot with the keys of a look-alike. */
  static NullClient connect(Map<String, String> keys) {
    return new NullClient(keys);
  }

  private WebSocket open(URI gateway) {
    try {
      return http.newWebSocketBuilder().buildAsync(gateway, this).get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the look-alike's gateway is not reached", e);
    }
  }

  private JsonNode call(String method, String path, ObjectNode form) {
    try {
      HttpRequest request = request(method, path, form);
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private HttpRequest request(String method, String path, ObjectNode form) {
    HttpRequest.BodyPublisher body =
        form.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(form.toString());
    return HttpRequest.newBuilder(URI.create(api + path))
        .header("Authorization", "Bot " + token)
        .header("Content-Type", "application/json")
        .method(method, body)
        .build();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      String frame = partial.toString();
      partial.setLength(0);
      try {
        received(from, JSON.readTree(frame.getBytes(UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    from.request(1);
    return null;
  }

  private void received(WebSocket from, JsonNode frame) {
    JsonNode event = frame.path("d");
    if (frame.path("op").asInt() == 10) {
      ObjectNode terms = object().put("token", token).put("intents", INTENTS);
      terms.putObject("properties");
      ObjectNode identify = object().put("op", 2);
      identify.set("d", terms);
      var _ = from.sendText(identify.toString(), true);
    } else if (frame.path("t").asText().equals("MESSAGE_CREATE") && !event.has("guild_id")) {
      ObjectNode form = object().put("content", event.path("content").asText());
      var _ =
          http.sendAsync(
              request("POST", "/channels/" + channel + "/messages", form),
              HttpResponse.BodyHandlers.discarding());
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
