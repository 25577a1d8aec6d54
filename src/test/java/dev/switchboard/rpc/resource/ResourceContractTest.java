package dev.switchboard.rpc.resource;

import static dev.switchboard.rpc.ResourceContract.port;
import static dev.switchboard.rpc.ResourceContract.refused;
import static dev.switchboard.rpc.ResourceContract.row;
import static dev.switchboard.rpc.ResourceContract.takes;

import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountEntity.Removal;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Belongings.Erasure;
import dev.switchboard.account.Blocklist;
import dev.switchboard.account.Quotas;
import dev.switchboard.lookup.NameOverrides;
import dev.switchboard.lookup.Overrides;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.ResourceContract;
import dev.switchboard.rpc.ResourceContract.Row;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.ShareName;
import dev.switchboard.share.SharedLink;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.share.Slug;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.erase.Erasing.Erased;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers of the resources, row by row, as {@code project-docs/admin-rpc.md} describes them.
 */
class ResourceContractTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final AccountName ALICE = AccountName.of("alice").orElseThrow();
  private static final String ENDS = "invalid request body: unexpected end of JSON input";
  private static final String NO_NAME = "invalid username: " + AccountName.EXPECTED;

  private static final ResourceContract CONTRACT = new ResourceContract();

  @AfterAll
  static void stop() {
    CONTRACT.close();
  }

  @ParameterizedTest
  @MethodSource({
    "status",
    "accounts",
    "newAccounts",
    "blocklist",
    "quota",
    "overrides",
    "shares",
    "outcomesOfShares",
    "queue"
  })
  void aCallIsAnsweredAsTheContractSays(Row row) {
    CONTRACT.check(row);
  }

  private static ServerStatus serverStatus() {
    return new ServerStatus(
        2,
        NOW.minusSeconds(90),
        "1.2.3",
        new ServerStatus.Tickets(3, 1, new TreeMap<>(Map.of("high", 1L, "normal", 2L))),
        new ServerStatus.Gateway(true, "connected", Optional.of(NOW), OptionalLong.of(7)),
        new ServerStatus.Queue(4, 5, Optional.of(NOW.minusSeconds(6)), 8));
  }

  static Stream<Row> status() {
    Resource status =
        new StatusResource(
            () -> CompletableFuture.completedStage(serverStatus()),
            () -> CompletableFuture.completedStage(Optional.empty()),
            CLOCK);
    Resource queue =
        new QueueStatusResource(() -> CompletableFuture.completedStage(serverStatus()), CLOCK);
    Resource storage =
        new StorageResource(() ->
            CompletableFuture.completedStage(
                new StorageStatus(new StorageStatus.Disk(1000, 250), "/data", 30, 20)));
    return Stream.of(
        row(
            status,
            "GET",
            "",
            200,
            """
            {"imap":{"connections":0,"unique_ips":0},"users":{"registered":2},
             "uptime":{"boot_time":"2026-11-30T08:58:30Z","duration":"1m 30s"},
             "email_servers":{"connection_ips":0,"domain_servers":0,"ip_servers":0},
             "version":"1.2.3","tickets":{"open":3,"unfinished":1,"by_priority":{"high":1,"normal":2}},
             "gateway":{"connected":true,"phase":"connected","since":"2026-11-30T09:00:00Z","latency_ms":7},
             "queue":{"incoming":4,"outgoing":5,"dead_letters":8,"oldest_seconds":6}}
            """),
        row(status, "POST", "{}", 405, "method POST not allowed, use GET"),
        takes(status, "GET", Scope.READ),
        row(
            queue,
            "GET",
            "",
            200,
            """
            {"pending":5,"oldest_age_seconds":6,"incoming":4,"unfinished_tickets":1,"dead_letters":8}
            """),
        row(queue, "POST", "{}", 405, "method POST not allowed"),
        takes(queue, "GET", Scope.READ),
        row(
            storage,
            "GET",
            "",
            200,
            """
            {"disk":{"total_bytes":1000,"used_bytes":750,"available_bytes":250,"percent_used":75.0},
             "state_dir":{"path":"/data","size_bytes":30},
             "database":{"driver":"postgresql","size_bytes":20}}
            """),
        row(storage, "DELETE", "{}", 405, "method DELETE not allowed"),
        takes(storage, "GET", Scope.READ));
  }

  static Stream<Row> accounts() {
    Accounts.Listed alice = new Accounts.Listed(ALICE, 5, 0, true, Instant.ofEpochSecond(1_000));
    Resource accounts =
        new AccountsResource(
            port(Accounts.class, Map.of("page", new Accounts.Page(List.of(alice), true, 2))),
            false);
    return Stream.concat(
        Stream.of(
            row(
                accounts,
                "GET",
                "",
                200,
                """
                {"accounts":[{"username":"alice","used_bytes":5,"max_bytes":0,"is_default_quota":true,"created_at":1000}],
                 "total":2,"after":"alice"}
                """),
            row(accounts, "POST", "{}", 405, "method POST not allowed for /admin/accounts"),
            row(accounts, "DELETE", "", 400, ENDS),
            takes(accounts, "GET", Scope.READ),
            takes(accounts, "DELETE", Scope.ACCOUNTS)),
        refused(
            accounts,
            """
            PUT | {} | 405 | method PUT not allowed for /admin/accounts
            GET | {"limit":0} | 400 | limit must be from 1 to 1000
            GET | {"limit":1001} | 400 | limit must be from 1 to 1000
            GET | {"limit":"1"} | 400 | invalid request body: limit must be a whole number
            GET | {"after":7} | 400 | invalid request body: after must be a string
            GET | {"after":"a b"} | 400 | %1$s
            DELETE | {} | 400 | username is required
            DELETE | {"username":""} | 400 | username is required
            DELETE | {"username":7} | 400 | invalid request body: username must be a string
            DELETE | [] | 400 | invalid request body: expected an object
            DELETE | {"username":"a b"} | 400 | %1$s
            DELETE | {"username":"%2$s"} | 400 | %1$s
            """
                .formatted(NO_NAME, "a".repeat(65))));
  }

  static Stream<Row> newAccounts() {
    Removal removal =
        new Removal(true, true, false, Optional.of(5L), Optional.of(new Erasure(2, 1, 3)));
    Resource accounts =
        new AccountsResource(
            port(
                Accounts.class,
                Map.of("make", new Accounts.Making.Made(ALICE, "a-password"), "remove", removal)),
            true);
    Resource nothing =
        new AccountsResource(
            port(
                Accounts.class,
                Map.of(
                    "remove", new Removal(false, false, true, Optional.empty(), Optional.empty()))),
            true);
    return Stream.of(
        row(accounts, "POST", "", 201, "{\"email\":\"alice\",\"password\":\"a-password\"}")
            .changing("make(watch)"),
        row(
                accounts,
                "DELETE",
                "{\"Username\":\"ALICE\"}",
                200,
                """
                {"deleted":"alice","existed":true,"blocked":true,"reason":"deleted via admin panel",
                 "steps":[{"step":"credentials","result":"removed"},
                  {"step":"stored_data","result":"partly removed","messages":2,"files":1,"kept_in_open_tickets":3},
                  {"step":"sessions","result":"ended"},
                  {"step":"quota","result":"none"},{"step":"blocklist","result":"blocked"}]}
                """)
            .changing("remove(alice, deleted via admin panel, watch)"),
        row(
                nothing,
                "DELETE",
                "{\"username\":\"alice\"}",
                200,
                """
                {"deleted":"alice","existed":false,"blocked":true,"reason":"deleted via admin panel",
                 "steps":[{"step":"credentials","result":"none"},{"step":"stored_data","result":"none"},
                  {"step":"sessions","result":"none"},
                  {"step":"quota","result":"removed"},{"step":"blocklist","result":"blocked"}]}
                """)
            .changing("remove(alice, deleted via admin panel, watch)"),
        takes(accounts, "POST", Scope.ACCOUNTS));
  }

  static Stream<Row> blocklist() {
    Resource blocklist =
        new BlocklistResource(
            port(
                Blocklist.class,
                Map.of(
                    "page",
                    new Blocklist.Page(
                        List.of(new Blocklist.Blocked(ALICE, "a reason", NOW)), 1, false),
                    "block",
                    Done.getInstance(),
                    "unblock",
                    Done.getInstance())));
    return Stream.concat(
        Stream.of(
            row(
                blocklist,
                "GET",
                "",
                200,
                """
                {"blocked":[{"username":"alice","reason":"a reason","blocked_at":"2026-11-30T09:00:00Z"}],"total":1}
                """),
            row(blocklist, "POST", "{\"username\":\" Alice\"}", 200, "{\"blocked\":\"alice\"}")
                .changing("block(alice, manually blocked, watch)"),
            row(
                    blocklist,
                    "POST",
                    "{\"username\":\"alice\",\"reason\":\"spam\"}",
                    200,
                    "{\"blocked\":\"alice\"}")
                .changing("block(alice, spam, watch)"),
            row(blocklist, "DELETE", "{\"username\":\"alice\"}", 200, "{\"unblocked\":\"alice\"}")
                .changing("unblock(alice, watch)"),
            takes(blocklist, "GET", Scope.READ),
            takes(blocklist, "POST", Scope.ACCOUNTS),
            takes(blocklist, "DELETE", Scope.ACCOUNTS)),
        refused(
            blocklist,
            """
            PUT | {} | 405 | method PUT not allowed
            GET | {"limit":0} | 400 | limit must be from 1 to 1000
            GET | {"limit":1001} | 400 | limit must be from 1 to 1000
            GET | {"after":[]} | 400 | invalid request body: after must be a string
            POST | - | 400 | %1$s
            POST | {} | 400 | username is required
            POST | {"reason":"x"} | 400 | username is required
            POST | {"username":"a","reason":7} | 400 | invalid request body: reason must be a string
            POST | {"username":"a","reason":"two\\nlines"} | 400 | %2$s
            POST | {"username":"a","reason":"half \\ud83d"} | 400 | %2$s
            POST | {"username":"a","reason":"%3$s"} | 400 | %2$s
            DELETE | - | 400 | %1$s
            DELETE | null | 400 | username is required
            DELETE | {"username":"a b"} | 400 | %4$s
            """
                .formatted(
                    ENDS,
                    "reason must be one line of at most 500 characters",
                    "a".repeat(501),
                    NO_NAME)));
  }

  static Stream<Row> quota() {
    Map<String, Object> answers =
        Map.of(
            "of",
            new Quotas.QuotaUse(true, 5, 10, false),
            "totals",
            new Quotas.Totals(5, 1, 20),
            "set",
            true,
            "setDefault",
            30L);
    Resource quota = new QuotaResource(port(Quotas.class, answers));
    Resource unknown = new QuotaResource(port(Quotas.class, Map.of("set", false)));
    return Stream.concat(
        Stream.of(
            row(
                quota,
                "GET",
                "",
                200,
                "{\"total_storage_bytes\":5,\"accounts_count\":1,\"default_quota_bytes\":20}"),
            row(
                quota,
                "GET",
                "{\"username\":\"alice\"}",
                200,
                """
                {"username":"alice","used_bytes":5,"max_bytes":10,"is_default":false,"exists":true}
                """),
            row(quota, "PUT", "{\"max_bytes\":30}", 200, "{\"default_quota_bytes\":30}")
                .changing("setDefault(Optional[30], watch)"),
            row(
                    quota,
                    "PUT",
                    "{\"username\":\"alice\",\"max_bytes\":null}",
                    200,
                    "{\"username\":\"alice\",\"max_bytes\":null}")
                .changing("set(alice, Optional.empty, watch)"),
            row(
                    unknown,
                    "PUT",
                    "{\"username\":\"alice\",\"max_bytes\":1}",
                    404,
                    "account not found: alice")
                .changing("set(alice, Optional[1], watch)"),
            row(quota, "DELETE", "{\"username\":\"alice\"}", 200, "{\"reset\":\"alice\"}")
                .changing("set(alice, Optional.empty, watch)"),
            row(unknown, "DELETE", "{\"username\":\"alice\"}", 404, "account not found: alice")
                .changing("set(alice, Optional.empty, watch)"),
            takes(quota, "GET", Scope.READ),
            takes(quota, "PUT", Scope.ACCOUNTS),
            takes(quota, "DELETE", Scope.ACCOUNTS)),
        refused(
            quota,
            """
            POST | {} | 405 | method POST not allowed
            GET | {"username":"a b"} | 400 | %2$s
            PUT | - | 400 | %1$s
            PUT | {} | 400 | max_bytes is required
            PUT | {"username":"alice"} | 400 | max_bytes is required
            PUT | {"max_bytes":-1} | 400 | max_bytes must not be negative
            PUT | {"max_bytes":1.5} | 400 | invalid request body: max_bytes must be a whole number
            PUT | {"max_bytes":"1"} | 400 | invalid request body: max_bytes must be a whole number
            PUT | {"max_bytes":9223372036854775808} | 400 | invalid request body: max_bytes must be a whole number
            PUT | {"username":"a b","max_bytes":1} | 400 | %2$s
            DELETE | - | 400 | %1$s
            DELETE | {} | 400 | username is required
            """
                .formatted(ENDS, NO_NAME)));
  }

  static Stream<Row> overrides() {
    Resource overrides =
        new NameOverridesResource(
            port(
                NameOverrides.class,
                Map.of(
                    "all",
                    List.of(new Overrides.NameOverride("a.example", "192.0.2.1", "why")),
                    "put",
                    Overrides.Outcome.DONE,
                    "drop",
                    Overrides.Outcome.UNKNOWN)));
    Resource full =
        new NameOverridesResource(
            port(
                NameOverrides.class,
                Map.of("put", Overrides.Outcome.TOO_MANY, "drop", Overrides.Outcome.DONE)));
    return Stream.concat(
        Stream.of(
            row(
                overrides,
                "GET",
                "",
                200,
                """
                {"overrides":[{"lookup_key":"a.example","target_host":"192.0.2.1","comment":"why"}],"total":1}
                """),
            row(
                    overrides,
                    "POST",
                    "{\"lookup_key\":\"A.example.\",\"target_host\":\"b.example\"}",
                    201,
                    "{\"lookup_key\":\"a.example\",\"target_host\":\"b.example\",\"comment\":\"\"}")
                .changing("put(NameOverride[host=a.example, target=b.example, comment=], watch)"),
            row(
                    full,
                    "POST",
                    "{\"lookup_key\":\"a\",\"target_host\":\"::1\",\"comment\":\"why\"}",
                    409,
                    "there are 1,000 overrides already; delete some first")
                .changing("put(NameOverride[host=a, target=0:0:0:0:0:0:0:1, comment=why], watch)"),
            row(
                    full,
                    "DELETE",
                    "{\"lookup_key\":\"A.example\"}",
                    200,
                    "{\"deleted\":\"a.example\"}")
                .changing("drop(a.example, watch)"),
            row(
                    overrides,
                    "DELETE",
                    "{\"lookup_key\":\"c.example\"}",
                    404,
                    "DNS override not found: c.example")
                .changing("drop(c.example, watch)"),
            row(overrides, "DELETE", "{\"lookup_key\":\"a b\"}", 404, "DNS override not found: a b")
                .changing("drop(a b, watch)"),
            takes(overrides, "GET", Scope.READ),
            takes(overrides, "POST", Scope.SETTINGS),
            takes(overrides, "DELETE", Scope.SETTINGS)),
        refused(
            overrides,
            """
            PUT | {} | 405 | method PUT not allowed
            POST | - | 400 | %4$s
            POST | {} | 400 | lookup_key and target_host are required
            POST | {"lookup_key":"a"} | 400 | lookup_key and target_host are required
            POST | {"target_host":"a"} | 400 | lookup_key and target_host are required
            POST | {"lookup_key":7,"target_host":"a"} | 400 | invalid request body: lookup_key must be a string
            POST | {"lookup_key":"127.0.0.1","target_host":"a"} | 400 | %1$s
            POST | {"lookup_key":"0x7f.1","target_host":"b"} | 400 | %1$s
            POST | {"lookup_key":"a","target_host":"a b"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"0177.1"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"2130706433"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"0x7f.1"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"127.1"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"010.0.0.1"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"::ffff:010.0.0.1"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"0X7F000001"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"a.0x"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"fe80::1%%lo"} | 400 | %2$s
            POST | {"lookup_key":"a","target_host":"b","comment":"x\\ny"} | 400 | %3$s
            POST | {"lookup_key":"a","target_host":"b","comment":"a\\ud800b"} | 400 | %3$s
            POST | {"lookup_key":"a","target_host":"b","comment":"%5$s"} | 400 | %3$s
            DELETE | - | 400 | %4$s
            DELETE | {} | 400 | lookup_key is required
            DELETE | [] | 400 | invalid request body: expected an object
            """
                .formatted(
                    "invalid lookup_key: expected the name of a host, as example.com",
                    "invalid target_host: expected the name of a host, or an address",
                    "comment must be one line of at most 500 characters",
                    ENDS,
                    "a".repeat(501))));
  }

  static Stream<Row> shares() {
    Resource shares =
        new SharesResource(
            port(
                ShareBook.class,
                Map.of(
                    "all",
                    List.of(new OwnedShare(new Share("desk", "mailto:a@b", "Desk"), "watch")),
                    "create",
                    Outcome.DONE,
                    "update",
                    Outcome.DONE,
                    "delete",
                    Outcome.DONE,
                    "clear",
                    3)));
    return Stream.concat(
        Stream.of(
            row(
                shares,
                "GET",
                "",
                200,
                """
                {"shares":[{"slug":"desk","url":"mailto:a@b","name":"Desk","by":"watch"}],"total":1}
                """),
            row(
                    shares,
                    "POST",
                    "{\"slug\":\"Desk\",\"url\":\"mailto:a@b\",\"name\":\"Desk\"}",
                    201,
                    "{\"slug\":\"desk\",\"url\":\"mailto:a@b\",\"name\":\"Desk\"}")
                .changing("create(Share[slug=desk, url=mailto:a@b, name=Desk], watch)"),
            row(shares, "PUT", "{\"slug\":\"DESK\",\"name\":\"\"}", 200, "{\"updated\":\"desk\"}")
                .changing("update(desk, Optional.empty, Optional[], watch)"),
            row(
                    shares,
                    "PUT",
                    "{\"slug\":\"desk\",\"url\":\"tel:+1\"}",
                    200,
                    "{\"updated\":\"desk\"}")
                .changing("update(desk, Optional[tel:+1], Optional.empty, watch)"),
            row(shares, "DELETE", "{\"slug\":\"Desk\"}", 200, "{\"deleted\":\"desk\"}")
                .changing("delete(desk, watch)"),
            row(
                    shares,
                    "DELETE",
                    "{\"by\":\"/share\"}",
                    200,
                    "{\"by\":\"/share\",\"deleted_count\":3}")
                .changing("clear(/share, watch)"),
            takes(shares, "GET", Scope.READ),
            takes(shares, "POST", Scope.SETTINGS),
            takes(shares, "PUT", Scope.SETTINGS),
            takes(shares, "DELETE", Scope.SETTINGS)),
        refused(
            shares,
            """
            PATCH | {} | 405 | method PATCH not allowed
            POST | - | 400 | %1$s
            POST | {} | 400 | slug and url are required
            POST | {"slug":"abc"} | 400 | slug and url are required
            POST | {"slug":[],"url":"https://example.org"} | 400 | invalid request body: slug must be a string
            POST | {"slug":"api","url":"mailto:a@b"} | 400 | %2$s
            POST | {"slug":"%5$s","url":"mailto:a@b"} | 400 | %2$s
            POST | {"slug":"abc","url":"javascript:alert(1)"} | 400 | %3$s
            POST | {"slug":"abc","url":"tel:%6$s"} | 400 | %3$s
            POST | {"slug":"abc","url":"mailto:a@b","name":"a\\nb"} | 400 | %4$s
            POST | {"slug":"abc","url":"mailto:a@b","name":"%7$s"} | 400 | %4$s
            PUT | - | 400 | %1$s
            PUT | {} | 400 | slug is required
            PUT | {"slug":"desk"} | 400 | at least one field (url, name) must be provided
            DELETE | - | 400 | %1$s
            DELETE | {} | 400 | slug is required
            DELETE | {"slug":"desk","by":"watch"} | 400 | either slug or by must be given
            DELETE | {"by":7} | 400 | invalid request body: by must be a string
            DELETE | {"slug":7} | 400 | invalid request body: slug must be a string
            """
                .formatted(
                    ENDS,
                    "invalid slug: " + Slug.EXPECTED,
                    "invalid url: " + SharedLink.EXPECTED,
                    "invalid name: " + ShareName.EXPECTED,
                    "a".repeat(65),
                    "1".repeat(1_500),
                    "a".repeat(101))));
  }

  /** The refusals of the port itself. */
  static Stream<Row> outcomesOfShares() {
    String create = "create(Share[slug=desk, url=mailto:a@b, name=], watch)";
    String body = "{\"slug\":\"desk\",\"url\":\"mailto:a@b\"}";
    Resource unknown =
        new SharesResource(
            port(ShareBook.class, Map.of("update", Outcome.UNKNOWN, "delete", Outcome.UNKNOWN)));
    return Stream.concat(
        Stream.of(
            row(
                    unknown,
                    "PUT",
                    "{\"slug\":\"nobody\",\"name\":\"x\"}",
                    404,
                    "share not found: nobody")
                .changing("update(nobody, Optional.empty, Optional[x], watch)"),
            row(unknown, "DELETE", "{\"slug\":\"a b\"}", 404, "share not found: a b")
                .changing("delete(a b, watch)")),
        Map.of(
                Outcome.TAKEN,
                "the slug is taken: desk",
                Outcome.HIDDEN,
                "the admin RPC is found there, or was a minute ago: desk",
                Outcome.TOO_MANY,
                "there are 10,000 already; delete some first")
            .entrySet()
            .stream()
            .map(refusal ->
                row(
                        new SharesResource(
                            port(ShareBook.class, Map.of("create", refusal.getKey()))),
                        "POST",
                        body,
                        409,
                        "failed to create share: " + refusal.getValue())
                    .changing(create)));
  }

  static Stream<Row> queue() {
    Erased erased = new Erased(1, 2, 3, 4, 5, 6);
    Resource queue = queue(erased, new Accounts.Whose.Account(Optional.of(5L)));
    Resource withoutDiscord = queue(erased, new Accounts.Whose.Account(Optional.empty()));
    Resource nobody = queue(erased, new Accounts.Whose.Nobody());
    return Stream.concat(
        Stream.of(
            row(
                    queue,
                    "POST",
                    "{\"action\":\"purge_all\"}",
                    200,
                    purged("purge_all", "purged all messages", false))
                .changing("erase(All[], false, watch)"),
            row(
                    queue,
                    "POST",
                    "{\"action\":\"purge_read\",\"dry_run\":false}",
                    200,
                    purged("purge_read", "purged read messages", false))
                .changing("erase(Delivered[], false, watch)"),
            row(
                    queue,
                    "POST",
                    "{\"action\":\"purge_read\",\"Dry_Run\":true}",
                    200,
                    purged("purge_read", "nothing purged: dry run", true))
                .changing("erase(Delivered[], true, watch)"),
            row(
                    queue,
                    "POST",
                    "{\"action\":\"purge_user\",\"username\":\"Alice\"}",
                    200,
                    purged("purge_user", "purged messages for user alice", false))
                .changing("erase(OfMember[member=5], false, watch)"),
            row(
                withoutDiscord,
                "POST",
                "{\"action\":\"purge_user\",\"username\":\"alice\"}",
                200,
                """
                {"action":"purge_user","message":"purged messages for user alice","dry_run":false,
                 "deleted":0,"files":0,"tickets":0,"kept":0,"remaining_tickets":0,"failed_tickets":0}
                """),
            takes(queue, "POST", Scope.ACCOUNTS)),
        Stream.concat(
            refused(
                nobody,
                """
                POST | {"action":"purge_user","username":"nobody"} | 404 | account not found: nobody
                """),
            refused(
                queue,
                """
                GET | {} | 405 | method GET not allowed
                DELETE | {} | 405 | method DELETE not allowed
                POST | - | 400 | %1$s
                POST | [] | 400 | invalid request body: expected an object
                POST | {} | 400 | unknown action:  (expected purge_user|purge_all|purge_read)
                POST | {"action":"x"} | 400 | unknown action: x (expected purge_user|purge_all|purge_read)
                POST | {"action":7} | 400 | invalid request body: action must be a string
                POST | {"action":"purge_user"} | 400 | username is required for purge_user
                POST | {"action":"purge_user","username":"a b"} | 400 | %2$s
                POST | {"action":"purge_all","dry_run":"yes"} | 400 | %3$s
                POST | {"action":"purge_all","dry_run":null} | 400 | %3$s
                POST | {"action":"purge_read","Dry_Run":null} | 400 | %3$s
                POST | {"action":"purge_all","dry_run":1} | 400 | %3$s
                """
                    .formatted(
                        ENDS, NO_NAME, "invalid request body: dry_run must be true or false"))));
  }

  private static Resource queue(Erased erased, Accounts.Whose whose) {
    return new QueueResource(
        port(Erasing.class, Map.of("erase", erased)),
        port(Accounts.class, Map.of("discordUserOf", whose)));
  }

  private static String purged(String action, String message, boolean dryRun) {
    return """
    {"action":"%s","message":"%s","dry_run":%s,
     "deleted":2,"files":3,"tickets":1,"kept":4,"remaining_tickets":5,"failed_tickets":6}
    """
        .formatted(action, message, dryRun);
  }
}
