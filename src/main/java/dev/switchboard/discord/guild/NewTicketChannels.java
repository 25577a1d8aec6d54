package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.show.ChannelTopic;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongPredicate;

/**
 * Recognises channels just created for a ticket that may not be registered yet: they are in the
 * inbox category or an overflow category and have a ticket's topic. Staff messages there are kept
 * until the ticket is known. Thread-safe.
 */
public record NewTicketChannels(
    GuildDirectory directory, DiscordSettings.Community place, Clock clock)
    implements LongPredicate {
  /** After a crash the next start registers the channel; after this time it never will be. */
  private static final Duration NEW = Duration.ofMinutes(10);

  @Override
  public boolean test(long channel) {
    return Snowflake.time(channel).plus(NEW).isAfter(clock.instant())
        && directory
            .channel(channel)
            .filter(one -> one.type() == GuildDirectory.TEXT)
            .filter(one -> ChannelTopic.isTickets(one.topic()))
            .filter(one -> isInbox(one.parent()))
            .isPresent();
  }

  private boolean isInbox(long category) {
    if (category == place.inboxCategory()) {
      return true;
    }
    var inbox = directory.channel(place.inboxCategory());
    return inbox.isPresent()
        && directory
            .channel(category)
            .filter(one -> one.name().startsWith(inbox.get().name() + " "))
            .isPresent();
  }
}
