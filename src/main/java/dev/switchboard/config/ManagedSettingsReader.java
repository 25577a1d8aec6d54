package dev.switchboard.config;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.service.Service;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ServiceSettings.RunBy;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.ConfiguredDefaults.ReservedPorts;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code switchboard.services} and {@code switchboard.registration}. */
final class ManagedSettingsReader {
  private static final String SERVICES = "services.";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int LAST_PORT = 65_535;

  /** Where a proxy in front serves HTTPS, as a rule. */
  private static final String HTTPS = "443";

  private final SettingValues values;

  ManagedSettingsReader(SettingValues values) {
    this.values = values;
  }

  /**
   * Reads all of it.
   *
   * @param http where we listen ourselves; no service may have that port
   * @param cluster of whose nodes one runs the services; no service may have its port either
   */
  ManagedSettings read(DataDirectory data, HttpSettings http, ClusterSettings cluster) {
    Map<Service, RunBy> runBy = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      runBy.put(service, runBy(SERVICES + service.word()));
    }
    ServiceSettings services =
        new ServiceSettings(
            data.services(),
            runBy,
            turn(),
            listen("iroh"),
            new ServiceSettings.Shadowsocks(
                listen("shadowsocks"), values.flag("services.shadowsocks.reach-private")),
            pace());
    ConfiguredDefaults configuredDefaults =
        new ConfiguredDefaults(defaults(services, http), taken(services, http, cluster.port()));
    refuseClashes(configuredDefaults);
    return new ManagedSettings(services, configuredDefaults, toggles(), elsewhere(cluster));
  }

  private static List<ReservedPorts> taken(
      ServiceSettings services, HttpSettings http, int clusterPort) {
    List<ReservedPorts> taken = new ArrayList<>();
    if (http.port() != 0) {
      taken.add(new ReservedPorts(http.port(), http.port(), ConfiguredDefaults.OWN_PORT));
    }
    http.operators()
        .map(HttpSettings.Address::port)
        .ifPresent(port -> taken.add(new ReservedPorts(port, port, "http.operator-address")));
    if (clusterPort != 0) {
      taken.add(new ReservedPorts(clusterPort, clusterPort, "cluster.port"));
    }
    if (!(services.runBy().get(Service.TURN) instanceof RunBy.Nobody)) {
      ServiceSettings.Turn turn = services.turn();
      taken.add(new ReservedPorts(turn.minPort(), turn.maxPort(), ConfiguredDefaults.RELAYED));
    }
    return taken;
  }

  /**
   * Of each two that have one port the first is named. A service that is left as it comes hinders
   * no start: whoever switches it on hears that its port is taken.
   */
  private void refuseClashes(ConfiguredDefaults configuredDefaults) {
    Set<String> named = new HashSet<>();
    for (Setting setting : Setting.values()) {
      if (setting.kind() == SettingType.PORT
          && setting.consumer().inUse()
          && setting.key().filter(values::differs).isPresent()
          && named.add(configuredDefaults.value(setting))) {
        configuredDefaults
            .clash(setting)
            .ifPresent(holder ->
                values.wrong(
                    setting.key().orElseThrow(),
                    "another port, since %s has it".formatted(holder)));
      }
    }
  }

  /**
   * It has to be one of the seeds: they are what is known of the other nodes before one is spoken
   * to, and a misspelt name would only be noticed by services that run nowhere.
   */
  private Optional<String> elsewhere(ClusterSettings cluster) {
    if (!cluster.shared()) {
      return Optional.empty();
    }
    List<String> seeds = cluster.seeds().stream().map(ClusterSettings.Node::name).toList();
    String node =
        values
            .matching(
                "services.node",
                seeds.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                "one of cluster.seeds (%s)".formatted(String.join(", ", seeds)))
            .orElse(seeds.getFirst());
    return Optional.of(node).filter(name -> !name.equals(cluster.self().name()));
  }

  private Map<ToggleName, Boolean> toggles() {
    Map<ToggleName, Boolean> toggles = new EnumMap<>(ToggleName.class);
    for (ToggleName toggle : ToggleName.values()) {
      toggles.put(
          toggle,
          values.flag(
              switch (toggle) {
                case REGISTRATION -> "registration.open";
                case JIT -> "registration.jit";
                case TURN, IROH, SHADOWSOCKS -> SERVICES + toggle.id() + ".enabled";
                case LOG -> "services.no-log";
              }));
    }
    return toggles;
  }

  private Map<Setting, String> defaults(ServiceSettings services, HttpSettings http) {
    Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      defaults.put(
          setting,
          setting
              .key()
              .map(key -> configured(setting, key))
              .orElseGet(() -> derived(setting, services, http)));
    }
    return defaults;
  }

  private String configured(Setting setting, String key) {
    return switch (setting.kind()) {
      case SECONDS ->
          Long.toString(values.duration(key, SECOND, Duration.ofDays(3650)).toSeconds());
      case FLAG -> Boolean.toString(values.flag(key));
      case PORT, RELAY_PORT, PATH, CIPHER, HOST, REALM, ADDRESS, RELAY_ADDRESS, URL, SECRET ->
          values.setting(key, setting.kind(), isRequired(setting));
    };
  }

  /** What has a key in other words, or none yet. */
  private static String derived(Setting setting, ServiceSettings services, HttpSettings http) {
    if (setting.isAboutAccess()) {
      return Boolean.toString(
          switch (setting.consumer()) {
            case TURN -> LocalAddress.is(services.turn().listen());
            case IROH -> LocalAddress.is(services.irohListen());
            case SHADOWSOCKS -> LocalAddress.is(services.shadowsocks().listen());
            case HTTP -> LocalAddress.is(http.host());
            case HTTPS, MAIL_HOST, TURN_CREDENTIALS, IROH_ADDRESS, ADMIN_PATH, REGISTRATION ->
                false;
          });
    }
    if (setting == Setting.TURN_RELAY_PORT_MIN) {
      return Integer.toString(services.turn().minPort());
    }
    if (setting == Setting.TURN_RELAY_PORT_MAX) {
      return Integer.toString(services.turn().maxPort());
    }
    if (setting == Setting.HTTP_PORT) {
      return http.port() == 0 ? "" : Integer.toString(http.port());
    }
    return setting == Setting.HTTPS_PORT ? HTTPS : "";
  }

  private static boolean isRequired(Setting setting) {
    return switch (setting.kind()) {
      case PORT, RELAY_PORT, FLAG, PATH, CIPHER, SECONDS, REALM -> true;
      case HOST, ADDRESS, RELAY_ADDRESS, URL, SECRET -> false;
    };
  }

  private RunBy runBy(String section) {
    // The first stands in for a wrong word, and finds nothing else wrong.
    Map<String, Supplier<RunBy>> drivers = new LinkedHashMap<>();
    drivers.put("none", RunBy.Nobody::new);
    drivers.put("process", () -> new RunBy.Child(values.text(section + ".program", 1, 4096)));
    drivers.put("systemd", () -> new RunBy.Systemd(values.word(section + ".unit", 1, 255)));
    drivers.put(
        "command",
        () ->
            new RunBy.Command(
                required(section + ".start-command"),
                required(section + ".stop-command"),
                values.command(section + ".probe-command")));
    return values.choice(section + ".driver", drivers).get();
  }

  private List<String> required(String key) {
    List<String> command = values.command(key);
    if (command.isEmpty()) {
      // Said with the value that is there: none.
      var _ = values.text(key, 1, 4096);
    }
    return command;
  }

  private ServiceSettings.Turn turn() {
    int first = values.number("services.turn.min-port", 1, LAST_PORT);
    return new ServiceSettings.Turn(
        listen("turn"),
        first,
        values.number("services.turn.max-port", first, LAST_PORT),
        values.number("services.turn.user-quota", 1, 100_000),
        values.number("services.turn.total-quota", 1, 100_000));
  }

  private ServiceSettings.Pace pace() {
    return new ServiceSettings.Pace(
        values.duration("services.start-limit", SECOND, Duration.ofSeconds(10)),
        values.duration("services.stop-grace", SECOND, Duration.ofSeconds(10)),
        values.duration("services.probe-interval", SECOND, Duration.ofMinutes(10)));
  }

  private String listen(String service) {
    String address = values.setting(SERVICES + service + ".listen", SettingType.ADDRESS, true);
    return address.isEmpty() ? "0.0.0.0" : address;
  }
}
