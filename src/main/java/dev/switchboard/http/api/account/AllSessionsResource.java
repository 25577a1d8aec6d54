package dev.switchboard.http.api.account;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.access.session.Client;
import dev.switchboard.access.session.Holder;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.account.AccountName;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The sessions of everybody, for administrators: {@code /api/admin/sessions}, and those of one
 * person below {@code /api/admin/users} and {@code /api/admin/accounts}. Only a super administrator
 * ends the session of one.
 */
public final class AllSessionsResource {
  private static final int MOST = 100;
  private static final int USUAL = 50;
  private static final int LONGEST_CURSOR = 1_000;
  private static final String LIST = "sessions";

  /** Of the id of a session, in 64-bit numbers; the time of its opening is one more. */
  private static final int ID_NUMBERS = 4;

  private final Sessions sessions;
  private final PanelRights rights;
  private final AccountStandings accounts;

  public AllSessionsResource(Sessions sessions, PanelRights rights, AccountStandings accounts) {
    this.sessions = sessions;
    this.rights = rights;
    this.accounts = accounts;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/admin/sessions").holding(Right.MANAGE_SESSIONS).does(this::list),
        Endpoint.delete("/api/admin/sessions/{id}")
            .holding(Right.MANAGE_SESSIONS)
            .does(this::endOne),
        Endpoint.delete("/api/admin/users/{id}/sessions")
            .holding(Right.MANAGE_SESSIONS)
            .does(call ->
                endAll(call, new Holder.DiscordUser(call.number("id"), "", Optional.empty()))),
        Endpoint.delete("/api/admin/accounts/{name}/sessions")
            .holding(Right.MANAGE_SESSIONS)
            .does(call -> endAll(call, account(call))));
  }

  // ---- the list

  private record Page(int limit, Optional<String> after) {
    static Page of(Fields fields) {
      return new Page(
          (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
          fields.optionalText("after", 1, LONGEST_CURSOR));
    }
  }

  private record Shown(
      String id,
      boolean current,
      String holderType,
      String holderId,
      String holderName,
      String address,
      String device,
      String openedFrom,
      Instant openedAt,
      Instant lastUsedAt,
      Instant endsAt) {
    static Shown of(Sessions.Listed listed, boolean current) {
      Holder holder = listed.session().holder();
      Client last = listed.session().last();
      return new Shown(
          listed.id(),
          current,
          switch (holder) {
            case Holder.DiscordUser _ -> "discord";
            case Holder.LocalAccount _ -> "account";
          },
          switch (holder) {
            case Holder.DiscordUser user -> String.valueOf(user.id());
            case Holder.LocalAccount account -> account.name();
          },
          switch (holder) {
            case Holder.DiscordUser user -> user.shown();
            case Holder.LocalAccount account -> account.name();
          },
          last.address(),
          last.device(),
          listed.session().first().address(),
          listed.session().opened(),
          listed.session().used(),
          listed.session().end());
    }
  }

  private record Part(List<Shown> sessions, boolean hasMore, Optional<String> next) {}

  private CompletionStage<Answer> list(Call call) {
    Page page = call.query(Page::of);
    return sessions
        .page(page.after().map(AllSessionsResource::place), page.limit())
        .thenApply(found ->
            Answer.ok(
                new Part(
                    found.sessions().stream()
                        .map(one ->
                            Shown.of(one, call.session().filter(one.id()::equals).isPresent()))
                        .toList(),
                    found.next().isPresent(),
                    found.next().map(AllSessionsResource::cursor))));
  }

  private static String cursor(Sessions.Listed.Place place) {
    byte[] id = HexFormat.of().parseHex(place.id());
    long[] key = new long[1 + ID_NUMBERS];
    key[0] = ChronoUnit.MICROS.between(Instant.EPOCH, place.opened());
    for (int at = 0; at < ID_NUMBERS; at++) {
      key[1 + at] = new BigInteger(id, at * Long.BYTES, Long.BYTES).longValue();
    }
    return Cursor.of(LIST, key);
  }

  private static Sessions.Listed.Place place(String cursor) {
    long[] key = Cursor.key(LIST, cursor, 1 + ID_NUMBERS);
    StringBuilder id = new StringBuilder();
    for (int at = 0; at < ID_NUMBERS; at++) {
      id.append(HexFormat.of().toHexDigits(key[1 + at]));
    }
    return new Sessions.Listed.Place(Instant.EPOCH.plus(key[0], ChronoUnit.MICROS), id.toString());
  }

  // ---- their ends

  private CompletionStage<Answer> endOne(Call call) {
    String id = call.path("id");
    return sessions
        .find(id)
        .thenCompose(found ->
            found
                .map(listed ->
                    permitted(call.by(), listed.session().holder())
                        .thenCompose(_ -> sessions.end(id, call.by())))
                .orElseGet(() -> CompletableFuture.completedStage(false)))
        .thenApply(was -> {
          if (!was) {
            throw Problem.of(ProblemCode.NOT_FOUND).thrown();
          }
          return Answer.success();
        });
  }

  private static Holder account(Call call) {
    return AccountName.of(call.path("name"))
        .filter(name -> name.value().equals(call.path("name")))
        .map(name -> new Holder.LocalAccount(name.value()))
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
  }

  private CompletionStage<Answer> endAll(Call call, Holder holder) {
    return permitted(call.by(), holder)
        .thenCompose(_ -> sessions.endAll(holder, Optional.empty(), call.by()))
        .thenApply(ended -> {
          if (ended == 0) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no live session.").thrown();
          }
          return Answer.ok(Map.of("success", true, "ended", ended));
        });
  }

  /** Fails where the holder is a super administrator, and who asks is none. */
  private CompletionStage<Boolean> permitted(Principal by, Holder holder) {
    return access(holder)
        .thenCompose(theirs ->
            theirs.superAdministrator()
                ? access(by)
                    .thenApply(own -> {
                      if (!own.superAdministrator()) {
                        throw Problem.of(
                                ProblemCode.FORBIDDEN,
                                "Only a super administrator ends the sessions of one.")
                            .thrown();
                      }
                      return true;
                    })
                : CompletableFuture.completedStage(true));
  }

  private CompletionStage<PanelAccess> access(Holder holder) {
    return switch (holder) {
      case Holder.DiscordUser user -> rights.of(user.id());
      case Holder.LocalAccount account ->
          accounts
              .of(account.name())
              .thenCompose(standing ->
                  standing
                      .flatMap(AccountStandings.Standing::discordUser)
                      .map(rights::of)
                      .orElseGet(() -> CompletableFuture.completedStage(PanelAccess.NONE)));
    };
  }

  private CompletionStage<PanelAccess> access(Principal by) {
    return by instanceof Principal.DiscordUser user
        ? rights.of(user.id())
        : CompletableFuture.completedStage(PanelAccess.NONE);
  }
}
