package dev.switchboard.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How services are run; the keys are those of {@code switchboard.services} in {@code
 * reference.conf}.
 *
 * @param folder under which each service has a folder of its own
 * @param runBy who runs which service
 * @param turn what the TURN server is told beside its settings
 * @param irohListen the address that the iroh relay listens at
 * @param shadowsocks what the Shadowsocks server is told beside its settings
 * @param pace how long things may take
 */
public record ServiceSettings(
    Path folder,
    Map<Service, RunBy> runBy,
    Turn turn,
    String irohListen,
    Shadowsocks shadowsocks,
    Pace pace) {
  public ServiceSettings {
    runBy = Map.copyOf(runBy);
  }

  /** Who runs a service. */
  public sealed interface RunBy {
    /** We, as a child process. */
    record Child(String program) implements RunBy {}

    /** The machine's systemd. */
    record Systemd(String unit) implements RunBy {}

    /**
     * The operator's own commands, each a program and its arguments.
     *
     * @param probe ends with 0 where the service is well; empty: it is asked over the network
     */
    record Command(List<String> start, List<String> stop, List<String> probe) implements RunBy {
      public Command {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        probe = List.copyOf(probe);
      }
    }

    /** Nobody. */
    record Nobody() implements RunBy {}
  }

  /**
   * The TURN server.
   *
   * @param listen the address that it listens at
   * @param minPort the first port of relayed connections
   * @param maxPort the last one
   * @param userQuota how many connections one user may have relayed
   * @param totalQuota how many all of them may
   */
  public record Turn(String listen, int minPort, int maxPort, int userQuota, int totalQuota) {}

  /**
   * The Shadowsocks server.
   *
   * @param listen the address that it listens at
   * @param reachPrivate whether it leads to private addresses and to this machine, too
   */
  public record Shadowsocks(String listen, boolean reachPrivate) {}

  /**
   * How long things may take.
   *
   * @param startLimit until a service answers
   * @param stopGrace from SIGTERM to SIGKILL
   * @param probeInterval between two looks at a service that is well
   */
  public record Pace(Duration startLimit, Duration stopGrace, Duration probeInterval) {}
}
