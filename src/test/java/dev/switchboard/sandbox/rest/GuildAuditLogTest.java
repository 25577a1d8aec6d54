package dev.switchboard.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import dev.switchboard.sandbox.world.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GuildAuditLogTest {
  private static final long VIEW_AUDIT_LOG = 1L << 7;

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  @TempDir Path directory;

  private static String guild(Sandbox sandbox) {
    return "/guilds/" + sandbox.world().staff().guild();
  }

  private static void allowToRead(Sandbox sandbox) {
    String guild = "/control" + guild(sandbox);
    ObjectNode form = Json.object().put("name", "Auditor");
    form.put("permissions", Long.toString(VIEW_AUDIT_LOG));
    JsonNode role = sandbox.client().call("POST", guild + "/roles", form);
    String given =
        guild + "/members/" + sandbox.world().bot() + "/roles/" + role.path("id").asText();
    sandbox.client().call("PUT", given, Json.object());
  }

  private static List<String> entries(RawBot bot, Sandbox sandbox, String query) {
    JsonNode log = bot.get(guild(sandbox) + "/audit-logs" + query).body();
    return log.path("audit_log_entries")
        .valueStream()
        .map(one ->
            one.path("action_type").asInt()
                + " "
                + one.path("target_id").asText()
                + " "
                + one.path("reason").asText("-"))
        .toList();
  }

  @Test
  void whatABotDoesIsFoundWithItsReasonAlsoAfterARestart() {
    long channel;
    long note;
    long dave;
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory), checked);
        RawBot bot = new RawBot(sandbox)) {
      allowToRead(sandbox);
      long lounge = sandbox.world().staff().lounge();
      dave = sandbox.world().person("dave");
      channel =
          bot.post(guild(sandbox) + "/channels", Json.object().put("name", "a"), "für 1 + 1").id();
      bot.patch("/channels/" + channel, Json.object().put("name", "b"));
      bot.delete("/channels/" + channel, "done");
      JsonNode message = sandbox.client().send(sandbox.world().person("sam"), lounge, "a note");
      note = message.path("author").path("id").asLong();
      bot.delete("/channels/" + lounge + "/messages/" + message.path("id").asText(), "tidy");
      long own = bot.say(lounge, "mine").id();
      bot.delete("/channels/" + lounge + "/messages/" + own, "nobody is told");
      bot.put(guild(sandbox) + "/bans/" + dave, Json.object(), "spam");

      assertThat(entries(bot, sandbox, "?action_type=22&user_id=" + sandbox.world().bot()))
          .containsExactly("22 " + dave + " spam");
      assertThat(entries(bot, sandbox, "?limit=1&after=0"))
          .containsExactly("10 " + channel + " für 1 + 1");
    }
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory), checked);
        RawBot bot = new RawBot(sandbox)) {
      assertThat(entries(bot, sandbox, ""))
          .containsExactly(
              "22 " + dave + " spam",
              "72 " + note + " tidy",
              "12 " + channel + " done",
              "11 " + channel + " -",
              "10 " + channel + " für 1 + 1");
    }
  }

  @Test
  void itIsReadByWhoMayOnly() {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        RawBot bot = new RawBot(sandbox)) {
      assertThat(bot.get(guild(sandbox) + "/audit-logs").code()).isEqualTo(50013);
      allowToRead(sandbox);
      assertThat(bot.get(guild(sandbox) + "/audit-logs").status()).isEqualTo(200);
    }
  }

  @Test
  void aReasonThatIsTooLongIsRefusedBeforeTheDeed() {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        RawBot bot = new RawBot(sandbox)) {
      String channel = "/channels/" + sandbox.world().staff().lounge();

      assertThat(bot.delete(channel, "x".repeat(513)).code()).isEqualTo(50035);
      assertThat(bot.get(channel).status()).isEqualTo(200);
      assertThat(bot.delete(channel, "ü".repeat(512)).status()).isEqualTo(200);
    }
  }
}
