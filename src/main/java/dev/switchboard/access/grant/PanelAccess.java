package dev.switchboard.access.grant;

import dev.switchboard.access.Right;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a Discord user may do at the desk in a browser.
 *
 * @param member the user as a member of the staff guild; empty for all others, who may do nothing
 * @param superAdministrator whether the user has all rights, whatever is granted
 * @param permissions those that the rights amount to
 */
public record PanelAccess(
    Optional<Member> member,
    boolean superAdministrator,
    Set<Right> rights,
    Set<Permission> permissions) {
  /** The access of somebody who is not in the staff guild. */
  public static final PanelAccess NONE =
      new PanelAccess(Optional.empty(), false, Set.of(), Set.of());

  public PanelAccess {
    rights = Set.copyOf(rights);
    permissions = Set.copyOf(permissions);
  }

  /**
   * All rights for a super administrator by the configuration, for the owner of the staff guild and
   * for those whom Discord lets do everything there; for other members what is granted to them, to
   * their roles and to everybody.
   */
  static PanelAccess of(
      SuperAdministrators supers, StaffRoles guild, Member member, Collection<Grant> grants) {
    boolean all =
        supers.include(member.id(), member.roles())
            || guild.administers(member.id(), member.roles());
    Set<Right> rights = all ? EnumSet.allOf(Right.class) : granted(guild, member, grants);
    return new PanelAccess(Optional.of(member), all, rights, Permission.within(rights));
  }

  private static Set<Right> granted(StaffRoles guild, Member member, Collection<Grant> grants) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    grants.stream()
        .filter(grant -> concerns(grant.subject(), guild, member))
        .forEach(grant -> rights.addAll(grant.permission().rights()));
    return rights;
  }

  private static boolean concerns(Subject subject, StaffRoles guild, Member member) {
    return switch (subject.type()) {
      case USER -> subject.id() == member.id();
      case ROLE -> subject.id() == guild.guild() || member.roles().contains(subject.id());
    };
  }
}
