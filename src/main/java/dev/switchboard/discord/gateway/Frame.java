package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * One dispatch frame of the gateway.
 *
 * @param sequence its number within the session; -1 where Discord sent none
 * @param type Discord's name of the event; empty where it sent none
 * @param data its {@code d}; missing where it sent none, and where nobody needs it
 */
public record Frame(long sequence, String type, JsonNode data) {
  public boolean ready() {
    return type.equals("READY");
  }

  /** The same without what only takes room. */
  public Frame withoutData() {
    return new Frame(sequence, type, MissingNode.getInstance());
  }
}
