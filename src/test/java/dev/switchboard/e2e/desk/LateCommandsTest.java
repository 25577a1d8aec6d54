package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that staff typed while the product was down. */
class LateCommandsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration AWAY = Duration.ofMinutes(5);
  private static final Duration BEHIND = Duration.ofHours(-1);

  @TempDir static Path data;

  private static RunningProduct product;

  @BeforeAll
  static void start() {
    // Ages are measured by Discord's clock: that it is an hour behind ours makes nothing late.
    SandboxSettings discord =
        SandboxSettings.inMemory().withTimings(SandboxSettings.Timings.discord().withAhead(BEHIND));
    product = RunningProduct.start(data, DATABASE.settings(), discord, _ -> Map.of());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @ParameterizedTest(name = "and the session is gone: {0}")
  @ValueSource(booleans = {false, true})
  void aCommandTypedLongAgoIsOfferedAndDoneOnceWhenThatIsWanted(boolean gone) {
    OpenTicket ticket = OpenTicket.of(product, "patient" + gone);

    ticket.client().send(ticket.sam(), ticket.channel(), "!r at once");
    ticket.awaitMember(says("at once"));
    product.stop();
    ticket.client().send(ticket.sam(), ticket.channel(), "a note of that time");
    JsonNode typed = ticket.client().send(ticket.sam(), ticket.channel(), "!r in good time");
    ticket.client().advanceClock(AWAY);
    if (gone) {
      ticket.client().gateway("forget_sessions", form());
    }
    product.startAgain();

    JsonNode offer = ticket.awaitStaff(says("It was not executed."));
    assertThat(offer.path("content").asText()).contains("`!reply`", "minutes ago", "in good time");
    assertThat(ticket.memberSees()).noneMatch(says("in good time"));
    press(ticket, offer);
    ticket.awaitMember(says("in good time"));
    ticket.awaitStaff(says("`!reply` was executed now"));
    await()
        .atMost(PATIENCE)
        .until(() -> ticket.staffSee().stream().noneMatch(one -> id(one) == id(typed)));
    product.restart();
    ticket.client().sendDm(ticket.member(), "thank you all");
    ticket.awaitStaff(says("thank you all"));
    assertThat(ticket.memberSees()).filteredOn(says("in good time")).hasSize(1);
    assertThat(ticket.staffSee()).filteredOn(says("ago, while nobody was here")).isEmpty();
    assertThat(ticket.staffSee()).filteredOn(says("a note of that time")).hasSize(1);
  }

  /** What was typed meanwhile by Sue, and the offer below it. */
  private static JsonNode offered(OpenTicket ticket, String text) {
    product.stop();
    ticket.client().send(product.person("sue"), ticket.channel(), text);
    ticket.client().advanceClock(AWAY);
    product.startAgain();
    return ticket.awaitStaff(says("It was not executed."));
  }

  private static JsonNode typed(OpenTicket ticket, String text) {
    return ticket.awaitStaff(one -> one.path("content").asText().equals(text));
  }

  private static void assertRefused(OpenTicket ticket, JsonNode offer, String why) {
    String button = offer.at("/components/0/components/0/custom_id").asText();
    ticket.client().use(ticket.sam(), ticket.channel(), id(offer), button);
    ticket.awaitStaff(says(why));
    assertThat(ticket.staffSee()).noneMatch(says("was executed now"));
  }

  @Test
  void anOfferedCommandThatSaysSomethingElseByNowIsNotDone() {
    OpenTicket ticket = OpenTicket.of(product, "edited");
    JsonNode offer = offered(ticket, "!r a kind word");
    JsonNode typed = typed(ticket, "!r a kind word");
    ticket.client().edit(product.person("sue"), ticket.channel(), id(typed), "!r another word");

    assertRefused(ticket, offer, "something else than what was offered");
    assertThat(ticket.memberSees()).noneMatch(says("word"));

    // Edited back, it is what was offered.
    ticket.client().edit(product.person("sue"), ticket.channel(), id(typed), "!r a kind word");
    press(ticket, offer);
    ticket.awaitMember(says("a kind word"));
  }

  @Test
  void anOfferedReplyThatBecameAnotherCommandIsNotDone() {
    OpenTicket ticket = OpenTicket.of(product, "turned");
    JsonNode offer = offered(ticket, "!r please wait");
    long typed = id(typed(ticket, "!r please wait"));
    ticket.client().edit(product.person("sue"), ticket.channel(), typed, "!close");

    assertRefused(ticket, offer, "something else than what was offered");
    assertThat(product.ticketChannels()).contains(ticket.channel());
  }

  @Test
  void anOfferedCommandOfOneWhoIsStaffNoMoreIsNotDone() {
    OpenTicket ticket = OpenTicket.of(product, "dismissed");
    JsonNode offer = offered(ticket, "!r from a former one");
    var staff = product.sandbox().world().staff();
    String role =
        "/control/guilds/%d/members/%d/roles/%d"
            .formatted(staff.guild(), product.person("sue"), staff.role());
    ticket.client().call("DELETE", role, form());

    assertRefused(ticket, offer, "is not staff any more");
    assertThat(ticket.memberSees()).noneMatch(says("from a former one"));
    ticket.client().call("PUT", role, form());
  }

  private static void press(OpenTicket ticket, JsonNode offer) {
    String button = offer.at("/components/0/components/0/custom_id").asText();
    ticket.client().use(ticket.sam(), ticket.channel(), id(offer), button);
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong();
  }
}
