package dev.switchboard.e2e.stage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Adds to a test that fails what its processes have printed: a field with {@code
 * RegisterExtension}, told of each process by {@link #of}.
 */
public final class ProductLogs implements AfterTestExecutionCallback {
  private final List<ProductProcess> processes = new CopyOnWriteArrayList<>();

  /** Watches over a process, and gives it back. */
  public ProductProcess of(ProductProcess process) {
    processes.add(process);
    return process;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      processes.forEach(process -> System.err.println(process.told()));
    }
  }
}
