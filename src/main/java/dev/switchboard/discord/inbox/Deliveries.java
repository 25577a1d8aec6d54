package dev.switchboard.discord.inbox;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.Correspondents;

/** Hands committed rows to their owners. These calls are only hints: the rows wait in the inbox. */
record Deliveries(Correspondents correspondents, StaffArrivals staff, Words words) {
  void deliver(InboxWriter.Added added) {
    StoredEvent event = added.event();
    if (InboxRoutes.member(event.route()) == 0) {
      if (added.gap()) {
        staff.wake(event.route());
      }
      staff.deliver(event);
    } else {
      correspondents.deliver(ArrivalReader.read(event, added.receivedAt(), words), added.gap());
    }
  }

  void wake(String route) {
    long user = InboxRoutes.member(route);
    if (user == 0) {
      staff.wake(route);
    } else {
      correspondents.wake(user);
    }
  }
}
