package dev.switchboard.discord.guild;

import java.util.List;

/** User 1 owns it, role 99 administers it, role 11 is the moderators'. */
public final class FakeStaffGuild implements StaffGuild {
  @Override
  public boolean owns(long user) {
    return user == 1;
  }

  @Override
  public long permissions(List<Long> roles) {
    return roles.contains(99L) ? 8 : 0;
  }

  @Override
  public String topRole(List<Long> roles) {
    return roles.contains(11L) ? "Moderator" : "";
  }
}
