package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The bot is removed from a guild, and invited again; or the guild is away for a while. */
class RemovedFromGuildTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Pattern WORD = Pattern.compile("\\bw\\d+\\b");

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;
  private static ReadyMadeWorld world;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
    world = product.sandbox().world();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static void awaitHealth(int status, String part) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          var answer = product.get("/api/health");
          assertThat(answer.body()).contains(part);
          assertThat(answer.statusCode()).isEqualTo(status);
        });
  }

  private static void awaitMetric(String line) {
    await()
        .atMost(PATIENCE)
        .until(() -> product.get("/metrics").body().lines().anyMatch(line::equals));
  }

  private static List<String> words(long channel) {
    return product.staffRead(channel).stream()
        .flatMap(text -> WORD.matcher(text).results())
        .map(MatchResult::group)
        .toList();
  }

  private static void outage(boolean begins) {
    client.call(
        begins ? "PUT" : "DELETE", "/control/guilds/" + world.staff().guild() + "/outage", form());
  }

  private static void assertShownSoon(OpenTicket ticket, String... words) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(words(ticket.channel())).containsExactly(words));
    assertThat(OpenTicket.channels(product, ticket.member())).containsExactly(ticket.channel());
  }

  @Test
  void removedFromTheCommunityStaffAreToldAndItGoesOnWhenInvitedAgain() {
    OpenTicket ticket = OpenTicket.of(product, "lone");
    client.leave(world.communityGuild(), world.bot());
    awaitHealth(503, "The bot is not in the community");
    awaitMetric("switchboard_discord_alarms 1.0");
    product.awaitStaff(world.staff().logChannel(), says("**removed from the community**"));

    client.join(world.communityGuild(), world.bot());
    awaitHealth(200, "\"alarms\":[]");
    product.awaitStaff(world.staff().logChannel(), says("**back in the community**"));
    client.sendDm(ticket.member(), "w1");
    client.send(ticket.sam(), ticket.channel(), "!r an answer");
    ticket.awaitMember(says("an answer"));
    assertShownSoon(ticket, "w1");
  }

  @Test
  void removedFromTheStaffGuildWhatMembersWriteWaitsUntilItIsInvitedAgain() {
    OpenTicket ticket = OpenTicket.of(product, "patient");
    client.leave(world.staff().guild(), world.bot());
    awaitHealth(503, "The bot is not in the staff guild");
    client.sendDm(ticket.member(), "w1");
    client.sendDm(ticket.member(), "w2");
    awaitMetric("switchboard_dispatch_withheld_channels 1.0");

    client.join(world.staff().guild(), world.bot());
    assertShownSoon(ticket, "w1", "w2");
    awaitHealth(200, "\"alarms\":[]");
  }

  @Test
  void aBanIsARemovalToo() {
    OpenTicket ticket = OpenTicket.of(product, "banned");
    client.ban(world.staff().guild(), world.bot(), "by mistake");
    awaitHealth(503, "The bot is not in the staff guild");
    client.sendDm(ticket.member(), "w1");
    client.call(
        "DELETE", "/control/guilds/" + world.staff().guild() + "/bans/" + world.bot(), form());
    client.join(world.staff().guild(), world.bot());
    assertShownSoon(ticket, "w1");
  }

  @Test
  void aRemovalWhileNoSessionIsThereIsNoticed() {
    OpenTicket ticket = OpenTicket.of(product, "unseen");
    client.gateway("refuse_identifies", form().put("count", 1));
    client.gateway("forget_sessions", form());
    client.leave(world.staff().guild(), world.bot());
    awaitHealth(503, "The bot is not in the staff guild");
    client.join(world.staff().guild(), world.bot());
    awaitHealth(200, "\"alarms\":[]");
    client.sendDm(ticket.member(), "w1");
    assertShownSoon(ticket, "w1");
  }

  @Test
  void anOutageIsNoRemovalAndWhatMembersWriteWaits() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "outside");
    outage(true);
    client.sendDm(ticket.member(), "w1");
    awaitMetric("switchboard_dispatch_withheld_channels 1.0");
    assertThat(product.get("/api/health").body()).contains("\"alarms\":[]");

    outage(false);
    assertShownSoon(ticket, "w1");
  }
}
