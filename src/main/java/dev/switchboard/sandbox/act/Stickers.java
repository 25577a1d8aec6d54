package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stickers that everybody can send: some of Discord's own pack "Wumpus Beyond", and those of
 * guilds.
 */
public final class Stickers {
  private static final long PACK = 847_199_849_233_514_549L;
  private static final Map<Long, String> STANDARD = new LinkedHashMap<>();

  static {
    STANDARD.put(749_054_660_769_218_631L, "Wave");
    STANDARD.put(749_052_944_682_582_036L, "Sad");
    STANDARD.put(749_051_158_542_417_980L, "Cute");
  }

  private Stickers() {}

  static Map<Long, String> standard() {
    return Map.copyOf(STANDARD);
  }

  /** A sticker as messages contain it. */
  static Optional<ObjectNode> item(World world, long id) {
    if (STANDARD.containsKey(id)) {
      return Optional.of(item(Long.toString(id), STANDARD.getOrDefault(id, ""), 3));
    }
    for (Guild guild : world.guilds().values()) {
      for (JsonNode sticker : guild.json().path("stickers")) {
        if (Json.id(sticker, "id") == id) {
          int format = sticker.path("format_type").asInt(1);
          return Optional.of(
              item(sticker.path("id").asText(), sticker.path("name").asText(), format));
        }
      }
    }
    return Optional.empty();
  }

  private static ObjectNode item(String id, String name, int format) {
    return Json.object().put("id", id).put("name", name).put("format_type", format);
  }

  /** A standard sticker as {@code GET /stickers/{id}} answers it. */
  public static Optional<ObjectNode> shown(long id) {
    if (!STANDARD.containsKey(id)) {
      return Optional.empty();
    }
    return Optional.of(
        item(Long.toString(id), STANDARD.getOrDefault(id, ""), 3)
            .put("tags", "wumpus")
            .put("type", 1)
            .put("description", "A standard sticker")
            .put("pack_id", Long.toString(PACK))
            .put("sort_value", 1));
  }
}
