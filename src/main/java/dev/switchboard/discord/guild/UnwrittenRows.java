package dev.switchboard.discord.guild;

import dev.switchboard.discord.guild.StaffRows.Row;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Rows on their way to the table, one for each user: the last news counts. */
final class UnwrittenRows {
  private final SequencedMap<Long, Row> waiting = new LinkedHashMap<>();
  private final Map<Long, Row> taken = new LinkedHashMap<>();

  void add(Row row) {
    waiting.merge(row.user(), row, (older, newer) -> newer.after(older));
  }

  /** The last news of a user that is not written yet. */
  Optional<Row> last(long user) {
    return Optional.ofNullable(waiting.get(user)).or(() -> Optional.ofNullable(taken.get(user)));
  }

  /** How many wait, without those that are taken. */
  int size() {
    return waiting.size();
  }

  /** Takes the first to write them; they are out until they are {@link #written} or not. */
  List<Row> take(int most) {
    Iterator<Row> rows = waiting.values().iterator();
    while (rows.hasNext() && taken.size() < most) {
      Row row = rows.next();
      taken.put(row.user(), row);
      rows.remove();
    }
    return taken();
  }

  /** What is being written. */
  List<Row> taken() {
    return List.copyOf(taken.values());
  }

  /** What was taken is written, or given up. */
  void written() {
    taken.clear();
  }

  /** What was taken waits again, unless there is newer news of the same user. */
  void failed() {
    taken.forEach((user, row) -> waiting.merge(user, row, (newer, older) -> newer.after(older)));
    taken.clear();
  }
}
