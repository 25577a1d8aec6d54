package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.bench.seed.Seed;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A product that finds what {@code bench seed} wrote goes on as if it had written it itself. */
class SeededDeskTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static final Seed.Size SIZE = new Seed.Size(30, 600, 220, 1);

  private static final List<Long> MEMBERS = new ArrayList<>();
  private static RunningProduct product;
  private static Browser sam;

  @BeforeAll
  static void start() {
    int port = FreePort.any();
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            sandbox -> {
              Seed.fill(DATABASE.settings(), SIZE, Optional.of(roster(sandbox)), _ -> {});
              return Map.of(
                  "switchboard.http.port", String.valueOf(port),
                  "switchboard.panel.enabled", "true",
                  "switchboard.panel.client-id", String.valueOf(sandbox.world().bot()),
                  "switchboard.panel.client-secret", sandbox.clientSecret(),
                  "switchboard.panel.redirect-url",
                      "http://127.0.0.1:" + port + "/api/auth/callback",
                  "switchboard.panel.super-admin-users",
                      String.valueOf(sandbox.world().person("sam")));
            });
    sam = new Browser(product);
    sam.signIn("sam");
  }

  @AfterAll
  static void stop() {
    sam.close();
    product.close();
  }

  /** A member, a DM and a channel for each ticket, as the look-alike knows them. */
  private static Path roster(Sandbox sandbox) {
    SandboxClient client = sandbox.client();
    List<String> lines = new ArrayList<>();
    for (int ticket = 1; ticket <= SIZE.tickets(); ticket++) {
      long user =
          client.createUser(
              "seeded_" + ticket, Duration.ofDays(400), sandbox.world().communityGuild());
      ObjectNode channel =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", "seeded-" + ticket)
              .put("type", 0)
              .put("topic", "Ticket #" + ticket)
              .put("parent_id", Long.toString(sandbox.world().staff().inboxCategory()));
      MEMBERS.add(user);
      lines.add(
          user
              + " "
              + client.dmChannel(user)
              + " "
              + client.createChannel(sandbox.world().staff().guild(), channel));
    }
    try {
      return Files.write(data.resolve("roster"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Test
  void allIsThereAndNothingIsUnderWay() {
    assertThat(number("select count(*) from ticket where status = 'open'")).isEqualTo(30);
    assertThat(
            number(
                "select count(*) from ticket_message where kind <> 'remark' and text !~ 'okapi|quokka'"))
        .isEqualTo(600);
    assertThat(number("select sum(pending_posts) from ticket")).isZero();
    assertThat(number("select count(*) from ticket_message where delivery = 'refused'")).isZero();
    assertThat(number("select count(*) from ticket where oldest_undelivered_at is not null"))
        .isZero();
    assertThat(number("select count(*) from projection_parked")).isZero();
    assertThat(number("select count(*) from snapshot where persistence_id = 'Ticket|15'"))
        .isPositive();
    assertThat(
            number(
                """
                select count(*) from ticket join (
                  select persistence_id, max(sequence_number) as last from event_journal group by persistence_id)
                  as journal on journal.persistence_id = 'Ticket|' || ticket and last = version
                """))
        .isGreaterThanOrEqualTo(28);
    assertThat(
            number(
                """
                select count(*) from ticket_message message left join ticket_message_search found using (ticket, number)
                where (found.ticket is null) = (deleted_at is null and text <> '')
                """))
        .isZero();
  }

  @Test
  void staffListSearchAndOpenWhatWasSeeded() {
    assertThat(sam.get("/api/tickets?count=true").json().at("/count/number").asInt()).isEqualTo(30);
    JsonNode part = sam.get("/api/tickets/" + SIZE.largestTicket() + "/messages?limit=100").json();
    assertThat(part.path("messages")).hasSize(100);
    assertThat(part.path("has_more").asBoolean()).isTrue();
    String word =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select (regexp_match(folded, '[a-z]{5,}'))[1] from ticket_message_search"
                            + " where ticket = 15 and folded ~ '[a-z]{5,}' order by number limit 1")
                    .mapTo(String.class)
                    .one());
    Browser.Page found =
        sam.get("/api/search?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8));
    assertThat(found.json().path("messages").size()).as(word).isPositive();
  }

  @Test
  void aReplyReachesTheMemberAndTheirAnswerTheSameTicket() {
    long member = MEMBERS.get(2);
    assertThat(sam.post("/api/tickets/3/replies", "{\"text\":\"how can I help, okapi?\"}").status())
        .isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .until(() ->
            product.client().readDm(member).stream().anyMatch(says("how can I help, okapi?")));
    product.client().sendDm(member, "thank you, quokka");
    await()
        .atMost(PATIENCE)
        .until(() ->
            sam.get("/api/tickets/3/messages?limit=2").raw().body().contains("thank you, quokka"));
    await()
        .atMost(PATIENCE)
        .until(() -> sam.get("/api/search?q=quokka").json().path("messages").size() == 1);
    assertThat(number("select count(*) from ticket")).isEqualTo(30);
    assertThat(number("select count(*) from projection_parked")).isZero();
    assertThat(number("select nextval('ticket_number')")).isEqualTo(31);
  }

  @Test
  void aDatabaseThatIsNotEmptyIsRefused() {
    long events = number("select count(*) from event_journal");
    assertThatThrownBy(() -> Seed.fill(DATABASE.settings(), SIZE, Optional.empty(), _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not empty");
    assertThat(number("select count(*) from event_journal")).isGreaterThanOrEqualTo(events);
    assertThat(number("select count(*) from ticket_message where ticket = 1")).isPositive();
  }
}
