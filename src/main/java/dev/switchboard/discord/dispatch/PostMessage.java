package dev.switchboard.discord.dispatch;

import dev.switchboard.text.Message;

/** What is added to a post that Discord does not take as it is. */
@Message.Area("post")
sealed interface PostMessage extends Message {
  record MoreFiles() implements PostMessage {}
}
