package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StaffRuleTest {
  private static final long STAFF_GUILD = 100;
  private static final DiscordSettings.Community PLACE =
      new DiscordSettings.Community(
          200,
          STAFF_GUILD,
          300,
          List.of(11L, 12L),
          List.of(13L),
          OptionalLong.empty(),
          new Ping.Nobody());
  private final StaffRule rule = new StaffRule(PLACE, new FakeStaffGuild());

  static Stream<Arguments> people() {
    return Stream.of(
        Arguments.of("staff role", 5L, "[\"10\",\"11\"]", STAFF_GUILD, "", true),
        Arguments.of("other staff role", 5L, "[\"12\"]", STAFF_GUILD, "", true),
        Arguments.of("administrator by role", 5L, "[\"99\"]", STAFF_GUILD, "", true),
        Arguments.of("owner", 1L, "[]", STAFF_GUILD, "", true),
        Arguments.of("no roles", 5L, "[]", STAFF_GUILD, "", false),
        Arguments.of("roles are null", 5L, "null", STAFF_GUILD, "", false),
        Arguments.of("a role that only reads along", 5L, "[\"13\"]", STAFF_GUILD, "", false),
        Arguments.of("another role", 5L, "[\"10\"]", STAFF_GUILD, "", false),
        Arguments.of("staff role in another guild", 5L, "[\"11\"]", 200L, "", false),
        Arguments.of("owner in another guild", 1L, "[]", 200L, "", false),
        Arguments.of("in a DM", 1L, "[\"11\"]", 0L, "", false),
        Arguments.of("bot with staff role", 5L, "[\"11\"]", STAFF_GUILD, "bot", false),
        Arguments.of("bot that administers", 5L, "[\"99\"]", STAFF_GUILD, "bot", false),
        Arguments.of("Discord's own account", 5L, "[\"11\"]", STAFF_GUILD, "system", false),
        Arguments.of("nobody", 0L, "[\"11\"]", STAFF_GUILD, "", false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("people")
  void theSamePeopleAreStaffOnEveryWay(
      String who, long id, String roles, long guild, String kind, boolean staff) {
    String user = "{\"id\":\"%d\",\"username\":\"anna\"%s}".formatted(id, mark(kind));
    String member = "{\"user\":%s,\"roles\":%s}".formatted(user, roles);
    ActingMember message =
        ActingMember.ofMessage(
            json(
                "{\"author\":%s,\"member\":{\"roles\":%s},\"guild_id\":\"%d\"}"
                    .formatted(user, roles, guild)));
    ActingMember interaction =
        ActingMember.ofInteraction(
            json("{\"member\":%s,\"guild_id\":\"%d\"}".formatted(member, guild)));
    ActingMember hint =
        ActingMember.ofHint(
            json(
                "{\"user_id\":\"%d\",\"member\":%s,\"guild_id\":\"%d\"}"
                    .formatted(id, member, guild)));
    assertThat(rule.staff(message).isPresent()).as(who + " writes").isEqualTo(staff);
    assertThat(rule.staff(interaction).isPresent()).as(who + " uses a command").isEqualTo(staff);
    assertThat(rule.staff(hint).isPresent()).as(who + " reacts").isEqualTo(staff);
  }

  @Test
  void aWebhookIsNeverStaff() {
    ActingMember actingMember =
        ActingMember.ofMessage(
            json(
                "{\"webhook_id\":\"77\",\"author\":{\"id\":\"1\",\"username\":\"anna\"},"
                    + "\"member\":{\"roles\":[\"11\"]},\"guild_id\":\"100\"}"));
    assertThat(rule.staff(actingMember)).isEmpty();
  }

  @Test
  void anAdministratorIsStaffByWhatTheInteractionSays() {
    ActingMember actingMember =
        ActingMember.ofInteraction(
            json(
                "{\"guild_id\":\"100\",\"member\":{\"user\":{\"id\":\"5\",\"username\":\"a\"},"
                    + "\"roles\":[],\"permissions\":\"8\"}}"));
    assertThat(rule.staff(actingMember)).isPresent();
  }

  @Test
  void staffAreNamedAsTheGuildKnowsThem() {
    ActingMember actingMember =
        ActingMember.ofMessage(
            json(
                "{\"guild_id\":\"100\",\"author\":{\"id\":\"5\",\"username\":\"anna\","
                    + "\"global_name\":\"Anna\"},\"member\":{\"nick\":null,\"roles\":[\"11\"]}}"));
    assertThat(rule.staff(actingMember)).contains(new Staff(5, "Anna", "Moderator"));
  }

  private static String mark(String kind) {
    return kind.isEmpty() ? "" : ",\"" + kind + "\":true";
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
