package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nobody has an account, and nothing is shared, where nobody said so: the usual configuration. */
class AccountsClosedTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @Test
  void noAccountIsMadeUnlessThatIsSwitchedOn(@TempDir Path data) throws Exception {
    try (RunningProduct product = RunningProduct.start(data, DATABASE.settings(), Map.of());
        AdminCaller root =
            new AdminCaller(
                product.port(), TokenFile.show(data.resolve("admin_token")), "127.0.0.1");
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + "/new"))
                  .timeout(RunningProduct.PATIENCE)
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body())
          .contains("\"error\":\"Registration is closed\"", "\"code\":\"registration-closed\"");

      JsonNode refused = root.call("POST", "/admin/accounts", "{}");
      assertThat(refused.path("status").asInt()).isEqualTo(405);
      assertThat(refused.path("error").asText())
          .isEqualTo("method POST not allowed for /admin/accounts");
      assertThat(root.get("/admin/shares").path("error").asText())
          .isEqualTo("unknown resource: /admin/shares");
      assertThat(product.get("/share").statusCode()).isEqualTo(404);
      assertThat(root.get("/admin/accounts").path("body").path("total").asInt(-1)).isZero();
    }
  }
}
