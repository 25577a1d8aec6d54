package dev.switchboard.discord.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.StaffGuild;
import dev.switchboard.text.TestWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SlashCommandsTest {
  private static final long MANAGE_MESSAGES = 1L << 13;
  private final ArrayNode commands =
      SlashCommands.of(
          new Commands(TestWords.ENGLISH, "!", () -> Duration.ZERO), List.of(), MANAGE_MESSAGES);

  @Test
  void everyCommandIsHiddenFromMembersAndFromDms() {
    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command -> {
          assertThat(command.path("default_member_permissions").asLong())
              .isEqualTo(MANAGE_MESSAGES);
          assertThat(command.path("contexts")).hasToString("[0]");
        });
    assertThat(commands.findValuesAsText("name"))
        .contains("reply", "edit", "delete", "close", "id", "help", "ping")
        .contains("Edit reply", "Delete reply");
  }

  @Test
  void theyAreWhatDiscordDescribes() throws IOException {
    String file = System.getenv("DISCORD_OPENAPI");
    assumeTrue(file != null, "DISCORD_OPENAPI names no file of Discord's description");
    ObjectNode document = (ObjectNode) new ObjectMapper().readTree(Files.readString(Path.of(file)));
    String id = "https://discord.example/openapi";
    document.put("$id", id);
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(id, document.toString())))
            .getSchema(
                SchemaLocation.of(id + "#/components/schemas/ApplicationCommandUpdateRequest"));
    ObjectNode wrong = commands.get(0).deepCopy();
    ((ObjectNode) wrong.path("options").get(0)).put("type", "text");
    assertThat(schema.validate(wrong)).as("the description is read").isNotEmpty();
    for (JsonNode command : commands) {
      assertThat(schema.validate(command)).as(command.toString()).isEmpty();
    }
  }

  @Test
  void aChoiceIsOfferedByItsWords() {
    JsonNode priority =
        StreamSupport.stream(commands.spliterator(), false)
            .filter(command -> command.path("name").asText().equals("priority"))
            .findFirst()
            .orElseThrow();
    JsonNode level = priority.path("options").path(0);
    assertThat(level.path("type").asInt()).isEqualTo(3);
    assertThat(level.path("required").asBoolean()).isTrue();
    assertThat(level.path("choices").findValuesAsText("value"))
        .containsExactly("low", "normal", "high", "urgent");
  }

  @Test
  void whatDiscordGivesBackIsTheSame() {
    ArrayNode registered = commands.deepCopy();
    registered.forEach(command -> {
      ObjectNode object = (ObjectNode) command;
      object.put("id", "1").put("version", "2").put("application_id", "3");
      object.put("default_member_permissions", Long.toString(MANAGE_MESSAGES));
      object.putNull("name_localizations");
      object.path("options").forEach(SlashCommandsTest::withoutDefaults);
    });
    assertThat(SlashCommands.same(commands, registered)).isTrue();
  }

  @Test
  void anyChangeIsSeen() {
    ArrayNode changed = commands.deepCopy();
    ((ObjectNode) changed.get(0)).put("description", "Something else");
    assertThat(SlashCommands.same(commands, changed)).isFalse();
    ArrayNode fewer = commands.deepCopy();
    fewer.remove(0);
    assertThat(SlashCommands.same(commands, fewer)).isFalse();
    assertThat(SlashCommands.same(commands, commands.arrayNode())).isFalse();
    ArrayNode otherOption = commands.deepCopy();
    ((ObjectNode) otherOption.get(0).path("options").get(0)).put("required", true);
    assertThat(SlashCommands.same(commands, otherOption)).isFalse();
  }

  @Test
  void theyAreShownToThoseWhoMayWhatStaffMay() {
    assertThat(permission(0, MANAGE_MESSAGES | 2)).isEqualTo(MANAGE_MESSAGES);
    assertThat(permission(0, 2)).as("kick, since they may not manage messages").isEqualTo(2);
    assertThat(permission(0, 0)).as("nothing tells them apart").isEqualTo(1L << 31);
    assertThat(permission(100, 0, 0)).as("nor among members").isEqualTo(MANAGE_MESSAGES);
    assertThat(permission(MANAGE_MESSAGES, MANAGE_MESSAGES | 4)).isEqualTo(4);
  }

  private static long permission(long everybody, long staff) {
    return permission(200, everybody, staff);
  }

  private static long permission(long community, long everybody, long staff) {
    var place =
        new DiscordSettings.Community(community, 100, 300, List.of(11L, 12L), OptionalLong.empty());
    return SlashCommands.permission(
        place,
        new StaffGuild() {
          @Override
          public boolean owns(long user) {
            return false;
          }

          @Override
          public long permissions(List<Long> roles) {
            return roles.isEmpty() ? everybody : everybody | staff;
          }

          @Override
          public String topRole(List<Long> roles) {
            return "";
          }
        });
  }

  private static void withoutDefaults(JsonNode option) {
    if (!option.path("required").asBoolean()) {
      ((ObjectNode) option).remove("required");
    }
  }
}
