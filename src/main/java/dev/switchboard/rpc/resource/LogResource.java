package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.LogPolicy;
import dev.switchboard.service.Toggle;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/services/log}: the toggle of the no-log policy. {@code enabled} means that nothing
 * is logged, as clients expect; {@code logging} says the opposite.
 */
public final class LogResource implements Resource {
  private static final ToggleWords WORDS = ToggleWords.ENABLE;

  private final Toggles toggles;
  private final LogPolicy policy;
  private final List<String> elsewhere;

  /**
   * The resource of the no-log policy.
   *
   * @param elsewhere the managed services whose output this server does not read and cannot drop
   */
  public LogResource(Toggles toggles, LogPolicy policy, List<String> elsewhere) {
    this.toggles = toggles;
    this.policy = policy;
    this.elsewhere = List.copyOf(elsewhere);
  }

  @Override
  public String path() {
    return "/admin/services/log";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "GET", _ -> toggles.position(ToggleName.LOG).thenApply(this::shown), "POST", this::turn);
  }

  @Override
  public Set<String> fields() {
    return Set.of("action");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.SERVICES;
  }

  private CompletionStage<Reply> turn(Request request) {
    boolean silent = WORDS.asked(request.body());
    return toggles
        .turn(ToggleName.LOG, silent, request.by())
        .thenApply(position -> {
          policy.obey(position.on(), position.number());
          return shown(position);
        });
  }

  private Reply shown(Toggle.Position position) {
    ObjectNode body =
        WORDS.shown(position).put("logging", policy.silent() ? "off" : "on").put("audit_log", "on");
    if (!elsewhere.isEmpty()) {
      body.put(
          "note",
          "what %s print is kept or dropped by whoever runs them"
              .formatted(String.join(", ", elsewhere)));
    }
    return Reply.ok(body);
  }
}
