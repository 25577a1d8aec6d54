package dev.switchboard.config;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.ConfiguredDefaults.ReservedPorts;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Origin;
import dev.switchboard.settings.Setting;
import dev.switchboard.ticket.model.TicketSettings;
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
  /** The usual HTTPS port of a proxy in front. */
  private static final String HTTPS = "443";

  private final CheckedValues values;
  private final Map<String, Origin> origins;

  ManagedSettingsReader(CheckedValues values, Map<String, Origin> origins) {
    this.values = values;
    this.origins = origins;
  }

  /**
   * Reads the settings.
   *
   * @param http the server's own ports, which no service may have
   * @param ticket the configured texts and numbers that administrators may change
   * @param cluster the nodes, one of which runs the services; no service may have their port
   */
  ManagedSettings read(
      DataDirectory data, HttpSettings http, TicketSettings ticket, ClusterSettings cluster) {
    ServiceSettings services = ServiceSettings.of(values, data.services(), ManagedServices.ALL);
    Map<Setting, String> derived = services.defaults();
    derived.putAll(derived(http));
    derived.putAll(derived(ticket));
    ConfiguredDefaults configuredDefaults =
        ConfiguredDefaults.of(values, derived, taken(services, http, cluster.port()));
    return new ManagedSettings(
        services, configuredDefaults, toggles(services), origins, elsewhere(cluster));
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

  private static Map<Setting, String> derived(TicketSettings ticket) {
    return Map.of(
        Setting.WELCOME_MESSAGE,
        ticket.messages().welcome(),
        Setting.CLOSING_MESSAGE,
        ticket.messages().closing(),
        Setting.DELAYED_MESSAGE,
        ticket.messages().delayed(),
        Setting.BUSY_MESSAGE,
        ticket.messages().busy(),
        Setting.SIGNATURE,
        ticket.signing().signature().word(),
        Setting.ANONYMOUS_NAME,
        ticket.signing().anonymousName(),
        Setting.NEW_TICKETS_PER_MINUTE,
        Integer.toString(ticket.pace().newTicketsPerMinute()));
  }

  private Map<ToggleName, Boolean> toggles(ServiceSettings services) {
    Map<ToggleName, Boolean> toggles = new HashMap<>();
    for (ToggleName toggle : ToggleName.all(services.services())) {
      toggles.put(toggle, values.flag(toggle.key()));
    }
    toggles.put(ToggleName.BOT, values.flag(ToggleName.BOT.key()));
    return toggles;
  }

  /**
   * The node must be a seed: the seeds are the only nodes that are known before the first
   * connection. A misspelt name would only be noticed when the services run nowhere.
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
