package dev.switchboard.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Principals for tests. */
public final class Principals {
  /** The administrator with the root token. */
  public static final Principal ROOT = administrator(Caller.ROOT_NAME, EnumSet.allOf(Scope.class));

  private Principals() {}

  /** The administrator with a token of that name. */
  public static Principal administrator(String name, Set<Scope> scopes) {
    return new Caller(name, scopes, "192.0.2.1").principal(Surface.RPC);
  }

  /** Anna in the staff guild, user 5, with these rights. */
  public static Principal anna(Right... rights) {
    return new Principal.DiscordUser(
        5, "Anna", Set.of(rights), new Principal.Source(Surface.DISCORD, Optional.empty(), "71"));
  }
}
