package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Gets every dispatch frame as soon as it is read, before it is stored: for work that cannot wait
 * (deferring an interaction) or is not worth storing (typing, the guild directory).
 *
 * <p>Called on the connection's own thread, in Discord's order; must not block and should return
 * fast. A frame repeated by a resume is passed again. Exceptions are logged and ignored.
 */
@FunctionalInterface
public interface FrameListener {
  /**
   * Called with a dispatch frame.
   *
   * @param type Discord's name of the event, such as {@code INTERACTION_CREATE}
   * @param data the frame's {@code d}, not to be changed; a missing node if Discord sent none
   */
  void seen(String type, JsonNode data);
}
