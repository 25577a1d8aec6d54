package dev.switchboard.ticket;

/**
 * Our own copy of a file.
 *
 * @param key the file store's key: the SHA-256 of the bytes, in lower-case hexadecimal
 * @param name the name to show
 * @param size bytes
 * @param contentType the media type, empty where unknown
 */
public record StoredFile(String key, String name, long size, String contentType) {}
