package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /admin/status}: the status of the server. */
public final class StatusResource implements Resource {
  private final Supplier<CompletionStage<ServerStatus>> status;
  private final Supplier<CompletionStage<Optional<Traffic>>> traffic;
  private final Clock clock;

  /**
   * @param status at most a second old
   * @param traffic the figures of the managed services; empty if this node does not have them
   */
  public StatusResource(
      Supplier<CompletionStage<ServerStatus>> status,
      Supplier<CompletionStage<Optional<Traffic>>> traffic,
      Clock clock) {
    this.status = status;
    this.traffic = traffic;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/admin/status";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> status.get().thenCombine(traffic.get(), this::shown));
  }

  @Override
  public Scope scope(String method) {
    return Scope.READ;
  }

  @Override
  public String notAllowed(String method) {
    return "method %s not allowed, use GET".formatted(method);
  }

  private Reply shown(ServerStatus status, Optional<Traffic> traffic) {
    Instant now = clock.instant();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    // There is no mail host yet, so there are no connections to it.
    body.putObject("imap").put("connections", 0).put("unique_ips", 0);
    traffic.ifPresent(one ->
        one.figures()
            .forEach((service, figures) -> {
              ObjectNode shown = body.putObject(service);
              figures.forEach(shown::put);
            }));
    body.putObject("users").put("registered", status.accounts());
    body.putObject("uptime")
        .put("boot_time", status.started().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("duration", words(Duration.between(status.started(), now)));
    // There is no mail host yet, so no server has connected.
    body.putObject("email_servers")
        .put("connection_ips", 0)
        .put("domain_servers", 0)
        .put("ip_servers", 0);
    body.put("version", status.version());
    ObjectNode byPriority =
        body.putObject("tickets")
            .put("open", status.tickets().open())
            .put("unfinished", status.tickets().unfinished())
            .putObject("by_priority");
    status.tickets().byPriority().forEach(byPriority::put);
    ObjectNode gateway =
        body.putObject("gateway")
            .put("connected", status.gateway().connected())
            .put("phase", status.gateway().phase());
    gateway.put("since", status.gateway().since().map(Instant::toString).orElse(null));
    gateway.put(
        "latency_ms",
        status.gateway().latencyMillis().isPresent()
            ? (Long) status.gateway().latencyMillis().getAsLong()
            : null);
    ObjectNode queue =
        body.putObject("queue")
            .put("incoming", status.queue().incoming())
            .put("outgoing", status.queue().outgoing())
            .put("dead_letters", status.queue().deadLetters());
    queue.put("oldest_seconds", age(status.queue().oldest(), now).orElse(null));
    return Reply.ok(body);
  }

  private static Optional<Long> age(Optional<Instant> since, Instant now) {
    return since.map(at -> Math.max(0, Duration.between(at, now).toSeconds()));
  }

  /** A duration as {@code 2d 5h 30m}: units that are too small to matter are left out. */
  static String words(Duration duration) {
    Duration time = duration.isNegative() ? Duration.ZERO : duration;
    if (time.toDays() > 0) {
      return "%dd %dh %dm".formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart());
    }
    if (time.toHours() > 0) {
      return "%dh %dm %ds".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
    return "%dm %ds".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
