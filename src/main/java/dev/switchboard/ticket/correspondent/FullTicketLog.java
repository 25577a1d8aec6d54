package dev.switchboard.ticket.correspondent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators once that a member's ticket is full, and once that all is taken. */
final class FullTicketLog {
  private static final Logger LOG = LoggerFactory.getLogger(FullTicketLog.class);

  private final long user;
  private boolean crowded;

  FullTicketLog(long user) {
    this.user = user;
  }

  void full(long ticket) {
    if (!crowded) {
      crowded = true;
      LOG.warn(
          "Ticket {} is full: too much of member {} is not shown to staff yet. What they write"
              + " waits in the inbox until it is.",
          ticket,
          user);
    }
  }

  /** Nothing of the member waits in the inbox any more. */
  void over() {
    if (crowded) {
      crowded = false;
      LOG.info("Member {}: all that waited for a full ticket is taken", user);
    }
  }
}
