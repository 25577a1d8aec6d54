package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.Service;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/services/turn} and its like: whether a service is to run, and whether it does.
 * Switching one is answered when it runs or has stopped, or it is known why not.
 */
public final class ServiceResource implements Resource {
  private static final ToggleWords WORDS = ToggleWords.ENABLE;

  private final Service service;
  private final ManagedServices services;

  public ServiceResource(Service service, ManagedServices services) {
    this.service = service;
    this.services = services;
  }

  @Override
  public String path() {
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
    return services.turn(service, on, request.caller().name()).thenCompose(this::shown);
  }

  private CompletionStage<Reply> shown(ManagedServices.ServiceStatus serviceStatus) {
    return url().thenApply(url -> Reply.ok(rendered(serviceStatus, url)));
  }

  private CompletionStage<Optional<String>> url() {
    return service == Service.IROH
        ? services.irohUrl()
        : CompletableFuture.completedStage(Optional.empty());
  }

  private ObjectNode rendered(ManagedServices.ServiceStatus serviceStatus, Optional<String> url) {
    ObjectNode body = WORDS.shown(serviceStatus.wanted());
    body.put("desired", WORDS.status(serviceStatus.wanted().on()));
    body.put("observed", serviceStatus.observed().state().word());
    body.put("observed_since", serviceStatus.observed().since().toString());
    body.put("error", serviceStatus.observed().error().orElse(null));
    if (service == Service.IROH) {
      body.put("url", url.orElse(null));
    }
    return body;
  }
}
