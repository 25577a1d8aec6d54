package dev.switchboard.service.process;

import dev.switchboard.values.CheckedValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The program that runs a service. */
public sealed interface RunBy {
  /** This process, with the service as its child. */
  record Child(String program) implements RunBy {}

  /** The systemd of this machine. */
  record Systemd(String unit) implements RunBy {}

  /**
   * The operator's own commands, each a program with its arguments.
   *
   * @param probe a command that ends with 0 if the service is well; if empty, the service is probed
   *     over the network
   */
  record Command(List<String> start, List<String> stop, List<String> probe) implements RunBy {
    public Command {
      start = List.copyOf(start);
      stop = List.copyOf(stop);
      probe = List.copyOf(probe);
    }
  }

  /**
   * No program.
   *
   * @param key the key of the configuration that says so, under {@code switchboard}
   */
  record Nobody(String key) implements RunBy {}

  /**
   * Reads the configuration of a service.
   *
   * @param key gives the full key in the service's section for its last part
   */
  static RunBy of(CheckedValues values, UnaryOperator<String> key) {
    String driver = key.apply("driver");
    // The first choice stands in for an unknown word and adds no further finding.
    Map<String, Supplier<RunBy>> drivers = new LinkedHashMap<>();
    drivers.put("none", () -> new Nobody(driver));
    drivers.put("process", () -> new Child(values.text(key.apply("program"), 1, 4096)));
    drivers.put("systemd", () -> new Systemd(values.word(key.apply("unit"), 1, 255)));
    drivers.put(
        "command",
        () ->
            new Command(
                required(values, key.apply("start-command")),
                required(values, key.apply("stop-command")),
                values.command(key.apply("probe-command"))));
    return values.choice(driver, drivers).get();
  }

  private static List<String> required(CheckedValues values, String key) {
    List<String> command = values.command(key);
    if (command.isEmpty()) {
      // Read as a text, so that the finding shows the value that is there: none.
      var _ = values.text(key, 1, 4096);
    }
    return command;
  }
}
