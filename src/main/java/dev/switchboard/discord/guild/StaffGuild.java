package dev.switchboard.discord.guild;

import java.util.List;

/** What the desk has to know of the staff guild's people. Thread-safe; never blocks. */
public interface StaffGuild {
  boolean owns(long user);

  /** What these roles, and that of everybody, may do in the guild, as Discord's bits. */
  long permissions(List<Long> roles);

  /** The name of the highest of these roles; empty for none. */
  String topRole(List<Long> roles);
}
