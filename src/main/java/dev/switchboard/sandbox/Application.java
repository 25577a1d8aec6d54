package dev.switchboard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bot's application: its token, what the portal allows it, and its commands. Its id is the bot's.
 */
final class Application {
  /** GUILD_PRESENCES, GUILD_MEMBERS and MESSAGE_CONTENT, which the portal switches on. */
  static final long PRIVILEGED_INTENTS = 1L << 8 | 1L << 1 | 1L << 15;

  private final User bot;
  private final ObjectNode kept;
  private final Map<Long, Map<Long, ObjectNode>> commands = new LinkedHashMap<>();

  Application(User bot, ObjectNode kept) {
    this.bot = bot;
    this.kept = kept;
  }

  static Application of(User bot, String secret, String clientSecret) {
    return new Application(
        bot,
        Json.object()
            .put("id", Long.toString(bot.id()))
            .put("secret", secret)
            .put("client_secret", clientSecret)
            .put("intents", PRIVILEGED_INTENTS)
            .put("shards", 1));
  }

  long id() {
    return bot.id();
  }

  User bot() {
    return bot;
  }

  ObjectNode kept() {
    return kept;
  }

  /** {@code base64(bot id).xxxxxx.secret}; clients read the bot's id from the first part. */
  String token() {
    String id = Long.toString(bot.id());
    return Base64.getEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8))
        + ".xxxxxx."
        + kept.path("secret").asText();
  }

  String clientSecret() {
    return kept.path("client_secret").asText();
  }

  /** Which privileged intents the portal has switched on. */
  long allowedIntents() {
    return kept.path("intents").asLong();
  }

  void allowedIntents(long value) {
    kept.put("intents", value & PRIVILEGED_INTENTS);
  }

  /** How many shards Discord asks for; with more than one a bot must shard (4011). */
  int shards() {
    return kept.path("shards").asInt(1);
  }

  void shards(int value) {
    kept.put("shards", value);
  }

  /** Commands by id, of one guild or (0) global. */
  Map<Long, ObjectNode> commands(long guild) {
    return commands.computeIfAbsent(guild, ignored -> new LinkedHashMap<>());
  }

  Map<Long, Map<Long, ObjectNode>> allCommands() {
    return commands;
  }
}
