package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What staff see of who a member is, and how they are told what they mistook. */
class AlikeTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  @Test
  void membersOfTheSameNameGetChannelsThatCanBeToldApart() {
    List<String> names =
        List.of("twin.one", "twin..one", ".twin.one").stream()
            .map(name -> OpenTicket.of(SERVER.product(), name).channel())
            .map(AlikeTest::nameOf)
            .toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(names.getFirst()).isEqualTo("twin-one");
    assertThat(names).allMatch(name -> name.matches("twin-one(-[0-9]+)?"));
  }

  @Test
  void aMentionOfTheBotBeforeAWordGetsAHint() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "mentioned");
    SandboxClient client = ticket.client();
    long bot = ticket.awaitStaff(says("hello")).path("author").path("id").asLong();
    client.send(ticket.sam(), ticket.channel(), "<@" + bot + "> reply hello there");
    ticket.awaitStaff(says("a command begins with `!`, as in `!reply`"));
    client.send(ticket.sam(), ticket.channel(), "<@!" + bot + ">, !close");
    ticket.awaitStaff(says("as in `!close`"));
    client.send(ticket.sam(), ticket.channel(), "<@" + bot + "> please");
    ticket.awaitStaff(says("`!help` names all there are"));

    // No hint where nothing was meant for the bot.
    client.send(ticket.sam(), ticket.channel(), "<@" + ticket.member() + "> reply");
    client.send(ticket.sam(), ticket.channel(), "<@" + bot + ">");
    client.send(ticket.sam(), ticket.channel(), "!reply the end");
    ticket.awaitMember(says("the end"));
    assertThat(SERVER.product().staffRead(ticket.channel()))
        .filteredOn(text -> text.contains("begins with"))
        .hasSize(3);
    assertThat(SERVER.product().client().readDm(ticket.member())).noneMatch(says("hello there"));
  }

  @Test
  void whatDiscordDoesNotSayOfAMemberIsUnknownAndWhatLimitsThemIsShown() {
    long until = Instant.now().plus(Duration.ofHours(2)).getEpochSecond();
    ObjectNode limited =
        RunningProduct.form()
            .put("pending", true)
            .put("communication_disabled_until", Instant.ofEpochSecond(until).toString());
    limited.putNull("joined_at");
    assertThat(fields(headOf("limited", limited)))
        .contains("Joined: unknown", "Rules: not accepted yet")
        .contains("Timed out until: <t:%1$d:D> (<t:%1$d:R>)".formatted(until));

    ObjectNode over =
        RunningProduct.form().put("communication_disabled_until", "2020-01-01T00:00:00+00:00");
    over.put("joined_at", "2024-05-06T00:00:00+00:00");
    assertThat(fields(headOf("over", over)))
        .contains("Joined: <t:1714953600:D> (<t:1714953600:R>)")
        .noneMatch(line -> line.startsWith("Timed out") || line.startsWith("Rules"));

    ObjectNode nulls = RunningProduct.form();
    List.of("nick", "roles", "pending", "joined_at", "communication_disabled_until")
        .forEach(nulls::putNull);
    assertThat(fields(headOf("nulls", nulls)))
        .contains("Joined: unknown", "Roles: none")
        .noneMatch(line -> line.startsWith("Nickname") || line.startsWith("Timed out"));
  }

  /** The head of the ticket of a new member, of whom Discord tells this. */
  private static JsonNode headOf(String name, ObjectNode told) {
    SandboxClient client = SERVER.product().client();
    long member =
        client.createUser(
            name, Duration.ofDays(100), SERVER.product().sandbox().world().communityGuild());
    ObjectNode answer = told.deepCopy();
    answer.putObject("user").put("id", Long.toString(member)).put("username", name);
    client.script(".*/members/" + member, 200, answer, RunningProduct.form());
    client.sendDm(member, "hello");
    long channel = OpenTicket.awaitChannel(SERVER.product(), member, 0);
    return SERVER.product().awaitStaff(channel, says("hello")).path("embeds").path(0);
  }

  private static List<String> fields(JsonNode embed) {
    return embed
        .path("fields")
        .valueStream()
        .map(field -> field.path("name").asText() + ": " + field.path("value").asText())
        .toList();
  }

  private static String nameOf(long channel) {
    return SERVER
        .product()
        .client()
        .channels(SERVER.product().sandbox().world().staff().guild())
        .stream()
        .filter(one -> one.path("id").asLong() == channel)
        .map(one -> one.path("name").asText())
        .findFirst()
        .orElseThrow();
  }
}
