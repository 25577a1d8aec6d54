package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountEntity.Removal;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Accounts.Making;
import dev.switchboard.account.Belongings;
import dev.switchboard.account.Passwords;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/accounts}: the local accounts. Administrators can make accounts here only if the
 * configuration allows it. The password of a new account is in the reply and nowhere else.
 */
public final class AccountsResource implements Resource {
  private static final int LONGEST_PAGE = 1_000;
  private static final String REASON = "deleted via admin panel";

  /** The note of the step {@code sessions} of a removal, as long as nobody can sign in. */
  private final Accounts accounts;

  private final boolean creation;

  /**
   * @param creation whether POST makes an account
   */
  public AccountsResource(Accounts accounts, boolean creation) {
    this.accounts = accounts;
    this.creation = creation;
  }

  @Override
  public String path() {
    return "/admin/accounts";
  }

  @Override
  public Map<String, Operation> operations() {
    return creation
        ? Map.of("GET", this::list, "POST", this::make, "DELETE", this::remove)
        : Map.of("GET", this::list, "DELETE", this::remove);
  }

  @Override
  public Set<String> fields() {
    return Set.of("limit", "after", "username");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.ACCOUNTS;
  }

  @Override
  public String notAllowed(String method) {
    return "method %s not allowed for /admin/accounts".formatted(method);
  }

  private CompletionStage<Reply> list(Request request) {
    Body body = request.body();
    long limit = body.whole("limit").orElse(LONGEST_PAGE);
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new RequestRefused(Reply.BAD_REQUEST, "limit must be from 1 to " + LONGEST_PAGE);
    }
    return accounts
        .page(body.text("after").map(Named::of), (int) limit)
        .thenApply(AccountsResource::shown);
  }

  private static Reply shown(Accounts.Page page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("accounts");
    for (Accounts.Listed one : page.accounts()) {
      list.addObject()
          .put("username", one.name().value())
          .put("used_bytes", one.usedBytes())
          .put("max_bytes", one.maxBytes())
          .put("is_default_quota", one.isDefaultQuota())
          .put("created_at", one.created().getEpochSecond());
    }
    body.put("total", page.total());
    if (page.more()) {
      body.put("after", page.accounts().getLast().name().value());
    }
    return Reply.ok(body);
  }

  private CompletionStage<Reply> make(Request request) {
    return accounts
        .make(request.by())
        .thenApply(making ->
            switch (making) {
              case Making.Made(AccountName name, String password) ->
                  Reply.created(
                      JsonNodeFactory.instance
                          .objectNode()
                          .put("email", name.value())
                          .put("password", password));
              case Making.Closed _, Making.TokenRequired _, Making.TokenRefused _, Making.Full _ ->
                  throw new IllegalStateException("administrators may always make accounts");
            })
        .exceptionally(AccountsResource::busy);
  }

  /**
   * The reply when too many accounts are being made at once. The server is not at fault, and a
   * later attempt can succeed.
   */
  static Reply busy(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof Passwords.Busy) {
      return Reply.error(Reply.UNAVAILABLE, "too many accounts are made at once; try again");
    }
    throw failure instanceof CompletionException already
        ? already
        : new CompletionException(failure);
  }

  private CompletionStage<Reply> remove(Request request) {
    AccountName name = Named.required(request.body().required());
    return accounts.remove(name, REASON, request.by()).thenApply(removal -> removed(name, removal));
  }

  private static Reply removed(AccountName name, Removal removal) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("deleted", name.value())
            .put("existed", removal.existed())
            .put("blocked", true)
            .put("reason", REASON);
    ArrayNode steps = body.putArray("steps");
    step(steps, "credentials", removal.credentials() ? "removed" : "none");
    storedData(steps, removal);
    // They are over with the credentials by which they were opened.
    step(steps, "sessions", removal.credentials() ? "ended" : "none");
    step(steps, "quota", removal.quota() ? "removed" : "none");
    step(steps, "blocklist", "blocked");
    return Reply.ok(body);
  }

  private static ObjectNode step(ArrayNode steps, String name, String result) {
    return steps.addObject().put("step", name).put("result", result);
  }

  private static void storedData(ArrayNode steps, Removal removal) {
    if (removal.discordUser().isEmpty()) {
      step(steps, "stored_data", "none");
      return;
    }
    if (removal.erasure().isEmpty()) {
      step(steps, "stored_data", "under way");
      return;
    }
    Belongings.Erasure erasure = removal.erasure().get();
    step(steps, "stored_data", erasure.kept() == 0 ? "removed" : "partly removed")
        .put("messages", erasure.messages())
        .put("files", erasure.files())
        .put("kept_in_open_tickets", erasure.kept());
  }
}
