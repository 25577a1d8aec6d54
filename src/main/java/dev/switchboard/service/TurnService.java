package dev.switchboard.service;

import dev.switchboard.service.process.LaunchSpec;
import dev.switchboard.service.process.ListeningPort;
import dev.switchboard.service.process.PrivateFile;
import dev.switchboard.service.process.Probe;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.service.process.Sockets;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingUser;
import dev.switchboard.values.CheckedValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The managed service for calls: a STUN and TURN server, namely coturn. */
final class TurnService extends ManagedService {
  private static final int LAST_PORT = 65_535;

  /**
   * The configuration of the server beside the settings of administrators.
   *
   * @param listen the address at which it listens
   * @param minPort the first port of relayed connections
   * @param maxPort the last port of relayed connections
   * @param userQuota the most relayed connections of a single user
   * @param totalQuota the most relayed connections of all users
   */
  record Options(String listen, int minPort, int maxPort, int userQuota, int totalQuota) {}

  TurnService() {
    super("turn", "turn");
  }

  @Override
  Set<Setting> settings() {
    return Setting.of(SettingUser.TURN).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  Optional<Setting> port() {
    return Optional.of(Setting.TURN_PORT);
  }

  @Override
  Recipe recipe(Path folder, CheckedValues values) {
    int first = values.number(key("min-port"), 1, LAST_PORT);
    return new TurnRecipe(
        folder,
        new Options(
            listen(values),
            first,
            values.number(key("max-port"), first, LAST_PORT),
            values.number(key("user-quota"), 1, 100_000),
            values.number(key("total-quota"), 1, 100_000)));
  }

  /** {@code relays}: the number of addresses that the server relays. */
  @Override
  SequencedMap<String, Integer> figures(
      Map<Setting, String> values, Stream<ProcessHandle> processes) throws IOException {
    return new LinkedHashMap<>(
        Map.of(
            "relays",
            Sockets.OF_THIS_MACHINE.datagramsWithin(
                Recipe.port(values, Setting.TURN_RELAY_PORT_MIN),
                Recipe.port(values, Setting.TURN_RELAY_PORT_MAX),
                processes)));
  }

  /** The recipe of coturn: {@code turnserver.conf}, as its README.turnserver describes it. */
  static final class TurnRecipe implements Recipe {
    private final Path folder;
    private final Options turn;

    TurnRecipe(Path folder, Options turn) {
      this.folder = folder;
      this.turn = turn;
    }

    @Override
    public LaunchSpec plan(Map<Setting, String> values) {
      Path file = folder.resolve("turnserver.conf");
      PrivateFile.write(file, configuration(values));
      return new LaunchSpec(
          folder,
          List.of("-c", file.toString()),
          listening(values),
          new Probe.Turn(
              Probe.at(listen(values), Recipe.port(values, Setting.TURN_PORT)),
              Recipe.required(values, Setting.TURN_REALM)));
    }

    @Override
    public ListeningPort listening(Map<Setting, String> values) {
      return new ListeningPort(
          InetAddress.ofLiteral(listen(values)), Recipe.port(values, Setting.TURN_PORT), true);
    }

    @Override
    public Map<Setting, String> defaults() {
      return Map.of(
          Setting.TURN_LOCAL_ONLY, Boolean.toString(LocalAddress.is(turn.listen())),
          Setting.TURN_RELAY_PORT_MIN, Integer.toString(turn.minPort()),
          Setting.TURN_RELAY_PORT_MAX, Integer.toString(turn.maxPort()));
    }

    @Override
    public List<ConfiguredDefaults.ReservedPorts> taken() {
      return List.of(
          new ConfiguredDefaults.ReservedPorts(
              turn.minPort(), turn.maxPort(), ConfiguredDefaults.RELAYED));
    }

    private String listen(Map<Setting, String> values) {
      return Recipe.address(turn.listen(), values, Setting.TURN_LOCAL_ONLY);
    }

    /** The port that an administrator set, or else the configured one. */
    private static String relayPort(Map<Setting, String> values, Setting setting, int configured) {
      String set = values.getOrDefault(setting, "");
      return set.isEmpty() ? Integer.toString(configured) : set;
    }

    /**
     * The secret in quotation marks: coturn then accepts a value that begins with = or contains #.
     */
    private static String quoted(String secret) {
      return '"' + secret + '"';
    }

    /** The configuration file, with one directive in each line. No value contains a line break. */
    String configuration(Map<Setting, String> values) {
      List<String> lines = new ArrayList<>();
      lines.add("listening-port=" + Recipe.port(values, Setting.TURN_PORT));
      String listen = listen(values);
      if (!InetAddress.ofLiteral(listen).isAnyLocalAddress()) {
        lines.add("listening-ip=" + listen);
      }
      String relay = values.getOrDefault(Setting.TURN_RELAY_IP, "");
      if (!relay.isEmpty()) {
        // An address that this machine does not have belongs to a router that translates addresses.
        lines.add((isOurs(relay) ? "relay-ip=" : "external-ip=") + relay);
      }
      lines.add("min-port=" + relayPort(values, Setting.TURN_RELAY_PORT_MIN, turn.minPort()));
      lines.add("max-port=" + relayPort(values, Setting.TURN_RELAY_PORT_MAX, turn.maxPort()));
      lines.add("realm=" + Recipe.required(values, Setting.TURN_REALM));
      lines.add("use-auth-secret");
      lines.add("static-auth-secret=" + quoted(Recipe.required(values, Setting.TURN_SECRET)));
      lines.add("stale-nonce=600");
      lines.add("user-quota=" + turn.userQuota());
      lines.add("total-quota=" + turn.totalQuota());
      lines.add("fingerprint");
      lines.add("no-cli");
      lines.add("no-tls");
      lines.add("no-dtls");
      // Calls need UDP only; a relay of TCP connections would give everybody a way to the web.
      lines.add("no-tcp-relay");
      lines.add("no-multicast-peers");
      lines.add("no-software-attribute");
      PrivateNetworks.ALL.forEach(
          network -> lines.add("denied-peer-ip=" + network.first() + "-" + network.last()));
      // Clients of the relay must not reach the other programs of this machine.
      Set<String> own = ownAddresses();
      if (!relay.isEmpty()) {
        own.add(relay);
      }
      own.forEach(address -> lines.add("denied-peer-ip=" + address));
      lines.add("log-file=stdout");
      lines.add("simple-log");
      lines.add("pidfile=" + folder.resolve("turnserver.pid"));
      lines.add("userdb=" + folder.resolve("turndb"));
      return String.join("\n", lines) + "\n";
    }

    private static Set<String> ownAddresses() {
      try {
        return NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
      } catch (SocketException unknown) {
        return new TreeSet<>();
      }
    }

    private static boolean isOurs(String address) {
      try {
        return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
      } catch (SocketException unknown) {
        return false;
      }
    }
  }
}
