package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Blocklist;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/blocklist}: the names that nobody may take or sign in with. */
public final class BlocklistResource implements Resource {
  private static final String USUAL_REASON = "manually blocked";
  private static final int LONGEST_REASON = 500;

  private final Blocklist blocklist;

  public BlocklistResource(Blocklist blocklist) {
    this.blocklist = blocklist;
  }

  @Override
  public String path() {
    return "/admin/blocklist";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::list, "POST", this::block, "DELETE", this::unblock);
  }

  @Override
  public Set<String> fields() {
    return Set.of("username", "reason");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.ACCOUNTS;
  }

  private CompletionStage<Reply> list(Request request) {
    return blocklist.all().thenApply(BlocklistResource::shown);
  }

  private static Reply shown(List<Blocklist.Blocked> all) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("total", all.size());
    ArrayNode list = body.putArray("blocked");
    for (Blocklist.Blocked one : all) {
      list.addObject()
          .put("username", one.name().value())
          .put("reason", one.reason())
          .put("blocked_at", one.at().toString());
    }
    return Reply.ok(body);
  }

  private CompletionStage<Reply> block(Request request) {
    Body body = request.body().required();
    AccountName name = Named.required(body);
    String reason = body.text("reason").orElse(USUAL_REASON);
    if (reason.length() > LONGEST_REASON
        || reason.codePoints().anyMatch(BlocklistResource::isNoCharacter)) {
      throw new RequestRefused(
          Reply.BAD_REQUEST,
          "reason must be one line of at most %d characters".formatted(LONGEST_REASON));
    }
    return blocklist
        .block(name, reason, request.caller().name())
        .thenApply(_ -> said("blocked", name));
  }

  /** Half a surrogate pair is none: no database takes it. */
  private static boolean isNoCharacter(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }

  private CompletionStage<Reply> unblock(Request request) {
    AccountName name = Named.required(request.body().required());
    return blocklist.unblock(name, request.caller().name()).thenApply(_ -> said("unblocked", name));
  }

  private static Reply said(String what, AccountName name) {
    return Reply.ok(JsonNodeFactory.instance.objectNode().put(what, name.value()));
  }
}
