package dev.switchboard.discord.inbox;

/** A channel in which every message from people is kept. */
sealed interface TrackedChannel {
  long channel();

  /** The route of the channel's events. */
  String route();

  /** The DM channel of a member. */
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
