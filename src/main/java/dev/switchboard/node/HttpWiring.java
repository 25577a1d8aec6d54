package dev.switchboard.node;

import dev.switchboard.config.ListenerFile;
import dev.switchboard.config.OwnListener;
import dev.switchboard.config.Settings;
import dev.switchboard.http.AdminPaths;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.Routes.Audience;
import dev.switchboard.settings.Setting;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where HTTP is served, before the database can say so. */
final class HttpWiring {
  private HttpWiring() {}

  /** Serves somebody at a place. */
  interface Serving {
    CompletionStage<HttpServer> at(
        Audience audience, HttpSettings place, ProductRoutes productRoutes);
  }

  /**
   * The place of this server, not yet listening.
   *
   * @param doors what is served, by the paths of the admin RPC
   * @param server serves it at a place
   */
  static ListenerSettings.ListenerLocation place(
      Settings settings, Function<AdminPaths, ProductRoutes> doors, Serving server) {
    ListenerFile file = new ListenerFile(settings.data().listener());
    String configured = settings.managed().configured().value(Setting.ADMIN_PATH);
    AdminPaths paths =
        new AdminPaths(file.read().getOrDefault(Setting.ADMIN_PATH, configured), System::nanoTime);
    // What strangers send takes no room from operators.
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

  /** Listens; in a cluster only the node for services does so where administrators set it to. */
  static CompletionStage<HttpServer> start(
      ListenerSettings.ListenerLocation listenerLocation, Settings settings) {
    Map<Setting, String> set =
        settings.managed().elsewhere().isEmpty() ? listenerLocation.file().read() : Map.of();
    return listenerLocation.listener().start(set);
  }
}
