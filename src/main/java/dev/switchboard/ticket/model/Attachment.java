package dev.switchboard.ticket.model;

/**
 * A file that somebody sent, as Discord describes it.
 *
 * @param id Discord's id of the attachment
 * @param name the file's name as sent
 * @param size bytes; {@link #UNTOLD} where Discord does not say it. 0 is an empty file
 * @param url where Discord serves it; expires after about a day, and with its message
 * @param contentType the media type, empty where Discord names none
 */
public record Attachment(long id, String name, long size, String url, String contentType) {
  /** The size of a file of which none is named. */
  public static final long UNTOLD = -1;

  /** Bytes, as far as they are known: 0 where Discord does not say it. */
  public long knownSize() {
    return Math.max(0, size);
  }
}
