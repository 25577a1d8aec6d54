package dev.switchboard.discord.guild;

import dev.switchboard.text.Message;

/** What the server says to staff about its places in Discord. */
@Message.Area("guild")
sealed interface GuildMessage extends Message {
  record Open(Message place, Message readers) implements GuildMessage {}

  record Role(String name) implements GuildMessage {}

  record AndOthers(Message named, int more) implements GuildMessage {}

  record PrivateAgain(Message place) implements GuildMessage {}

  record Category(String name) implements GuildMessage {}

  record RemovedFromStaff() implements GuildMessage {}

  record RemovedFromCommunity() implements GuildMessage {}

  record BackInStaff() implements GuildMessage {}

  record BackInCommunity() implements GuildMessage {}

  record More(int more) implements GuildMessage {}

  record ChannelStands(String detail) implements GuildMessage {}

  record OtherChannelStands(long channel, String detail) implements GuildMessage {}

  record Missing(NeededPlace place, String setting) implements GuildMessage {}

  record InboxIsChannel(String name, String setting) implements GuildMessage {}

  record LogIsCategory(String setting) implements GuildMessage {}

  record Lacking(NeededPlace place, String permissions) implements GuildMessage {}

  record Restored(NeededPlace place) implements GuildMessage {}
}
