package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * The benchmark's connection to {@link FillingSockets}. Real strangers have their own machines, so
 * their process only gets processor time that nothing else wants ({@code nice}).
 */
final class Strangers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private Strangers(Child child) {
    this.child = child;
    this.orders = child.process().outputWriter(UTF_8);
    this.answers = child.process().inputReader(UTF_8);
    var _ = answer(ObjectNode.class);
  }

  /** Starts the process and waits until it is ready. */
  static Strangers start(ProcessBuilder builder) {
    builder.command().addAll(0, List.of("nice", "-n", "19"));
    return new Strangers(Child.start(builder));
  }

  /**
   * Opens the given number of connections, and returns while they run.
   *
   * @param filling the time in which each sends its body
   */
  void come(int sockets, Duration filling) {
    ObjectNode order =
        JsonNodeFactory.instance
            .objectNode()
            .put("sockets", sockets)
            .put("millis", filling.toMillis());
    try {
      orders.write(order.toString());
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the strangers' process has ended", e);
    }
  }

  /** Waits for all connections. */
  FillingSockets.Outcome outcome() {
    return answer(FillingSockets.Outcome.class);
  }

  private <T> T answer(Class<T> type) {
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith("{")) {
        // Its log lines share its standard output.
        line = answers.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the strangers' process has ended; its log says why");
      }
      return JSON.readValue(line, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
