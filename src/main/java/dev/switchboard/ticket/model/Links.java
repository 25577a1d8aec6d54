package dev.switchboard.ticket.model;

/** Addresses of our copies, for what is too large for Discord. */
@FunctionalInterface
public interface Links {
  /** Where people can open the file; empty where the product has no public address. */
  String to(StoredFile file);
}
