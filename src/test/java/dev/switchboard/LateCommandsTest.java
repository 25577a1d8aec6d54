package dev.switchboard;

import static dev.switchboard.OpenTicket.says;
import static dev.switchboard.RunningProduct.PATIENCE;
import static dev.switchboard.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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

  @Test
  void aCommandThatWasChangedOrWhoseAuthorIsNotStaffAnyMoreIsNotDone() {
    OpenTicket ticket = OpenTicket.of(product, "careful");
    long sue = product.person("sue");
    product.stop();
    JsonNode reworded = ticket.client().send(ticket.sam(), ticket.channel(), "!r harmless");
    JsonNode extended = ticket.client().send(ticket.sam(), ticket.channel(), "!r as it was");
    ticket.client().send(sue, ticket.channel(), "!r by somebody who left");
    ticket.client().send(sue, ticket.channel(), "!r by somebody who stayed");
    ticket.client().advanceClock(AWAY);
    product.startAgain();
    JsonNode first = ticket.awaitStaff(says("> !r harmless"));
    JsonNode second = ticket.awaitStaff(says("> !r as it was"));
    JsonNode third = ticket.awaitStaff(says("> !r by somebody who left"));
    JsonNode fourth = ticket.awaitStaff(says("> !r by somebody who stayed"));

    ticket.client().edit(ticket.sam(), ticket.channel(), id(reworded), "!r harmful");
    ticket.client().edit(ticket.sam(), ticket.channel(), id(extended), "!r as it was!");
    pressed(ticket, first, "says something else");
    pressed(ticket, second, "says something else");
    press(ticket, fourth);
    ticket.awaitMember(says("by somebody who stayed"));
    var staff = product.sandbox().world().staff();
    ticket
        .client()
        .call(
            "DELETE",
            "/control/guilds/%d/members/%d/roles/%d".formatted(staff.guild(), sue, staff.role()),
            form());
    pressed(ticket, third, "not a member of staff any more");
    assertThat(ticket.memberSees())
        .noneMatch(says("harm"))
        .noneMatch(says("as it was"))
        .noneMatch(says("who left"));
  }

  private static void pressed(OpenTicket ticket, JsonNode offer, String answer) {
    String button = offer.at("/components/0/components/0/custom_id").asText();
    ticket.client().use(ticket.sam(), ticket.channel(), id(offer), button);
    ticket.awaitStaff(says(answer));
  }

  private static void press(OpenTicket ticket, JsonNode offer) {
    String button = offer.at("/components/0/components/0/custom_id").asText();
    ticket.client().use(ticket.sam(), ticket.channel(), id(offer), button);
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong();
  }
}
