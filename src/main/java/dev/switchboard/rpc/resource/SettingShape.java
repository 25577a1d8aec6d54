package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.settings.SettingsBook;
import java.util.Optional;

/** The JSON form of a setting. */
final class SettingShape {
  /** The text in place of a secret in the list of all settings. */
  static final String MASK = "***";

  private static final String LOCAL = "local";
  private static final String PUBLIC = "public";

  private SettingShape() {}

  /**
   * The word {@code local} or {@code public} for a setting that says whether a service is local
   * only.
   */
  static String access(String localOnly) {
    return Boolean.parseBoolean(localOnly) ? LOCAL : PUBLIC;
  }

  /** The value of such a setting from its word; empty for any other word. */
  static Optional<String> localOnly(String access) {
    return switch (access) {
      case LOCAL -> Optional.of("true");
      case PUBLIC -> Optional.of("false");
      default -> Optional.empty();
    };
  }

  /** Adds {@code error} if the stored value cannot be used and is ignored. */
  static ObjectNode complaining(ObjectNode body, Setting setting, SettingsBook book) {
    book.objection(setting)
        .ifPresent(why ->
            body.put(
                "error",
                "what is stored cannot be used, and counts for nothing (%s); set or reset it"
                    .formatted(why)));
    return body;
  }

  /**
   * The object {@code {"key", "value", "is_set", "restart_required"}}. A setting without a user so
   * far has {@code in_use} false.
   */
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
