package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/audit}: the entries of the audit log, newest first, in pages. */
public final class AuditResource implements Resource {
  private static final long LONGEST_PAGE = 1_000;
  private static final long USUAL_PAGE = 100;

  private final AuditLog audit;

  public AuditResource(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public String path() {
    return "/admin/audit";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::list);
  }

  @Override
  public Set<String> fields() {
    return Set.of("limit", "before");
  }

  @Override
  public Scope scope(String method) {
    return Scope.ROOT;
  }

  private CompletionStage<Reply> list(Request request) {
    long limit = request.body().whole("limit").orElse(USUAL_PAGE);
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new RequestRefused(Reply.BAD_REQUEST, "limit must be from 1 to " + LONGEST_PAGE);
    }
    return audit
        .read(request.body().whole("before"), (int) limit)
        .thenApply(entries -> shown(entries, limit));
  }

  private static Reply shown(List<AuditLog.Numbered> entries, long limit) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("entries");
    for (AuditLog.Numbered numbered : entries) {
      AuditEntry entry = numbered.entry();
      list.addObject()
          .put("number", numbered.number())
          .put("at", entry.at().toString())
          .put("caller", entry.caller())
          .put("address", entry.address())
          .put("surface", entry.surface())
          .put("method", entry.method())
          .put("resource", entry.resource())
          .put("status", entry.status())
          .put("detail", entry.detail());
    }
    // The number at which the next page begins; null after the last page.
    if (entries.size() == limit) {
      body.put("before", entries.getLast().number());
    } else {
      body.putNull("before");
    }
    return Reply.ok(body);
  }
}
