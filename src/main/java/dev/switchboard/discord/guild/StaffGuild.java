package dev.switchboard.discord.guild;

import java.util.List;

/** Facts about the staff guild that the desk needs. Thread-safe; never blocks. */
public interface StaffGuild {
  boolean owns(long user);

  /** The permissions of these roles and {@code @everyone} in the guild, as Discord's bit set. */
  long permissions(List<Long> roles);

  /** The name of the highest of these roles; empty for none. */
  String topRole(List<Long> roles);
}
