package dev.switchboard.access;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An administrator whose token was accepted.
 *
 * @param name the name of the token, {@link #ROOT_NAME} for the root token
 * @param address the network address of the caller
 */
public record Caller(String name, Set<Scope> scopes, String address) {
  /** The name of the root token; no named token may have it. */
  public static final String ROOT_NAME = "root";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** The holder of the root token. */
  public static Caller root(String address) {
    return new Caller(ROOT_NAME, EnumSet.allOf(Scope.class), address);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /** The administrator as the principal of a port. */
  public Principal.Administrator principal(Surface surface) {
    String request = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return new Principal.Administrator(
        name, scopes, new Principal.Source(surface, Optional.of(address), request));
  }
}
