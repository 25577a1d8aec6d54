package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Quotas;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/quota}: the quotas of accounts in bytes, and the default for accounts without a
 * quota of their own. 0 means no limit; null means the default.
 */
public final class QuotaResource implements Resource {
  private static final String MAX = "max_bytes";

  private final Quotas quotas;

  public QuotaResource(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public String path() {
    return "/admin/quota";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::show, "PUT", this::set, "DELETE", this::reset);
  }

  @Override
  public Set<String> fields() {
    return Set.of("username", "max_bytes");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.ACCOUNTS;
  }

  private CompletionStage<Reply> show(Request request) {
    Optional<String> username = request.body().text(Named.FIELD);
    return username.isEmpty()
        ? quotas.totals().thenApply(QuotaResource::shown)
        : one(Named.of(username.get()));
  }

  private static Reply shown(Quotas.Totals totals) {
    return Reply.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("total_storage_bytes", totals.usedBytes())
            .put("accounts_count", totals.accounts())
            .put("default_quota_bytes", totals.defaultBytes()));
  }

  private CompletionStage<Reply> one(AccountName name) {
    return quotas
        .of(name)
        .thenApply(quotaUse ->
            Reply.ok(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("username", name.value())
                    .put("used_bytes", quotaUse.usedBytes())
                    .put(MAX, quotaUse.maxBytes())
                    .put("is_default", quotaUse.isDefault())
                    .put("exists", quotaUse.exists())));
  }

  private CompletionStage<Reply> set(Request request) {
    Body body = request.body().required();
    Optional<Long> bytes = bytes(body);
    Optional<String> username = body.text(Named.FIELD);
    Principal by = request.by();
    if (username.isEmpty()) {
      return quotas
          .setDefault(bytes, by)
          .thenApply(now ->
              Reply.ok(JsonNodeFactory.instance.objectNode().put("default_quota_bytes", now)));
    }
    AccountName name = Named.of(username.get());
    return quotas
        .set(name, bytes, by)
        .thenApply(known ->
            known
                ? Reply.ok(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("username", name.value())
                        .put(MAX, bytes.orElse(null)))
                : unknown(name));
  }

  /**
   * The quota in a body. Null means the default, but the field must be present: a body without it
   * is a mistake.
   */
  private static Optional<Long> bytes(Body body) {
    if (!body.names(MAX)) {
      throw new RequestRefused(Reply.BAD_REQUEST, MAX + " is required");
    }
    OptionalLong bytes = body.whole(MAX);
    if (bytes.isPresent() && bytes.getAsLong() < 0) {
      throw new RequestRefused(Reply.BAD_REQUEST, MAX + " must not be negative");
    }
    return bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty();
  }

  private CompletionStage<Reply> reset(Request request) {
    AccountName name = Named.required(request.body().required());
    return quotas
        .set(name, Optional.empty(), request.by())
        .thenApply(known ->
            known
                ? Reply.ok(JsonNodeFactory.instance.objectNode().put("reset", name.value()))
                : unknown(name));
  }

  private static Reply unknown(AccountName name) {
    return Reply.error(Reply.NOT_FOUND, "account not found: " + name.value());
  }
}
