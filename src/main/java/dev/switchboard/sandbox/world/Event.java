package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that happened in the world, as the gateway dispatches it.
 *
 * @param type Discord's name, such as {@code MESSAGE_CREATE}
 * @param payload the {@code d} of the dispatch
 * @param audience who can see it, before intents are looked at
 */
public record Event(String type, ObjectNode payload, Audience audience) {
  /** Who can see an event. */
  public sealed interface Audience {}

  /** Every bot in the guild. */
  public record Everyone(Guild guild) implements Audience {}

  /** Those who can see the channel: the two sides of a DM, the readers of a guild's channel. */
  public record Readers(Channel channel) implements Audience {}

  /** One bot. */
  public record OneBot(long bot) implements Audience {}

  /** No bot: only the page and tests see it. */
  public record Onlookers() implements Audience {}
}
