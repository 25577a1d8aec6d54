package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.ticket.show.ChannelTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongPredicate;

/**
 * Which channels were made for a ticket a moment ago, and may not be registered as its yet: they
 * stand under the inbox, or an overflow category beside it, and bear a ticket's topic. What staff
 * say there meanwhile is kept until it is known whose it is. Thread-safe.
 */
public record NewTicketChannels(
    GuildDirectory directory, DiscordSettings.Community place, Clock clock)
    implements LongPredicate {
  /** A process that ended in between registers it after its next start; later nobody will. */
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
