package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Blocklist;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.text.WellFormed;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/blocklist}: the names that no account may have or sign in with. */
public final class BlocklistResource implements Resource {
  private static final String USUAL_REASON = "manually blocked";
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_PAGE = 1_000;

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
    return Set.of("username", "reason", "limit", "after");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.ACCOUNTS;
  }

  private CompletionStage<Reply> list(Request request) {
    Body body = request.body();
    long limit = body.whole("limit").orElse(LONGEST_PAGE);
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new RequestRefused(Reply.BAD_REQUEST, "limit must be from 1 to " + LONGEST_PAGE);
    }
    return blocklist
        .page(body.text("after").map(Named::of), (int) limit)
        .thenApply(BlocklistResource::shown);
  }

  private static Reply shown(Blocklist.Page page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("total", page.total());
    ArrayNode list = body.putArray("blocked");
    for (Blocklist.Blocked one : page.blocked()) {
      list.addObject()
          .put("username", one.name().value())
          .put("reason", one.reason())
          .put("blocked_at", one.at().toString());
    }
    if (page.more()) {
      body.put("after", page.blocked().getLast().name().value());
    }
    return Reply.ok(body);
  }

  private CompletionStage<Reply> block(Request request) {
    Body body = request.body().required();
    AccountName name = Named.required(body);
    String reason = body.text("reason").orElse(USUAL_REASON);
    if (reason.length() > LONGEST_REASON || !WellFormed.isLine(reason)) {
      throw new RequestRefused(
          Reply.BAD_REQUEST,
          "reason must be one line of at most %d characters".formatted(LONGEST_REASON));
    }
    return blocklist.block(name, reason, request.by()).thenApply(_ -> said("blocked", name));
  }

  private CompletionStage<Reply> unblock(Request request) {
    AccountName name = Named.required(request.body().required());
    return blocklist.unblock(name, request.by()).thenApply(_ -> said("unblocked", name));
  }

  private static Reply said(String what, AccountName name) {
    return Reply.ok(JsonNodeFactory.instance.objectNode().put(what, name.value()));
  }
}
