package dev.switchboard.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The rules for the presence of a bot, as it is sent in IDENTIFY or by op 3. */
final class Presence {
  private static final Set<String> STATUSES =
      Set.of("online", "dnd", "idle", "invisible", "offline");

  /** The number of a custom status, which shows its state alone. */
  private static final int CUSTOM = 4;

  private static final int LAST_TYPE = 5;
  private static final int LONGEST = 128;

  private Presence() {}

  /** Whether Discord takes it. */
  static boolean isRight(JsonNode presence) {
    if (!presence.isObject()
        || !STATUSES.contains(presence.path("status").asText())
        || !presence.path("afk").isBoolean()
        || !presence.path("activities").isArray()) {
      return false;
    }
    for (JsonNode activity : presence.path("activities")) {
      if (!isRightActivity(activity)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRightActivity(JsonNode activity) {
    int type = activity.path("type").asInt(-1);
    String name = activity.path("name").asText();
    String state = activity.path("state").asText("");
    return type >= 0
        && type <= LAST_TYPE
        && !name.isEmpty()
        && name.length() <= LONGEST
        && state.length() <= LONGEST
        && (type != CUSTOM || !state.isEmpty());
  }
}
