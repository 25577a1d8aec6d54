package dev.switchboard.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A set of rights that an administrator's token gives. The root token has all scopes. */
public enum Scope {
  /** Reading everything except secrets. */
  READ(),
  /**
   * Changing accounts, the blocklist and quotas; erasing stored data of members; ending the
   * sessions of others.
   */
  ACCOUNTS(Right.MANAGE_ACCOUNTS, Right.ERASE_TICKETS, Right.MANAGE_SESSIONS),
  /** Changing settings, name overrides and shares; reading secrets. */
  SETTINGS(Right.CHANGE_SETTINGS, Right.MANAGE_SHARES),
  /** Opening and closing registration; starting and stopping services. */
  SERVICES(Right.SWITCH_SERVICES),
  /**
   * Giving and revoking tokens and keys of the REST API, reading the audit log. Never given to a
   * named token.
   */
  ROOT(Right.MANAGE_TOKENS, Right.MANAGE_KEYS);

  private final Set<Right> rights;

  Scope(Right... rights) {
    this.rights = Set.of(rights);
  }

  /**
   * The rights of its holder at the ports. Reading needs no right: the surface checks the scope.
   */
  public Set<Right> rights() {
    return rights;
  }

  /** The scope's word in requests and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope with this word, if it can be given to a named token. */
  public static Optional<Scope> grantable(String word) {
    return Arrays.stream(values())
        .filter(scope -> scope != ROOT && scope.word().equals(word))
        .findFirst();
  }
}
