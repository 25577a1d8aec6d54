package dev.switchboard.ticket.show;

import dev.switchboard.ticket.model.Conversation;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The topic of a ticket's channel, by which the channel is recognised. */
public final class ChannelTopic {
  private static final Pattern TICKETS =
      Pattern.compile("Ticket #(\\d{1,18}) · .*", Pattern.DOTALL);

  private static final String SEPARATOR = " · ";

  private ChannelTopic() {}

  /**
   * The topic for a ticket. It is unique, so that a channel from an unconfirmed attempt is
   * recognised by it.
   */
  public static String of(Conversation.Opening opening) {
    return "Ticket #%d · %s · %d · opened %s"
        .formatted(
            opening.ticket(),
            Phrases.member(opening.member().userName()),
            opening.member().id(),
            opening.at());
  }

  /** The topic without the member's name, which Discord may refuse. */
  public static String withoutName(String topic) {
    int opened = topic.lastIndexOf(SEPARATOR);
    int member = topic.lastIndexOf(SEPARATOR, opened - 1);
    int name = topic.indexOf(SEPARATOR);
    return name < member ? topic.substring(0, name) + topic.substring(member) : topic;
  }

  /** The ticket's number in a topic; empty for any other topic. */
  public static OptionalLong ticket(String topic) {
    Matcher matcher = TICKETS.matcher(topic);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Whether a topic is that of a ticket's channel. */
  public static boolean isTickets(String topic) {
    return TICKETS.matcher(topic).matches();
  }
}
