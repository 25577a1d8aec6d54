package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Staff;

/** The remark about an earlier ticket that was merged into this one. Pure. */
public final class MergeText {
  private MergeText() {}

  /**
   * The remark.
   *
   * @param ticket the number of the earlier ticket
   */
  public static Message of(long ticket, Staff by) {
    return new RemarkMessage.Merged(Phrases.person(by), ticket);
  }
}
