package dev.switchboard.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The bodies of deliveries: {@code {"type", "timestamp", "data"}}, in which {@code data} has ids,
 * small facts, the {@code sequence}, and a {@code link} where the server's URL is known. Less than
 * 1 kB.
 */
final class WebhookPayload {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<URI> publicUrl;

  WebhookPayload(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  String of(WebhookRows.Event event, long sequence) {
    try {
      ObjectNode data = (ObjectNode) JSON.readTree(event.data());
      data.put("sequence", sequence);
      JsonNode ticket = data.path("ticket");
      publicUrl
          .filter(_ -> !ticket.isMissingNode())
          .ifPresent(url -> data.put("link", link(url, ticket.asText())));
      ObjectNode body = JSON.createObjectNode();
      body.put("type", event.type());
      body.put("timestamp", event.at().truncatedTo(ChronoUnit.MILLIS).toString());
      body.set("data", data);
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of the feed is an object in JSON", e);
    }
  }

  private static String link(URI url, String ticket) {
    return url.toString().replaceFirst("/+$", "") + "/api/externals/tickets/" + ticket;
  }
}
