package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.service.Toggle;
import java.time.Instant;

/**
 * The words with which a toggle is switched and shown.
 *
 * @param on the action, such as {@code enable}
 * @param off the action, such as {@code disable}
 * @param isOn the status, such as {@code enabled}
 * @param isOff the status, such as {@code disabled}
 */
record ToggleWords(String on, String off, String isOn, String isOff) {
  static final ToggleWords ENABLE = new ToggleWords("enable", "disable", "enabled", "disabled");
  static final ToggleWords OPEN = new ToggleWords("open", "close", "open", "closed");

  /**
   * Whether the action of a body switches the toggle on.
   *
   * @throws RequestRefused if the action is neither of the two
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

  /** The status, with the administrator that switched the toggle last, and the time. */
  ObjectNode shown(Toggle.Position position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", status(position.on()));
    body.put("since", position.since().map(Instant::toString).orElse(null));
    body.put("by", position.by().orElse(null));
    return body;
  }
}
