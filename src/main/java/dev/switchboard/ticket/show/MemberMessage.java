package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;

/** What the server itself says to a member, besides the messages of the configuration. */
@Message.Area("member")
public sealed interface MemberMessage extends Message {
  record ClosingReason(String reason) implements MemberMessage {}

  record Reacted(String staff, String emoji) implements MemberMessage {}

  record ReactedTo(String staff, String emoji, String text) implements MemberMessage {}

  record ReactionTakenBack(String staff, String emoji) implements MemberMessage {}

  record ReactionTakenBackFrom(String staff, String emoji, String text) implements MemberMessage {}
}
