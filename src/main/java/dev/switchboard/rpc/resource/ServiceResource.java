package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.HomeNode;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.ManagedService;
import dev.switchboard.service.ManagedServices;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/services/turn} and the other managed services: the toggle of a service and its
 * state. A change of the toggle is answered when the service runs or has stopped, or when it is
 * known why not.
 */
public final class ServiceResource implements Resource {
  private static final ToggleWords WORDS = ToggleWords.ENABLE;

  private final ManagedService service;
  private final ManagedServices services;

  public ServiceResource(ManagedService service, ManagedServices services) {
    this.service = service;
    this.services = services;
  }

  @Override
  public String path() {
    return path(service);
  }

  /** The path of the resource of a service. */
  static String path(ManagedService service) {
    return "/admin/services/" + service.word();
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "GET", _ -> services.standing(service).thenCompose(this::shown), "POST", this::turn);
  }

  @Override
  public Set<String> fields() {
    return Set.of("action");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.SERVICES;
  }

  @Override
  public HomeNode home(String method) {
    return HomeNode.NODE_FOR_SERVICES;
  }

  private CompletionStage<Reply> turn(Request request) {
    boolean on = WORDS.asked(request.body());
    return services.turn(service, on, request.by()).thenCompose(this::shown);
  }

  private CompletionStage<Reply> shown(ManagedServices.ServiceStatus serviceStatus) {
    return services.facts(service).thenApply(facts -> Reply.ok(rendered(serviceStatus, facts)));
  }

  /** The fields that show a service. */
  static ObjectNode rendered(
      ManagedServices.ServiceStatus serviceStatus, Map<String, Optional<String>> facts) {
    ObjectNode body = WORDS.shown(serviceStatus.wanted());
    body.put("desired", WORDS.status(serviceStatus.wanted().on()));
    body.put("observed", serviceStatus.observed().state().word());
    body.put("observed_since", serviceStatus.observed().since().toString());
    body.put("error", serviceStatus.observed().error().orElse(null));
    facts.forEach((name, fact) -> body.put(name, fact.orElse(null)));
    return body;
  }
}
