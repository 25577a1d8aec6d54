package dev.switchboard.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * shadowsocks-libev's {@code ss-server}: a JSON file, and a list of what it must not lead to. It
 * looks at that list for connections only (its {@code udprelay.c} does not), so where private
 * addresses are out of bounds it takes no datagrams at all.
 */
final class ShadowsocksRecipe implements Recipe {
  private final Path folder;
  private final ServiceSettings.Shadowsocks shadowsocks;

  ShadowsocksRecipe(Path folder, ServiceSettings.Shadowsocks shadowsocks) {
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
