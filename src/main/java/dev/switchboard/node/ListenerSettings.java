package dev.switchboard.node;

import dev.switchboard.config.ListenerFile;
import dev.switchboard.config.OwnListener;
import dev.switchboard.config.UnusableSettings;
import dev.switchboard.http.admin.AdminPaths;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.settings.SettingUser;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the settings about the address of this server, and passes all others on. The port and the
 * local-only flag apply from a reload on, so that the administrator still receives the answer. The
 * path of the admin RPC applies at once, on every node.
 */
final class ListenerSettings implements SettingChanges.User {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerSettings.class);

  /** The interval at which nodes read the settings. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Time for the answer to the reload call to leave. */
  private static final Duration AFTER_THE_ANSWER = Duration.ofMillis(500);

  private static final String LATER = "in force after POST /admin/reload, or a restart";

  /** The parts of the server that know its address. */
  record ListenerLocation(OwnListener listener, AdminPaths paths, ListenerFile file) {}

  private final BackgroundWork background;
  private final ListenerLocation listenerLocation;
  private final SettingsStore store;
  private final ConfiguredDefaults configuredDefaults;
  private final SettingChanges.User others;
  private final boolean follows;
  private final Executor blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("listener-", 0).factory());
  private final UnusableSettings unusable = new UnusableSettings();
  private volatile Map<Setting, String> set = Map.of();

  /**
   * @param others uses the other settings
   * @param follows whether this node listens at the address that is set; in a cluster one node does
   */
  ListenerSettings(
      ActorSystem<?> system,
      ListenerLocation listenerLocation,
      SettingsStore store,
      ConfiguredDefaults configuredDefaults,
      SettingChanges.User others,
      boolean follows) {
    this.background = new BackgroundWork(system);
    this.listenerLocation = listenerLocation;
    this.store = store;
    this.configuredDefaults = configuredDefaults;
    this.others = others;
    this.follows = follows;
  }

  /** Starts to apply the settings, whichever node they are set on. */
  void begin() {
    background.every(Duration.ZERO, LOOK, this::look);
  }

  private void look() {
    store
        .read()
        .whenCompleteAsync(
            (book, failure) -> {
              if (failure == null) {
                follow(book);
              } else {
                LOG.debug("What is set cannot be read now: {}", failure.toString());
              }
            },
            blocking);
  }

  private void follow(SettingsBook book) {
    listenerLocation
        .paths()
        .change(book.over(configuredDefaults).getOrDefault(Setting.ADMIN_PATH, ""));
    unusable.tell(book);
    set = own(book);
    if (follows && !listenerLocation.file().read().equals(set)) {
      try {
        listenerLocation.file().write(set);
      } catch (IOException e) {
        LOG.warn("{} cannot be written: {}", listenerLocation.file().file(), e.toString());
      }
    }
  }

  /** Listens at the address that is set, after the call that asks for it has been answered. */
  void reload() {
    if (follows) {
      background.once(
          AFTER_THE_ANSWER,
          () -> store.read().thenCompose(book -> listenerLocation.listener().move(own(book))));
    }
  }

  @Override
  public boolean awaitsReload(Setting setting) {
    return follows
        && setting.consumer() == SettingUser.HTTP
        && !listenerLocation.listener().isAt(set);
  }

  @Override
  public CompletionStage<Optional<String>> objection(Setting setting, String value) {
    if (setting != Setting.HTTP_PORT) {
      return isOwn(setting)
          ? CompletableFuture.completedStage(Optional.empty())
          : others.objection(setting, value);
    }
    return store
        .read()
        .thenApplyAsync(
            book -> {
              Map<Setting, String> next = own(book);
              next.put(setting, value);
              return taken(
                  listenerLocation.listener().wanted(next).host(), Integer.parseInt(value));
            },
            blocking);
  }

  private Optional<String> taken(String host, int port) {
    if (listenerLocation.listener().hasPort(port)) {
      return Optional.empty();
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Optional.empty();
    } catch (IOException taken) {
      return Optional.of("TCP port %d cannot be had: %s".formatted(port, taken.getMessage()));
    }
  }

  @Override
  public CompletionStage<Felt> live(Setting setting) {
    return isOwn(setting)
        ? store.read().thenApplyAsync(book -> kept(setting, book), blocking)
        : others.live(setting);
  }

  private Felt kept(Setting setting, SettingsBook book) {
    Map<Setting, String> next = own(book);
    try {
      listenerLocation.file().write(next);
    } catch (IOException e) {
      return new Felt.Broken(
          "%s cannot be written: %s".formatted(listenerLocation.file().file(), e));
    }
    set = next;
    if (setting == Setting.ADMIN_PATH) {
      listenerLocation.paths().change(book.over(configuredDefaults).getOrDefault(setting, ""));
      return new Felt.AtOnce();
    }
    return listenerLocation.listener().isAt(next) ? new Felt.AtOnce() : new Felt.NotYet(LATER);
  }

  private static boolean isOwn(Setting setting) {
    return ListenerFile.settings().anyMatch(own -> own == setting);
  }

  private static Map<Setting, String> own(SettingsBook book) {
    Map<Setting, String> own = new EnumMap<>(Setting.class);
    ListenerFile.settings()
        .forEach(
            setting -> book.inForce(setting).ifPresent(held -> own.put(setting, held.value())));
    return own;
  }
}
