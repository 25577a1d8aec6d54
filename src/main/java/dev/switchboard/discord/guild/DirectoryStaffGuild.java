package dev.switchboard.discord.guild;

import java.util.List;

/** Answers questions about the staff guild from the guild directory. */
public record DirectoryStaffGuild(GuildDirectory directory, long guild) implements StaffGuild {
  @Override
  public boolean owns(long user) {
    var owner = directory.owner(guild);
    return owner.isPresent() && owner.getAsLong() == user;
  }

  @Override
  public long permissions(List<Long> roles) {
    return directory.permissions(guild, 0, roles);
  }

  @Override
  public String topRole(List<Long> roles) {
    return directory.roles(guild, roles).stream()
        .findFirst()
        .map(GuildDirectory.Role::name)
        .orElse("");
  }
}
