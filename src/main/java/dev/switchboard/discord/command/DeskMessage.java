package dev.switchboard.discord.command;

import dev.switchboard.text.Message;

/** What the desk says to staff about their commands. */
@Message.Area("desk")
public sealed interface DeskMessage extends Message {
  record NotStaff() implements DeskMessage {}

  record NoTicketHere() implements DeskMessage {}

  record TicketClosed() implements DeskMessage {}

  record ChannelDeletedAgain() implements DeskMessage {}

  record TicketAbsent() implements DeskMessage {}

  record NotStored() implements DeskMessage {}

  record Failed() implements DeskMessage {}

  record UnknownInteraction() implements DeskMessage {}

  record NotAShownMessage() implements DeskMessage {}

  record OnlyReplies() implements DeskMessage {}

  record MenuTooSlow() implements DeskMessage {}

  record EditNotDone() implements DeskMessage {}

  record LateButton() implements DeskMessage {}

  record LateGone() implements DeskMessage {}

  record LateChanged() implements DeskMessage {}

  record LateNotStaffs() implements DeskMessage {}

  record EditTitle() implements DeskMessage {}

  record EditLabel() implements DeskMessage {}

  record NoSuchMessage() implements DeskMessage {}

  record AlreadyDeleted() implements DeskMessage {}

  record EmptyMessage() implements DeskMessage {}

  record TooLong() implements DeskMessage {}

  record AlreadyClosing() implements DeskMessage {}

  record NotClosed() implements DeskMessage {}

  record NewerMessages() implements DeskMessage {}

  record TicketExists() implements DeskMessage {}

  record AlreadyMerged() implements DeskMessage {}

  record NotLater() implements DeskMessage {}

  record OtherMember() implements DeskMessage {}

  record Purged() implements DeskMessage {}

  record Done() implements DeskMessage {}

  record Replied(int number) implements DeskMessage {}

  record RepliedUnnumbered() implements DeskMessage {}

  record Edited(int number) implements DeskMessage {}

  record Deleted(int number) implements DeskMessage {}

  record Closing() implements DeskMessage {}

  record ClosingSilently() implements DeskMessage {}

  record PrioritySet(String priority) implements DeskMessage {}

  record Identity(long member, String name, long ticket) implements DeskMessage {}

  record Pong(long millis) implements DeskMessage {}

  record PongUnmeasured() implements DeskMessage {}

  record Wrong(Message problem, Message usage, Message example) implements DeskMessage {}

  record Missing(String option) implements DeskMessage {}

  record NotANumber(String option, String found) implements DeskMessage {}

  record NotAChoice(String option, String values, String found) implements DeskMessage {}

  record TooMuch(String found) implements DeskMessage {}

  record NoSuchCommand(String word, String help) implements DeskMessage {}

  record UnknownWord(String word, String help) implements DeskMessage {}

  record MentionedWithCommand(String prefix, String command) implements DeskMessage {}

  record Mentioned(String prefix, String help) implements DeskMessage {}

  record Late(String command, long by, Message since) implements DeskMessage {}

  record DaysAgo(long days) implements DeskMessage {}

  record HoursAgo(long hours) implements DeskMessage {}

  record MinutesAgo(long minutes) implements DeskMessage {}

  record AfterTheEnd(long by, long ticket) implements DeskMessage {}

  record WithFiles(String files) implements DeskMessage {}

  record LateDone(String command, long by) implements DeskMessage {}

  record NotExecuted(Message what, long by) implements DeskMessage {}

  record Unreadable(String detail) implements DeskMessage {}

  record AnswerFor(Message what, long by, Message answer) implements DeskMessage {}

  record InQuotes(Message label) implements DeskMessage {}

  record SomeCommand() implements DeskMessage {}
}
