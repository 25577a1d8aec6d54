package dev.switchboard.access.grant;

import java.util.Collection;
import java.util.List;

/**
 * The roles of the staff guild, and its owner.
 *
 * @param guild Discord's id of the guild, which is the id of the role of everybody, too
 * @param owner the user id of its owner; 0 where it is not known
 * @param roles the highest first
 */
public record StaffRoles(long guild, long owner, List<Role> roles) {
  /**
   * A role.
   *
   * @param color as 0xRRGGBB; 0 for none
   * @param position the higher, the more senior; 0 for the role of everybody
   * @param administrator whether it has Discord's permission ADMINISTRATOR
   */
  public record Role(long id, String name, int color, int position, boolean administrator) {}

  public StaffRoles {
    roles = List.copyOf(roles);
  }

  /** Whether Discord lets a member with these roles do everything in the guild. */
  boolean administers(long user, Collection<Long> ofUser) {
    return (owner != 0 && user == owner)
        || roles.stream()
            .filter(Role::administrator)
            .anyMatch(role -> role.id() == guild || ofUser.contains(role.id()));
  }
}
