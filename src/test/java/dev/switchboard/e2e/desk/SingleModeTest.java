package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One guild is both: members and staff are in it, the tickets in a category of staff's. */
class SingleModeTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int MISSING_ACCESS = 50001;
  private static final long MANAGE_MESSAGES = 1L << 13;

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;
  private static long guild;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), SingleModeTest::inOneGuild);
    client = product.client();
    guild = product.sandbox().world().staff().guild();
  }

  /** Slash commands are shown to who may manage messages: staff, not members. */
  private static Map<String, String> inOneGuild(Sandbox sandbox) {
    ReadyMadeWorld.Staff staff = sandbox.world().staff();
    sandbox
        .client()
        .call(
            "PATCH",
            "/control/guilds/" + staff.guild() + "/roles/" + staff.role(),
            form().put("permissions", Long.toString(MANAGE_MESSAGES)));
    return Map.of("switchboard.community-guild", Long.toString(staff.guild()));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void aDmBecomesATicketThatOnlyStaffSeeAndIsAnsweredAndClosed() {
    OpenTicket ticket = OpenTicket.of(product, "single", guild);

    assertThatThrownBy(() -> client.read(ticket.member(), ticket.channel()))
        .isInstanceOfSatisfying(
            SandboxClient.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(MISSING_ACCESS));
    long lounge = product.sandbox().world().staff().lounge();
    assertThat(client.commands(ticket.member(), lounge)).isEmpty();
    client.runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "Hello!"));
    ticket.awaitMember(says("Hello!"));
    client.runCommand(ticket.sam(), ticket.channel(), "close", form().put("reason", "solved"));

    ticket.awaitMember(says("has been closed"));
    product.awaitStaff(
        product.sandbox().world().staff().logChannel(), says("single").and(says("solved")));
    await().atMost(PATIENCE).until(() -> !product.ticketChannels().contains(ticket.channel()));
  }
}
