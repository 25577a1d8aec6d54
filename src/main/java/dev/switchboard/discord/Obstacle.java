package dev.switchboard.discord;

import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.storage.DatabaseLease;
import java.util.List;

/** A problem that keeps this process from speaking to Discord until a person acts. */
public sealed interface Obstacle {
  /** The configuration does not fit the guilds and channels on Discord. */
  record Misfits(List<StartupChecks.Misfit> found) implements Obstacle {
    public Misfits {
      found = List.copyOf(found);
    }
  }

  /** The gateway refused the first connection. */
  record Refused(GatewayLink.FirstConnection.Refused why) implements Obstacle {}

  /** Another process holds the database's lease and runs the bot. */
  record HeldBy(DatabaseLease.Holder holder) implements Obstacle {}

  /** A failure that does not end by waiting. */
  record Unforeseen(Throwable why) implements Obstacle {}
}
