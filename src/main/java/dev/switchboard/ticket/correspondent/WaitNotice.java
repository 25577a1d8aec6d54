package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import java.util.List;

/** Tells a member that their new ticket has to wait for others. */
final class WaitNotice {
  private final long user;
  private final String text;
  private final Dispatch dispatch;

  /**
   * For one member.
   *
   * @param text empty where nothing is to be said
   */
  WaitNotice(long user, String text, Dispatch dispatch) {
    this.user = user;
    this.text = text;
    this.dispatch = dispatch;
  }

  /** Numbered by the message, so that Discord itself drops what a crash repeats. */
  void tell(Arrival.Wrote wrote) {
    if (text.isEmpty()) {
      return;
    }
    dispatch.offer(
        List.of(
            new Job.Send(
                new Job.Key("member:" + user, wrote.message()),
                wrote.channel(),
                Job.Lane.RELAY,
                Draft.of(text),
                "m" + Long.toString(wrote.message(), 36),
                wrote.message(),
                false)));
  }
}
