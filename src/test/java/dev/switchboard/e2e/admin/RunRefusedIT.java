package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.ProductProcess.atWorkIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.Distribution;
import dev.switchboard.e2e.stage.Distribution.Outcome;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code run} of the packed product where it must not go on: exit code 78, and a line for each
 * thing that a person has to correct.
 */
@Timeout(400)
class RunRefusedIT {
  private static final String TOKEN = "switchboard.discord.token (SWITCHBOARD_DISCORD_TOKEN): ";
  private static final String CATEGORY =
      "switchboard.inbox-category (SWITCHBOARD_INBOX_CATEGORY): ";

  /** Given, not embedded: a start is quicker so, and there are five. */
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  /** One for all, since it holds the files of the database. */
  @TempDir static Path folder;

  private Sandbox discord;
  private Map<String, String> variables;

  @BeforeEach
  void startDiscord() {
    discord = Sandbox.start(SandboxSettings.inMemory());
    variables = ProductProcess.pointingAt(discord);
    variables.putAll(ProductProcess.storingIn(DATABASE.settings()));
    variables.put("SWITCHBOARD_HTTP_PORT", "0");
  }

  @AfterEach
  void stopDiscord() {
    discord.close();
  }

  @Test
  void aTokenThatIsMissingAndAKeyThatIsMisspelt() throws Exception {
    variables.remove("SWITCHBOARD_DISCORD_TOKEN");
    variables.put("SWITCHBOARD_STAF_ROLES", "1");

    assertRefused()
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(TOKEN).contains("found nothing"),
            line ->
                assertThat(line)
                    .startsWith("SWITCHBOARD_STAF_ROLES: ")
                    .contains("expected SWITCHBOARD_STAFF_ROLES"));
  }

  @Test
  void aTokenThatDiscordRefuses() throws Exception {
    variables.merge("SWITCHBOARD_DISCORD_TOKEN", "x", String::concat);

    assertRefused()
        .singleElement()
        .asString()
        .startsWith(TOKEN)
        .contains("a token that Discord refuses");
  }

  @Test
  void allThatTheChecksFindIsSaidInOneGo() throws Exception {
    variables.put("SWITCHBOARD_COMMUNITY_GUILD", "123456789012345671");
    variables.put("SWITCHBOARD_INBOX_CATEGORY", "123456789012345672");
    switchOffIntents();

    assertRefused()
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith("switchboard.community-guild (SWITCHBOARD_COMMUNITY_GUILD): ")
                    .contains("123456789012345671"),
            line -> assertThat(line).startsWith(CATEGORY).contains("123456789012345672"),
            line -> assertThat(line).startsWith(TOKEN).contains("Server Members"),
            line -> assertThat(line).startsWith(TOKEN).contains("Message Content"));
  }

  @Test
  void anInboxForEverybodyToSeeAndAPermissionThatIsMissing() throws Exception {
    ObjectNode open = JsonNodeFactory.instance.objectNode();
    open.putArray("permission_overwrites")
        .addObject()
        .put("id", String.valueOf(discord.world().bot()))
        .put("type", 1)
        .put("deny", "16");
    discord
        .client()
        .call("PATCH", "/control/channels/" + discord.world().staff().inboxCategory(), open);

    assertRefused()
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(CATEGORY).contains("@everyone"),
            line -> assertThat(line).startsWith(CATEGORY).contains("MANAGE_CHANNELS"));
  }

  @Test
  void intentsThatOnlyTheGatewayMisses() throws Exception {
    switchOffIntents();
    ObjectNode hidden = JsonNodeFactory.instance.objectNode().put("kind", "missing");
    hidden.put("route", "GET /applications/@me").put("count", 100).putArray("fields").add("flags");
    discord.client().fault(hidden);

    assertRefused()
        .singleElement()
        .asString()
        .startsWith(TOKEN)
        .contains("4014", "Server Members", "Message Content");
  }

  private void switchOffIntents() {
    ObjectNode none = JsonNodeFactory.instance.objectNode().put("allowed_intents", 0);
    discord.client().call("PATCH", "/control/bots/" + discord.world().bot(), none);
  }

  /** Runs it to its end, and gives the findings. */
  private ListAssert<String> assertRefused() throws Exception {
    Outcome outcome = new Distribution(folder).run(variables, "run");
    assertThat(outcome.code()).as("the exit code of %s", outcome).isEqualTo(78);
    assertThat(outcome.out())
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO|ERROR) .*"));
    List<String> findings = outcome.err();
    assertThat(findings)
        .allMatch(line -> line.matches("[\\w.-]+( \\(\\w+\\))?: found .*; expected .*"));
    assertThat(atWorkIn(folder)).as("the processes that are left").isEmpty();
    return assertThat(findings);
  }
}
