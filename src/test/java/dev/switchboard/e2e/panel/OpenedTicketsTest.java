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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tickets that staff and programs open over HTTP before the member has written. */
class OpenedTicketsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static Browser sam;
  private static String key;

  @BeforeAll
  static void start() {
    product = PanelProduct.start(data, DATABASE.settings());
    sam = new Browser(product);
    sam.signIn("sam");
    key =
        sam.post("/api/apikeys", "{\"name\":\"Shop\",\"permissions\":[\"create:tickets\"]}")
            .json()
            .path("key")
            .asText();
  }

  @AfterAll
  static void stop() {
    sam.close();
    product.close();
  }

  private static long member(String name) {
    return product
        .client()
        .createUser(name, Duration.ofDays(100), product.sandbox().world().communityGuild());
  }

  private static Browser.Page create(String json, String... headers) {
    try (Browser program = new Browser(product)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(program.url("/api/externals/tickets/create"))
              .header("X-API-Key", key)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return program.send(request.build());
    }
  }

  private static String wanted(long member, String message) {
    return "{\"discord_id\":\"%d\",\"message\":\"%s\"}".formatted(member, message);
  }

  private static OpenTicket seen(Browser.Page created, long member) {
    long channel = created.json().path("channel_id").asLong();
    return new OpenTicket(product, member, product.client().dmChannel(member), channel);
  }

  private static long times(List<JsonNode> messages, String text) {
    return messages.stream().filter(says(text)).count();
  }

  private static List<String> trail(long member) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select surface || ' ' || resource || ' ' || status from audit_log where"
                        + " resource like '/tickets/%/open' and strpos(detail::text, :member) > 0"
                        + " order by number")
                .bind("member", String.valueOf(member))
                .mapTo(String.class)
                .list());
  }

  @Test
  void aProgramOpensATicketOnceAndTheMembersAnswerGoesIntoIt() {
    long member = member("opened_once");
    String json =
        "{\"discord_id\":\"%d\",\"subject\":\"A parcel\",\"message\":\"It is lost.\",\"fields\":{\"Order\":\"4711\"}}"
            .formatted(member);

    Browser.Page first = create(json, "Idempotency-Key", "order-4711");
    Browser.Page again = create(json, "Idempotency-Key", "order-4711");

    assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
    assertThat(first.json().path("success").asBoolean()).isTrue();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    OpenTicket ticket = seen(first, member);
    assertThat(OpenTicket.channels(product, member)).containsExactly(ticket.channel());
    ticket.awaitMember(says("It is lost."));
    assertThat(ticket.awaitStaff(says("opened this ticket")).path("content").asText())
        .contains("**Shop** (API key)", "A parcel", "**Order**: 4711");
    ticket.write("I see");
    ticket.awaitStaff(says("I see"));
    assertThat(times(ticket.memberSees(), "It is lost.")).isEqualTo(1);
    assertThat(ticket.memberSees()).noneMatch(says("Thank you"));
    assertThat(OpenTicket.channels(product, member)).containsExactly(ticket.channel());
    assertThat(trail(member)).containsExactly("api /tickets/%s/open 200".formatted(number(first)));
  }

  private static String number(Browser.Page answer) {
    return answer.json().path("ticket_id").asText();
  }

  @Test
  void whoHasAnOpenTicketGetsNoOther() {
    OpenTicket ticket = OpenTicket.of(product, "opened_already");

    Browser.Page refused = create(wanted(ticket.member(), "again"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asText()).isEqualTo("ticket_exists");
    assertThat(refused.json().path("channel_id").asLong()).isEqualTo(ticket.channel());
    ticket.write("anything new?");
    ticket.awaitStaff(says("anything new?"));
    assertThat(times(ticket.memberSees(), "again")).isZero();
    assertThat(times(ticket.staffSee(), "again")).isZero();
    assertThat(trail(ticket.member()))
        .containsExactly("api /tickets/%s/open 409".formatted(number(refused)));
  }

  @Test
  void staffOpenAnotherTicketWhenTheLastOneIsClosed() {
    long member = member("opened_again");
    Browser.Page first = sam.post("/api/tickets", "{\"discord_id\":\"%d\"}".formatted(member));
    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    String id = first.json().path("ticket_id").asText();
    assertThat(sam.post("/api/tickets/" + id + "/close", "{}").status()).isEqualTo(200);

    Browser.Page second =
        await()
            .atMost(PATIENCE)
            .until(
                () -> sam.post("/api/tickets", wanted(member, "one more thing")),
                page -> page.status() == 201);

    assertThat(second.json().path("ticket_id").asText()).isNotEqualTo(id);
    OpenTicket ticket = seen(second, member);
    ticket.awaitMember(says("one more thing"));
    ticket.awaitStaff(says("**Sam**"));
  }

  @Test
  void aMessageOfTheMemberAtTheSameMomentGoesIntoTheSameTicket() {
    long member = member("opened_meanwhile");
    CompletableFuture<Browser.Page> created =
        CompletableFuture.supplyAsync(() -> create(wanted(member, "from the shop")));
    product.client().sendDm(member, "from me");

    Browser.Page answer = created.join();

    // Whichever came first opened it.
    assertThat(answer.status()).isIn(200, 409);
    OpenTicket ticket =
        new OpenTicket(
            product,
            member,
            product.client().dmChannel(member),
            OpenTicket.awaitChannel(product, member, 0));
    ticket.awaitStaff(says("from me"));
    assertThat(OpenTicket.channels(product, member)).hasSize(1);
  }

  @Test
  void whoIsNoMemberIsNotFound() {
    Browser.Page refused =
        create(wanted(product.client().createUser("nobody", Duration.ofDays(9)), "x"));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.json().path("error").asText())
        .isEqualTo("User not found in community server");
  }

  @Test
  void whileDiscordIsOutOfReachNothingIsChanged() {
    long member = member("out_of_reach");
    product.client().failNext("GET /guilds/[^/]+/members/[^/]+", 503, 1);
    Browser.Page refused = create(wanted(member, "x"), "Idempotency-Key", "reach");
    product.client().clearFaults();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(OpenTicket.channels(product, member)).isEmpty();
    assertThat(create(wanted(member, "x"), "Idempotency-Key", "reach").status()).isEqualTo(200);
  }

  /** The effect is stored, and the product ends before it is in the audit log and answered. */
  @Test
  void aTicketThatWasOpenedBeforeTheProductEndedIsNotOpenedAgain() {
    long member = member("across_the_end");
    CompletableFuture<Integer> unanswered;
    try (Handle locker = DATABASE.database().jdbi().open()) {
      locker.begin();
      locker.execute("set local idle_in_transaction_session_timeout = 0");
      locker.execute("lock table audit_log in access exclusive mode");
      unanswered =
          CompletableFuture.supplyAsync(
              () -> create(wanted(member, "across the end"), "Idempotency-Key", "ended").status());
      await()
          .atMost(PATIENCE)
          .until(() -> times(product.client().readDm(member), "across the end") == 1);
      product.stop();
      locker.rollback();
    } finally {
      product.startAgain();
    }
    assertThat(unanswered.handle((status, _) -> status == null ? 0 : status).join())
        .isNotEqualTo(200);

    Browser.Page again = create(wanted(member, "across the end"), "Idempotency-Key", "ended");

    assertThat(again.status()).as(again.raw().body()).isEqualTo(200);
    OpenTicket ticket = seen(again, member);
    ticket.write("behind it");
    ticket.awaitStaff(says("behind it"));
    assertThat(times(ticket.memberSees(), "across the end")).isEqualTo(1);
    assertThat(OpenTicket.channels(product, member)).hasSize(1);
    assertThat(trail(member)).containsExactly("api /tickets/%s/open 200".formatted(number(again)));
  }
}
