package dev.switchboard.node;

import dev.switchboard.config.ListenerFile;
import dev.switchboard.config.OwnListener;
import dev.switchboard.config.Settings;
import dev.switchboard.http.AdminPaths;
import dev.switchboard.http.Doors;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
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
    CompletionStage<HttpServer> at(Audience audience, HttpSettings place, Doors doors);
  }

  /**
   * The place of this server, not yet listening.
   *
   * @param doors what is served, by the paths of the admin RPC
   * @param server serves it at a place
   */
  static ListenerSettings.Place place(
      Settings settings, Function<AdminPaths, Doors> doors, Serving server) {
    ListenerFile file = new ListenerFile(settings.data().listener());
    String configured = settings.managed().configured().value(Setting.ADMIN_PATH);
    AdminPaths paths =
        new AdminPaths(file.read().getOrDefault(Setting.ADMIN_PATH, configured), System::nanoTime);
    // What strangers send takes no room from operators.
    Doors people = doors.apply(paths);
    Doors operators = doors.apply(paths);
    return new ListenerSettings.Place(
        new OwnListener(
            settings.http(),
            (audience, at) ->
                server.at(audience, at, audience == Audience.OPERATORS ? operators : people)),
        paths,
        file);
  }

  /** Listens; in a cluster only the node for services does so where administrators set it to. */
  static CompletionStage<HttpServer> start(ListenerSettings.Place place, Settings settings) {
    Map<Setting, String> set =
        settings.managed().elsewhere().isEmpty() ? place.file().read() : Map.of();
    return place.listener().start(set);
  }
}
