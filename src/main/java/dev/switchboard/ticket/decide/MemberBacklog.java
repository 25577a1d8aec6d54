package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Book;
import dev.switchboard.ticket.model.Deed;

/**
 * How much of a ticket waits to be shown. Beyond a bound, more of it is better kept in the inbox,
 * where it is as safe and costs no memory: everything in a ticket is in each snapshot, too. Pure.
 */
final class MemberBacklog {
  /** So many entries wait to be shown to staff, and so many reactions, at most and about. */
  static final int MOST_WAITING = 1_000;

  static final int MOST_CHARACTERS = 500_000;

  private MemberBacklog() {}

  /** Whether the ticket takes nothing more of the member for now. */
  static boolean isFull(Book book) {
    return waits(book, MOST_WAITING, MOST_CHARACTERS);
  }

  /** Whether a ticket that was full can take a good part of the messages that wait for it. */
  static boolean hasRoom(Book book) {
    return !waits(book, MOST_WAITING / 2, MOST_CHARACTERS / 2);
  }

  private static boolean waits(Book book, int entries, int most) {
    if (book.unshown().size() >= entries || mirrors(book) >= entries) {
      return true;
    }
    int characters = 0;
    for (int number : book.unshown()) {
      characters += book.entry(number).map(entry -> entry.content().characters()).orElse(0);
      if (characters >= most) {
        return true;
      }
    }
    return false;
  }

  private static long mirrors(Book book) {
    return book.pending().stream().filter(planned -> planned.deed() instanceof Deed.Mirror).count();
  }
}
