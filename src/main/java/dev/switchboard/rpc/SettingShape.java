package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.settings.Setting;

/** How a setting is shown. */
final class SettingShape {
  /** What secrets are shown as where many settings are shown. */
  static final String MASK = "***";

  private SettingShape() {}

  /** {@code {"key", "value", "is_set", "restart_required"}}, and what is not used yet is marked. */
  static ObjectNode of(
      Setting setting, String name, String value, boolean isSet, boolean restartRequired) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("key", Setting.key(name))
            .put("value", value)
            .put("is_set", isSet)
            .put("restart_required", restartRequired);
    if (!setting.consumer().inUse()) {
      body.put("in_use", false);
    }
    return body;
  }
}
