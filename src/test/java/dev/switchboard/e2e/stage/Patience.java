package dev.switchboard.e2e.stage;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what must come: long, since the limit is only an upper bound and a CI
 * machine may be slow. JUnit finds this by itself ({@code junit-platform.properties}).
 */
public final class Patience implements BeforeAllCallback {
  public static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
