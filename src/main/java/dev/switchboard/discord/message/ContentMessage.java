package dev.switchboard.discord.message;

import dev.switchboard.text.Message;

/** The words for what a message of a person has besides its text. */
@Message.Area("content")
public sealed interface ContentMessage extends Message {
  record Unreadable() implements ContentMessage {}

  record MemberAdded() implements ContentMessage {}

  record MemberRemoved() implements ContentMessage {}

  record Call() implements ContentMessage {}

  record Renamed() implements ContentMessage {}

  record Pinned() implements ContentMessage {}

  record Joined() implements ContentMessage {}

  record Boosted() implements ContentMessage {}

  record ChannelFollowed() implements ContentMessage {}

  record ThreadStarted() implements ContentMessage {}

  record AutoMod() implements ContentMessage {}

  record Purchase() implements ContentMessage {}

  record Notice(int type) implements ContentMessage {}

  record UnknownKind(int type) implements ContentMessage {}

  record Forwarded() implements ContentMessage {}

  record ForwardedUnseen() implements ContentMessage {}

  record WithFiles(int files) implements ContentMessage {}

  record Empty() implements ContentMessage {}

  record NotShown(String fields) implements ContentMessage {}

  record Activity() implements ContentMessage {}

  record NamedActivity(String name) implements ContentMessage {}

  record Sound() implements ContentMessage {}

  record NamedSound(String name) implements ContentMessage {}

  record Theme() implements ContentMessage {}

  record Sticker() implements ContentMessage {}

  record NamedSticker(String name) implements ContentMessage {}

  record Voice() implements ContentMessage {}

  record TimedVoice(String time) implements ContentMessage {}

  record TooDeep() implements ContentMessage {}

  record UnknownPart(int type) implements ContentMessage {}

  record Poll() implements ContentMessage {}

  record NamedPoll(String question) implements ContentMessage {}

  record Votes(long votes) implements ContentMessage {}

  record PollEnded() implements ContentMessage {}

  record NamedPollEnded(String question) implements ContentMessage {}

  record PollDrawn(Message ended, Message votes) implements ContentMessage {}

  record PollUndecided(Message ended) implements ContentMessage {}

  record PollWon(Message ended, String answer, long won, Message votes) implements ContentMessage {}

  record FileWithoutAddress(String name) implements ContentMessage {}

  record FileDescription(String name, String text) implements ContentMessage {}
}
