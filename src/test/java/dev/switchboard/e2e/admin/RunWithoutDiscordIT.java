package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} of the packed product where Discord is out of reach at first. */
@Timeout(400)
class RunWithoutDiscordIT {
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @TempDir Path world;

  @Test
  void itStaysUpSaysSoAndComesUpByItselfWhenDiscordAppears() throws Exception {
    SandboxSettings settings = SandboxSettings.in(world).withPort(FreePort.any());
    Map<String, String> variables;
    try (Sandbox before = Sandbox.start(settings)) {
      variables = ProductProcess.pointingAt(before);
    }
    try (ProductProcess product = logs.of(ProductProcess.run(folder, variables))) {
      product.awaitHealth("/api/health", "\"database\":\"connected\"");
      await().atMost(PATIENCE).until(() -> !warnings(product).isEmpty());

      assertThat(product.get("/api/health/live").statusCode()).isEqualTo(200);
      assertThat(product.get("/api/health/ready").statusCode()).isEqualTo(503);
      assertThat(product.get("/api/health").statusCode()).isEqualTo(503);
      assertThat(product.get("/api/health").body())
          .contains(
              "\"status\":\"unhealthy\"", "\"database\":\"connected\"", "\"connected\":false");

      try (Sandbox discord = Sandbox.start(settings)) {
        product.awaitConnected();

        assertThat(product.get("/api/health/ready").statusCode()).isEqualTo(200);
        assertThat(product.get("/api/health").statusCode()).isEqualTo(200);
        assertThat(warnings(product)).allMatch(line -> line.contains("Discord is out of reach"));
        assertThat(product.errors()).isEmpty();
        discord.client().sendDm(discord.world().person("alice"), "finally");
        await().atMost(PATIENCE).until(() -> hasTicket(discord));
      }
      // Discord is gone again: an end does not wait for it.
      product.stop();
    }
  }

  private static boolean hasTicket(Sandbox discord) {
    return discord.client().channels(discord.world().staff().guild()).stream()
        .anyMatch(channel -> channel.path("topic").asText("").startsWith("Ticket #"));
  }

  private static List<String> warnings(ProductProcess product) {
    return product.log().stream().filter(line -> !line.contains(" INFO ")).toList();
  }
}
