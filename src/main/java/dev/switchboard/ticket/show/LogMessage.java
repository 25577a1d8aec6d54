package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;

/** What the server says about tickets in the log channel, and in Discord's own audit log. */
@Message.Area("log")
public sealed interface LogMessage extends Message {
  record Closed(long ticket, String name, long member, String by, int messages)
      implements LogMessage {}

  record ClosedBecause(
      long ticket, String name, long member, String by, String reason, int messages)
      implements LogMessage {}

  record NotTold(Message why) implements LogMessage {}

  record TranscriptPart(long from, long to, long all) implements LogMessage {}

  record ChannelNotMade(long ticket, String name, Message why) implements LogMessage {}

  record NoteWritten(String by, int number, long ticket) implements LogMessage {}

  record NoteChanged(String by, int number, long ticket) implements LogMessage {}

  record AuditClosed(long ticket) implements LogMessage {}
}
