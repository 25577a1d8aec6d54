package dev.switchboard.discord.inbox;

/** A channel of which we keep every message that people write. */
sealed interface TrackedChannel {
  long channel();

  /** The route of what happens in it. */
  String route();

  /** A member's direct messages. */
  record Dm(long user, long channel) implements TrackedChannel {
    @Override
    public String route() {
      return StoredEvent.memberRoute(user);
    }
  }

  /** A ticket's channel in the staff guild. */
  record OfTicket(long ticket, long channel) implements TrackedChannel {
    @Override
    public String route() {
      return StoredEvent.channelRoute(channel);
    }
  }
}
