package dev.switchboard.ticket.show;

import dev.switchboard.ticket.model.Staff;

/** The remark about an earlier ticket that was merged into this one. Pure. */
public final class MergeText {
  private MergeText() {}

  /**
   * The remark.
   *
   * @param ticket the number of the earlier ticket
   */
  public static String of(long ticket, Staff by) {
    String role = by.topRole().isEmpty() ? "" : " (" + Phrases.plain(by.topRole()) + ")";
    return "%s%s merged ticket #%d into this one.".formatted(Phrases.bold(by.name()), role, ticket);
  }
}
