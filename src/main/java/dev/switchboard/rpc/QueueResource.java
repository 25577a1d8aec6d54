package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.ticket.Erasing;
import dev.switchboard.ticket.Erasing.Erased;
import dev.switchboard.ticket.Erasing.Whose;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code /admin/queue}: what is on its way, and purging what was said and is stored. Only closed
 * tickets are purged, and no delivery is ever taken back.
 */
public final class QueueResource implements Resource {
  private final Supplier<CompletionStage<ServerStatus>> status;
  private final Erasing erasing;
  private final Accounts accounts;
  private final Clock clock;

  /**
   * @param status as it was a second ago at most
   */
  public QueueResource(
      Supplier<CompletionStage<ServerStatus>> status,
      Erasing erasing,
      Accounts accounts,
      Clock clock) {
    this.status = status;
    this.erasing = erasing;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/admin/queue";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> status.get().thenApply(this::shown), "POST", this::purge);
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.ACCOUNTS;
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
        .erase(whose, dryRun, request.caller().name())
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
