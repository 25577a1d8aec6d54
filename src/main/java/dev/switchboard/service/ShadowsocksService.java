package dev.switchboard.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.service.process.LaunchSpec;
import dev.switchboard.service.process.ListeningPort;
import dev.switchboard.service.process.PrivateFile;
import dev.switchboard.service.process.Probe;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.service.process.Sockets;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.settings.SettingUser;
import dev.switchboard.values.CheckedValues;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The managed service for people behind a censoring network: a Shadowsocks server. */
final class ShadowsocksService extends ManagedService {
  /**
   * The configuration of the server beside the settings of administrators.
   *
   * @param listen the address at which it listens
   * @param reachPrivate whether its clients may reach private addresses and this machine
   */
  record Options(String listen, boolean reachPrivate) {}

  ShadowsocksService() {
    super("shadowsocks", "ss");
  }

  @Override
  Set<Setting> settings() {
    return Setting.of(SettingUser.SHADOWSOCKS).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  Optional<Setting> port() {
    return Optional.of(Setting.SS_PORT);
  }

  @Override
  Recipe recipe(Path folder, CheckedValues values) {
    return new ShadowsocksRecipe(
        folder, new Options(listen(values), values.flag(key("reach-private"))));
  }

  /**
   * {@code connections}: the number of connections to the server; {@code unique_ips}: the number of
   * addresses from which they come.
   */
  @Override
  SequencedMap<String, Integer> figures(
      Map<Setting, String> values, Stream<ProcessHandle> processes) throws IOException {
    Sockets.Connections connections =
        Sockets.OF_THIS_MACHINE.at(Recipe.port(values, Setting.SS_PORT), processes);
    SequencedMap<String, Integer> figures = new LinkedHashMap<>();
    figures.put("connections", connections.number());
    figures.put("unique_ips", connections.addresses());
    return figures;
  }

  /**
   * The recipe of shadowsocks-libev's {@code ss-server}: a JSON file, and a list of the networks
   * that its clients must not reach. The server checks that list for connections only (its {@code
   * udprelay.c} does not), so it takes no datagrams if private addresses are forbidden.
   */
  static final class ShadowsocksRecipe implements Recipe {
    private final Path folder;
    private final Options shadowsocks;

    ShadowsocksRecipe(Path folder, Options shadowsocks) {
      this.folder = folder;
      this.shadowsocks = shadowsocks;
    }

    @Override
    public LaunchSpec plan(Map<Setting, String> values) {
      Path file = folder.resolve("ss-server.json");
      PrivateFile.write(file, configuration(values));
      List<String> arguments = new ArrayList<>(List.of("-c", file.toString()));
      if (!shadowsocks.reachPrivate()) {
        Path rules = folder.resolve("ss-server.acl");
        PrivateFile.write(rules, rules());
        arguments.addAll(List.of("--acl", rules.toString()));
      }
      return new LaunchSpec(
          folder,
          arguments,
          listening(values),
          new Probe.Tcp(Probe.at(listen(values), Recipe.port(values, Setting.SS_PORT))));
    }

    @Override
    public ListeningPort listening(Map<Setting, String> values) {
      return new ListeningPort(
          InetAddress.ofLiteral(listen(values)),
          Recipe.port(values, Setting.SS_PORT),
          shadowsocks.reachPrivate());
    }

    @Override
    public Map<Setting, String> defaults() {
      return Map.of(Setting.SS_LOCAL_ONLY, Boolean.toString(LocalAddress.is(shadowsocks.listen())));
    }

    private String listen(Map<Setting, String> values) {
      return Recipe.address(shadowsocks.listen(), values, Setting.SS_LOCAL_ONLY);
    }

    String configuration(Map<Setting, String> values) {
      String cipher = Recipe.required(values, Setting.SS_CIPHER);
      ObjectNode configuration =
          JsonNodeFactory.instance
              .objectNode()
              .put("server", listen(values))
              .put("server_port", Recipe.port(values, Setting.SS_PORT))
              .put("password", Recipe.required(values, Setting.SS_PASSWORD))
              .put("method", SettingType.cipher(cipher).orElse(cipher))
              .put("mode", shadowsocks.reachPrivate() ? "tcp_and_udp" : "tcp_only")
              .put("timeout", 300);
      return configuration.toPrettyString() + "\n";
    }

    private static String rules() {
      return Stream.concat(
              PrivateNetworks.ALL.stream().map(PrivateNetworks.Network::prefix),
              Stream.concat(Stream.of(PrivateNetworks.UNSPECIFIED), PrivateNetworks.ownAddresses()))
          .collect(Collectors.joining("\n", "[outbound_block_list]\n", "\n"));
    }
  }
}
