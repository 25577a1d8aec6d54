package dev.switchboard.rpc;

import dev.switchboard.access.Scope;
import java.util.Map;
import java.util.Set;

/** Something that administrators look at or change. */
public interface Resource {
  /** Its name in the envelope, as {@code /admin/status}. */
  String path();

  /** What it takes, by method. */
  Map<String, Operation> operations();

  /** What a token has to be good for to use that method. */
  Scope scope(String method);

  /** Where that method is answered; what is said here of its operations is said on every node. */
  default HomeNode home(String method) {
    return HomeNode.EVERY_NODE;
  }

  /**
   * Fields of its bodies, in lower case, whose values are written into the audit log; the values of
   * all others are written as {@code ***}, since what is misspelt may hold a secret, too.
   */
  default Set<String> fields() {
    return Set.of();
  }

  /**
   * The same as {@link #secrets} for a call that is refused: what was sent is kept nowhere then.
   */
  default Set<String> secretsIfRefused() {
    return secrets();
  }

  /** Those of {@link #fields} that are secret, and are written as {@code ***}. */
  default Set<String> secrets() {
    return Set.of();
  }

  /** What is said to who wants another method. */
  default String notAllowed(String method) {
    return "method %s not allowed".formatted(method);
  }
}
