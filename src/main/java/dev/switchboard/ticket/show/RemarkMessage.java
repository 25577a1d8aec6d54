package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;

/** The remarks of the server in the channel of a ticket. */
@Message.Area("remark")
public sealed interface RemarkMessage extends Message {
  record HeadNotShown(Message why) implements RemarkMessage {}

  record HeadRefused() implements RemarkMessage {}

  record ChannelNotMade(Message why) implements RemarkMessage {}

  record FormerChannelDeleted() implements RemarkMessage {}

  record SaysNow(int number, String text) implements RemarkMessage {}

  record SaysNowInstead(int number, Message why, String text) implements RemarkMessage {}

  record Deleted(int number) implements RemarkMessage {}

  record OldDeleted(long at) implements RemarkMessage {}

  record OldEdited(long at) implements RemarkMessage {}

  record MemberReadsAsBefore(String numbers, Message why) implements RemarkMessage {}

  record ChangeNotShown(String numbers, Message why) implements RemarkMessage {}

  record CopyAtMemberDeleted(String numbers) implements RemarkMessage {}

  record CopyInChannelDeleted(String numbers) implements RemarkMessage {}

  record RemovedFromChannel(String numbers) implements RemarkMessage {}

  record NotShown(String numbers, Message why) implements RemarkMessage {}

  record ClosingNotTold(Message why) implements RemarkMessage {}

  record TakesNoMessages() implements RemarkMessage {}

  record SharesNoServer() implements RemarkMessage {}

  record GreetingNotSent(Message why) implements RemarkMessage {}

  record TranscriptNotPosted(Message why, Message kept) implements RemarkMessage {}

  record TranscriptInStore(String copy) implements RemarkMessage {}

  record TranscriptAt(String name, String address) implements RemarkMessage {}

  record TranscriptNotWritten(int attempts) implements RemarkMessage {}

  record MessagesMissing(String detail) implements RemarkMessage {}

  record MemberLeft() implements RemarkMessage {}

  record MemberBanned() implements RemarkMessage {}

  record MemberBack() implements RemarkMessage {}

  record PrioritySet(String by, Message priority) implements RemarkMessage {}

  record PriorityAlready(Message priority) implements RemarkMessage {}

  record Merged(Message by, long ticket) implements RemarkMessage {}

  record Opened(Message by) implements RemarkMessage {}

  record Reopened(Message by, long ticket) implements RemarkMessage {}

  record Subject(String subject) implements RemarkMessage {}

  record Reacted(String name, String emoji, Message what) implements RemarkMessage {}

  record ReactionTakenBack(String name, String emoji, Message what) implements RemarkMessage {}

  record OtherMessage(long at) implements RemarkMessage {}

  record Late() implements RemarkMessage {}
}
