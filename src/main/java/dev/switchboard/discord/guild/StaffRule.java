package dev.switchboard.discord.guild;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.model.Staff;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a user is staff: a member of the staff guild with a staff role, its owner, or an
 * administrator of it by role. Bots and webhooks are never staff. Applied to every single action.
 */
public final class StaffRule {
  private static final long ADMINISTRATOR = 1L << 3;

  private final DiscordSettings.Community community;
  private final StaffGuild guild;

  public StaffRule(DiscordSettings.Community community, StaffGuild guild) {
    this.community = community;
    this.guild = guild;
  }

  /** The user as staff; empty for anyone else. */
  public Optional<Staff> staff(ActingMember actingMember) {
    boolean may =
        actingMember.human()
            && actingMember.id() != 0
            && actingMember.guild() == community.staffGuild()
            && (actingMember.roles().stream().anyMatch(community.staffRoles()::contains)
                || administers(actingMember));
    return may ? Optional.of(named(actingMember)) : Optional.empty();
  }

  /**
   * The user as a principal, with the right to answer members only for staff.
   *
   * @param request Discord's id of the message or interaction
   */
  public Principal principal(ActingMember actingMember, long request) {
    return new Principal.DiscordUser(
        actingMember.id(),
        actingMember.name(),
        staff(actingMember).isPresent() ? Set.of(Right.ANSWER_MEMBERS) : Set.of(),
        new Principal.Source(Surface.DISCORD, Optional.empty(), Long.toString(request)));
  }

  /** Any user, as the author of a note. */
  public Staff named(ActingMember actingMember) {
    return new Staff(actingMember.id(), actingMember.name(), guild.topRole(actingMember.roles()));
  }

  private boolean administers(ActingMember actingMember) {
    return guild.owns(actingMember.id())
        || ((guild.permissions(actingMember.roles()) | actingMember.permissions()) & ADMINISTRATOR)
            != 0;
  }
}
