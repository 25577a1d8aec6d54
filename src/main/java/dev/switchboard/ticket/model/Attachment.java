package dev.switchboard.ticket.model;

/**
 * A file that somebody sent, as Discord describes it.
 *
 * @param id Discord's id of the attachment
 * @param name the file's name as sent
 * @param size in bytes; {@link #UNTOLD} if Discord does not give it. 0 is an empty file
 * @param url Discord's address of the file; expires after about a day, and with its message
 * @param contentType the media type, empty if Discord gives none
 */
public record Attachment(long id, String name, long size, String url, String contentType) {
  /** The size of a file whose size Discord does not give. */
  public static final long UNTOLD = -1;

  /** The size in bytes; 0 if Discord does not give it. */
  public long knownSize() {
    return Math.max(0, size);
  }
}
