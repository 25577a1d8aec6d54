package dev.switchboard.node;

import dev.switchboard.text.Literal;
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
  private final Clock clock;

  WebhookNotice(OptionalLong logChannel, Dispatch dispatch, Clock clock) {
    this.logChannel = logChannel;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  void tell(WebhookSender.Off off) {
    logChannel.ifPresent(channel -> dispatch.offer(List.of(notice(off, channel))));
  }

  private Job notice(WebhookSender.Off off, long channel) {
    String why =
        off.why() == Webhook.Off.GONE
            ? "it answered that it is gone for good"
            : "an event could not be delivered at ten attempts within three days";
    return new Job.Send(
        new Job.Key("webhook", off.delivery()),
        channel,
        Job.Lane.BULK,
        Draft.of(
            "⚠️ The webhook %d to %s is switched off: %s. Nothing more is sent to it until somebody switches it on."
                .formatted(off.webhook(), Literal.inMarkdown(off.host()), why)),
        "webhook" + Long.toString(off.delivery(), 36),
        Snowflake.at(clock.instant().minus(CLOCKS)),
        false);
  }
}
