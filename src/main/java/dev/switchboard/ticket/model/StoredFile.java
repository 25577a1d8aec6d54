package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A copy of a file in the file store, or a part of it.
 *
 * @param key the file store's key: the SHA-256 of all its bytes, in lower-case hexadecimal
 * @param name the name to show
 * @param size bytes
 * @param contentType the media type, empty where unknown
 * @param from the offset of the part in the stored file, in bytes; 0 for a whole file
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
