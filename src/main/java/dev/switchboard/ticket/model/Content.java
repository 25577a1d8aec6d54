package dev.switchboard.ticket.model;

import dev.switchboard.text.Unseen;
import java.util.List;

/**
 * The content of a Discord message of any type.
 *
 * @param text the text, as typed; may be empty
 * @param attachments the files
 * @param extras one line of Markdown for each part that is neither text nor file: a sticker, a
 *     poll, a forwarded message, an embed that the sender's client added, a voice message's length,
 *     or a placeholder that names an unknown kind of content
 * @param answers Discord's id of the message that this message replies to; 0 for none
 */
public record Content(
    String text, List<Attachment> attachments, List<String> extras, long answers) {
  public Content {
    attachments = List.copyOf(attachments);
    extras = List.copyOf(extras);
  }

  /** A content of text only. */
  public static Content of(String text) {
    return new Content(text, List.of(), List.of(), 0);
  }

  /** Whether the content has no visible part. */
  public boolean showsNothing() {
    return Unseen.is(text) && attachments.isEmpty() && extras.isEmpty();
  }

  /**
   * The approximate size in characters, a measure of the memory and of the cluster message it
   * needs.
   */
  public int characters() {
    return text.length()
        + extras.stream().mapToInt(String::length).sum()
        + attachments.stream().mapToInt(file -> file.name().length() + file.url().length()).sum();
  }
}
