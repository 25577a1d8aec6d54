package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.HomeNode;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.ManagedService;
import dev.switchboard.service.ManagedServices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/services}: all managed services in one reply, each in the form of its own resource.
 */
public final class ServiceListResource implements Resource {
  private final ManagedServices services;

  public ServiceListResource(ManagedServices services) {
    this.services = services;
  }

  @Override
  public String path() {
    return "/admin/services";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> all());
  }

  @Override
  public Scope scope(String method) {
    return Scope.READ;
  }

  @Override
  public HomeNode home(String method) {
    return HomeNode.NODE_FOR_SERVICES;
  }

  @Override
  public String notAllowed(String method) {
    return "method %s not allowed (use GET)".formatted(method);
  }

  private CompletionStage<Reply> all() {
    List<CompletableFuture<ObjectNode>> each =
        services.services().stream()
            .map(this::shown)
            .map(CompletionStage::toCompletableFuture)
            .toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> {
          ObjectNode body = JsonNodeFactory.instance.objectNode();
          ArrayNode list = body.putArray("services");
          each.forEach(one -> list.add(one.resultNow()));
          return Reply.ok(body);
        });
  }

  private CompletionStage<ObjectNode> shown(ManagedService service) {
    return services
        .standing(service)
        .thenCombine(
            services.facts(service),
            (serviceStatus, facts) -> {
              ObjectNode shown = JsonNodeFactory.instance.objectNode();
              shown.put("name", service.word()).put("resource", ServiceResource.path(service));
              shown.setAll(ServiceResource.rendered(serviceStatus, facts));
              return shown;
            });
  }
}
