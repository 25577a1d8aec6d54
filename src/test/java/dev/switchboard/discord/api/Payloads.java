package dev.switchboard.discord.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.gateway.Frame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/** What Discord would send to the bot of the tests, and its settings. */
public final class Payloads {
  public static final long BOT = 1000;
  public static final long COMMUNITY = 2000;
  public static final long STAFF = 3000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Payloads() {}

  public static DiscordSettings settings(String apiUrl) {
    String id =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(Long.toString(BOT).getBytes(StandardCharsets.UTF_8));
    return new DiscordSettings(
        new DiscordSettings.Access(id + ".AAAAAA.secret", URI.create(apiUrl)),
        new DiscordSettings.Community(COMMUNITY, STAFF, 3001, List.of(), OptionalLong.empty()),
        "!",
        new DiscordSettings.Limits(50, Duration.ofMinutes(2), 10 << 20),
        Retry.upTo(Duration.ofSeconds(30)));
  }

  /** An id as if it were made so many seconds after the start of 2026. */
  public static long id(int second) {
    return Snowflake.at(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second));
  }

  /** JSON with single quotes. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public static ObjectNode dm(long user, long channel, long message, String text) {
    return (ObjectNode)
        json(
            "{'id':'%d','channel_id':'%d','type':0,'content':'%s','timestamp':'2026-01-01T00:00:00+00:00','author':{'id':'%d','username':'user%d'}}"
                .formatted(message, channel, text, user, user));
  }

  public static JsonNode ready(String session, String resumeUrl) {
    return json(
        "{'v':10,'session_id':'%s','resume_gateway_url':'%s','user':{'id':'%d','username':'bot'},'guilds':[],'application':{'id':'1'}}"
            .formatted(session, resumeUrl, BOT));
  }

  public static Frame frame(long sequence, String type, JsonNode data) {
    return new Frame(sequence, type, data);
  }
}
