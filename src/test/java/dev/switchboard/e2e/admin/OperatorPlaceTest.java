package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.http.RawClient;
import dev.switchboard.storage.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A place for operators alone. */
class OperatorPlaceTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  @Test
  void whatIsForOperatorsIsServedThereAloneHoweverManyConnectElsewhere() throws Exception {
    int operators = FreePort.any();
    List<RawClient> strangers = new ArrayList<>();
    try (RunningProduct product =
            RunningProduct.start(
                data,
                DATABASE.settings(),
                Map.of("switchboard.http.operator-address", "127.0.0.1:" + operators));
        HttpClient client = HttpClient.newHttpClient();
        AdminCaller caller =
            new AdminCaller(operators, TokenFile.show(data.resolve("admin_token")), "127.0.0.1")) {
      for (String path : List.of("/metrics", "/api/admin")) {
        assertThat(status(client, product.port(), path)).as(path).isEqualTo(404);
        assertThat(status(client, operators, path)).as(path).isEqualTo(200);
      }
      for (int port : List.of(product.port(), operators)) {
        assertThat(status(client, port, "/api/health/live")).isEqualTo(200);
        await().until(() -> status(client, port, "/api/health/ready") == 200);
      }
      assertThat(status(client, operators, "/files/x/y")).isEqualTo(404);

      for (int i = 0; i < 1_030; i++) {
        strangers.add(RawClient.connect(product.port()).send("GET /"));
      }

      assertThat(status(client, operators, "/api/health/live")).isEqualTo(200);
      assertThat(caller.get("/admin/status").path("status").asInt()).isEqualTo(200);
      // Not there alone: none of those who are idle keeps others out.
      assertThat(status(client, product.port(), "/api/health/live")).isEqualTo(200);
    } finally {
      strangers.forEach(RawClient::close);
    }
  }

  private static int status(HttpClient client, int port, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
