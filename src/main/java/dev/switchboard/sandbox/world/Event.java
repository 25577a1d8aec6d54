package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change of the world, as the gateway dispatches it.
 *
 * @param type Discord's name, such as {@code MESSAGE_CREATE}
 * @param payload the {@code d} of the dispatch
 * @param audience the bots that can see it, before intents are checked
 */
public record Event(String type, ObjectNode payload, Audience audience) {
  /** The bots that can see an event. */
  public sealed interface Audience {}

  /** Every bot in the guild. */
  public record Everyone(Guild guild) implements Audience {}

  /** The bots that can see the channel: the bot of a DM, or the readers in a guild. */
  public record Readers(Channel channel) implements Audience {}

  /** One bot. */
  public record OneBot(long bot) implements Audience {}

  /** No bot: only the page and tests see it. */
  public record Onlookers() implements Audience {}
}
