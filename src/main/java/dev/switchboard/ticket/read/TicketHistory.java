package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;

/**
 * A ticket's events, by their sequence numbers in the journal. They are read in parts, because a
 * journal may be larger than the memory. May block.
 */
interface TicketHistory {
  /** An event and its sequence number, which is 1 for the first. */
  record Numbered(long sequence, TicketEvent event) {}

  /** Some of the events after a sequence number, in order; none at the end. */
  List<Numbered> after(long sequence);

  /** The events with these sequence numbers, in any order; missing events are left out. */
  List<Numbered> at(List<Long> sequences);
}
