package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.model.Staff;
import java.util.Optional;

/**
 * Who is staff: people with one of the staff roles in the staff guild, its owner, and those whom a
 * role makes an administrator of it. Bots and webhooks never are. Asked before every single deed.
 */
public final class StaffRule {
  private static final long ADMINISTRATOR = 1L << 3;

  private final DiscordSettings.Community community;
  private final StaffGuild guild;

  public StaffRule(DiscordSettings.Community community, StaffGuild guild) {
    this.community = community;
    this.guild = guild;
  }

  /** The caller as staff; empty if they are not. */
  public Optional<Staff> staff(ActingMember actingMember) {
    boolean may =
        actingMember.human()
            && actingMember.id() != 0
            && actingMember.guild() == community.staffGuild()
            && (actingMember.roles().stream().anyMatch(community.staffRoles()::contains)
                || administers(actingMember));
    return may ? Optional.of(named(actingMember)) : Optional.empty();
  }

  /** Anybody, as the author of a note. */
  public Staff named(ActingMember actingMember) {
    return new Staff(actingMember.id(), actingMember.name(), guild.topRole(actingMember.roles()));
  }

  private boolean administers(ActingMember actingMember) {
    return guild.owns(actingMember.id())
        || ((guild.permissions(actingMember.roles()) | actingMember.permissions()) & ADMINISTRATOR)
            != 0;
  }
}
