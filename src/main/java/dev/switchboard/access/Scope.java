package dev.switchboard.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an administrator's token is good for. The root token is good for all of it. */
public enum Scope {
  /** Looking at everything but secrets. */
  READ,
  /** Changing accounts, the blocklist, quotas and what is stored of members. */
  ACCOUNTS,
  /** Changing settings, name overrides and shares; reading secrets. */
  SETTINGS,
  /** Opening and closing registration; starting and stopping services. */
  SERVICES,
  /** Giving and taking tokens, reading the audit log. Never given to a named token. */
  ROOT;

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
