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

  /** Anybody, as the author of a note. */
  public Staff named(Caller caller) {
    return new Staff(caller.id(), caller.name(), guild.topRole(caller.roles()));
  }

  private boolean administers(Caller caller) {
    return guild.owns(caller.id())
        || ((guild.permissions(caller.roles()) | caller.permissions()) & ADMINISTRATOR) != 0;
  }
}
