package dev.switchboard.sandbox.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bot's application: its token, its permissions in the portal, and its commands. Its id is the
 * bot's.
 */
public final class Application {
  /** GUILD_PRESENCES, GUILD_MEMBERS and MESSAGE_CONTENT, which are switched on in the portal. */
  public static final long PRIVILEGED_INTENTS = 1L << 8 | 1L << 1 | 1L << 15;

  private final User bot;
  private final ObjectNode kept;
  private final Map<Long, Map<Long, ObjectNode>> commands = new LinkedHashMap<>();

  Application(User bot, ObjectNode kept) {
    this.bot = bot;
    this.kept = kept;
  }

  public static Application of(User bot, String secret, String clientSecret) {
    return new Application(
        bot,
        Json.object()
            .put("id", Long.toString(bot.id()))
            .put("secret", secret)
            .put("client_secret", clientSecret)
            .put("intents", PRIVILEGED_INTENTS)
            .put("shards", 1));
  }

  public long id() {
    return bot.id();
  }

  public User bot() {
    return bot;
  }

  ObjectNode kept() {
    return kept;
  }

  /** {@code base64(bot id).xxxxxx.secret}; clients read the bot's id from the first part. */
  public String token() {
    String id = Long.toString(bot.id());
    return Base64.getEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8))
        + ".xxxxxx."
        + kept.path("secret").asText();
  }

  public String clientSecret() {
    return kept.path("client_secret").asText();
  }

  /** The privileged intents that are switched on in the portal. */
  public long allowedIntents() {
    return kept.path("intents").asLong();
  }

  public void allowedIntents(long value) {
    kept.put("intents", value & PRIVILEGED_INTENTS);
  }

  /** The number of shards that Discord asks for. With more than one, a bot must shard (4011). */
  public int shards() {
    return kept.path("shards").asInt(1);
  }

  public void shards(int value) {
    kept.put("shards", value);
  }

  /** Commands by id: of one guild, or the global ones (0). */
  public Map<Long, ObjectNode> commands(long guild) {
    return commands.computeIfAbsent(guild, ignored -> new LinkedHashMap<>());
  }

  Map<Long, Map<Long, ObjectNode>> allCommands() {
    return commands;
  }
}
