package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.Observation;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/reload}: what is stored is applied again. What runs as it should goes on; what
 * failed is tried again, and this server listens where it is set to. Clients expect the words; no
 * process is started anew.
 */
public final class ReloadResource implements Resource {
  private final ManagedServices services;
  private final Runnable listener;

  /**
   * @param listener has this server listen as it is set, when the call has been answered
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
        .reload()
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
