package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;

/** The words around what people wrote, in the channel of a ticket and in the DM. */
@Message.Area("entry")
sealed interface EntryMessage extends Message {
  record Reply(Message who, int number, Message fate) implements EntryMessage {}

  record AnonymousReply(Message who, int number, Message fate) implements EntryMessage {}

  record WithRole(String name, String role) implements EntryMessage {}

  record Note(String name) implements EntryMessage {}

  record NeverSent() implements EntryMessage {}

  record NotDeliveredYet() implements EntryMessage {}

  record UnderWay() implements EntryMessage {}

  record Sent() implements EntryMessage {}

  record SentAndRemoved() implements EntryMessage {}

  record NotSent(Message why) implements EntryMessage {}

  record Written(long at) implements EntryMessage {}

  record Deleted() implements EntryMessage {}

  record Edited() implements EntryMessage {}

  record EditedElsewhere(int number) implements EntryMessage {}

  record InReplyTo(int number) implements EntryMessage {}

  record InReplyToText(int number, String text) implements EntryMessage {}

  record InReplyToEarlier() implements EntryMessage {}

  record Shortened(int number) implements EntryMessage {}

  record Continued(int number) implements EntryMessage {}

  record SaidBefore(int number) implements EntryMessage {}

  record WholeInHistory() implements EntryMessage {}

  record RefusedInFile() implements EntryMessage {}

  record RefusedInFileBecause(String why) implements EntryMessage {}

  record RefusedInHistory() implements EntryMessage {}

  record RefusedInHistoryBecause(String why) implements EntryMessage {}

  record FileFollows(String name, Message size, String url) implements EntryMessage {}

  record FileNotCopied(String name, Message size, String why, String url) implements EntryMessage {}

  record FileNotSentToMember(String name, Message why) implements EntryMessage {}

  record FileNotShown(String name, Message size, String copy) implements EntryMessage {}

  record FileUnsent(String name) implements EntryMessage {}

  record FileTooLargeToSend(String name) implements EntryMessage {}

  record Mebibytes(long size) implements EntryMessage {}

  record Kibibytes(long size) implements EntryMessage {}

  record Bytes(long size) implements EntryMessage {}
}
