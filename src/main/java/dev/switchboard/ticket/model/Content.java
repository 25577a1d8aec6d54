package dev.switchboard.ticket.model;

import dev.switchboard.text.Unseen;
import java.util.List;

/**
 * What one message says, whatever its kind.
 *
 * @param text the words, as typed; may be empty
 * @param attachments the files
 * @param extras one line of Markdown for each part that is neither text nor file: a sticker, a
 *     poll, a forwarded message, an embed that the sender's client added, a voice message's length,
 *     or the named stub of a kind that is not known
 * @param answers Discord's id of the message that this one replies to; 0 for none
 */
public record Content(
    String text, List<Attachment> attachments, List<String> extras, long answers) {
  public Content {
    attachments = List.copyOf(attachments);
    extras = List.copyOf(extras);
  }

  /** Words only. */
  public static Content of(String text) {
    return new Content(text, List.of(), List.of(), 0);
  }

  /** Whether there is nothing in it that anybody could see. */
  public boolean showsNothing() {
    return Unseen.is(text) && attachments.isEmpty() && extras.isEmpty();
  }

  /** How long all of it is, about: what it takes in memory and on the way to another node. */
  public int characters() {
    return text.length()
        + extras.stream().mapToInt(String::length).sum()
        + attachments.stream().mapToInt(file -> file.name().length() + file.url().length()).sum();
  }
}
