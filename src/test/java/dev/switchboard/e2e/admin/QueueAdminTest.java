package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on its way, and what is purged of what was said: the whole product. */
class QueueAdminTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  @Test
  void theQueueSaysWhatWaits() throws Exception {
    JsonNode body = SERVER.root().get("/admin/queue/status").path("body");

    assertThat(body.path("pending").asLong(-1)).isNotNegative();
    assertThat(body.has("oldest_age_seconds")).isTrue();
    assertThat(body.path("incoming").isNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/queue,method GET not allowed",
    "get,/admin/queue,method GET not allowed",
    "PUT,/admin/queue,method PUT not allowed",
    "POST,/admin/queue/status,method POST not allowed",
    "DELETE,/admin/queue/status,method DELETE not allowed",
  })
  void purgesAreOnlyPostedAndFiguresOnlyRead(String method, String resource, String error)
      throws Exception {
    JsonNode answer = SERVER.root().call(method, resource, "{}");

    assertThat(answer.path("status").asInt()).isEqualTo(405);
    assertThat(answer.path("error").asText()).isEqualTo(error);
  }

  @Test
  void onlyWhatWasSaidInClosedTicketsIsPurgedAndThatWholly() throws Exception {
    OpenTicket open = OpenTicket.of(SERVER.product(), "stays");
    OpenTicket closed = OpenTicket.of(SERVER.product(), "leaves");
    SERVER
        .product()
        .client()
        .sendDm(
            closed.member(),
            RunningProduct.form().put("content", "a-secret-word"),
            Map.of("secret.txt", "secret bytes".getBytes(UTF_8)));
    closed.awaitStaff(says("a-secret-word"));
    SERVER.product().client().send(closed.sam(), closed.channel(), "!close -s done");
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> status(closed.member()).equals("closed") && mentions("a-secret-word") > 0);

    JsonNode dry = awaitErasable(closed.member(), 2);
    assertThat(dry.path("dry_run").asBoolean()).isTrue();
    assertThat(mentions("a-secret-word")).isPositive();

    JsonNode nothing =
        ok("{\"action\":\"purge_user\",\"username\":\"discord-%d\"}".formatted(open.member()));
    assertThat(nothing.path("deleted").asLong(-1)).isZero();
    assertThat(nothing.path("kept").asLong()).isEqualTo(1);

    JsonNode purged = ok("{\"action\":\"purge_read\"}");
    assertThat(purged.path("message").asText()).isEqualTo("purged read messages");
    assertThat(purged.path("deleted").asLong()).isEqualTo(2);
    assertThat(purged.path("files").asLong()).isEqualTo(1);
    assertThat(purged.path("tickets").asLong()).isEqualTo(1);
    assertThat(purged.path("kept").asLong()).isEqualTo(1);
    await().atMost(RunningProduct.PATIENCE).until(() -> mentions("a-secret-word") == 0);
    assertThat(events(closed.member())).isEqualTo(1);
    assertThat(tagsOfNothing()).isZero();

    // Both go on: the open ticket as it was, the member of the closed one with a new ticket.
    SERVER.product().restart();
    SERVER.product().client().sendDm(open.member(), "still there");
    open.awaitStaff(says("still there"));
    SERVER.product().client().sendDm(closed.member(), "again");
    long channel = OpenTicket.awaitChannel(SERVER.product(), closed.member(), closed.channel());
    assertThat(channel).isNotEqualTo(closed.channel());
    assertThat(ok("{\"action\":\"purge_all\"}").path("deleted").asLong(-1)).isZero();
  }

  /** After a crash, rows of the inbox may be full again that were emptied a moment before. */
  @Test
  void aMessageThatIsOfferedOnceMoreHasItsTicketStill() throws Exception {
    execute(
        """
        create table kept_inbox as select * from inbox with no data;
        create function keep_inbox() returns trigger language plpgsql as
          'begin insert into kept_inbox select new.*; return new; end';
        create trigger keep_inbox after insert on inbox for each row execute function keep_inbox();
        """);
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "offered_twice");
    close(ticket);
    awaitErasable(ticket.member(), 1);
    // Until the restart they stay full, whoever looks through the inbox meanwhile.
    execute(
        """
        create function stay_full() returns trigger language plpgsql as 'begin return null; end';
        create trigger stay_full before update on inbox for each row
          when (new.payload is null and old.route = 'member:%1$d') execute function stay_full();
        update inbox set payload = kept.payload from kept_inbox kept
        where kept.kind = inbox.kind and kept.key = inbox.key and kept.route = 'member:%1$d'
          and inbox.kind = 'message';
        drop trigger keep_inbox on inbox;
        """
            .formatted(ticket.member()));

    JsonNode kept = ok(purgeOf(ticket.member(), false));
    assertThat(kept.path("deleted").asLong(-1)).isZero();
    assertThat(kept.path("kept").asLong()).isEqualTo(1);

    execute("drop trigger stay_full on inbox");
    SERVER.product().restart();
    awaitErasable(ticket.member(), 1);
    assertThat(ok(purgeOf(ticket.member(), false)).path("deleted").asLong()).isEqualTo(1);
    assertThat(ticketsEver(ticket.member())).isEqualTo(1);
  }

  @Test
  void aPurgeSaysWhatItCouldNotDoAndASecondOneDoesIt() throws Exception {
    OpenTicket good = OpenTicket.of(SERVER.product(), "forgets");
    OpenTicket bad = OpenTicket.of(SERVER.product(), "cannot_forget");
    close(good);
    close(bad);
    awaitErasable(good.member(), 1);
    awaitErasable(bad.member(), 1);
    long number = number(bad.member());
    execute(
        """
        create function no_room() returns trigger language plpgsql as
          'begin raise exception ''no room''; end';
        create trigger no_room before insert on event_journal for each row
          when (new.persistence_id = 'Ticket|%d') execute function no_room();
        """
            .formatted(number));

    JsonNode first = ok("{\"action\":\"purge_all\"}");
    // Where both are written in one batch, what is refused takes the other one with it.
    assertThat(first.path("failed_tickets").asLong()).isBetween(1L, 2L);
    assertThat(first.path("tickets").asLong() + first.path("failed_tickets").asLong()).isEqualTo(2);
    execute("drop trigger no_room on event_journal");

    await()
        .atMost(RunningProduct.PATIENCE)
        .untilAsserted(() -> {
          JsonNode again = ok("{\"action\":\"purge_all\"}");
          assertThat(again.path("failed_tickets").asLong(-1)).isZero();
        });
    awaitErasable(good.member(), 0);
    awaitErasable(bad.member(), 0);
  }

  @Test
  void aSecondPurgeTellsTheTruthWhileTheTablesDoNotKnowOfTheFirst() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "lags");
    close(ticket);
    awaitErasable(ticket.member(), 1);

    SERVER
        .database()
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("lock table projection_recorded in exclusive mode");
          assertThat(ok(purgeOf(ticket.member(), false)).path("deleted").asLong()).isEqualTo(1);
          JsonNode again = ok(purgeOf(ticket.member(), false));
          assertThat(again.path("deleted").asLong(-1)).isZero();
          assertThat(again.path("failed_tickets").asLong(-1)).isZero();
        });

    awaitErasable(ticket.member(), 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST;{\"action\":\"purge_user\",\"username\":\"nobody\"};404;account not found: nobody",
      })
  void whatThereIsNotIsSaid(String method, String body, int status, String error) throws Exception {
    JsonNode answer = SERVER.root().call(method, "/admin/queue", body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }

  private static void close(OpenTicket ticket) {
    SERVER.product().client().send(ticket.sam(), ticket.channel(), "!close -s done");
    await().atMost(RunningProduct.PATIENCE).until(() -> status(ticket.member()).equals("closed"));
  }

  /** A closed ticket can be erased once all that it took is settled. */
  private static JsonNode awaitErasable(long member, long messages) {
    return await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> erasable(member), dry -> dry.path("deleted").asLong(-1) == messages);
  }

  private static JsonNode erasable(long member) throws Exception {
    return ok(purgeOf(member, true));
  }

  private static String purgeOf(long member, boolean dryRun) {
    return "{\"action\":\"purge_user\",\"username\":\"%d\",\"dry_run\":%s}"
        .formatted(member, dryRun);
  }

  private static void execute(String sql) {
    SERVER.database().database().jdbi().useHandle(handle -> handle.createScript(sql).execute());
  }

  private static long number(long member) {
    return count("select max(ticket) from ticket where member_id = " + member);
  }

  /** As the journal has it: each ticket is assigned to its member first. */
  private static long ticketsEver(long member) {
    return count(
        "select count(*) from event_journal where persistence_id = 'Correspondent|%d'"
            .formatted(member));
  }

  private static long count(String sql) {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static JsonNode ok(String body) throws Exception {
    JsonNode answer = SERVER.root().call("POST", "/admin/queue", body);
    assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
    return answer.path("body");
  }

  private static String status(long member) {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select status from ticket where member_id = :member order by ticket desc limit"
                        + " 1")
                .bind("member", member)
                .mapTo(String.class)
                .findFirst()
                .orElse(""));
  }

  /** Rows of the journal, the snapshots and the tables in which a word stands. */
  private static long mentions(String word) {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select (select count(*) from event_journal where position(convert_to(:word, 'UTF8') in event_payload) > 0)
                      + (select count(*) from snapshot where position(convert_to(:word, 'UTF8') in snapshot_payload) > 0)
                      + (select count(*) from ticket_message where text like '%' || :word || '%')
                      + (select count(*) from inbox where payload like '%' || :word || '%')
                    """)
                .bind("word", word)
                .mapTo(Long.class)
                .one());
  }

  /** How many tags there are of events that are gone. */
  private static long tagsOfNothing() {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select count(*) from event_tag
                    where not exists (select from event_journal where ordering = event_id)
                    """)
                .mapTo(Long.class)
                .one());
  }

  /** How many events there are of the member's closed ticket. */
  private static long events(long member) {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select count(*) from event_journal j join ticket t on j.persistence_id = 'Ticket|' || t.ticket
                    where t.member_id = :member and t.status = 'closed'
                    """)
                .bind("member", member)
                .mapTo(Long.class)
                .one());
  }
}
