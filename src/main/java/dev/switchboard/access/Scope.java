package dev.switchboard.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an administrator's token is good for. The root token is good for all of it. */
public enum Scope {
  /** Looking at everything but secrets. */
  READ(),
  /** Changing accounts, the blocklist, quotas and what is stored of members. */
  ACCOUNTS(Right.MANAGE_ACCOUNTS, Right.ERASE_TICKETS),
  /** Changing settings, name overrides and shares; reading secrets. */
  SETTINGS(Right.CHANGE_SETTINGS, Right.MANAGE_SHARES),
  /** Opening and closing registration; starting and stopping services. */
  SERVICES(Right.SWITCH_SERVICES),
  /** Giving and taking tokens, reading the audit log. Never given to a named token. */
  ROOT(Right.MANAGE_TOKENS);

  private final Set<Right> rights;

  Scope(Right... rights) {
    this.rights = Set.of(rights);
  }

  /** What it lets its holder ask of the ports. Looking needs no right: the surface asks for it. */
  public Set<Right> rights() {
    return rights;
  }

  /** The word for it in requests and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that word, if it is one that can be given. */
  public static Optional<Scope> grantable(String word) {
    return Arrays.stream(values())
        .filter(scope -> scope != ROOT && scope.word().equals(word))
        .findFirst();
  }
}
