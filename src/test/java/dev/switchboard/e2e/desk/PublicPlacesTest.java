package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a member is posted where others than staff can read; it waits until they cannot. */
class PublicPlacesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long VIEW = 1L << 10;

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;
  private static ReadyMadeWorld.Staff staff;
  private static JsonNode hidden;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
    staff = product.sandbox().world().staff();
    hidden = overwrites(staff.inboxCategory());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void close() {
    hide(staff.inboxCategory());
    hide(staff.logChannel());
    awaitHealth("\"status\":\"healthy\"");
  }

  private static JsonNode overwrites(long channel) {
    return client
        .call("GET", "/control/channels/" + channel, form())
        .path("permission_overwrites")
        .deepCopy();
  }

  private static void change(long channel, ObjectNode form) {
    client.call("PATCH", "/control/channels/" + channel, form);
  }

  private static void open(long channel) {
    ObjectNode form = form();
    form.putArray("permission_overwrites");
    change(channel, form);
  }

  private static void hide(long channel) {
    ObjectNode form = form();
    form.set("permission_overwrites", hidden);
    change(channel, form);
  }

  /** Also to be read by one more role. */
  private static void openTo(long channel, long role) {
    ArrayNode list = hidden.deepCopy();
    list.addObject()
        .put("id", Long.toString(role))
        .put("type", 0)
        .put("allow", Long.toString(VIEW));
    ObjectNode form = form();
    form.set("permission_overwrites", list);
    change(channel, form);
  }

  private static void awaitHealth(String part) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> product.get("/api/health").body().contains(part));
  }

  private static String metric(String name) throws Exception {
    return product
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElse("");
  }

  /** The members' words in a channel, oldest first, of those that begin with "w". */
  private static List<String> words(long channel) {
    return product.staffRead(channel).stream()
        .flatMap(text -> text.lines())
        .flatMap(line -> java.util.regex.Pattern.compile("\\bw\\d+\\b").matcher(line).results())
        .map(java.util.regex.MatchResult::group)
        .toList();
  }

  /** Says three things that have to wait, and afterwards are shown soon, once and in order. */
  private static void assertWaits(OpenTicket ticket, Runnable opens, Runnable hides)
      throws Exception {
    List<String> before = words(ticket.channel());
    opens.run();
    client.sendDm(ticket.member(), "w1");
    client.sendDm(ticket.member(), "w2");
    awaitMetric("switchboard_dispatch_withheld_channels 1.0");
    client.sendDm(ticket.member(), "w3");
    assertThat(words(ticket.channel())).as("in public").isEqualTo(before);
    assertThat(product.get("/api/health").body()).contains("unhealthy").contains("can be read by");

    hides.run();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(words(ticket.channel())).containsExactly("w1", "w2", "w3"));
    awaitMetric("switchboard_dispatch_withheld_channels 0.0");
  }

  private static void awaitMetric(String line) {
    await().atMost(PATIENCE).until(() -> metric(line.substring(0, line.indexOf(' '))).equals(line));
  }

  @Test
  void aChannelThatIsOpenedToEverybody() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "opened");
    assertWaits(ticket, () -> open(ticket.channel()), () -> hide(ticket.channel()));
    product.awaitStaff(staff.logChannel(), says("<#" + ticket.channel() + "> can be read by"));
    product.awaitStaff(staff.logChannel(), says("<#" + ticket.channel() + "> is private again"));
  }

  @Test
  void aChannelThatARoleCanReadWhichIsNotStaffs() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "roled");
    long role =
        client
            .call(
                "POST",
                "/control/guilds/" + staff.guild() + "/roles",
                form().put("name", "Regulars"))
            .path("id")
            .asLong();
    assertWaits(ticket, () -> openTo(ticket.channel(), role), () -> hide(ticket.channel()));
  }

  @Test
  void aChannelThatIsMovedToAPublicCategory() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "moved");
    long category =
        client.createChannel(staff.guild(), form().put("name", "Public").put("type", 4));
    assertWaits(
        ticket,
        () -> {
          ObjectNode moved = form().put("parent_id", Long.toString(category));
          moved.putArray("permission_overwrites");
          change(ticket.channel(), moved);
        },
        () -> {
          ObjectNode back = form().put("parent_id", Long.toString(staff.inboxCategory()));
          back.set("permission_overwrites", hidden);
          change(ticket.channel(), back);
        });
  }

  @Test
  void theCategoryThatIsOpenedWithTheChannelsInIt() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "inside");
    assertWaits(ticket, () -> open(staff.inboxCategory()), () -> hide(staff.inboxCategory()));
    product.awaitStaff(staff.logChannel(), says("**Inbox** is private again"));
  }

  @Test
  void theRoleOfEverybodyThatIsMadeAnAdministrator() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "ruled");
    String everyone = "/control/guilds/" + staff.guild() + "/roles/" + staff.guild();
    String before =
        product.sandbox().client().world().path("guilds").findParents("roles").stream()
            .flatMap(guild -> guild.path("roles").valueStream())
            .filter(role -> role.path("id").asLong() == staff.guild())
            .map(role -> role.path("permissions").asText())
            .findFirst()
            .orElseThrow();
    assertWaits(
        ticket,
        () -> client.call("PATCH", everyone, form().put("permissions", "8")),
        () -> client.call("PATCH", everyone, form().put("permissions", before)));
  }

  @Test
  void aPlaceThatWasOpenedWhileNoSessionWasThere() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "away");
    assertWaits(
        ticket,
        () -> {
          client.gateway("refuse_identifies", form().put("count", 1));
          client.gateway("forget_sessions", form());
          open(ticket.channel());
          awaitHealth("\"connected\":false");
          awaitHealth("\"connected\":true");
        },
        () -> hide(ticket.channel()));
  }

  @Test
  void aNewTicketsChannelIsMadeOnceItsCategoryIsPrivate() throws Exception {
    open(staff.inboxCategory());
    long member =
        client.createUser(
            "newcomer", Duration.ofDays(100), product.sandbox().world().communityGuild());
    client.sendDm(member, "w1");
    awaitMetric("switchboard_dispatch_withheld_channels 1.0");
    assertThat(OpenTicket.channels(product, member)).isEmpty();

    hide(staff.inboxCategory());
    await().atMost(SOON).until(() -> !OpenTicket.channels(product, member).isEmpty());
    long channel = OpenTicket.awaitChannel(product, member, 0);
    await().atMost(SOON).until(() -> words(channel).equals(List.of("w1")));
  }

  @Test
  void aTranscriptWaitsUntilTheLogChannelIsPrivateAndTheTicketsChannelStaysThatLong()
      throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "logged");
    int posted = product.staffSee(staff.logChannel()).size();
    open(staff.logChannel());
    awaitHealth("can be read by");
    client.send(ticket.sam(), ticket.channel(), "!close done");
    awaitMetric("switchboard_dispatch_withheld_channels 1.0");
    assertThat(product.staffSee(staff.logChannel())).hasSize(posted);
    assertThat(product.ticketChannels()).contains(ticket.channel());

    hide(staff.logChannel());
    await().atMost(SOON).until(() -> !product.ticketChannels().contains(ticket.channel()));
    assertThat(product.staffRead(staff.logChannel()))
        .anySatisfy(text -> assertThat(text).contains("is private again"));
  }

  @Test
  void repliesReachTheMemberWhileTheChannelIsPublic() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "answered");
    open(ticket.channel());
    client.send(ticket.sam(), ticket.channel(), "!r still here");
    ticket.awaitMember(says("still here"));
    hide(ticket.channel());
    ticket.awaitStaff(says("still here"));
  }
}
