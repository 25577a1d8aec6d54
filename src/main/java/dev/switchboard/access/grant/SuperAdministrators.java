package dev.switchboard.access.grant;

import java.util.Collection;
import java.util.Set;

/**
 * Those whom the configuration gives all rights at the desk in a browser, as far as they are
 * members of the staff guild.
 *
 * @param users Discord's user ids
 * @param roles Discord's ids of roles of the staff guild
 */
public record SuperAdministrators(Set<Long> users, Set<Long> roles) {
  public static final SuperAdministrators NONE = new SuperAdministrators(Set.of(), Set.of());

  public SuperAdministrators {
    users = Set.copyOf(users);
    roles = Set.copyOf(roles);
  }

  /** Whether the configuration names any. */
  public boolean areNamed() {
    return !users.isEmpty() || !roles.isEmpty();
  }

  boolean include(long user, Collection<Long> ofUser) {
    return users.contains(user) || ofUser.stream().anyMatch(roles::contains);
  }
}
