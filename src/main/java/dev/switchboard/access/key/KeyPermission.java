package dev.switchboard.access.key;

import dev.switchboard.access.Right;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a key of the REST API is good for. It is finer than the {@link Right} that a port asks for:
 * the operation of the REST API asks for the permission, and the port for the right. The names are
 * in the journal, and the words in requests and answers: neither ever changes.
 */
public enum KeyPermission {
  /** Looking at tickets, and all that {@link #READ_MESSAGES} allows. */
  READ_TICKETS("read:tickets"),
  /** All that is done to tickets: creating, replying, closing and uploading files. */
  WRITE_TICKETS("write:tickets"),
  /** Opening tickets. */
  CREATE_TICKETS("create:tickets"),
  /** Replying to members, changing and deleting replies. */
  REPLY_TICKETS("reply:tickets"),
  /** Closing tickets. */
  CLOSE_TICKETS("close:tickets"),
  /** Looking at what was said in tickets. */
  READ_MESSAGES("read:messages"),
  /** Uploading files. It takes another permission to send one. */
  UPLOAD_FILES("upload:files");

  private final String word;

  KeyPermission(String word) {
    this.word = word;
  }

  /** The word for it in requests and answers. */
  public String word() {
    return word;
  }

  /**
   * The permission of a word, or of one of Rustmail's: {@code CREATE_TICKET}, {@code READ_TICKETS},
   * {@code UPDATE_TICKET} (replying) and {@code DELETE_TICKET} (closing, since no ticket is ever
   * deleted by a key). Rustmail's other words are of what no key does here.
   */
  public static Optional<KeyPermission> of(String word) {
    return switch (word) {
      case "CREATE_TICKET" -> Optional.of(CREATE_TICKETS);
      case "READ_TICKETS" -> Optional.of(READ_TICKETS);
      case "UPDATE_TICKET" -> Optional.of(REPLY_TICKETS);
      case "DELETE_TICKET" -> Optional.of(CLOSE_TICKETS);
      default ->
          Arrays.stream(values()).filter(permission -> permission.word.equals(word)).findFirst();
    };
  }

  /** The permission itself, and what it includes. */
  public Set<KeyPermission> all() {
    return switch (this) {
      case READ_TICKETS -> EnumSet.of(READ_TICKETS, READ_MESSAGES);
      case WRITE_TICKETS ->
          EnumSet.of(WRITE_TICKETS, CREATE_TICKETS, REPLY_TICKETS, CLOSE_TICKETS, UPLOAD_FILES);
      case CREATE_TICKETS, REPLY_TICKETS, CLOSE_TICKETS, READ_MESSAGES, UPLOAD_FILES ->
          EnumSet.of(this);
    };
  }

  /** These permissions, and what they include. */
  public static Set<KeyPermission> all(Collection<KeyPermission> permissions) {
    return inOrder(permissions.stream().flatMap(one -> one.all().stream()).toList());
  }

  /** What ports are asked for in the name of a key with this permission. */
  public Set<Right> rights() {
    return switch (this) {
      case READ_TICKETS, READ_MESSAGES -> Set.of(Right.VIEW_TICKETS);
      case WRITE_TICKETS, CREATE_TICKETS, REPLY_TICKETS, CLOSE_TICKETS ->
          Set.of(Right.ANSWER_MEMBERS);
      // A file does nothing until a reply has it.
      case UPLOAD_FILES -> Set.of();
    };
  }

  static Set<Right> rights(Collection<KeyPermission> permissions) {
    return permissions.stream()
        .flatMap(permission -> permission.rights().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The same ones, always in the same order. */
  static Set<KeyPermission> inOrder(Collection<KeyPermission> permissions) {
    Set<KeyPermission> ordered = EnumSet.noneOf(KeyPermission.class);
    ordered.addAll(permissions);
    return Collections.unmodifiableSet(ordered);
  }
}
