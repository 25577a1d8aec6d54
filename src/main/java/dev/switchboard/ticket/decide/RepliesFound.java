package dev.switchboard.ticket.decide;

import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.TicketQuery;
import java.util.Locale;

/** The search for replies by a typed number or by remembered words. Pure. */
final class RepliesFound {
  /**
   * The longest excerpt: a choice in Discord has 100 characters, and the number needs room beside
   * it.
   */
  private static final int LONGEST = 80;

  private RepliesFound() {}

  static TicketQuery.FoundReplies in(Conversation conversation, TicketQuery.FindReplies asked) {
    String typed = asked.typed().strip().toLowerCase(Locale.ROOT);
    String number = typed.startsWith("#") ? typed.substring(1) : typed;
    return new TicketQuery.FoundReplies(
        conversation.entries.descendingMap().values().stream()
            .filter(entry -> entry.author() instanceof Author.OfReply && !entry.deleted())
            .filter(entry ->
                Integer.toString(entry.number()).startsWith(number)
                    || entry.content().text().toLowerCase(Locale.ROOT).contains(typed))
            .limit(asked.most())
            .map(entry -> new TicketQuery.Excerpt(entry.number(), words(entry)))
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
