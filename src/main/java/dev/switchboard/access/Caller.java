package dev.switchboard.access;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An administrator who was let in.
 *
 * @param name the name of their token, {@link #ROOT_NAME} for the root token
 * @param address from where they call
 */
public record Caller(String name, Set<Scope> scopes, String address) {
  /** No named token may bear it. */
  public static final String ROOT_NAME = "root";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Who has the root token. */
  public static Caller root(String address) {
    return new Caller(ROOT_NAME, EnumSet.allOf(Scope.class), address);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /** The same administrator in the name of whom a port acts. */
  public Principal.Administrator principal(Surface surface) {
    String request = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return new Principal.Administrator(
        name, scopes, new Principal.Source(surface, Optional.of(address), request));
  }
}
