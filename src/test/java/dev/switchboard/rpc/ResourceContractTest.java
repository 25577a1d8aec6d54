package dev.switchboard.rpc;

import static dev.switchboard.rpc.ResourceContract.port;
import static dev.switchboard.rpc.ResourceContract.row;
import static dev.switchboard.rpc.ResourceContract.takes;

import dev.switchboard.access.Scope;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Blocklist;
import dev.switchboard.account.Quotas;
import dev.switchboard.lookup.NameOverrides;
import dev.switchboard.lookup.Overrides;
import dev.switchboard.rpc.ResourceContract.Row;
import dev.switchboard.share.ShareBook;
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
  @MethodSource({"status", "accounts", "blocklist", "quota", "overrides", "shares"})
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
    return Stream.of(
        row(
            accounts,
            "GET",
            "",
            200,
            """
            {"accounts":[{"username":"alice","used_bytes":5,"max_bytes":0,"is_default_quota":true,"created_at":1000}],
             "total":2,"after":"alice"}
            """),
        row(accounts, "GET", "{\"limit\":0}", 400, "limit must be from 1 to 1000"),
        row(
            accounts,
            "GET",
            "{\"limit\":\"1\"}",
            400,
            "invalid request body: limit must be a whole number"),
        row(accounts, "GET", "{\"after\":\"a b\"}", 400, NO_NAME),
        row(accounts, "POST", "{}", 405, "method POST not allowed for /admin/accounts"),
        row(accounts, "DELETE", "", 400, ENDS),
        row(accounts, "DELETE", "{}", 400, "username is required"),
        row(
            accounts,
            "DELETE",
            "{\"username\":7}",
            400,
            "invalid request body: username must be a string"),
        takes(accounts, "GET", Scope.READ),
        takes(accounts, "DELETE", Scope.ACCOUNTS));
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
    return Stream.of(
        row(
            blocklist,
            "GET",
            "",
            200,
            """
            {"blocked":[{"username":"alice","reason":"a reason","blocked_at":"2026-11-30T09:00:00Z"}],"total":1}
            """),
        row(blocklist, "GET", "{\"limit\":1001}", 400, "limit must be from 1 to 1000"),
        row(blocklist, "POST", "{\"username\":\" Alice\"}", 200, "{\"blocked\":\"alice\"}"),
        row(blocklist, "POST", "", 400, ENDS),
        row(blocklist, "POST", "{\"reason\":\"x\"}", 400, "username is required"),
        row(
            blocklist,
            "POST",
            "{\"username\":\"alice\",\"reason\":\"two\\nlines\"}",
            400,
            "reason must be one line of at most 500 characters"),
        row(blocklist, "DELETE", "{\"username\":\"alice\"}", 200, "{\"unblocked\":\"alice\"}"),
        row(blocklist, "DELETE", "{\"username\":\"a b\"}", 400, NO_NAME),
        row(blocklist, "PUT", "{}", 405, "method PUT not allowed"),
        takes(blocklist, "GET", Scope.READ),
        takes(blocklist, "POST", Scope.ACCOUNTS),
        takes(blocklist, "DELETE", Scope.ACCOUNTS));
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
    String negative = "max_bytes must not be negative";
    return Stream.of(
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
        row(quota, "PUT", "{\"max_bytes\":30}", 200, "{\"default_quota_bytes\":30}"),
        row(
            quota,
            "PUT",
            "{\"username\":\"alice\",\"max_bytes\":null}",
            200,
            "{\"username\":\"alice\",\"max_bytes\":null}"),
        row(quota, "PUT", "{\"username\":\"alice\"}", 400, "max_bytes is required"),
        row(quota, "PUT", "{\"max_bytes\":-1}", 400, negative),
        row(
            quota,
            "PUT",
            "{\"max_bytes\":1.5}",
            400,
            "invalid request body: max_bytes must be a whole number"),
        row(
            unknown,
            "PUT",
            "{\"username\":\"alice\",\"max_bytes\":1}",
            404,
            "account not found: alice"),
        row(quota, "DELETE", "{\"username\":\"alice\"}", 200, "{\"reset\":\"alice\"}"),
        row(unknown, "DELETE", "{\"username\":\"alice\"}", 404, "account not found: alice"),
        row(quota, "POST", "{}", 405, "method POST not allowed"),
        takes(quota, "GET", Scope.READ),
        takes(quota, "PUT", Scope.ACCOUNTS),
        takes(quota, "DELETE", Scope.ACCOUNTS));
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
    return Stream.of(
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
            "{\"lookup_key\":\"a.example\",\"target_host\":\"b.example\",\"comment\":\"\"}"),
        row(
            overrides,
            "POST",
            "{\"lookup_key\":\"a.example\"}",
            400,
            "lookup_key and target_host are required"),
        row(
            overrides,
            "POST",
            "{\"lookup_key\":\"a.example\",\"target_host\":\"127.1\"}",
            400,
            "invalid target_host: expected the name of a host, or an address"),
        row(overrides, "DELETE", "{}", 400, "lookup_key is required"),
        row(
            overrides,
            "DELETE",
            "{\"lookup_key\":\"c.example\"}",
            404,
            "DNS override not found: c.example"),
        row(overrides, "PUT", "{}", 405, "method PUT not allowed"),
        takes(overrides, "GET", Scope.READ),
        takes(overrides, "POST", Scope.SETTINGS),
        takes(overrides, "DELETE", Scope.SETTINGS));
  }

  static Stream<Row> shares() {
    Resource shares =
        new SharesResource(port(ShareBook.class, Map.of("all", List.of(), "clear", 3)));
    return Stream.of(
        row(shares, "GET", "", 200, "{\"shares\":[],\"total\":0}"),
        row(shares, "POST", "{\"slug\":\"desk\"}", 400, "slug and url are required"),
        row(
            shares,
            "POST",
            "{\"slug\":[],\"url\":\"https://example.org\"}",
            400,
            "invalid request body: slug must be a string"),
        row(
            shares,
            "PUT",
            "{\"slug\":\"desk\"}",
            400,
            "at least one field (url, name) must be provided"),
        row(shares, "DELETE", "{}", 400, "slug is required"),
        row(
            shares,
            "DELETE",
            "{\"slug\":\"desk\",\"by\":\"watch\"}",
            400,
            "either slug or by must be given"),
        row(shares, "DELETE", "{\"by\":\"watch\"}", 200, "{\"by\":\"watch\",\"deleted_count\":3}"),
        takes(shares, "GET", Scope.READ),
        takes(shares, "POST", Scope.SETTINGS),
        takes(shares, "PUT", Scope.SETTINGS),
        takes(shares, "DELETE", Scope.SETTINGS));
  }
}
