package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.IrohStandIn;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kill in the midst of an administrator's changes: what was acknowledged is kept, and what runs
 * for them neither outlives the product nor stays away.
 */
@Timeout(400)
class AdminKilledIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsKeptAndNoServiceOutlivesTheProduct() throws Exception {
    int http = FreePort.any();
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory());
        ProductProcess product = logs.of(ProductProcess.run(folder, variables(discord, http)))) {
      product.awaitConnected();
      try (AdminCaller root = root(http)) {
        assertThat(
                root.call("POST", "/admin/services/iroh", "{\"action\":\"enable\"}")
                    .path("body")
                    .path("observed")
                    .asText())
            .isEqualTo("running");
        root.call("POST", "/admin/registration", "{\"action\":\"open\"}");
        JsonNode set =
            root.call(
                "POST",
                "/admin/settings/turn_realm",
                "{\"action\":\"set\",\"value\":\"kept.example\"}");
        assertThat(set.path("status").asInt()).isEqualTo(200);
      }
      List<String> acknowledged = new CopyOnWriteArrayList<>();
      AtomicBoolean killing = new AtomicBoolean();
      CompletableFuture<Void> changing =
          CompletableFuture.runAsync(() -> makeAccounts(http, acknowledged, killing));
      await().atMost(PATIENCE).until(() -> acknowledged.size() > 20);
      ProcessHandle child =
          ProductProcess.atWorkIn(folder.resolve("data/services")).stream()
              .filter(one -> one.info().command().orElse("").contains("perl"))
              .findFirst()
              .orElseThrow();

      // Its sockets close before it counts as gone.
      killing.set(true);
      product.kill();

      changing.get();
      await().atMost(PATIENCE).until(() -> !child.isAlive());
      product.startAgain();
      product.awaitConnected();
      try (AdminCaller root = root(http)) {
        assertThat(root.get("/admin/registration").path("body").path("status").asText())
            .isEqualTo("open");
        assertThat(root.get("/admin/settings/turn_realm").path("body").path("value").asText())
            .isEqualTo("kept.example");
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(usernames(root.get("/admin/accounts"))).containsAll(acknowledged));
        await()
            .atMost(PATIENCE)
            .until(() ->
                root.get("/admin/services/iroh")
                    .path("body")
                    .path("observed")
                    .asText()
                    .equals("running"));
      }
      product.stop();
      assertThat(ProductProcess.atWorkIn(folder)).isEmpty();
    }
  }

  /** One after the other, until nobody answers any more. */
  private void makeAccounts(int http, List<String> acknowledged, AtomicBoolean killing) {
    try (AdminCaller root = root(http)) {
      while (true) {
        JsonNode answer = root.call("POST", "/admin/accounts", "{}");
        if (answer.path("status").asInt() == 201) {
          acknowledged.add(answer.path("body").path("email").asText());
        }
      }
    } catch (IOException e) {
      if (!killing.get()) {
        throw new UncheckedIOException("not because of the kill", e);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> usernames(JsonNode answer) {
    return answer
        .path("body")
        .path("accounts")
        .valueStream()
        .map(account -> account.path("username").asText())
        .toList();
  }

  private AdminCaller root(int port) {
    return new AdminCaller(port, TokenFile.show(folder.resolve("data/admin_token")), "127.0.0.1");
  }

  private Map<String, String> variables(Sandbox discord, int http) throws Exception {
    Map<String, String> variables = new HashMap<>(ProductProcess.pointingAt(discord));
    variables.putAll(ProductProcess.storingIn(DATABASE.settings()));
    variables.put("SWITCHBOARD_ADMIN_ACCOUNT_CREATION", "on");
    variables.put("SWITCHBOARD_HTTP_PORT", Integer.toString(http));
    variables.put("SWITCHBOARD_SERVICES_IROH_PROGRAM", IrohStandIn.in(folder).toString());
    // Outside of those from which the tests take free ports.
    variables.put("SWITCHBOARD_SERVICES_TURN_MIN_PORT", "61000");
    variables.put("SWITCHBOARD_SERVICES_IROH_LISTEN", "127.0.0.1");
    variables.put("SWITCHBOARD_SERVICES_IROH_PORT", Integer.toString(FreePort.any()));
    return variables;
  }
}
