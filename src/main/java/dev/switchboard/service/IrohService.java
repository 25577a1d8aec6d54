package dev.switchboard.service;

import dev.switchboard.service.process.LaunchSpec;
import dev.switchboard.service.process.ListeningPort;
import dev.switchboard.service.process.PrivateFile;
import dev.switchboard.service.process.Probe;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingUser;
import dev.switchboard.values.CheckedValues;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** The managed service for real-time channels of apps: an iroh relay. */
final class IrohService extends ManagedService {
  IrohService() {
    super("iroh", "iroh");
  }

  @Override
  Set<Setting> settings() {
    return Setting.of(SettingUser.IROH).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  Optional<Setting> port() {
    return Optional.of(Setting.IROH_PORT);
  }

  @Override
  Recipe recipe(Path folder, CheckedValues values) {
    return new IrohRecipe(folder, listen(values));
  }

  /** {@code url}: the address at which apps reach the relay. */
  @Override
  SequencedMap<String, Optional<String>> facts(Map<Setting, String> values) {
    return new LinkedHashMap<>(
        Map.of(
            "url",
            Optional.of(values.getOrDefault(Setting.IROH_RELAY_URL, ""))
                .filter(url -> !url.isEmpty())));
  }

  /** The recipe of iroh-relay: a TOML file, as its version 0.35 reads it. */
  static final class IrohRecipe implements Recipe {
    private final Path folder;
    private final String listen;

    IrohRecipe(Path folder, String listen) {
      this.folder = folder;
      this.listen = listen;
    }

    @Override
    public LaunchSpec plan(Map<Setting, String> values) {
      Path file = folder.resolve("iroh-relay.toml");
      PrivateFile.write(file, configuration(values));
      return new LaunchSpec(
          folder,
          List.of("--config-path", file.toString()),
          listening(values),
          new Probe.Tcp(Probe.at(address(values), Recipe.port(values, Setting.IROH_PORT))));
    }

    @Override
    public ListeningPort listening(Map<Setting, String> values) {
      return new ListeningPort(
          InetAddress.ofLiteral(address(values)), Recipe.port(values, Setting.IROH_PORT), false);
    }

    @Override
    public Map<Setting, String> defaults() {
      return Map.of(Setting.IROH_LOCAL_ONLY, Boolean.toString(LocalAddress.is(listen)));
    }

    private String address(Map<Setting, String> values) {
      return Recipe.address(listen, values, Setting.IROH_LOCAL_ONLY);
    }

    String configuration(Map<Setting, String> values) {
      String address = address(values);
      String host =
          InetAddress.ofLiteral(address) instanceof Inet6Address ? "[" + address + "]" : address;
      return """
      enable_relay = true
      http_bind_addr = "%s:%d"
      enable_stun = false
      enable_metrics = false
      access = "everyone"
      """
          .formatted(host, Recipe.port(values, Setting.IROH_PORT));
    }
  }
}
