package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.HomeNode;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.process.Observation;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/reload}: applies the stored toggles and settings again. Services that run as they
 * should go on; failed ones are tried again; and this server listens at the address that is set.
 * Clients expect the text of the reply; no process is restarted.
 */
public final class ReloadResource implements Resource {
  private final ManagedServices services;
  private final Runnable listener;

  /**
   * @param listener makes this server listen at the address that is set, after the call was
   *     answered
   */
  public ReloadResource(ManagedServices services, Runnable listener) {
    this.services = services;
    this.listener = listener;
  }

  @Override
  public String path() {
    return "/admin/reload";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("POST", this::reload);
  }

  @Override
  public Scope scope(String method) {
    return Scope.SERVICES;
  }

  @Override
  public HomeNode home(String method) {
    return HomeNode.NODE_FOR_SERVICES;
  }

  @Override
  public String notAllowed(String method) {
    return "method %s not allowed (use POST)".formatted(method);
  }

  private CompletionStage<Reply> reload(Request request) {
    return services
        .reload(request.by())
        .thenApply(observations -> {
          listener.run();
          ObjectNode body =
              JsonNodeFactory.instance
                  .objectNode()
                  .put("status", "reloading")
                  .put("message", "Configuration regenerated. Service is restarting.");
          ObjectNode each = body.putObject("services");
          observations.forEach((service, one) -> each.set(service.word(), shown(one)));
          return Reply.ok(body);
        });
  }

  private static ObjectNode shown(Observation observation) {
    ObjectNode shown =
        JsonNodeFactory.instance.objectNode().put("observed", observation.state().word());
    shown.put("error", observation.error().orElse(null));
    return shown;
  }
}
