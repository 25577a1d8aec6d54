package dev.switchboard.node;

import dev.switchboard.discord.inbox.InboxBacklog;
import dev.switchboard.storage.ProjectionLag;
import dev.switchboard.ticket.read.TicketBacklog;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The unfinished work in the database, from the inbox to delivery. */
public record Backlog(InboxBacklog inbox, TicketBacklog tickets) {
  /** The backlog before the first reading. */
  static final Backlog NONE =
      new Backlog(
          new InboxBacklog(0, Optional.empty(), 0),
          new TicketBacklog(
              0, 0, Optional.empty(), Map.of(), 0, new ProjectionLag(0, Optional.empty())));

  public static Backlog read(Handle handle) {
    return new Backlog(InboxBacklog.read(handle), TicketBacklog.read(handle));
  }
}
