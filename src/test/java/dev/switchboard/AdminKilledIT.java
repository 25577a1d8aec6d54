package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A kill in the midst of an administrator's changes: what was acknowledged is kept and listed. */
@Timeout(400)
class AdminKilledIT {
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory())) {
      Map<String, String> variables = ProductProcess.pointingAt(discord);
      variables.put("SWITCHBOARD_ADMIN_ACCOUNT_CREATION", "on");
      try (ProductProcess product = logs.of(ProductProcess.run(folder, variables))) {
        awaitAdmin(product);
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> changing =
            CompletableFuture.runAsync(() -> change(product, acknowledged));
        await().atMost(ProductProcess.PATIENCE).until(() -> acknowledged.size() > 20);

        product.kill();
        changing.get();
        product.startAgain();
        awaitAdmin(product);

        try (AdminCaller root = root(product)) {
          List<String> kept =
              StreamSupport.stream(
                      root.get("/admin/accounts").path("body").path("accounts").spliterator(),
                      false)
                  .map(account -> account.path("username").asText())
                  .toList();
          assertThat(kept).containsAll(acknowledged);
        }
      }
    }
  }

  /** Makes accounts until nobody answers any more. */
  private static void change(ProductProcess product, List<String> acknowledged) {
    try (AdminCaller root = root(product)) {
      while (true) {
        JsonNode answer = root.call("POST", "/admin/accounts", "{}");
        if (answer.path("status").asInt() == 201) {
          acknowledged.add(answer.path("body").path("email").asText());
        }
      }
    } catch (IOException killed) {
      assertThat(product.isAlive()).isFalse();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitAdmin(ProductProcess product) {
    product.awaitHealth("/api/health", "\"database\":\"connected\"");
    await()
        .atMost(ProductProcess.PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          try (AdminCaller root = root(product)) {
            return root.get("/admin/accounts").path("status").asInt() == 200;
          }
        });
  }

  private static AdminCaller root(ProductProcess product) {
    return new AdminCaller(
        product.port(), TokenFile.show(product.data().resolve("admin_token")), "127.0.0.1");
  }
}
