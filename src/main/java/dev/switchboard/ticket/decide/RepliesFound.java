package dev.switchboard.ticket.decide;

import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.util.Locale;

/** Which replies somebody may mean who types a number, or words that they remember. Pure. */
final class RepliesFound {
  /** Room for a number beside it in the 100 characters of a choice in Discord. */
  private static final int LONGEST = 80;

  private RepliesFound() {}

  static TicketReply.FoundReplies in(Conversation conversation, TicketCommand.FindReplies asked) {
    String typed = asked.typed().strip().toLowerCase(Locale.ROOT);
    String number = typed.startsWith("#") ? typed.substring(1) : typed;
    return new TicketReply.FoundReplies(
        conversation.entries.descendingMap().values().stream()
            .filter(entry -> entry.author() instanceof Author.OfReply && !entry.deleted())
            .filter(entry ->
                Integer.toString(entry.number()).startsWith(number)
                    || entry.content().text().toLowerCase(Locale.ROOT).contains(typed))
            .limit(asked.most())
            .map(entry -> new TicketReply.Excerpt(entry.number(), words(entry)))
            .toList());
  }

  private static String words(Entry entry) {
    String line = entry.content().text().strip().replaceAll("\\s+", " ");
    if (line.isEmpty() && !entry.files().isEmpty()) {
      line = entry.files().getFirst().attachment().name();
    }
    return Graphemes.shortened(line, LONGEST);
  }
}
