package dev.switchboard.node;

import dev.switchboard.text.Message;

/** What the server says to staff about itself. */
@Message.Area("notice")
sealed interface NoticeMessage extends Message {
  record Raid(int tickets) implements NoticeMessage {}

  record WebhookGone(long webhook, String host) implements NoticeMessage {}

  record WebhookFailing(long webhook, String host) implements NoticeMessage {}
}
