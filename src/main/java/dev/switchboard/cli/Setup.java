package dev.switchboard.cli;

import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Environment;
import dev.switchboard.config.Unconfigured;
import dev.switchboard.http.HttpRefused;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.setup.HostNames;
import dev.switchboard.http.setup.SetupLink;
import dev.switchboard.http.setup.SetupServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Opens the setup page where nothing is configured, before the product starts. */
public final class Setup {
  /** The longest time that the page waits for a person. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  /** Whether the page is wanted. */
  public enum Choice {
    /** Where nothing is configured. */
    AUTO,
    /** The same, and where the named file is missing. */
    ON,
    /** Never. */
    OFF
  }

  /**
   * How the page is served.
   *
   * @param listen where it listens; if absent, at loopback and the product's port
   * @param hosts names of this server besides those of loopback
   * @param patience how long it waits for a person
   */
  public record Options(
      Choice choice, Optional<HttpSettings.Address> listen, Set<String> hosts, Duration patience) {
    public Options {
      hosts = Set.copyOf(hosts);
    }
  }

  private Setup() {}

  /**
   * Returns at once if something is configured. Otherwise prints the link of the page, and returns
   * when the file is written or the time is over; its address is closed then.
   *
   * @param file the configuration file that the command line names
   * @throws ConfigurationRefused if the present configuration cannot be read, or the page cannot be
   *     served
   */
  public static void openWhereNeeded(
      Optional<Path> file, Environment environment, Options options, PrintWriter out)
      throws InterruptedException {
    if (options.choice() == Choice.OFF) {
      return;
    }
    Optional<Unconfigured> none =
        Unconfigured.find(file, environment, options.choice() == Choice.ON);
    if (none.isPresent()) {
      none.get().prepare();
      serve(none.get(), options, out);
    }
  }

  private static void serve(Unconfigured none, Options options, PrintWriter out)
      throws InterruptedException {
    HttpSettings.Address at =
        options
            .listen()
            .orElseGet(
                () -> new HttpSettings.Address(LOOPBACK, Integer.parseInt(none.text("http.port"))));
    Set<String> names = new HashSet<>(options.hosts());
    if (!WILDCARDS.contains(at.host())) {
      names.add(at.host());
    }
    SetupLink link = new SetupLink();
    try (SetupServer server =
        SetupServer.start(at, link, new HostNames(names), new SetupChecks(none))) {
      tell(out, address(at, options, server.port()) + "/setup?token=" + link.token(), options);
      server
          .written()
          .toCompletableFuture()
          .get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
      out.println("The configuration is in " + none.file() + ". The setup page is closed.");
    } catch (TimeoutException late) {
      out.println("Nobody finished the setup in time. The setup page is closed.");
    } catch (HttpRefused refused) {
      throw new ConfigurationRefused(
          List.of(
              new ConfigProblem(
                  "--setup-listen (SWITCHBOARD_SETUP_LISTEN)",
                  String.valueOf(refused.getMessage()),
                  "an address for the setup page, or --setup=off")));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("nothing fails the setup", impossible);
    } finally {
      out.flush();
    }
  }

  /** The address as a browser reaches it. */
  private static String address(HttpSettings.Address at, Options options, int port) {
    String listened = WILDCARDS.contains(at.host()) ? LOOPBACK : at.host();
    String host =
        Stream.concat(options.hosts().stream().sorted(), Stream.of(listened))
            .findFirst()
            .orElse(LOOPBACK);
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static void tell(PrintWriter out, String address, Options options) {
    out.printf(
        """

        Nothing is configured yet. Open this once, in a browser:

          %s

        It asks for the bot's token and the guilds, and writes the configuration. Whoever has this
        address can do so: keep it to yourself. It is closed in %d minutes.

        """,
        address, options.patience().toMinutes());
    out.flush();
  }
}
