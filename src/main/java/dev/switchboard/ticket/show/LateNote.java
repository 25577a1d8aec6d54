package dev.switchboard.ticket.show;

import dev.switchboard.text.Markdown;
import dev.switchboard.text.Words;
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
  private LateNote() {}

  /** The text for the log channel; empty if the entry is no note, or is deleted. */
  public static Optional<String> line(Words words, Conversation conversation, Entry entry) {
    return entry.author() instanceof Author.OfNote note && !entry.deleted()
        ? Optional.of(
            Phrases.join(words.of(head(conversation, entry, note.staff())), said(entry.content())))
        : Optional.empty();
  }

  private static LogMessage head(Conversation conversation, Entry entry, Staff staff) {
    String by = Phrases.bold(staff.name());
    long ticket = conversation.opening().ticket();
    return entry.former().isEmpty()
        ? new LogMessage.NoteWritten(by, entry.number(), ticket)
        : new LogMessage.NoteChanged(by, entry.number(), ticket);
  }

  private static String said(Content content) {
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
