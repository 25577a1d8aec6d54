package dev.switchboard.ticket;

/**
 * A file that somebody sent, as Discord describes it.
 *
 * @param id Discord's id of the attachment
 * @param name the file's name as sent
 * @param size bytes
 * @param url where Discord serves it; expires after about a day, and with its message
 * @param contentType the media type, empty where Discord names none
 */
public record Attachment(long id, String name, long size, String url, String contentType) {}
