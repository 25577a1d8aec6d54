package dev.switchboard.e2e.stage;

import dev.switchboard.access.TokenFile;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole product with a database of its own, and its first administrator, for all tests of a
 * class. The field must be static and have {@code @RegisterExtension}. For tests.
 */
public final class AdministeredProduct implements BeforeAllCallback, AfterAllCallback {
  private final TestDatabase database = TestDatabase.migrated();
  private final Map<String, String> keys;
  private Optional<Running> running = Optional.empty();

  private record Running(Path data, RunningProduct product, AdminCaller root) {}

  private AdministeredProduct(Map<String, String> keys) {
    this.keys = keys;
  }

  /** As a newcomer has it, but for these keys of the configuration. */
  public static AdministeredProduct with(Map<String, String> keys) {
    return new AdministeredProduct(keys);
  }

  /** As a newcomer has it. */
  public static AdministeredProduct usual() {
    return with(Map.of());
  }

  public RunningProduct product() {
    return running.orElseThrow().product();
  }

  /** Whoever has the token that the product has made. */
  public AdminCaller root() {
    return running.orElseThrow().root();
  }

  public TestDatabase database() {
    return database;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    database.beforeAll(context);
    Path data = Files.createTempDirectory("switchboard-test");
    RunningProduct product = RunningProduct.start(data, database.settings(), keys);
    String token = TokenFile.show(data.resolve("admin_token"));
    running =
        Optional.of(
            new Running(data, product, new AdminCaller(product.port(), token, "127.0.0.1")));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (running.isPresent()) {
      running.get().root().close();
      running.get().product().close();
      delete(running.get().data());
    }
    database.afterAll(context);
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
