package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.config.Environment;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product is killed amid a bulk job, a reopening and a merging: the audit log is locked, so
 * that their effects are stored and nothing else is.
 */
@Timeout(300)
class ActsKilledIT {
  private static final int TICKETS = 12;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void eachActHappensOnce() throws Exception {
    int http = FreePort.any();
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory().withLimits(false));
        ProductProcess product = logs.of(ProductProcess.run(folder, variables(discord, http)));
        Browser sam = new Browser(http, discord)) {
      product.awaitConnected();
      sam.signIn("sam");
      Desk desk = new Desk(sam, SandboxClient.at(discord.url(), discord.controlToken()), discord);
      Map<String, Long> many = new HashMap<>();
      for (int i = 0; i < TICKETS; i++) {
        long member = desk.member("many" + i);
        many.put(desk.opened(member), member);
      }
      long returning = desk.member("returning");
      String solved = desk.closed(returning);
      long twice = desk.member("twice");
      String first = desk.closed(twice);
      String second = desk.opened(twice);
      String job;
      try (Handle locker = DATABASE.database().jdbi().open()) {
        locker.begin();
        locker.execute("set local idle_in_transaction_session_timeout = 0");
        locker.execute("lock table audit_log in access exclusive mode");
        job = desk.closing(many.keySet());
        List<CompletableFuture<?>> unanswered = new ArrayList<>();
        unanswered.add(CompletableFuture.runAsync(() -> desk.reopened(solved)));
        unanswered.add(CompletableFuture.runAsync(() -> desk.merged(first, second)));
        await().atMost(PATIENCE).until(() -> journal("close-requested") >= 2 + 3);
        await().atMost(PATIENCE).until(() -> journal("merged") == 1);
        await().atMost(PATIENCE).until(() -> journal("opened") == TICKETS + 4);
        product.kill();
        locker.rollback();
        unanswered.forEach(
            one -> assertThat(one.handle((_, failure) -> failure).join()).isNotNull());
      }
      product.startAgain();
      product.awaitConnected();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            var state = sam.get("/api/bulk/" + job).json().path("job");
            assertThat(state.path("state").asText()).isEqualTo("done");
            assertThat(state.path("done").asInt()).isEqualTo(TICKETS);
          });
      Browser.Page reopened = desk.reopened(solved);
      assertThat(reopened.status()).as(reopened.raw().body()).isEqualTo(201);
      assertThat(desk.reopened(solved).json()).isEqualTo(reopened.json());
      assertThat(desk.merged(first, second).status()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> count("select count(*) from merge_remark") == 0);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(many.values())
                  .allSatisfy(member -> assertThat(desk.farewells(member)).isEqualTo(1)));
      assertThat(journal("merged")).isEqualTo(1);
      assertThat(journal("opened")).isEqualTo(TICKETS + 4);
      assertThat(journal("close-requested")).isEqualTo(TICKETS + 2);
      assertThat(count("select count(*) from ticket_message where text like '%merged ticket #%'"))
          .isEqualTo(1);
      assertThat(audited("/tickets/%/close")).isEqualTo(TICKETS + 2);
      assertThat(audited("/tickets/%/merge")).isEqualTo(1);
      assertThat(audited("/tickets/%/open")).isEqualTo(TICKETS + 4);
    }
  }

  private static long count(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** How many events of a name the tickets have. */
  private static long journal(String event) {
    return count(
        "select count(*) from event_journal where persistence_id like '%icket|%' and"
            + " strpos(encode(event_payload, 'escape'), '\"event\":\""
            + event
            + "\"') = 2");
  }

  private static long audited(String resource) {
    return count(
        "select count(*) from audit_log where status = 200 and resource like '" + resource + "'");
  }

  /** What Sam does in the browser. */
  private record Desk(Browser sam, SandboxClient client, Sandbox discord) {
    long member(String name) {
      return client.createUser(name, Duration.ofDays(100), discord.world().communityGuild());
    }

    String opened(long member) {
      Browser.Page page = sam.post("/api/tickets", "{\"discord_id\":\"%d\"}".formatted(member));
      assertThat(page.status()).as(page.raw().body()).isEqualTo(201);
      return page.json().path("ticket_id").asText();
    }

    String closed(long member) {
      String ticket = opened(member);
      assertThat(sam.post("/api/tickets/" + ticket + "/close", "{}").status()).isEqualTo(200);
      await()
          .atMost(PATIENCE)
          .until(
              () -> sam.get("/api/tickets/" + ticket).json().path("status").asText(),
              "closed"::equals);
      return ticket;
    }

    String closing(Iterable<String> tickets) {
      List<String> all = new ArrayList<>();
      tickets.forEach(all::add);
      Browser.Page page =
          sam.post(
              "/api/bulk",
              "{\"action\":\"close\",\"tickets\":%s}"
                  .formatted(all.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"))));
      assertThat(page.status()).as(page.raw().body()).isEqualTo(202);
      return page.json().path("id").asText();
    }

    Browser.Page reopened(String ticket) {
      return sam.ask(
          "POST", "/api/tickets/" + ticket + "/reopen", "{}", "Idempotency-Key", "reopened");
    }

    Browser.Page merged(String ticket, String into) {
      return sam.ask(
          "POST",
          "/api/tickets/" + ticket + "/merge",
          "{\"into\":\"" + into + "\"}",
          "Idempotency-Key",
          "merged");
    }

    long farewells(long member) {
      return client.readDm(member).stream()
          .filter(message -> message.path("author").path("bot").asBoolean())
          .filter(message -> message.path("content").asText().contains("closed"))
          .count();
    }
  }

  private static Map<String, String> variables(Sandbox discord, int http) {
    Map<String, String> variables = new HashMap<>(ProductProcess.pointingAt(discord));
    variables.putAll(ProductProcess.storingIn(DATABASE.settings()));
    variables.put("SWITCHBOARD_HTTP_PORT", Integer.toString(http));
    Map.of(
            "enabled", "true",
            "client-id", String.valueOf(discord.world().bot()),
            "client-secret", discord.clientSecret(),
            "redirect-url", "http://127.0.0.1:" + http + "/api/auth/callback",
            "super-admin-users", String.valueOf(discord.world().person("sam")))
        .forEach((key, value) ->
            variables.put(Environment.variableOf("switchboard.panel." + key), value));
    return variables;
  }
}
