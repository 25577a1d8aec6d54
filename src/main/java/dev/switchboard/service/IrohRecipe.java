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
  public Plan plan(Map<Setting, String> values) {
    Path file = folder.resolve("iroh-relay.toml");
    PrivateFile.write(file, configuration(values));
    int port = Recipe.port(values, Setting.IROH_PORT);
    return new Plan(
        folder,
        List.of("--config-path", file.toString()),
        listening(port),
        new Probe.Tcp(Probe.at(listen, port)));
  }

  @Override
  public Listening listening(int port) {
    return new Listening(InetAddress.ofLiteral(listen), port, false);
  }

  String configuration(Map<Setting, String> values) {
    String host =
        InetAddress.ofLiteral(listen) instanceof Inet6Address ? "[" + listen + "]" : listen;
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
