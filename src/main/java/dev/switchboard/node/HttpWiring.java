package dev.switchboard.node;

import dev.switchboard.config.ListenerFile;
import dev.switchboard.config.OwnListener;
import dev.switchboard.config.Settings;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.Routes.Audience;
import dev.switchboard.http.admin.AdminPaths;
import dev.switchboard.http.panel.PanelFiles;
import dev.switchboard.http.panel.PanelRoutes;
import dev.switchboard.http.panel.PolicyReports;
import dev.switchboard.settings.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts HTTP before the database is open. */
final class HttpWiring {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWiring.class);

  private HttpWiring() {}

  /** The panel where it is on. A build without it says so. */
  static PanelRoutes panel(Settings settings, PeerAddress peers) {
    Optional<PanelFiles> files =
        settings.panel().client().isPresent() ? PanelFiles.read() : Optional.empty();
    if (settings.panel().client().isPresent() && files.isEmpty()) {
      LOG.warn("The browser panel is on, but this build was made without it (-Dpanel.skip).");
    }
    return new PanelRoutes(files, new PolicyReports(peers), settings.http().publicUrl());
  }

  /** Starts an HTTP server at an address. */
  interface Serving {
    CompletionStage<HttpServer> at(
        Audience audience, HttpSettings place, ProductRoutes productRoutes);
  }

  /**
   * The listener of this server, which does not listen yet.
   *
   * @param doors the routes, for given paths of the admin RPC
   * @param server starts an HTTP server at an address
   */
  static ListenerSettings.ListenerLocation place(
      Settings settings, Function<AdminPaths, ProductRoutes> doors, Serving server) {
    ListenerFile file = new ListenerFile(settings.data().listener());
    String configured = settings.managed().configured().value(Setting.ADMIN_PATH);
    AdminPaths paths =
        new AdminPaths(file.read().getOrDefault(Setting.ADMIN_PATH, configured), System::nanoTime);
    // Separate, so that requests of strangers take no memory from operators.
    ProductRoutes people = doors.apply(paths);
    ProductRoutes operators = doors.apply(paths);
    return new ListenerSettings.ListenerLocation(
        new OwnListener(
            settings.http(),
            (audience, at) ->
                server.at(audience, at, audience == Audience.OPERATORS ? operators : people)),
        paths,
        file);
  }

  /** Listens. In a cluster only the node for services uses the address that administrators set. */
  static CompletionStage<HttpServer> start(
      ListenerSettings.ListenerLocation listenerLocation, Settings settings) {
    Map<Setting, String> set =
        settings.managed().elsewhere().isEmpty() ? listenerLocation.file().read() : Map.of();
    return listenerLocation.listener().start(set);
  }
}
