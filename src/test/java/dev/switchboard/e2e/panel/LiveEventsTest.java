package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.SecurityPoint;
import dev.switchboard.e2e.panel.EventReader.Event;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens in Discord is seen in open event streams of the running product. */
class LiveEventsTest {
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

  private static Event awaitEvent(EventReader stream, String name, Predicate<Event> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(() -> stream.events(name).stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void aMembersMessageAppearsInTheStreamAndAResumeTellsEachEventOnce() {
    try (EventReader stream = sam.follow("")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
      assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
      await().atMost(PATIENCE).until(() -> !stream.lastId().isEmpty());
      String begin = stream.lastId();

      OpenTicket member = OpenTicket.of(product, "live");
      String ticket = awaitEvent(stream, "ticket.opened", _ -> true).data().path("ticket").asText();
      assertThat(sam.get("/api/tickets/" + ticket).json().at("/member/id").asText())
          .isEqualTo(String.valueOf(member.member()));
      Event created = awaitEvent(stream, "message.created", event -> event.isOf(ticket));
      assertThat(created.data().path("kind").asText()).isEqualTo("member");
      assertThat(
              sam.get("/api/tickets/" + ticket + "/messages")
                  .json()
                  .at("/messages/0/number")
                  .asInt())
          .isEqualTo(created.data().path("message").asInt());
      // What is stored together is one event, which may tell of the message and its delivery.
      await()
          .atMost(PATIENCE)
          .until(() ->
              stream.events().stream()
                  .filter(event -> event.name().startsWith("message.") && event.isOf(ticket))
                  .anyMatch(event -> event.data().path("delivery").asText().equals("delivered")));

      sam.ask("PUT", "/api/tickets/" + ticket + "/priority", "{\"priority\":\"high\"}");
      Event updated =
          awaitEvent(
              stream,
              "ticket.updated",
              event -> event.isOf(ticket) && event.data().path("priority").asText().equals("high"));
      long etag =
          Long.parseLong(
              sam.get("/api/tickets/" + ticket)
                  .raw()
                  .headers()
                  .firstValue("ETag")
                  .orElseThrow()
                  .replaceAll("\\D", ""));
      assertThat(updated.data().path("version").asLong()).isBetween(1L, etag);
      assertThat(stream.events().toString()).doesNotContain("hello");

      List<String> told = ids(stream);
      assertThat(told).doesNotHaveDuplicates();
      int half = told.size() / 2;
      for (String from : List.of(begin, told.get(half))) {
        List<String> expected =
            told.stream().filter(id -> Long.parseLong(id) > Long.parseLong(from)).toList();
        for (EventReader resumed :
            List.of(sam.follow("?last_event_id=" + from), sam.follow("", "Last-Event-ID", from))) {
          try (resumed) {
            await()
                .atMost(PATIENCE)
                .untilAsserted(
                    () -> assertThat(ids(resumed)).startsWith(expected.toArray(String[]::new)));
          }
        }
      }
    }
  }

  private static List<String> ids(EventReader stream) {
    return stream.events().stream()
        .filter(event -> event.name().startsWith("ticket.") || event.name().startsWith("message."))
        .map(Event::id)
        .toList();
  }

  @Test
  void aResumePointThatWasNeverGivenIsReset() {
    try (EventReader stream = sam.follow("?last_event_id=999999999999")) {
      Event reset = awaitEvent(stream, "reset", _ -> true);
      assertThat(reset.id()).isEqualTo(reset.data().path("newest").asText());
    }
    try (EventReader stream = sam.follow("?last_event_id=x")) {
      assertThat(stream.status()).isEqualTo(400);
    }
    try (Browser nobody = new Browser(product);
        EventReader stream = nobody.follow("")) {
      assertThat(stream.status()).isEqualTo(401);
    }
  }

  @SecurityPoint(5)
  @Test
  void aSessionThatLogsOutEndsItsStreams() {
    try (Browser other = new Browser(product)) {
      other.signIn("sam");
      try (EventReader stream = other.follow("")) {
        await().atMost(PATIENCE).until(() -> !stream.lastId().isEmpty());
        assertThat(other.post("/api/auth/logout", "").status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(5)).until(stream::hasEnded);
        assertThat(stream.events().getLast().name()).isEqualTo("bye");
      }
      try (EventReader stream = other.follow("?last_event_id=1")) {
        assertThat(stream.status()).isEqualTo(401);
      }
    }
  }

  @SecurityPoint(23)
  @Test
  void aGrantThatIsRevokedStopsTheEventsOfAnOpenStream() {
    String sue = String.valueOf(product.person("sue"));
    String grant =
        sam.post(
                "/api/admin/permissions",
                "{\"subject_type\":\"user\",\"subject_id\":\"%s\",\"permission\":\"view_tickets\"}"
                    .formatted(sue))
            .json()
            .path("id")
            .asText();
    try (Browser her = new Browser(product)) {
      her.signIn("sue");
      try (EventReader hers = her.follow("");
          EventReader his = sam.follow("")) {
        assertThat(hers.status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> !hers.lastId().isEmpty() && !his.lastId().isEmpty());
        String first = opened(his, "first");
        awaitEvent(hers, "ticket.opened", event -> event.isOf(first));

        sam.delete("/api/admin/permissions/" + grant);
        awaitEvent(
            hers, "permissions.changed", event -> event.data().path("permissions").isEmpty());
        String second = opened(his, "second");
        assertThat(hers.events()).noneMatch(event -> event.isOf(second));
        assertThat(hers.hasEnded()).isFalse();
      }
    }
  }

  private static String opened(EventReader stream, String member) {
    int before = stream.events("ticket.opened").size();
    OpenTicket.of(product, member);
    return await()
        .atMost(PATIENCE)
        .until(() -> stream.events("ticket.opened"), all -> all.size() > before)
        .get(before)
        .data()
        .path("ticket")
        .asText();
  }

  private static boolean isShownTyping(long dm) {
    return product
        .client()
        .call("GET", "/control/requests", RunningProduct.form())
        .path("requests")
        .valueStream()
        .anyMatch(one -> one.path("path").asText().endsWith("/channels/" + dm + "/typing"));
  }

  @Test
  void whoeverIsOnATicketIsToldToTheOthersAndTheMemberSeesTyping() {
    try (EventReader stream = sam.follow("")) {
      await().atMost(PATIENCE).until(() -> !stream.lastId().isEmpty());
      OpenTicket member = OpenTicket.of(product, "watched");
      String ticket =
          awaitEvent(
                  stream,
                  "ticket.opened",
                  event ->
                      sam.get("/api/tickets/" + event.data().path("ticket").asText())
                          .json()
                          .at("/member/id")
                          .asText()
                          .equals(String.valueOf(member.member())))
              .data()
              .path("ticket")
              .asText();
      String path = "/api/tickets/" + ticket + "/presence";

      assertThat(sam.ask("PUT", path, "{\"state\":\"typing\",\"has_draft\":true}").status())
          .isEqualTo(200);

      Event told = awaitEvent(stream, "presence", event -> event.isOf(ticket));
      assertThat(told.data().at("/viewers/0/user_id").asText())
          .isEqualTo(String.valueOf(product.person("sam")));
      assertThat(told.data().at("/viewers/0/state").asText()).isEqualTo("typing");
      assertThat(sam.get(path).json()).isEqualTo(told.data());
      assertThat(sam.get("/api/presence").json().path("tickets")).contains(told.data());
      await().atMost(PATIENCE).until(() -> isShownTyping(member.dm()));

      sam.delete(path);
      awaitEvent(
          stream,
          "presence",
          event -> event.isOf(ticket) && event.data().path("viewers").isEmpty());
      assertThat(sam.ask("PUT", "/api/tickets/999/presence", "{\"state\":\"viewing\"}").status())
          .isEqualTo(404);
      int audited =
          DATABASE
              .database()
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery("select count(*) from audit_log where resource like '%presence'")
                      .mapTo(Integer.class)
                      .one());
      assertThat(audited).isZero();
    }
  }
}
