package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.grant.Permission;
import dev.switchboard.access.session.Client;
import dev.switchboard.access.session.Holder;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.account.Accounts;
import dev.switchboard.http.api.account.OwnAccountResource;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The person who is signed in: {@code /api/panel/check}, {@code /api/user/avatar}, {@code
 * /api/user/permissions} and the person's own sessions.
 */
public final class UserResource {
  /** Discord has six default avatars (Discord's reference, "CDN Formatting"). */
  private static final int DEFAULT_AVATARS = 6;

  private static final int SNOWFLAKE_TIME_BITS = 22;

  private final PanelRights rights;
  private final Sessions sessions;
  private final Accounts accounts;

  public UserResource(PanelRights rights, Sessions sessions, Accounts accounts) {
    this.rights = rights;
    this.sessions = sessions;
    this.accounts = accounts;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/panel/check").signedIn().does(this::check),
        Endpoint.get("/api/user/avatar").signedIn().does(this::avatar),
        Endpoint.get("/api/user/permissions").signedIn().does(this::permissions),
        Endpoint.get("/api/user/sessions").signedIn().does(this::sessions),
        Endpoint.delete("/api/user/sessions").signedIn().does(this::endOthers),
        Endpoint.delete("/api/user/sessions/{id}").signedIn().does(this::endOne));
  }

  // ---- who it is

  private CompletionStage<Answer> check(Call call) {
    return access(call)
        .thenApply(access -> {
          if (access.rights().isEmpty()) {
            throw Problem.of(
                    ProblemCode.FORBIDDEN, "No permission of the panel was granted to you.")
                .thrown();
          }
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("authenticated", true);
          // Of the system that this one follows.
          body.put("authorized", true);
          body.put("user_id", holderId(call.by()));
          body.put("name", access.member().map(member -> member.name()).orElse(""));
          return Answer.ok(body);
        });
  }

  private CompletionStage<Answer> avatar(Call call) {
    return access(call)
        .thenApply(access ->
            Answer.ok(
                Map.of(
                    "avatar_url",
                    avatarUrl(call.by(), access.member().flatMap(member -> member.avatar())))));
  }

  private static String avatarUrl(Principal by, Optional<String> hash) {
    if (!(by instanceof Principal.DiscordUser user)) {
      return "";
    }
    return hash.map(
            known -> "https://cdn.discordapp.com/avatars/%d/%s.png".formatted(user.id(), known))
        .orElseGet(() ->
            "https://cdn.discordapp.com/embed/avatars/%d.png"
                .formatted((user.id() >>> SNOWFLAKE_TIME_BITS) % DEFAULT_AVATARS));
  }

  private record Permissions(boolean isSuperAdmin, List<String> permissions) {}

  private CompletionStage<Answer> permissions(Call call) {
    return access(call)
        .thenApply(access ->
            Answer.ok(
                new Permissions(
                    access.superAdministrator(),
                    access.permissions().stream().sorted().map(Permission::word).toList())));
  }

  private CompletionStage<PanelAccess> access(Call call) {
    return call.by() instanceof Principal.DiscordUser user
        ? rights.of(user.id())
        : CompletableFuture.completedStage(PanelAccess.NONE);
  }

  static String holderId(Principal by) {
    return switch (by) {
      case Principal.DiscordUser user -> String.valueOf(user.id());
      case Principal.AccountHolder account -> account.account();
      case Principal.ApiKey key -> key.id();
      case Principal.Administrator administrator -> administrator.name();
      case Principal.Component component -> component.name();
    };
  }

  // ---- own sessions

  private record Shown(
      String id,
      boolean current,
      String method,
      String address,
      String device,
      String openedFrom,
      Instant openedAt,
      Instant lastUsedAt,
      Instant endsAt) {
    static Shown of(Sessions.Listed listed, boolean current) {
      Client last = listed.session().last();
      return new Shown(
          listed.id(),
          current,
          listed.session().holder() instanceof Holder.LocalAccount ? "account" : "discord",
          last.address(),
          last.device(),
          listed.session().first().address(),
          listed.session().opened(),
          listed.session().used(),
          listed.session().end());
    }
  }

  /** A holder, and the principal who ends what is theirs. */
  private record Own(Holder holder, Principal by) {}

  /** A person may sign in by Discord and with the account that is linked with the Discord user. */
  private CompletionStage<List<Own>> own(Principal by) {
    return OwnAccountResource.name(accounts, by)
        .thenApply(account ->
            Stream.concat(
                    by instanceof Principal.DiscordUser user
                        ? Stream.of(
                            new Own(
                                new Holder.DiscordUser(user.id(), user.shown(), Optional.empty()),
                                by))
                        : Stream.empty(),
                    account.stream()
                        .map(name ->
                            new Own(
                                new Holder.LocalAccount(name.value()),
                                new Principal.AccountHolder(name.value(), Set.of(), by.source()))))
                .toList());
  }

  private CompletionStage<List<Sessions.Listed>> of(List<Own> own) {
    CompletionStage<List<Sessions.Listed>> all = CompletableFuture.completedStage(List.of());
    for (Own one : own) {
      all =
          all.thenCombine(
              sessions.of(one.holder()),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return all;
  }

  private CompletionStage<Answer> sessions(Call call) {
    return own(call.by())
        .thenCompose(this::of)
        .thenApply(all ->
            Answer.ok(
                Map.of(
                    "sessions",
                    all.stream()
                        .sorted(
                            Comparator.comparing((Sessions.Listed one) -> one.session().used())
                                .reversed())
                        .map(one ->
                            Shown.of(one, call.session().filter(one.id()::equals).isPresent()))
                        .toList())));
  }

  /** Ends all of them but the one that asks; {@code ?all=true} ends that one, too. */
  private CompletionStage<Answer> endOthers(Call call) {
    boolean all = call.query(fields -> fields.flag("all", false));
    return own(call.by())
        .thenCompose(own -> {
          CompletionStage<Integer> ended = CompletableFuture.completedStage(0);
          for (Own one : own) {
            ended =
                ended.thenCombine(
                    sessions.endAll(
                        one.holder(), all ? Optional.empty() : call.session(), one.by()),
                    Integer::sum);
          }
          return ended;
        })
        .thenApply(ended -> Answer.ok(Map.of("success", true, "ended", ended)));
  }

  /** One of one's own: whether there is such a session of somebody else is not told. */
  private CompletionStage<Answer> endOne(Call call) {
    String id = call.path("id");
    return own(call.by())
        .thenCompose(own ->
            of(own)
                .thenCompose(all ->
                    all.stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .flatMap(one ->
                            own.stream()
                                .filter(known ->
                                    known.holder().key().equals(one.session().holder().key()))
                                .findFirst())
                        .map(holder -> sessions.end(id, holder.by()))
                        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown())))
        .thenApply(_ -> Answer.success());
  }
}
