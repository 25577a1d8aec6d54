package dev.switchboard.discord;

import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.storage.DatabaseLease;
import java.util.List;

/** What keeps this process from speaking to Discord until a person acts. */
public sealed interface Obstacle {
  /** What we are told does not fit what Discord has. */
  record Misfits(List<StartupChecks.Misfit> found) implements Obstacle {
    public Misfits {
      found = List.copyOf(found);
    }
  }

  /** The gateway refused the first connection. */
  record Refused(GatewayLink.FirstConnection.Refused why) implements Obstacle {}

  /** Another process has the database now, and with it the bot. */
  record HeldBy(DatabaseLease.Holder holder) implements Obstacle {}

  /** A failure that waiting does not mend. */
  record Unforeseen(Throwable why) implements Obstacle {}
}
