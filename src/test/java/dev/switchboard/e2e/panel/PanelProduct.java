package dev.switchboard.e2e.panel;

import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.DatabaseSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The whole product with the panel, in which Sam is a super administrator. For tests. */
final class PanelProduct {
  private PanelProduct() {}

  static RunningProduct start(Path data, DatabaseSettings database) {
    return start(data, database, Map.of());
  }

  /** The same with more configuration. */
  static RunningProduct start(Path data, DatabaseSettings database, Map<String, String> more) {
    int port = FreePort.any();
    return RunningProduct.start(
        data,
        database,
        sandbox -> {
          Map<String, String> all = new HashMap<>(more);
          all.putAll(
              Map.of(
                  "switchboard.http.port", String.valueOf(port),
                  "switchboard.panel.enabled", "true",
                  "switchboard.panel.client-id", String.valueOf(sandbox.world().bot()),
                  "switchboard.panel.client-secret", sandbox.clientSecret(),
                  "switchboard.panel.redirect-url",
                      "http://127.0.0.1:" + port + "/api/auth/callback",
                  "switchboard.panel.super-admin-users",
                      String.valueOf(sandbox.world().person("sam"))));
          return all;
        });
  }
}
