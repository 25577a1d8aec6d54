package dev.switchboard.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Calls of the admin RPC, one after another on each of several open connections. */
final class AdminLoad {
  private static final String DONE = "{\"status\":200,";

  private final HttpLoad load;

  AdminLoad(int port, String token) {
    String body =
        "{\"method\":\"GET\",\"resource\":\"/admin/status\",\"headers\":{\"Authorization\":\"Bearer %s\"}}"
            .formatted(token);
    byte[] request =
        "POST /api/admin HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(port, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
    this.load = new HttpLoad(port, List.of(request), answer -> answer.text().startsWith(DONE));
  }

  /** Calls for a given time. */
  HttpLoad.Count run(int connections, Duration time) {
    return load.run(connections, time);
  }
}
