package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A place of the settings is deleted on Discord. */
class LostPlacesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir Path data;

  @Test
  void aDeletedInboxCategoryIsToldInHealthMetricsAndTheLogChannel() {
    try (RunningProduct product = RunningProduct.start(data, DATABASE.settings(), Map.of())) {
      var staff = product.sandbox().world().staff();
      OpenTicket ticket = OpenTicket.of(product, "early");
      product.client().deleteChannel(staff.inboxCategory());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            var health = product.get("/api/health");
            assertThat(health.body())
                .contains("unhealthy", "The inbox category (" + staff.inboxCategory() + ")");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(product.get("/metrics").body().lines())
                .contains("switchboard_discord_alarms 1.0");
          });
      product.awaitStaff(staff.logChannel(), says("The **inbox category** is not in the staff"));

      // What has its channel goes on.
      product.client().sendDm(ticket.member(), "still here");
      product.awaitStaff(ticket.channel(), says("still here"));
    }
  }
}
