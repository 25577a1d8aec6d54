package dev.switchboard.e2e.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** An open stream of server-sent events, as a browser reads it. For tests. */
final class EventReader implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final HttpResponse<Stream<String>> answer;
  private volatile String lastId = "";

  /**
   * An event.
   *
   * @param id the last id that the stream had told by then
   */
  record Event(String id, String name, JsonNode data) {
    boolean isOf(String ticket) {
      return data.path("ticket").asText().equals(ticket);
    }
  }

  EventReader(HttpResponse<Stream<String>> answer) {
    this.answer = answer;
    Thread.ofVirtual().start(this::read);
  }

  int status() {
    return answer.statusCode();
  }

  String header(String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private void read() {
    String name = "";
    try {
      for (String line : (Iterable<String>) answer.body()::iterator) {
        if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(lastId, name, MAPPER.readTree(line.substring(6))));
        }
      }
    } catch (UncheckedIOException | IOException cut) {
      // The connection has gone, which ends the stream as well.
    } finally {
      ended.complete(null);
    }
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<Event> events(String name) {
    return events().stream().filter(event -> event.name().equals(name)).toList();
  }

  /** The id by which a client would resume. */
  String lastId() {
    return lastId;
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public void close() {
    answer.body().close();
  }
}
