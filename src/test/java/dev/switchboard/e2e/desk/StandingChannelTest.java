package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.cli.Doctor;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The channel of a ticket that is closed, where Discord does not let it be deleted. */
class StandingChannelTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long MANAGE_CHANNELS = 1L << 4;

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;
  private static ReadyMadeWorld.Staff staff;
  private static JsonNode role;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
    staff = product.sandbox().world().staff();
    long bot = product.sandbox().world().bot();
    role =
        client
            .world()
            .path("guilds")
            .valueStream()
            .filter(guild -> guild.path("id").asLong() == staff.guild())
            .flatMap(guild -> guild.path("roles").valueStream())
            .filter(one -> one.at("/tags/bot_id").asLong() == bot)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void allow() {
    mayDelete(true);
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static void mayDelete(boolean may) {
    long all = role.path("permissions").asLong();
    client.call(
        "PATCH",
        "/control/guilds/%d/roles/%s".formatted(staff.guild(), role.path("id").asText()),
        form().put("permissions", Long.toString(may ? all : all & ~MANAGE_CHANNELS)));
  }

  /** A ticket that was closed while the bot may not delete channels. */
  private static OpenTicket standing(String name) {
    OpenTicket ticket = OpenTicket.of(product, name);
    mayDelete(false);
    client.send(ticket.sam(), ticket.channel(), "!close");
    ticket.awaitStaff(says("could not be deleted"));
    return ticket;
  }

  private static void awaitGone(OpenTicket ticket) {
    await().atMost(PATIENCE).until(() -> !product.ticketChannels().contains(ticket.channel()));
  }

  @Test
  void staffAreToldThereAndInTheLogChannelThatItStandsThereStill() {
    OpenTicket ticket = standing("told");
    ticket.awaitStaff(says("Missing Permissions"));
    product.awaitStaff(
        staff.logChannel(), says("<#" + ticket.channel() + "> could not be deleted"));
    assertThat(product.ticketChannels()).contains(ticket.channel());
  }

  @Test
  void closingOnceMoreByHandDeletesIt() {
    OpenTicket ticket = standing("typed");
    mayDelete(true);
    client.send(ticket.sam(), ticket.channel(), "!close");
    awaitGone(ticket);
  }

  @Test
  void closingOnceMoreByASlashCommandDeletesItAndSaysSo() {
    OpenTicket ticket = standing("slashed");
    long before = ticket.staffSee().stream().filter(says("could not be deleted")).count();
    JsonNode early = client.runCommand(ticket.sam(), ticket.channel(), "close", form());
    assertThat(ticket.answer(early)).contains("is being deleted now");
    await()
        .atMost(PATIENCE)
        .until(() ->
            ticket.staffSee().stream().filter(says("could not be deleted")).count() == before + 1);

    mayDelete(true);
    client.runCommand(ticket.sam(), ticket.channel(), "close", form());
    awaitGone(ticket);
  }

  @Test
  void doctorListsIt() {
    OpenTicket ticket = standing("listed");
    // The tables that it reads lag behind the ticket.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(new Doctor(product.settings()).examine(_ -> {}))
                .anySatisfy(symptom -> {
                  assertThat(symptom.subject()).isEqualTo("channels");
                  assertThat(symptom.found()).contains("#" + name(ticket.channel()));
                  assertThat(symptom.advice()).contains("/close");
                }));

    mayDelete(true);
    client.send(ticket.sam(), ticket.channel(), "!close");
    awaitGone(ticket);
    assertThat(new Doctor(product.settings()).examine(_ -> {}))
        .noneMatch(
            symptom -> symptom.subject().equals("channels") && symptom.found().contains("listed"));
  }

  private static String name(long channel) {
    return client.call("GET", "/control/channels/" + channel, form()).path("name").asText();
  }
}
