package dev.switchboard.config;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.ConfiguredDefaults.ReservedPorts;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import dev.switchboard.values.CheckedValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code switchboard.services} and {@code switchboard.registration}. */
final class ManagedSettingsReader {
  /** Where a proxy in front serves HTTPS, as a rule. */
  private static final String HTTPS = "443";

  private final CheckedValues values;

  ManagedSettingsReader(CheckedValues values) {
    this.values = values;
  }

  /**
   * Reads all of it.
   *
   * @param http where we listen ourselves; no service may have that port
   * @param cluster of whose nodes one runs the services; no service may have its port either
   */
  ManagedSettings read(DataDirectory data, HttpSettings http, ClusterSettings cluster) {
    ServiceSettings services = ServiceSettings.of(values, data.services(), ManagedServices.ALL);
    Map<Setting, String> derived = services.defaults();
    derived.putAll(derived(http));
    ConfiguredDefaults configuredDefaults =
        ConfiguredDefaults.of(values, derived, taken(services, http, cluster.port()));
    return new ManagedSettings(services, configuredDefaults, toggles(services), elsewhere(cluster));
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
    taken.addAll(services.taken());
    return taken;
  }

  private static Map<Setting, String> derived(HttpSettings http) {
    return Map.of(
        Setting.HTTP_LOCAL_ONLY,
        Boolean.toString(LocalAddress.is(http.host())),
        Setting.HTTP_PORT,
        http.port() == 0 ? "" : Integer.toString(http.port()),
        Setting.HTTPS_PORT,
        HTTPS);
  }

  private Map<ToggleName, Boolean> toggles(ServiceSettings services) {
    Map<ToggleName, Boolean> toggles = new HashMap<>();
    for (ToggleName toggle : ToggleName.all(services.services())) {
      toggles.put(toggle, values.flag(toggle.key()));
    }
    return toggles;
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
}
