package dev.switchboard.ticket;

import java.util.List;
import java.util.stream.Stream;

/**
 * A ticket's jobs on their way to the {@link Dispatch}: in order even when that has forgotten the
 * older ones. Not thread-safe.
 */
final class Offers {
  private final Dispatch dispatch;
  private final Rules rules;
  private long memory;

  Offers(Dispatch dispatch, Rules rules) {
    this.dispatch = dispatch;
    this.rules = rules;
    this.memory = dispatch.memory();
  }

  /** Offers what was just planned. */
  void add(Book book, List<Long> posts) {
    if (isForgotten()) {
      again(book);
    } else {
      dispatch.offer(
          memory, jobs(book, posts.stream().flatMap(post -> book.pending(post).stream()), false));
    }
  }

  /** Whether what was offered has to be offered again. */
  boolean isForgotten() {
    return dispatch.memory() != memory;
  }

  /** Offers all. The dispatcher ignores what it holds; the rest it looks for before it posts. */
  void again(Book book) {
    memory = dispatch.memory();
    dispatch.offer(memory, jobs(book, book.pending().stream(), true));
  }

  private List<Job> jobs(Book book, Stream<TicketEvent.Planned> pending, boolean doubtful) {
    return pending
        .flatMap(one -> Deeds.job(book, rules.logChannel(), one, doubtful).stream())
        .toList();
  }
}
