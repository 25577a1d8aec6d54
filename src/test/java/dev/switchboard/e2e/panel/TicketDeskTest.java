package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tickets are read and answered over HTTP, while the member and other staff are in Discord. */
class TicketDeskTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static Browser sam;

  @BeforeAll
  static void start() {
    product = PanelProduct.start(data, DATABASE.settings());
    sam = new Browser(product);
    sam.signIn("sam");
  }

  @AfterAll
  static void stop() {
    sam.close();
    product.close();
  }

  /** A ticket as the look-alike has it, and its number. */
  private record Desk(OpenTicket ticket, String id) {
    static Desk of(String name) {
      OpenTicket ticket = OpenTicket.of(product, name);
      String member = String.valueOf(ticket.member());
      String id =
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      sam.get("/api/tickets?member=" + member)
                          .json()
                          .path("tickets")
                          .path(0)
                          .path("id")
                          .asText(),
                  text -> !text.isEmpty());
      return new Desk(ticket, id);
    }

    String path(String rest) {
      return "/api/tickets/" + id + rest;
    }

    Browser.Page post(String rest, String json, String... headers) {
      return sam.ask("POST", path(rest), json, headers);
    }

    List<JsonNode> messages() {
      return sam.get(path("/messages?limit=200")).json().path("messages").valueStream().toList();
    }

    JsonNode awaitMessage(Predicate<JsonNode> wanted) {
      return await()
          .atMost(PATIENCE)
          .until(() -> messages().stream().filter(wanted).findFirst(), Optional::isPresent)
          .orElseThrow();
    }

    long atMember(String text) {
      return ticket.memberSees().stream().filter(says(text)).count();
    }

    long atStaff(String text) {
      return ticket.staffSee().stream().filter(says(text)).count();
    }

    /** The acts in the audit log, as {@code panel /tickets/7/reply 200}. */
    List<String> trail() {
      return DATABASE
          .database()
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      "select surface || ' ' || resource || ' ' || status from audit_log"
                          + " where resource like '%/tickets/' || :id || '/%' order by number")
                  .bind("id", id)
                  .mapTo(String.class)
                  .list());
    }
  }

  private static String text(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  private static Predicate<JsonNode> saysText(String text) {
    return message -> message.path("text").asText().equals(text);
  }

  private static String code(Browser.Page page) {
    return page.json().path("code").asText();
  }

  private static String key(String permissions) {
    return sam.post(
            "/api/apikeys", "{\"name\":\"Website\",\"permissions\":[%s]}".formatted(permissions))
        .json()
        .path("key")
        .asText();
  }

  private static Browser.Page byKey(
      String key, String method, String path, String json, String... headers) {
    try (Browser program = new Browser(product)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(program.url(path))
              .header("X-API-Key", key)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(json));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return program.send(request.build());
    }
  }

  // ---- reading

  @Test
  void aMessageOfAMemberIsListedAndRead() {
    Desk desk = Desk.of("reading");
    JsonNode message = desk.awaitMessage(saysText("hello"));

    assertThat(message.path("kind").asText()).isEqualTo("member");
    assertThat(message.path("number").asInt()).isEqualTo(1);
    assertThat(message.path("author").path("id").asText())
        .isEqualTo(String.valueOf(desk.ticket().member()));
    Browser.Page details =
        await()
            .atMost(PATIENCE)
            .until(
                () -> sam.get(desk.path("")), page -> page.json().path("channel_id").isTextual());
    assertThat(details.json().path("channel_id").asText())
        .isEqualTo(String.valueOf(desk.ticket().channel()));
    assertThat(details.json().path("status").asText()).isEqualTo("open");
    assertThat(details.json().path("messages").path("member").asInt()).isEqualTo(1);
    String etag = details.raw().headers().firstValue("ETag").orElseThrow();
    assertThat(etag).matches("\"v[0-9]+-[0-9]+-[0-9]+\"");
    Browser.Page same =
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  String now =
                      sam.get(desk.path("")).raw().headers().firstValue("ETag").orElseThrow();
                  return sam.ask("GET", desk.path(""), "", "If-None-Match", now);
                },
                page -> page.status() == 304);
    assertThat(same.raw().body()).isEmpty();
    assertThat(sam.ask("GET", desk.path(""), "", "If-None-Match", "\"v0\"").status())
        .isEqualTo(200);
  }

  @Test
  void messagesAreReadInPartsByCursors() {
    Desk desk = Desk.of("paging");
    desk.ticket().write("two", "three", "four");
    desk.awaitMessage(saysText("four"));

    JsonNode newest = sam.get(desk.path("/messages?limit=3")).json();
    assertThat(newest.path("messages").findValuesAsText("text")).contains("two", "three", "four");
    assertThat(newest.path("has_more").asBoolean()).isTrue();
    String before = newest.path("next").asText();
    JsonNode older = sam.get(desk.path("/messages?limit=3&before=" + before)).json();
    assertThat(older.path("messages").path(0).path("text").asText()).isEqualTo("hello");
    assertThat(older.path("has_more").asBoolean()).isFalse();
    assertThat(older.path("next").isNull()).isTrue();

    String latest = newest.path("latest").asText();
    desk.ticket().write("five");
    desk.awaitMessage(saysText("five"));
    JsonNode since = sam.get(desk.path("/messages?after=" + latest)).json();
    assertThat(since.path("messages")).hasSize(1);
    assertThat(since.path("messages").path(0).path("text").asText()).isEqualTo("five");

    for (String wrong :
        List.of(
            "?limit=0",
            "?limit=201",
            "?limit=x",
            "?page=1",
            "?after=" + latest + "&before=" + before)) {
      assertThat(sam.get(desk.path("/messages" + wrong)).status()).as(wrong).isEqualTo(400);
    }
    assertThat(code(sam.get(desk.path("/messages?after=AAAA")))).isEqualTo("invalid_cursor");
    Desk other = Desk.of("paging_too");
    assertThat(code(sam.get(other.path("/messages?before=" + before)))).isEqualTo("invalid_cursor");
    String ofTickets = sam.get("/api/tickets?limit=1").json().path("next").asText();
    assertThat(sam.get("/api/tickets?limit=1&after=" + ofTickets).status()).isEqualTo(200);
    assertThat(code(sam.get("/api/tickets?status=all&after=" + ofTickets)))
        .isEqualTo("invalid_cursor");
    assertThat(sam.get("/api/tickets/999999/messages").status()).isEqualTo(404);
  }

  // ---- acting

  @Test
  void aReplyReachesTheMemberOnceAndStandsInTheChannel() {
    Desk desk = Desk.of("replied");

    Browser.Page answer = desk.post("/replies", text("good morning"));

    assertThat(answer.status()).isEqualTo(201);
    int number = answer.json().path("number").asInt();
    desk.ticket().awaitMember(says("good morning"));
    JsonNode inChannel = desk.ticket().awaitStaff(says("good morning"));
    assertThat(inChannel.path("content").asText()).contains("`#" + number + "`").contains("sent");
    JsonNode read =
        desk.awaitMessage(
            saysText("good morning")
                .and(one -> one.path("delivery").path("state").asText().equals("delivered")));
    assertThat(read.path("kind").asText()).isEqualTo("reply");
    assertThat(read.path("number").asInt()).isEqualTo(number);
    assertThat(desk.atMember("good morning")).isEqualTo(1);
    assertThat(desk.atStaff("good morning")).isEqualTo(1);

    assertThat(sam.ask("PATCH", desk.path("/replies/" + number), text("good evening")).status())
        .isEqualTo(200);
    desk.ticket().awaitMember(says("good evening"));
    assertThat(desk.atMember("good morning")).isZero();
    desk.awaitMessage(saysText("good evening").and(one -> one.path("former").size() == 1));

    assertThat(sam.ask("DELETE", desk.path("/replies/" + number), "").status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> desk.atMember("good evening") == 0);
    assertThat(code(sam.ask("DELETE", desk.path("/replies/" + number), "")))
        .isEqualTo("already_deleted");
    assertThat(code(sam.ask("PATCH", desk.path("/replies/1"), text("x")))).isEqualTo("not_a_reply");
    assertThat(sam.ask("PATCH", desk.path("/replies/999"), text("x")).status()).isEqualTo(404);
    assertThat(desk.trail())
        .containsExactly(
            "panel /tickets/" + desk.id() + "/reply 200",
            "panel /tickets/" + desk.id() + "/edit 200",
            "panel /tickets/" + desk.id() + "/delete 200",
            "panel /tickets/" + desk.id() + "/delete 409",
            "panel /tickets/" + desk.id() + "/edit 409",
            "panel /tickets/" + desk.id() + "/edit 404");
  }

  @Test
  void whatCannotBeAReplyIsRefused() {
    Desk desk = Desk.of("refused");
    assertThat(desk.post("/replies", text("")).status()).isEqualTo(400);
    assertThat(desk.post("/replies", text("x".repeat(4_001))).status()).isEqualTo(400);
    assertThat(desk.post("/replies", "{\"text\":\"x\",\"to\":\"all\"}").status()).isEqualTo(400);
    assertThat(code(desk.post("/replies", text("\\u200b")))).isEqualTo("empty_message");
    assertThat(sam.post("/api/tickets/999999/replies", text("x")).status()).isEqualTo(404);
    assertThat(sam.post("/api/tickets/x/replies", text("x")).status()).isEqualTo(404);
    try (Browser alice = new Browser(product)) {
      alice.signIn("alice");
      assertThat(alice.post(desk.path("/replies"), text("x")).status()).isEqualTo(403);
    }
  }

  @Test
  void aLongReplyArrivesWhole() {
    Desk desk = Desk.of("long");
    assertThat(desk.post("/replies", text("word ".repeat(799) + "end")).status()).isEqualTo(201);
    desk.ticket().awaitMember(says("end"));
    assertThat(
            desk.ticket().memberSees().stream()
                .mapToInt(one -> one.path("content").asText().split("word", -1).length - 1)
                .sum())
        .isEqualTo(799);
  }

  @Test
  void anAnonymousReplyIsSignedForAllAndKeysAreNotToldByWhom() {
    Desk desk = Desk.of("anonymous");
    desk.post("/replies", "{\"text\":\"good morning\",\"anonymous\":true}");
    desk.post("/notes", text("between us"));

    String seen = desk.ticket().awaitMember(says("good morning")).path("content").asText();
    assertThat(seen).doesNotContain("sam");
    JsonNode forStaff = desk.awaitMessage(saysText("good morning"));
    assertThat(forStaff.path("author").path("id").asText())
        .isEqualTo(String.valueOf(product.person("sam")));
    desk.awaitMessage(saysText("between us"));
    Browser.Page forKey =
        byKey(
            key("\"read:messages\""),
            "GET",
            "/api/externals/tickets/" + desk.id() + "/messages",
            "");
    assertThat(forKey.status()).isEqualTo(200);
    assertThat(forKey.raw().body())
        .contains("good morning", "hello")
        .doesNotContain("between us")
        .doesNotContain(String.valueOf(product.person("sam")));
  }

  @Test
  void aNoteStandsInTheChannelAndNeverReachesTheMember() {
    Desk desk = Desk.of("noted");

    assertThat(desk.post("/notes", text("he is nice")).status()).isEqualTo(201);

    assertThat(desk.ticket().awaitStaff(says("he is nice")).path("content").asText())
        .contains("(note)");
    assertThat(desk.awaitMessage(saysText("he is nice")).path("kind").asText()).isEqualTo("note");
    desk.post("/replies", text("after it"));
    desk.ticket().awaitMember(says("after it"));
    assertThat(desk.atMember("he is nice")).isZero();
    assertThat(desk.trail()).first().isEqualTo("panel /tickets/" + desk.id() + "/note 200");
  }

  @Test
  void aTicketIsClosedAndTakesNothingMore() {
    Desk desk = Desk.of("closed");
    assertThat(sam.ask("PUT", desk.path("/priority"), "{\"priority\":\"urgent\"}").status())
        .isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> sam.get(desk.path("")).json().path("priority").asText().equals("urgent"));
    assertThat(sam.ask("PUT", desk.path("/priority"), "{\"priority\":\"now\"}").status())
        .isEqualTo(400);

    assertThat(desk.post("/close", "{\"reason\":\"solved\"}").status()).isEqualTo(200);

    desk.ticket().awaitMember(says("solved"));
    await()
        .atMost(PATIENCE)
        .until(() -> sam.get(desk.path("")).json().path("status").asText().equals("closed"));
    JsonNode closure = sam.get(desk.path("")).json().path("closure");
    assertThat(closure.path("by").path("id").asText())
        .isEqualTo(String.valueOf(product.person("sam")));
    assertThat(closure.path("reason").asText()).isEqualTo("solved");
    Browser.Page late = desk.post("/replies", text("too late"));
    assertThat(late.status()).isEqualTo(409);
    assertThat(code(late)).isEqualTo("ticket_closed");
    assertThat(
            sam.get("/api/tickets?status=closed&member=" + desk.ticket().member())
                .json()
                .path("tickets"))
        .hasSize(1);
    assertThat(desk.trail())
        .containsExactly(
            "panel /tickets/" + desk.id() + "/priority 200",
            "panel /tickets/" + desk.id() + "/close 200",
            "panel /tickets/" + desk.id() + "/reply 409");
  }

  // ---- once

  @Test
  void aReplyWithAKeyThatComesAgainIsSentOnce() {
    Desk desk = Desk.of("again");
    Browser.Page first = desk.post("/replies", text("once"), "Idempotency-Key", "\"again-1\"");
    Browser.Page second = desk.post("/replies", text("once"), "Idempotency-Key", "again-1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.raw().headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    Browser.Page other = desk.post("/replies", text("twice"), "Idempotency-Key", "again-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(code(other)).isEqualTo("idempotency_mismatch");
    assertThat(desk.post("/replies", text("last"), "Idempotency-Key", "again-2").status())
        .isEqualTo(201);
    desk.ticket().awaitMember(says("last"));
    assertThat(desk.atMember("once")).isEqualTo(1);
    assertThat(desk.atMember("twice")).isZero();
    assertThat(desk.trail()).hasSize(2).allMatch(entry -> entry.endsWith("/reply 200"));
  }

  @Test
  void theSameKeyOfAnotherOperationOrCallerIsAnotherRequest() {
    Desk desk = Desk.of("scopes");
    String program = key("\"write:tickets\"");
    String path = "/api/externals/tickets/" + desk.id() + "/replies";
    assertThat(desk.post("/replies", text("by sam"), "Idempotency-Key", "k").status())
        .isEqualTo(201);
    assertThat(desk.post("/notes", text("a note"), "Idempotency-Key", "k").status()).isEqualTo(201);
    assertThat(byKey(program, "POST", path, text("by program"), "Idempotency-Key", "k").status())
        .isEqualTo(201);
    desk.ticket().awaitMember(says("by program"));
    assertThat(desk.atMember("by sam")).isEqualTo(1);
    Desk other = Desk.of("scopes_too");
    assertThat(code(other.post("/replies", text("by sam"), "Idempotency-Key", "k")))
        .isEqualTo("idempotency_mismatch");
  }

  /** The effect is stored, and the product ends before the act is in the audit log and answered. */
  @Test
  void aReplyThatWasSentBeforeTheProductEndedIsNotSentAgain() {
    Desk desk = Desk.of("ended");
    CompletableFuture<Integer> unanswered;
    try (Handle locker = DATABASE.database().jdbi().open()) {
      locker.begin();
      // The usual one is shorter than the product takes to end.
      locker.execute("set local idle_in_transaction_session_timeout = 0");
      locker.execute("lock table audit_log in access exclusive mode");
      unanswered =
          CompletableFuture.supplyAsync(() ->
              desk.post("/replies", text("across the end"), "Idempotency-Key", "ended").status());
      desk.ticket().awaitMember(says("across the end"));
      product.stop();
      locker.rollback();
    } finally {
      product.startAgain();
    }
    assertThat(unanswered.handle((status, _) -> status == null ? 0 : status).join())
        .isNotEqualTo(201);

    Browser.Page again = desk.post("/replies", text("across the end"), "Idempotency-Key", "ended");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(desk.post("/replies", text("behind it")).status()).isEqualTo(201);
    desk.ticket().awaitMember(says("behind it"));
    assertThat(desk.atMember("across the end")).isEqualTo(1);
    assertThat(desk.trail()).hasSize(2).allMatch(entry -> entry.endsWith("/reply 200"));
  }

  // ---- programs

  @Test
  void aProgramRepliesInItsOwnNameAndStaffSeeThatItIsOne() {
    Desk desk = Desk.of("program");
    String key = key("\"reply:tickets\",\"close:tickets\"");
    String path = "/api/externals/tickets/" + desk.id();

    assertThat(byKey(key, "POST", path + "/replies", text("your order is there")).status())
        .isEqualTo(201);

    desk.ticket().awaitMember(says("your order is there"));
    assertThat(desk.ticket().awaitStaff(says("your order is there")).path("content").asText())
        .contains("Website** (API key) replied");
    assertThat(
            desk.awaitMessage(saysText("your order is there")).path("author").path("id").isNull())
        .isTrue();
    String reader = key("\"read:tickets\"");
    assertThat(byKey(reader, "POST", path + "/replies", text("x")).status()).isEqualTo(403);
    assertThat(byKey(key, "POST", path + "/close", "{}").status()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> sam.get(desk.path("")).json().path("status").asText().equals("closed"));
    assertThat(desk.trail())
        .containsExactly(
            "api /tickets/" + desk.id() + "/reply 200",
            "api /api/externals/tickets/" + desk.id() + "/replies 403",
            "api /tickets/" + desk.id() + "/close 200");
  }

  // ---- blind answers

  @Test
  void aBlindAnswerIsNotSentAndTellsWhatWasSaid() {
    Desk desk = Desk.of("blind");
    desk.ticket().write("one more thing");
    desk.awaitMessage(saysText("one more thing"));

    Browser.Page refused =
        desk.post(
            "/replies", "{\"text\":\"to the first\",\"last_seen\":1}", "Idempotency-Key", "blind");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(code(refused)).isEqualTo("newer_messages");
    JsonNode newer = refused.json().path("newer");
    assertThat(newer).hasSize(1);
    assertThat(newer.path(0).path("text").asText()).isEqualTo("one more thing");
    int seen = newer.path(0).path("number").asInt();
    Browser.Page sent =
        desk.post(
            "/replies",
            "{\"text\":\"to the first\",\"last_seen\":%d}".formatted(seen),
            "Idempotency-Key",
            "blind");
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.raw().headers().firstValue("Idempotent-Replayed")).isEmpty();
    desk.ticket().awaitMember(says("to the first"));
    assertThat(desk.atMember("to the first")).isEqualTo(1);
  }
}
