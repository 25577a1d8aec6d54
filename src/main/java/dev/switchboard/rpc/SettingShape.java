package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.settings.SettingsBook;
import java.util.Optional;

/** How a setting is shown. */
final class SettingShape {
  /** What secrets are shown as where many settings are shown. */
  static final String MASK = "***";

  private static final String LOCAL = "local";
  private static final String PUBLIC = "public";

  private SettingShape() {}

  /** {@code local} or {@code public}, for whether something is local only. */
  static String access(String localOnly) {
    return Boolean.parseBoolean(localOnly) ? LOCAL : PUBLIC;
  }

  /** The other way round; empty where it is neither. */
  static Optional<String> localOnly(String access) {
    return switch (access) {
      case LOCAL -> Optional.of("true");
      case PUBLIC -> Optional.of("false");
      default -> Optional.empty();
    };
  }

  /** Adds {@code error} where what is stored counts for nothing. */
  static ObjectNode complaining(ObjectNode body, Setting setting, SettingsBook book) {
    book.objection(setting)
        .ifPresent(why ->
            body.put(
                "error",
                "what is stored cannot be used, and counts for nothing (%s); set or reset it"
                    .formatted(why)));
    return body;
  }

  /** {@code {"key", "value", "is_set", "restart_required"}}, and what is not used yet is marked. */
  static ObjectNode of(
      Setting setting, String name, String value, boolean isSet, boolean restartRequired) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("key", Setting.key(name))
            .put("value", Setting.asksForAccess(name) ? access(value) : value)
            .put("is_set", isSet)
            .put("restart_required", restartRequired);
    if (setting.kind() == SettingType.FLAG && !setting.isAboutAccess()) {
      body.put("status", ToggleWords.ENABLE.status(Boolean.parseBoolean(value)));
    }
    if (!setting.consumer().inUse()) {
      body.put("in_use", false);
    }
    return body;
  }
}
