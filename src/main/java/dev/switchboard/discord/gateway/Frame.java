package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A dispatch frame of the gateway.
 *
 * @param sequence the number within the session; -1 if Discord sent none
 * @param type Discord's name of the event; empty if Discord sent none
 * @param data the frame's {@code d}; a missing node if Discord sent none or it is not needed
 */
public record Frame(long sequence, String type, JsonNode data) {
  public boolean ready() {
    return type.equals("READY");
  }

  /** The frame without its data, to save memory. */
  public Frame withoutData() {
    return new Frame(sequence, type, MissingNode.getInstance());
  }
}
