package dev.switchboard.discord.guild;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.model.Staff;
import java.util.Optional;
import java.util.Set;

/**
 * Who is staff: people with one of the staff roles in the staff guild, its owner, and those whom a
 * role makes an administrator of it. Bots and webhooks never are. Asked before every single deed.
 */
public final class StaffRule {
  private static final long ADMINISTRATOR = 1L << 3;

  private final DiscordSettings.Place place;
  private final StaffGuild guild;

  public StaffRule(DiscordSettings.Place place, StaffGuild guild) {
    this.place = place;
    this.guild = guild;
  }

  /** The caller as staff; empty if they are not. */
  public Optional<Staff> staff(Caller caller) {
    boolean may =
        caller.human()
            && caller.id() != 0
            && caller.guild() == place.staffGuild()
            && (caller.roles().stream().anyMatch(place.staffRoles()::contains)
                || administers(caller));
    return may ? Optional.of(named(caller)) : Optional.empty();
  }

  /**
   * The caller as a principal, who may answer members if they are staff.
   *
   * @param request Discord's id of the message or interaction
   */
  public Principal principal(Caller caller, long request) {
    return new Principal.DiscordUser(
        caller.id(),
        caller.name(),
        staff(caller).isPresent() ? Set.of(Right.ANSWER_MEMBERS) : Set.of(),
        new Principal.Source(Surface.DISCORD, Optional.empty(), Long.toString(request)));
  }

  /** Anybody, as the author of a note. */
  public Staff named(Caller caller) {
    return new Staff(caller.id(), caller.name(), guild.topRole(caller.roles()));
  }

  private boolean administers(Caller caller) {
    return guild.owns(caller.id())
        || ((guild.permissions(caller.roles()) | caller.permissions()) & ADMINISTRATOR) != 0;
  }
}
