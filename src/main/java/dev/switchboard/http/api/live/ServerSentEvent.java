package dev.switchboard.http.api.live;

import dev.switchboard.feed.FeedEntry;
import dev.switchboard.http.endpoint.ApiJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/** The text of server-sent events (WHATWG HTML, "Server-sent events"). */
final class ServerSentEvent {
  /** What proxies and browsers see while nothing happens. */
  static final ByteString COMMENT = ByteString.fromString(":\n\n");

  private ServerSentEvent() {}

  /** Tells the browser its position, and the pause before it connects again. No event. */
  static ByteString begin(EventId id, Duration retry) {
    return ByteString.fromString("id: %s\nretry: %d\n\n".formatted(id.text(), retry.toMillis()));
  }

  /** An event without an id: it is not told again to a client that resumes. */
  static ByteString of(String name, Object data) {
    String json = new String(ApiJson.written(data), StandardCharsets.UTF_8);
    return ByteString.fromString("event: %s\ndata: %s\n\n".formatted(name, json));
  }

  /** Tells that something was missed, and where the stream goes on. */
  static ByteString reset(EventId newest) {
    return ByteString.fromString("id: %s\n".formatted(newest.text()))
        .concat(of("reset", Map.of("newest", newest.text())));
  }

  /**
   * Events of the feed, with their ids.
   *
   * @param last an id of their epoch
   */
  static ByteString of(Collection<FeedEntry> entries, EventId last) {
    StringBuilder text = new StringBuilder();
    for (FeedEntry entry : entries) {
      text.append("id: ").append(last.at(entry.position()).text());
      text.append("\nevent: ").append(entry.kind().word());
      text.append("\ndata: ").append(entry.payload()).append("\n\n");
    }
    return ByteString.fromString(text.toString());
  }
}
