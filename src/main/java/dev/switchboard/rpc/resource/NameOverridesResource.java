package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.lookup.HostName;
import dev.switchboard.lookup.NameOverrides;
import dev.switchboard.lookup.Overrides.NameOverride;
import dev.switchboard.lookup.Overrides.Outcome;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.text.WellFormed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/dns}: the hosts for which administrators set another target than the name service
 * gives.
 */
public final class NameOverridesResource implements Resource {
  private static final String KEY = "lookup_key";
  private static final String TARGET = "target_host";
  private static final int LONGEST_COMMENT = 500;

  private final NameOverrides overrides;

  public NameOverridesResource(NameOverrides overrides) {
    this.overrides = overrides;
  }

  @Override
  public String path() {
    return "/admin/dns";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::list, "POST", this::put, "DELETE", this::drop);
  }

  @Override
  public Set<String> fields() {
    return Set.of("lookup_key", "target_host", "comment");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.SETTINGS;
  }

  private CompletionStage<Reply> list(Request request) {
    return overrides.all().thenApply(NameOverridesResource::shown);
  }

  private static Reply shown(List<NameOverride> entries) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("overrides");
    entries.forEach(nameOverride -> list.add(shown(nameOverride)));
    body.put("total", entries.size());
    return Reply.ok(body);
  }

  private static ObjectNode shown(NameOverride nameOverride) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(KEY, nameOverride.host())
        .put(TARGET, nameOverride.target())
        .put("comment", nameOverride.comment());
  }

  private CompletionStage<Reply> put(Request request) {
    Body body = request.body().required();
    Optional<String> key = body.text(KEY);
    Optional<String> target = body.text(TARGET);
    if (key.isEmpty() || target.isEmpty()) {
      throw refused("lookup_key and target_host are required");
    }
    NameOverride nameOverride =
        new NameOverride(
            HostName.of(key.get())
                .orElseThrow(() ->
                    refused("invalid lookup_key: expected the name of a host, as example.com")),
            HostName.orAddress(target.get())
                .orElseThrow(() ->
                    refused("invalid target_host: expected the name of a host, or an address")),
            comment(body));
    return overrides
        .put(nameOverride, request.by())
        .thenApply(outcome ->
            outcome == Outcome.TOO_MANY
                ? Reply.error(
                    Reply.CONFLICT, "there are 1,000 overrides already; delete some first")
                : Reply.created(shown(nameOverride)));
  }

  private static String comment(Body body) {
    String comment = body.text("comment").orElse("");
    if (comment.length() > LONGEST_COMMENT || !WellFormed.isLine(comment)) {
      throw refused("comment must be one line of at most %d characters".formatted(LONGEST_COMMENT));
    }
    return comment;
  }

  private CompletionStage<Reply> drop(Request request) {
    String written =
        request.body().required().text(KEY).orElseThrow(() -> refused("lookup_key is required"));
    String host = HostName.of(written).orElse(written);
    return overrides
        .drop(host, request.by())
        .thenApply(outcome ->
            outcome == Outcome.UNKNOWN
                ? Reply.error(Reply.NOT_FOUND, "DNS override not found: " + host)
                : Reply.ok(JsonNodeFactory.instance.objectNode().put("deleted", host)));
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(Reply.BAD_REQUEST, why);
  }
}
