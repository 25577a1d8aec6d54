package dev.switchboard.http.api;

import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * The parameters of a list by cursors: {@code limit}, and {@code after} or {@code before}. In the
 * order of the list, {@code after} goes on behind a place, and {@code before} ahead of it.
 */
record Paging(int limit, Optional<String> after, Optional<String> before) {
  private static final int MOST = 200;
  private static final int USUAL = 50;

  /** Longer than any cursor, so that a wrong one of any length is told to be wrong. */
  private static final int LONGEST = 1_000;

  static Paging of(Fields fields) {
    Paging paging =
        new Paging(
            (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
            fields.optionalText("after", 1, LONGEST),
            fields.optionalText("before", 1, LONGEST));
    if (paging.after().isPresent() && paging.before().isPresent()) {
      fields.wrong("before", "exclusive", "cannot be given together with 'after'");
    }
    return paging;
  }

  /**
   * The position in a list.
   *
   * @param list the name of the list, with everything that chooses its rows
   * @param onwards the direction of the keys in the order of the list
   * @param back the other one
   * @throws dev.switchboard.http.endpoint.ProblemException if the cursor is none of this list
   */
  Position position(String list, Position.Direction onwards, Position.Direction back) {
    if (before.isPresent()) {
      return new Position(back, key(list, before), limit);
    }
    return new Position(onwards, key(list, after), limit);
  }

  private static OptionalLong key(String list, Optional<String> cursor) {
    return cursor.map(text -> OptionalLong.of(Cursor.key(list, text))).orElse(OptionalLong.empty());
  }

  /** The cursor with which the same direction goes on; empty at its end. */
  static <T> Optional<String> next(String list, Part<T> part, ToLongFunction<T> key) {
    return part.more()
        ? Optional.of(Cursor.of(list, key.applyAsLong(part.rows().getLast())))
        : Optional.empty();
  }
}
