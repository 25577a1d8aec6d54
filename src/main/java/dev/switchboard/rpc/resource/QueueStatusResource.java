package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /admin/queue/status}: the events and calls that are waiting. */
public final class QueueStatusResource implements Resource {
  private final Supplier<CompletionStage<ServerStatus>> status;
  private final Clock clock;

  /**
   * @param status at most a second old
   */
  public QueueStatusResource(Supplier<CompletionStage<ServerStatus>> status, Clock clock) {
    this.status = status;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/admin/queue/status";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> status.get().thenApply(this::shown));
  }

  @Override
  public Scope scope(String method) {
    return Scope.READ;
  }

  private Reply shown(ServerStatus status) {
    ServerStatus.Queue queue = status.queue();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("pending", queue.outgoing());
    body.put(
        "oldest_age_seconds",
        queue
            .oldest()
            .map(at -> Math.max(0, Duration.between(at, clock.instant()).toSeconds()))
            .orElse(null));
    return Reply.ok(
        body.put("incoming", queue.incoming())
            .put("unfinished_tickets", status.tickets().unfinished())
            .put("dead_letters", queue.deadLetters()));
  }
}
