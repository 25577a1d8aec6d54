package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** iroh-relay: a TOML file, as of its version 0.35. */
final class IrohRecipe implements Recipe {
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
