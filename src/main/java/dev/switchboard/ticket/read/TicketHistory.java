package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;

/**
 * A ticket's events, by their sequence numbers in the journal. A journal may be longer than the
 * memory: it is asked for a little at a time. May block.
 */
interface TicketHistory {
  /** An event and its sequence number, which is 1 for the first. */
  record Numbered(long sequence, TicketEvent event) {}

  /** Some of the events behind a sequence number, in order; none where there are no more. */
  List<Numbered> after(long sequence);

  /** The events with these sequence numbers, in any order; what is not there is left out. */
  List<Numbered> at(List<Long> sequences);
}
