package dev.switchboard.ticket.show;

import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.Staff;

/** The remark about a ticket that staff or a program opened. Pure. */
public final class OpeningText {
  private OpeningText() {}

  /**
   * The remark. What was sent along may have been typed by anybody, as in a form of a website: its
   * lines never read like ours.
   */
  public static String of(OpeningRequest request) {
    StringBuilder text = new StringBuilder(who(request.by()) + begun(request));
    if (!request.subject().isEmpty()) {
      text.append("\n**Subject:** ").append(Phrases.plain(request.subject().strip()));
    }
    for (OpeningRequest.Detail detail : request.details()) {
      text.append('\n')
          .append(MemberText.QUOTE)
          .append(Phrases.bold(detail.name().strip()))
          .append(": ")
          .append(Phrases.plain(detail.value().strip()));
    }
    return text.toString();
  }

  private static String begun(OpeningRequest request) {
    return request.reopens() == 0
        ? " opened this ticket."
        : " reopened ticket #%d as this one.".formatted(request.reopens());
  }

  private static String who(Staff by) {
    String name = Phrases.bold(by.name());
    return by.topRole().isEmpty() ? name : name + " (" + Phrases.plain(by.topRole()) + ")";
  }
}
