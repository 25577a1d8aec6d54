package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Drafts, replies that are held, and read marks, with the member and other staff in Discord. */
class ComposerTest {
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

  private record Desk(OpenTicket ticket, String id) {
    static Desk of(String name) {
      OpenTicket ticket = OpenTicket.of(product, name);
      String id =
          await()
              .atMost(PATIENCE)
              .until(() -> listed(ticket).path("id").asText(), text -> !text.isEmpty());
      return new Desk(ticket, id);
    }

    private static JsonNode listed(OpenTicket ticket) {
      return sam.get("/api/tickets?member=" + ticket.member()).json().path("tickets").path(0);
    }

    int unread() {
      return listed(ticket).path("unread").asInt(-1);
    }

    String path(String rest) {
      return "/api/tickets/" + id + rest;
    }

    Browser.Page ask(String method, String rest, String json) {
      return sam.ask(method, path(rest), json);
    }

    Browser.Page reply(String text, String more) {
      return ask("POST", "/replies", "{\"text\":\"%s\"%s}".formatted(text, more));
    }

    JsonNode draft() {
      return sam.get(path("/drafts/reply")).json();
    }

    JsonNode held() {
      return sam.get(path("/held")).json().path("held");
    }

    long atMember(String text) {
      return ticket.memberSees().stream().filter(says(text)).count();
    }

    int newest() {
      return sam.get(path("/messages"))
          .json()
          .path("messages")
          .valueStream()
          .mapToInt(message -> message.path("number").asInt())
          .max()
          .orElse(0);
    }
  }

  private static String draft(int version, String text) {
    return "{\"version\":%d,\"text\":\"%s\"}".formatted(version, text);
  }

