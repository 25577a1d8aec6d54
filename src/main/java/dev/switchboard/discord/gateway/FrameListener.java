package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Is shown every dispatch frame as soon as it is read, before the database knows of it: for what
 * cannot wait (deferring an interaction) or is not worth storing (typing, the guilds' directory).
 *
 * <p>Called on the connection's own thread, in Discord's order: must not block and should not take
 * long. A frame that is replayed by a resume is shown again. What it throws is logged and ignored.
 */
@FunctionalInterface
public interface FrameListener {
  /**
   * A dispatch frame was read.
   *
   * @param type Discord's name of the event, as {@code INTERACTION_CREATE}
   * @param data the frame's {@code d}, to be read only; a missing node where Discord sent none
   */
  void seen(String type, JsonNode data);
}
