package dev.switchboard.node;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.timing.Snowflake;
import dev.switchboard.webhook.Webhook;
import dev.switchboard.webhook.WebhookSender;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Tells staff in the log channel, where there is one, that a webhook was switched off. */
final class WebhookNotice {
  /** Discord's clock and this one may differ by that. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private final OptionalLong logChannel;
  private final Dispatch dispatch;
  private final Words words;
  private final Clock clock;

  WebhookNotice(OptionalLong logChannel, Dispatch dispatch, Words words, Clock clock) {
    this.words = words;
    this.logChannel = logChannel;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  void tell(WebhookSender.Off off) {
    logChannel.ifPresent(channel -> dispatch.offer(List.of(notice(off, channel))));
  }

  private Job notice(WebhookSender.Off off, long channel) {
    String host = Literal.inMarkdown(off.host());
    NoticeMessage message =
        off.why() == Webhook.Off.GONE
            ? new NoticeMessage.WebhookGone(off.webhook(), host)
            : new NoticeMessage.WebhookFailing(off.webhook(), host);
    return new Job.Send(
        new Job.Key("webhook", off.delivery()),
        channel,
        Job.Lane.BULK,
        Draft.of(words.of(message)),
        "webhook" + Long.toString(off.delivery(), 36),
        Snowflake.at(clock.instant().minus(CLOCKS)),
        false);
  }
}
