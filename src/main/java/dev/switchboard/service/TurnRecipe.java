package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** coturn: {@code turnserver.conf}, as in its README.turnserver. */
final class TurnRecipe implements Recipe {
  private final Path folder;
  private final ServiceSettings.Turn turn;

  TurnRecipe(Path folder, ServiceSettings.Turn turn) {
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

  private String listen(Map<Setting, String> values) {
    return Recipe.address(turn.listen(), values, Setting.TURN_LOCAL_ONLY);
  }

  /** As an administrator set it, else as it is configured. */
  private static String relayPort(Map<Setting, String> values, Setting setting, int configured) {
    String set = values.getOrDefault(setting, "");
    return set.isEmpty() ? Integer.toString(configured) : set;
  }

  /** In quotation marks, as coturn takes a value that begins with =, or has # in it. */
  private static String quoted(String secret) {
    return '"' + secret + '"';
  }

  /** One directive a line; no value has a line break in it. */
  String configuration(Map<Setting, String> values) {
    List<String> lines = new ArrayList<>();
    lines.add("listening-port=" + Recipe.port(values, Setting.TURN_PORT));
    String listen = listen(values);
    if (!InetAddress.ofLiteral(listen).isAnyLocalAddress()) {
      lines.add("listening-ip=" + listen);
    }
    String relay = values.getOrDefault(Setting.TURN_RELAY_IP, "");
    if (!relay.isEmpty()) {
      // An address that this machine does not have is that of a router which translates for it.
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
    // Calls need UDP only; a relay of TCP connections would be a way to the web for everybody.
    lines.add("no-tcp-relay");
    lines.add("no-multicast-peers");
    lines.add("no-software-attribute");
    PrivateNetworks.ALL.forEach(
        network -> lines.add("denied-peer-ip=" + network.first() + "-" + network.last()));
    // What listens on this machine is not for those who come by way of it.
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
