package dev.switchboard.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds every answer of a sandbox, and every request that it took, against Discord's own
 * description ({@link DiscordSpec}; nothing is checked where that is absent). Registered as an
 * extension it fails a test with all that was wrong, whoever asked; or close it after the sandbox.
 */
public final class CheckedRest implements RestTap, AfterEachCallback, AutoCloseable {
  private final Queue<Exchange> passed = new ConcurrentLinkedQueue<>();
  private final Predicate<String> excused;

  public CheckedRest() {
    this(_ -> false);
  }

  /** For a client of others that says what Discord takes and does not describe. */
  public CheckedRest(Predicate<String> excused) {
    this.excused = excused;
  }

  @Override
  public void passed(Exchange exchange) {
    if (DiscordSpec.fromEnvironment().isPresent()) {
      passed.add(exchange);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    Set<String> found = new TreeSet<>();
    DiscordSpec.fromEnvironment()
        .ifPresent(spec -> {
          for (Exchange one = passed.poll(); one != null; one = passed.poll()) {
            findings(spec, one).stream().filter(excused.negate()).forEach(found::add);
          }
        });
    assertThat(found).as("what Discord would not have said or taken").isEmpty();
  }

  private static Set<String> findings(DiscordSpec spec, Exchange exchange) {
    String request = exchange.method() + " " + exchange.path();
    String sent = exchange.status() < 300 ? exchange.sent() : "";
    Set<String> found = new TreeSet<>();
    for (String finding :
        spec.findings(
            exchange.method(), exchange.path(), sent, exchange.status(), exchange.answered())) {
      found.add(request + " " + finding);
    }
    return found;
  }
}
