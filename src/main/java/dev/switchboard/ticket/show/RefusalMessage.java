package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;

/** Why Discord refused something: a part of other messages. */
@Message.Area("refusal")
public sealed interface RefusalMessage extends Message {
  record DmClosed() implements RefusalMessage {}

  record NoCommonGuild() implements RefusalMessage {}

  record ChannelGone() implements RefusalMessage {}

  record MessageGone() implements RefusalMessage {}

  record GuildFull() implements RefusalMessage {}

  record Forbidden(String detail) implements RefusalMessage {}

  record TooLarge() implements RefusalMessage {}

  record Failing(String detail) implements RefusalMessage {}

  record Invalid(String detail) implements RefusalMessage {}
}
