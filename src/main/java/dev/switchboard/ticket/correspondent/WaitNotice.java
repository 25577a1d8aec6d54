package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import java.util.List;
import java.util.function.Supplier;

/** The notice to a member that their new ticket has to wait for others. */
final class WaitNotice {
  private final long user;
  private final Supplier<String> present;
  private final Dispatch dispatch;

  /**
   * The notice for one member.
   *
   * @param present asked for the notice each time; empty for none
   */
  WaitNotice(long user, Supplier<String> present, Dispatch dispatch) {
    this.user = user;
    this.present = present;
    this.dispatch = dispatch;
  }

  /**
   * Sends the notice. Its nonce is made from the message id, so that Discord drops a repetition
   * after a crash.
   */
  void tell(Arrival.Wrote wrote) {
    String text = present.get();
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