  @Test
  void aReplyThatIsHeldIsSentOnceThoughTheTabIsClosedAndTheServerIsRestarted() {
    Desk desk = Desk.of("restarted");
    desk.ask("PUT", "/drafts/reply", draft(1, "held over a restart"));
    Browser.Page accepted =
        desk.reply("held over a restart", ",\"hold_seconds\":10,\"draft_version\":1");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(desk.draft().path("text").asText()).isEmpty();
    assertThat(desk.held())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.path("state").asText()).isEqualTo("held");
          assertThat(one.path("text").asText()).isEqualTo("held over a restart");
          assertThat(one.path("id")).isEqualTo(accepted.json().path("held"));
        });

    product.restart();

    desk.ticket().awaitMember(says("held over a restart"));
    await().atMost(PATIENCE).until(() -> desk.held().isEmpty());
    assertThat(desk.atMember("held over a restart")).isEqualTo(1);
    assertThat(desk.draft().path("text").asText()).isEmpty();
    assertThat(sam.delete(desk.path("/held/" + accepted.json().path("held").asText())).status())
        .isEqualTo(409);
    assertThat(trail(desk.id()))
        .containsExactly("panel /tickets/%s/reply 200".formatted(desk.id()));
  }

  private static List<String> trail(String id) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select surface || ' ' || resource || ' ' || status from audit_log"
                        + " where resource like '/tickets/' || :id || '/%' order by number")
                .bind("id", id)
                .mapTo(String.class)
                .list());
  }

  @Test
  void whatIsTakenBackNeverComesToTheMember() {
    Desk desk = Desk.of("taken");
    Browser.Page accepted =
        desk.reply("not so fast", ",\"anonymous\":true,\"hold_seconds\":60,\"draft_version\":7");

    Browser.Page taken = sam.delete(desk.path("/held/" + accepted.json().path("held").asText()));

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.json().path("text").asText()).isEqualTo("not so fast");
    assertThat(taken.json().path("anonymous").asBoolean()).isTrue();
    assertThat(taken.json().path("restored").asBoolean()).isTrue();
    assertThat(desk.draft()).isEqualTo(taken.json().path("draft"));
    assertThat(desk.draft().path("version").asInt()).isEqualTo(8);
    assertThat(desk.held()).isEmpty();
    desk.reply("better so", "");
    desk.ticket().awaitMember(says("better so"));
    assertThat(desk.atMember("not so fast")).isZero();
  }

  @Test
  void aReplyThatIsSentAtOnceComesBehindTheOneThatIsHeld() {
    Desk desk = Desk.of("ordered");
    desk.reply("first of two", ",\"hold_seconds\":60");
    assertThat(desk.reply("second of two", "").status()).isEqualTo(201);

    desk.ticket().awaitMember(says("second of two"));
    assertThat(OpenTicket.words(desk.ticket().memberSees(), ".*((first|second) of two).*"))
        .containsExactly("first of two", "second of two");
  }

  @Test
  void whatTheMemberSaysMeanwhileStopsTheReplyAndTheAuthorHasItAsADraft() {
    Desk desk = Desk.of("meanwhile");
    int seen = await().atMost(PATIENCE).until(desk::newest, number -> number > 0);
    assertThat(desk.reply("a blind answer", ",\"hold_seconds\":60,\"last_seen\":" + seen).status())
        .isEqualTo(202);
    desk.ticket().write("one more thing");
    await().atMost(PATIENCE).until(() -> desk.newest() > seen);
    // Has the held one sent before.
    assertThat(desk.reply("not a blind one", "").status()).isEqualTo(201);

    await()
        .atMost(PATIENCE)
        .until(() -> desk.held().path(0).path("state").asText().equals("refused"));
    assertThat(desk.held().path(0).path("refused").asText()).isEqualTo("newer_messages");
    assertThat(desk.draft().path("text").asText()).isEqualTo("a blind answer");
    assertThat(desk.draft().path("refused").asText()).isEqualTo("newer_messages");
    assertThat(desk.atMember("a blind answer")).isZero();

    assertThat(
            desk.reply(
                    "a blind answer", ",\"draft_version\":" + desk.draft().path("version").asInt())
                .status())
        .isEqualTo(201);
    desk.ticket().awaitMember(says("a blind answer"));
    assertThat(desk.held()).isEmpty();
    assertThat(desk.draft().path("text").asText()).isEmpty();
  }

  @Test
  void aDraftIsOnEveryDeviceAndGoneOnAllOnceItIsSent() {
    Desk desk = Desk.of("devices");
    try (Browser other = new Browser(product)) {
      other.signIn("sam");
      desk.ask("PUT", "/drafts/reply", draft(1, "written at home"));
      desk.ask("PUT", "/drafts/note", draft(1, "a note"));
      assertThat(
              other.get(desk.path("/drafts")).json().path("drafts").path(0).path("text").asText())
          .isEqualTo("written at home");

      Browser.Page sent =
          other.ask(
              "POST", desk.path("/replies"), "{\"text\":\"sent at work\",\"draft_version\":2}");
      assertThat(sent.status()).isEqualTo(201);

      Browser.Page late = desk.ask("PUT", "/drafts/reply", draft(2, "written at home, late"));
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.json().path("code").asText()).isEqualTo("outdated_draft");
      assertThat(late.json().path("draft").path("version").asInt()).isEqualTo(2);
      assertThat(desk.draft().path("text").asText()).isEmpty();
      assertThat(sam.get(desk.path("/drafts/note")).json().path("text").asText())
          .isEqualTo("a note");
    }
  }

  @Test
  void whatWasReadIsNotUnreadAndTheVersionSaysSo() {
    Desk desk = Desk.of("reading");
    await().atMost(PATIENCE).until(desk::unread, count -> count == 1);
    String etag = sam.get(desk.path("")).raw().headers().firstValue("ETag").orElseThrow();
    assertThat(sam.get("/api/tickets?unread=true").json().path("tickets"))
        .anySatisfy(one -> assertThat(one.path("id").asText()).isEqualTo(desk.id()));

    assertThat(desk.ask("PUT", "/read", "{\"message\":%d}".formatted(desk.newest())).status())
        .isEqualTo(200);

    assertThat(desk.unread()).isZero();
    assertThat(sam.ask("GET", desk.path(""), "", "If-None-Match", etag).status()).isEqualTo(200);
    assertThat(sam.get("/api/tickets?unread=true").json().path("tickets"))
        .noneSatisfy(one -> assertThat(one.path("id").asText()).isEqualTo(desk.id()));
    sam.delete(desk.path("/read"));
    assertThat(desk.unread()).isEqualTo(1);
  }
}
