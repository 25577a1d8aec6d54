package dev.switchboard.rpc;

import dev.switchboard.access.Scope;
import java.util.Map;
import java.util.Set;

/** A resource of the admin RPC: a named part that administrators read or change. */
public interface Resource {
  /** The path in the envelope, such as {@code /admin/status}. */
  String path();

  /** The operations of the resource, by method. */
  Map<String, Operation> operations();

  /** The scope that a token needs for a method. */
  Scope scope(String method);

  /**
   * The home of a method: the nodes that answer it. All nodes give the same operations for a
   * resource.
   */
  default HomeNode home(String method) {
    return HomeNode.EVERY_NODE;
  }

  /**
   * The fields of its bodies, in lower case, whose values are written to the audit log. Values of
   * other fields are written as {@code ***}, because a misspelt field may contain a secret.
   */
  default Set<String> fields() {
    return Set.of();
  }

  /**
   * The secret fields of a call that was refused; by default those of {@link #secrets}. The values
   * of a refused call are stored nowhere else.
   */
  default Set<String> secretsIfRefused() {
    return secrets();
  }

  /** The fields of {@link #fields} that are secret and written as {@code ***}. */
  default Set<String> secrets() {
    return Set.of();
  }

  /** The error of a call with a method that the resource does not have. */
  default String notAllowed(String method) {
    return "method %s not allowed".formatted(method);
  }
}
