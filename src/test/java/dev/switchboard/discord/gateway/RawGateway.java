package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.desk.DeskStage;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The least of a gateway client: identifies, and shows every dispatch frame to a listener. */
public final class RawGateway implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final String token;
  private final FrameListener listener;
  private final WebSocket socket;

  public RawGateway(int port, String token, FrameListener listener) {
    this.token = token;
    this.listener = listener;
    this.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/gateway?v=10&encoding=json"), this)
            .join();
    DeskStage.now(ready);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    CompletionStage<?> done = CompletableFuture.completedStage(null);
    text.append(data);
    if (last) {
      JsonNode frame = read(text.toString());
      text.setLength(0);
      switch (frame.path("op").asInt()) {
        case 10 ->
            done =
                from.sendText(
                    "{\"op\":2,\"d\":{\"token\":\""
                        + token
                        + "\",\"intents\":32509,\"properties\":{}}}",
                    true);
        case 0 -> {
          listener.seen(frame.path("t").asText(), frame.path("d"));
          if (frame.path("t").asText().equals("READY")) {
            ready.complete(frame);
          }
        }
        default -> {
          // Heartbeats are not needed in a test's short life.
        }
      }
    }
    from.request(1);
    return done;
  }

  private static JsonNode read(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
