package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.PlannedAction;

/**
 * The limit on a ticket's entries and reactions that wait to be shown to staff. Beyond it, arrivals
 * stay in the inbox, where they are as safe and cost no memory: everything in a ticket is in each
 * snapshot, too. Pure.
 */
final class MemberBacklog {
  /** The approximate limit on the entries that wait to be shown to staff, and on the reactions. */
  static final int MOST_WAITING = 1_000;

  static final int MOST_CHARACTERS = 500_000;

  private MemberBacklog() {}

  /** Whether the ticket takes nothing more from the member for now. */
  static boolean isFull(Conversation conversation) {
    return waits(conversation, MOST_WAITING, MOST_CHARACTERS);
  }

  /** Whether a ticket that was full has room for a good part of the messages that wait for it. */
  static boolean hasRoom(Conversation conversation) {
    return !waits(conversation, MOST_WAITING / 2, MOST_CHARACTERS / 2);
  }

  private static boolean waits(Conversation conversation, int entries, int most) {
    if (conversation.unshown().size() >= entries || mirrors(conversation) >= entries) {
      return true;
    }
    int characters = 0;
    for (int number : conversation.unshown()) {
      characters += conversation.entry(number).map(entry -> entry.content().characters()).orElse(0);
      if (characters >= most) {
        return true;
      }
    }
    return false;
  }

  private static long mirrors(Conversation conversation) {
    return conversation.pending().stream()
        .filter(planned -> planned.deed() instanceof PlannedAction.Mirror)
        .count();
  }
}
