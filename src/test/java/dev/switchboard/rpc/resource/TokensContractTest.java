package dev.switchboard.rpc.resource;

import static dev.switchboard.rpc.ResourceContract.port;
import static dev.switchboard.rpc.ResourceContract.refused;
import static dev.switchboard.rpc.ResourceContract.row;
import static dev.switchboard.rpc.ResourceContract.takes;
import static dev.switchboard.rpc.ResourceContract.watched;

import dev.switchboard.access.AdminGrants;
import dev.switchboard.access.AdminTokens;
import dev.switchboard.access.AdminTokensInMemory;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Scope;
import dev.switchboard.account.RegistrationTokens;
import dev.switchboard.account.RegistrationTokensInMemory;
import dev.switchboard.account.TokenBook;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.ResourceContract;
import dev.switchboard.rpc.ResourceContract.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of the tokens, of the registration tokens and of the audit log. */
class TokensContractTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ENDS = "invalid request body: unexpected end of JSON input";

  private static final ResourceContract CONTRACT = new ResourceContract();

  @AfterAll
  static void stop() {
    CONTRACT.close();
  }

  @ParameterizedTest
  @MethodSource({
    "audit",
    "tokens",
    "refusedTokens",
    "tokensOnTheirWay",
    "registrationTokens",
    "refusedRegistrationTokens",
    "registrationTokensOnTheirWay"
  })
  void aCallIsAnsweredAsTheContractSays(Row row) {
    CONTRACT.check(row);
  }

  static Stream<Row> audit() {
    AuditEntry entry =
        new AuditEntry(
            NOW, "watch", "192.0.2.1", "rpc", "POST", "/admin/tokens", 201, "{\"body\":{}}");
    Resource audit =
        new AuditResource(
            port(AuditLog.class, Map.of("read", List.of(new AuditLog.Numbered(7, entry)))));
    String shown =
        """
        {"entries":[{"number":7,"at":"2026-11-30T09:00:00Z","caller":"watch","address":"192.0.2.1",
          "surface":"rpc","method":"POST","resource":"/admin/tokens","status":201,"detail":"{\\"body\\":{}}"}],
         "before":%s}
        """;
    return Stream.concat(
        Stream.of(
            row(audit, "GET", "", 200, shown.formatted("null")),
            row(audit, "GET", "{\"limit\":1,\"before\":8}", 200, shown.formatted("7")),
            takes(audit, "GET", Scope.ROOT)),
        refused(
            audit,
            """
            POST | {} | 405 | method POST not allowed
            DELETE | {} | 405 | method DELETE not allowed
            GET | {"limit":0} | 400 | limit must be from 1 to 1000
            GET | {"limit":1001} | 400 | limit must be from 1 to 1000
            GET | {"limit":"5"} | 400 | invalid request body: limit must be a whole number
            GET | {"before":"x"} | 400 | invalid request body: before must be a whole number
            GET | [] | 400 | invalid request body: expected an object
            """));
  }

  /** Each row on the state that the rows before it left. */
  static Stream<Row> tokens() {
    Resource tokens =
        new TokensResource(
            watched(AdminTokens.class, new AdminTokensInMemory(CLOCK, () -> "a-secret")), CLOCK);
    String looker =
        """
        {"name":"looker","scopes":["accounts","read"],"created_at":"2026-11-30T09:00:00Z","created_by":"watch",
         "expires_at":"2026-11-30T10:00:00Z","status":"active"%s}
        """;
    return Stream.of(
        row(tokens, "GET", "", 200, "{\"tokens\":[],\"total\":0}"),
        row(
                tokens,
                "POST",
                "{\"name\":\"looker\",\"scopes\":[\"read\",\"accounts\",\"read\"],\"expires_in_seconds\":3600}",
                201,
                looker.formatted(",\"token\":\"a-secret\""))
            .changing("give(looker, [READ, ACCOUNTS], Optional[PT1H], watch)"),
        row(
                tokens,
                "POST",
                "{\"name\":\"looker\",\"scopes\":[\"read\"]}",
                409,
                "there is a token of that name already")
            .changing("give(looker, [READ], Optional.empty, watch)"),
        row(
            tokens,
            "GET",
            "",
            200,
            "{\"tokens\":[%s],\"total\":1}".formatted(looker.formatted(""))),
        row(tokens, "DELETE", "{\"Name\":\"looker\"}", 200, "{\"revoked\":\"looker\"}")
            .changing("take(looker, watch)"),
        row(tokens, "DELETE", "{\"name\":\"looker\"}", 404, "there is no token of that name")
            .changing("take(looker, watch)"),
        takes(tokens, "GET", Scope.ROOT),
        takes(tokens, "POST", Scope.ROOT),
        takes(tokens, "DELETE", Scope.ROOT));
  }

  static Stream<Row> refusedTokens() {
    Resource tokens =
        new TokensResource(
            watched(AdminTokens.class, new AdminTokensInMemory(CLOCK, () -> "a-secret")), CLOCK);
    String name = "a name has 1 to 64 letters, digits, blanks and . _ @ -, and is not root";
    return Stream.concat(
        Stream.of(
            row(tokens, "POST", "{\"name\":\"a\"}", 400, "a token needs at least one scope")
                .changing("give(a, [], Optional.empty, watch)"),
            row(tokens, "POST", "{\"name\":\"root\",\"scopes\":[\"read\"]}", 400, name)
                .changing("give(root, [READ], Optional.empty, watch)"),
            row(
                    tokens,
                    "POST",
                    "{\"name\":\"%s\",\"scopes\":[\"read\"]}".formatted("a".repeat(65)),
                    400,
                    name)
                .changing("give(%s, [READ], Optional.empty, watch)".formatted("a".repeat(65)))),
        refused(
            tokens,
            """
            BREW | {} | 405 | method BREW not allowed
            PUT | {} | 405 | method PUT not allowed
            POST | - | 400 | %1$s
            POST | {} | 400 | name is required
            POST | {"name":7} | 400 | invalid request body: name must be a string
            POST | [] | 400 | invalid request body: expected an object
            POST | {"name":"a","scopes":["root"]} | 400 | unknown scope: root (expected read|accounts|settings|services)
            POST | {"name":"a","scopes":[7]} | 400 | invalid request body: scopes must be a list of strings
            POST | {"name":"a","scopes":"read"} | 400 | invalid request body: scopes must be a list of strings
            POST | {"name":"a","scopes":["read"],"expires_in_seconds":0} | 400 | expires_in_seconds must be from 1 to 315360000
            POST | {"name":"a","scopes":["read"],"expires_in_seconds":315360001} | 400 | expires_in_seconds must be from 1 to 315360000
            POST | {"name":"a","scopes":["read"],"expires_in_seconds":"1"} | 400 | invalid request body: expires_in_seconds must be a whole number
            DELETE | - | 400 | %1$s
            DELETE | {} | 400 | name is required
            DELETE | {"name":[]} | 400 | invalid request body: name must be a string
            """
                .formatted(ENDS)));
  }

  /** Refusals and states that depend on the time or on many tokens. */
  static Stream<Row> tokensOnTheirWay() {
    AdminGrants.Grant expired =
        new AdminGrants.Grant(
            "old", "hash", Set.of(Scope.READ), NOW.minusSeconds(9), Optional.of(NOW), "root");
    Resource tokens =
        new TokensResource(
            port(
                AdminTokens.class,
                Map.of(
                    "all",
                    List.of(expired),
                    "give",
                    new AdminTokens.Giving.Refused(AdminGrants.Reason.TOO_MANY))),
            CLOCK);
    return Stream.of(
        row(
            tokens,
            "GET",
            "",
            200,
            """
            {"tokens":[{"name":"old","scopes":["read"],"created_at":"2026-11-30T08:59:51Z","created_by":"root",
              "expires_at":"2026-11-30T09:00:00Z","status":"expired"}],"total":1}
            """),
        row(
                tokens,
                "POST",
                "{\"name\":\"a\",\"scopes\":[\"read\"]}",
                409,
                "there are 1,000 tokens already; take some back first")
            .changing("give(a, [READ], Optional.empty, watch)"));
  }

  /** Each row on the state that the rows before it left. */
  static Stream<Row> registrationTokens() {
    Resource tokens = registrationTokens(CLOCK);
    String made =
        """
        {"token":"made-token","max_uses":3,"used_count":0,"pending_reservations":0,"comment":"for friends",
         "created_at":"2026-11-30T09:00:00Z","created_by":"watch","expires_at":"2026-12-07T09:00:00Z","status":"active"}
        """;
    String given =
        """
        {"token":"let-me-in","max_uses":1,"used_count":0,"pending_reservations":0,"comment":"",
         "created_at":"2026-11-30T09:00:00Z","created_by":"watch","expires_at":%s,"status":"active"}
        """;
    return Stream.of(
        row(tokens, "GET", "", 200, "{\"tokens\":[],\"total\":0}"),
        row(
                tokens,
                "POST",
                "{\"max_uses\":3,\"comment\":\"for friends\",\"expires_in\":\"7d\"}",
                201,
                made)
            .changing(draft("Optional.empty", 3, "for friends", "Optional[2026-12-07T09:00:00Z]")),
        row(
                tokens,
                "POST",
                "{\"token\":\" let-me-in \",\"max_uses\":-1,\"expires_in\":90}",
                201,
                given.formatted("\"2026-11-30T09:01:30Z\""))
            .changing(draft("Optional[let-me-in]", 1, "", "Optional[2026-11-30T09:01:30Z]")),
        row(
                tokens,
                "POST",
                "{\"token\":\"let-me-in\",\"max_uses\":0}",
                200,
                given.formatted("null"))
            .changing(draft("Optional[let-me-in]", 1, "", "Optional.empty")),
        row(
                tokens,
                "POST",
                "{\"token\":\"let-me-in\",\"max_uses\":%d}".formatted(Long.MIN_VALUE),
                200,
                given.formatted("null"))
            .changing(draft("Optional[let-me-in]", 1, "", "Optional.empty")),
        row(tokens, "POST", "{\"token\":\"let-me-in\"}", 200, given.formatted("null"))
            .changing(draft("Optional[let-me-in]", 1, "", "Optional.empty")),
        row(
                tokens,
                "POST",
                "{\"token\":\"let-me-in\",\"expires_at\":\"2027-01-01T01:00:00+01:00\",\"expires_in\":\"1h30m\"}",
                200,
                given.formatted("\"2027-01-01T00:00:00Z\""))
            .changing(draft("Optional[let-me-in]", 1, "", "Optional[2027-01-01T00:00:00Z]")),
        row(tokens, "DELETE", "{\"token\":\"let-me-in\"}", 200, "{\"deleted\":\"let-me-in\"}")
            .changing("revoke(let-me-in, watch)"),
        row(tokens, "DELETE", "{\"token\":\"let-me-in\"}", 404, "token not found")
            .changing("revoke(let-me-in, watch)"),
        row(tokens, "GET", "", 200, "{\"tokens\":[%s],\"total\":1}".formatted(made)),
        takes(tokens, "GET", Scope.ACCOUNTS),
        takes(tokens, "POST", Scope.ACCOUNTS),
        takes(tokens, "DELETE", Scope.ACCOUNTS));
  }

  private static Resource registrationTokens(Clock clock) {
    return new RegistrationTokensResource(
        watched(
            RegistrationTokens.class, new RegistrationTokensInMemory(clock, () -> "made-token")),
        clock);
  }

  private static String draft(String token, int uses, String comment, String expires) {
    return "make(Draft[token=%s, maxUses=%d, comment=%s, expires=%s], watch)"
        .formatted(token, uses, comment, expires);
  }

  static Stream<Row> refusedRegistrationTokens() {
    Resource tokens = registrationTokens(CLOCK);
    String comment = "comment must be one line of at most 200 characters";
    return Stream.concat(
        Stream.of(
            row(
                    tokens,
                    "POST",
                    "{\"token\":\"a b\"}",
                    400,
                    "token must be 6 to 128 letters, digits and . _ ~ -")
                .changing(draft("Optional[a b]", 1, "", "Optional.empty")),
            row(
                    tokens,
                    "POST",
                    "{\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                    400,
                    "the time at which it expires is over already")
                .changing(draft("Optional.empty", 1, "", "Optional[2020-01-01T00:00:00Z]")),
            row(
                    tokens,
                    "POST",
                    "{\"max_uses\":99999999999}",
                    400,
                    "max_uses must be at most 1000000")
                .changing(draft("Optional.empty", Integer.MAX_VALUE, "", "Optional.empty")),
            row(tokens, "POST", "{\"comment\":\"%s\"}".formatted("a".repeat(201)), 400, comment)
                .changing(draft("Optional.empty", 1, "a".repeat(201), "Optional.empty"))),
        refused(
            tokens,
            """
            PUT | {} | 405 | method PUT not allowed for /admin/registration-token
            POST | - | 400 | %1$s
            POST | [] | 400 | invalid request body: expected an object
            POST | {"token":7} | 400 | invalid request body: token must be a string
            POST | {"max_uses":1.5} | 400 | invalid request body: max_uses must be a whole number
            POST | {"max_uses":"2"} | 400 | invalid request body: max_uses must be a whole number
            POST | {"comment":"a\\ud800b"} | 400 | %2$s
            POST | {"comment":"a\\nb"} | 400 | %2$s
            POST | {"expires_in":"soon"} | 400 | %3$s
            POST | {"expires_in":"0h"} | 400 | %3$s
            POST | {"expires_in":"99999d"} | 400 | %3$s
            POST | {"expires_in":[]} | 400 | invalid request body: expires_in must be a string or a number
            POST | {"expires_at":"tomorrow"} | 400 | invalid expires_at: expected a time as 2026-12-31T23:59:59Z
            POST | {"expires_at":7} | 400 | invalid request body: expires_at must be a string
            DELETE | - | 400 | %1$s
            DELETE | {} | 400 | token is required
            DELETE | {"token":7} | 400 | invalid request body: token must be a string
            """
                .formatted(
                    ENDS,
                    comment,
                    "invalid expires_in duration: expected as 7d, 72h, 1h30m, 90s, at most 3650 days")));
  }

  /** Refusals and states that depend on the time, on uses or on many tokens. */
  static Stream<Row> registrationTokensOnTheirWay() {
    Resource tokens =
        new RegistrationTokensResource(
            port(
                RegistrationTokens.class,
                Map.of(
                    "all",
                    List.of(
                        new TokenBook.Token("used-up", 2, 2, "", NOW, "root", Optional.empty()),
                        new TokenBook.Token("expired", 2, 2, "", NOW, "root", Optional.of(NOW))),
                    "make",
                    new RegistrationTokens.Making.Refused(TokenBook.Reason.TOO_MANY))),
            CLOCK);
    return Stream.of(
        row(
            tokens,
            "GET",
            "",
            200,
            """
            {"tokens":[
              {"token":"used-up","max_uses":2,"used_count":2,"pending_reservations":0,"comment":"",
               "created_at":"2026-11-30T09:00:00Z","created_by":"root","expires_at":null,"status":"exhausted"},
              {"token":"expired","max_uses":2,"used_count":2,"pending_reservations":0,"comment":"",
               "created_at":"2026-11-30T09:00:00Z","created_by":"root","expires_at":"2026-11-30T09:00:00Z","status":"expired"}],
             "total":2}
            """),
        row(
                tokens,
                "POST",
                "{}",
                409,
                "there are 500 registration tokens already; revoke some first")
            .changing(draft("Optional.empty", 1, "", "Optional.empty")));
  }
}
