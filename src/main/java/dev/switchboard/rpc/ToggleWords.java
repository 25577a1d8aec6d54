package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.service.Toggle;
import java.time.Instant;

/**
 * The words in which a toggle is switched and shown.
 *
 * @param on the action, as {@code enable}
 * @param off the action, as {@code disable}
 * @param isOn the status, as {@code enabled}
 * @param isOff the status, as {@code disabled}
 */
record ToggleWords(String on, String off, String isOn, String isOff) {
  static final ToggleWords ENABLE = new ToggleWords("enable", "disable", "enabled", "disabled");
  static final ToggleWords OPEN = new ToggleWords("open", "close", "open", "closed");

  /**
   * What the body asks for.
   *
   * @throws RequestRefused where that is neither
   */
  boolean asked(Body body) {
    String action = body.required().text("action").orElse("");
    if (action.equals(on)) {
      return true;
    }
    if (action.equals(off)) {
      return false;
    }
    throw new RequestRefused(
        Reply.BAD_REQUEST, "invalid action: %s (expected %s|%s)".formatted(action, on, off));
  }

  String status(boolean switchedOn) {
    return switchedOn ? isOn : isOff;
  }

  /** The status, who switched it, and when. */
  ObjectNode shown(Toggle.Position position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", status(position.on()));
    body.put("since", position.since().map(Instant::toString).orElse(null));
    body.put("by", position.by().orElse(null));
    return body;
  }
}
