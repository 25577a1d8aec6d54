package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.OpeningRequest;

/** The remark about a ticket that staff or a program opened. Pure. */
public final class OpeningText {
  private OpeningText() {}

  /**
   * The remark. What was sent along may have been typed by anybody, as in a form of a website: its
   * lines never read like ours.
   */
  public static String of(Words words, OpeningRequest request) {
    StringBuilder text = new StringBuilder(words.of(begun(request)));
    if (!request.subject().isEmpty()) {
      String subject = Phrases.plain(request.subject().strip());
      text.append('\n').append(words.of(new RemarkMessage.Subject(subject)));
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

  private static RemarkMessage begun(OpeningRequest request) {
    Message who = Phrases.person(request.by());
    return request.reopens() == 0
        ? new RemarkMessage.Opened(who)
        : new RemarkMessage.Reopened(who, request.reopens());
  }
}
