package dev.switchboard.ticket;

import java.util.regex.Pattern;

/** The topic of a ticket's channel, by which it is recognised as that ticket's. */
public final class ChannelTopic {
  private static final Pattern TICKETS = Pattern.compile("Ticket #\\d+ · .*", Pattern.DOTALL);

  private ChannelTopic() {}

  /** Names the ticket beyond doubt: a channel made in doubt is recognised by it. */
  static String of(Book.Opening opening) {
    return "Ticket #%d · %s · %d · opened %s"
        .formatted(
            opening.ticket(),
            Phrases.plain(opening.member().userName()),
            opening.member().id(),
            opening.at());
  }

  /** Whether a topic is that of some ticket's channel. */
  public static boolean isTickets(String topic) {
    return TICKETS.matcher(topic).matches();
  }
}
