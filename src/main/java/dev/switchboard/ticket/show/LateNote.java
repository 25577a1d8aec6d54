package dev.switchboard.ticket.show;

import dev.switchboard.text.Markdown;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Staff;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text about a note that was written or changed too late for the transcript of a closing
 * ticket.
 */
public final class LateNote {
  /** The text for a channel that stays although the ticket is closing. */
  public static final String IN_CHANNEL =
      "This ticket is being closed: what is written here now is kept in its history, but it is in"
          + " no transcript, and nothing is sent to the member.";

  private LateNote() {}

  /** The text for the log channel; empty if the entry is no note, or is deleted. */
  public static Optional<String> line(Conversation conversation, Entry entry) {
    return entry.author() instanceof Author.OfNote note && !entry.deleted()
        ? Optional.of(Phrases.join(head(conversation, entry, note.staff()), words(entry.content())))
        : Optional.empty();
  }

  private static String head(Conversation conversation, Entry entry, Staff staff) {
    return "⚠️ %s %s %s of ticket #%d after it was closed; this is not in its transcript, and was not sent to the member:"
        .formatted(
            Phrases.bold(staff.name()),
            entry.former().isEmpty() ? "wrote" : "changed",
            Phrases.number(entry),
            conversation.opening().ticket());
  }

  private static String words(Content content) {
    String said =
        Phrases.join(
            Markdown.contained(content.text().strip()), String.join("\n", content.extras()));
    String files =
        content.attachments().stream()
            .map(file -> "📎 " + Phrases.plain(file.name()))
            .collect(Collectors.joining("\n"));
    return Phrases.join(said, files);
  }
}
