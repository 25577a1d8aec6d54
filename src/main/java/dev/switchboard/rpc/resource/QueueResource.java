package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.erase.Erasing.Erased;
import dev.switchboard.ticket.erase.Erasing.Whose;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/queue}: the purge of messages that are stored. Only closed tickets are purged, and
 * a delivery is never taken back.
 */
public final class QueueResource implements Resource {
  private final Erasing erasing;
  private final Accounts accounts;

  public QueueResource(Erasing erasing, Accounts accounts) {
    this.erasing = erasing;
    this.accounts = accounts;
  }

  @Override
  public String path() {
    return "/admin/queue";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("POST", this::purge);
  }

  @Override
  public Set<String> fields() {
    return Set.of("action", "dry_run", "username");
  }

  @Override
  public Scope scope(String method) {
    return Scope.ACCOUNTS;
  }

  private CompletionStage<Reply> purge(Request request) {
    Body body = request.body().required();
    String action = body.text("action").orElse("");
    boolean dryRun = body.flag("dry_run");
    return switch (action) {
      case "purge_user" -> purgeUser(request, dryRun);
      case "purge_all" -> purge(request, new Whose.All(), dryRun, "purged all messages");
      case "purge_read" -> purge(request, new Whose.Delivered(), dryRun, "purged read messages");
      default ->
          throw new RequestRefused(
              Reply.BAD_REQUEST,
              "unknown action: %s (expected purge_user|purge_all|purge_read)".formatted(action));
    };
  }

  private CompletionStage<Reply> purgeUser(Request request, boolean dryRun) {
    String written =
        request
            .body()
            .text(Named.FIELD)
            .orElseThrow(
                () -> new RequestRefused(Reply.BAD_REQUEST, "username is required for purge_user"));
    AccountName name = Named.of(written);
    return accounts
        .discordUserOf(name)
        .thenCompose(found ->
            switch (found) {
              case Accounts.Whose.Nobody _ ->
                  CompletableFuture.completedStage(
                      Reply.error(Reply.NOT_FOUND, "account not found: " + name.value()));
              case Accounts.Whose.Account(Optional<Long> user) ->
                  user.map(id ->
                          purge(
                              request,
                              new Whose.OfMember(id),
                              dryRun,
                              "purged messages for user " + name.value()))
                      .orElseGet(() ->
                          CompletableFuture.completedStage(
                              said(
                                  request,
                                  dryRun,
                                  "purged messages for user " + name.value(),
                                  Erased.NOTHING)));
            });
  }

  private CompletionStage<Reply> purge(
      Request request, Whose whose, boolean dryRun, String message) {
    return erasing
        .erase(whose, dryRun, request.by())
        .thenApply(erased -> said(request, dryRun, message, erased));
  }

  private static Reply said(Request request, boolean dryRun, String message, Erased erased) {
    return Reply.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("action", request.body().text("action").orElse(""))
            .put("message", dryRun ? "nothing purged: dry run" : message)
            .put("dry_run", dryRun)
            .put("deleted", erased.messages())
            .put("files", erased.files())
            .put("tickets", erased.tickets())
            .put("kept", erased.kept())
            .put("remaining_tickets", erased.remaining())
            .put("failed_tickets", erased.failed()));
  }
}
