package dev.switchboard.ticket.model;

/** Addresses of stored files, for files that are too large for Discord. */
@FunctionalInterface
public interface Links {
  /** The address at which people can open the file; empty if the server has no public address. */
  String to(StoredFile file);
}
