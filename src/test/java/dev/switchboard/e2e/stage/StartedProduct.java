package dev.switchboard.e2e.stage;

import static dev.switchboard.e2e.stage.RunningProduct.form;

import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One {@link RunningProduct} for all tests of a class, on a database and a folder of its own. What
 * Discord was told to do wrong ends with each test. The field must be static.
 */
public final class StartedProduct
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  public static final String POSTS = "POST /channels/\\{channel}/messages$";
  public static final String PATCHES = "PATCH /channels/\\{channel}/messages";

  private final TestDatabase database = TestDatabase.migrated();
  private final Map<String, String> keys;
  private @Nullable Path data;
  private @Nullable RunningProduct product;

  private StartedProduct(Map<String, String> keys) {
    this.keys = keys;
  }

  public static StartedProduct asUsual() {
    return with(Map.of());
  }

  /** With this configuration. */
  public static StartedProduct with(Map<String, String> keys) {
    return new StartedProduct(keys);
  }

  public RunningProduct product() {
    if (product == null) {
      throw new IllegalStateException(
          "the field of StartedProduct must be static and have @RegisterExtension");
    }
    return product;
  }

  public SandboxClient client() {
    return product().client();
  }

  /** A member of their own, whose first message opened a ticket. */
  public OpenTicket ticketOf(String name) {
    return OpenTicket.of(product(), name);
  }

  /** What is posted to one channel. */
  public static String postsTo(long channel) {
    return "/channels/" + channel + "/messages$";
  }

  /** Discord answers so as long as this, a pattern, is in the body of a request. */
  public void refuse(String route, int status, int code, String body) {
    client()
        .script(
            route,
            status,
            form().put("code", code).put("message", "Refused for the test"),
            form().put("body", body));
  }

  /**
   * While the next post is under way, what comes is put into one post together. It is under way for
   * longer than a busy machine takes for a few messages.
   */
  public void collectWhatComes() {
    client()
        .fault(
            form().put("kind", "latency").put("route", POSTS).put("millis", 2_000).put("count", 1));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    database.beforeAll(context);
    data = Files.createTempDirectory("switchboard-test");
    product = RunningProduct.start(data, database.settings(), keys);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    client().clearFaults();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    try {
      if (product != null) {
        product.close();
      }
    } finally {
      database.afterAll(context);
      if (data != null) {
        delete(data);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (var paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
