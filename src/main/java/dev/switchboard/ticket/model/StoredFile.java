package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Our own copy of a file, or a part of it.
 *
 * @param key the file store's key: the SHA-256 of all its bytes, in lower-case hexadecimal
 * @param name the name to show
 * @param size bytes
 * @param contentType the media type, empty where unknown
 * @param from how many bytes of what is stored come before it
 */
public record StoredFile(
    String key,
    String name,
    long size,
    String contentType,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long from) {
  /** A whole file. */
  public StoredFile(String key, String name, long size, String contentType) {
    this(key, name, size, contentType, 0);
  }
}
