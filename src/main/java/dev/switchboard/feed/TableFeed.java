package dev.switchboard.feed;

import dev.switchboard.access.Right;
import dev.switchboard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** {@link Feed} from the table {@code feed}, and the deletion of what is old. */
public final class TableFeed implements Feed {
  /** Events are kept for so long, unless there are more than {@link #MOST}. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** So many events are kept at most: some 250 MB. */
  static final long MOST = 1_000_000;

  /** So many rows are deleted by one statement. */
  static final int BATCH = 5_000;

  /** So many batches follow each other; the rest waits for the next call. */
  static final int BATCHES = 40;

  private static final UnknownEvents UNKNOWN = new UnknownEvents();

  private final Database database;

  public TableFeed(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Page> behind(long position, int most) {
    return database.query(handle -> behind(handle, position, most));
  }

  /** As {@link Feed#behind}, for a reader that keeps its position in the same database. */
  public static Page behind(Handle handle, long position, int most) {
    // The newest first: what is committed between the two is read, and is no gap.
    long newest = newest(handle);
    List<Row> rows =
        handle
            .createQuery(
                """
                select position, at, ticket, kind, needed_right, cast(payload as text) as payload
                from feed where position > :position order by position limit :limit
                """)
            .bind("position", position)
            .bind("limit", Math.clamp(most, 1, PAGE))
            .map((row, _) -> new Row(row.getLong("position"), entry(row)))
            .list();
    boolean complete =
        rows.isEmpty() ? position == newest : rows.getFirst().position() == position + 1;
    long reached = rows.isEmpty() ? newest : rows.getLast().position();
    return new Page(
        rows.stream().flatMap(row -> row.entry().stream()).toList(),
        complete,
        reached,
        Math.max(newest, reached));
  }

  /** An event at its position; empty where only a newer version knows what it is. */
  private record Row(long position, Optional<FeedEntry> entry) {}

  @Override
  public CompletionStage<Head> head() {
    return database.query(handle ->
        handle
            .createQuery("select epoch, last from feed_head")
            .map((row, _) -> new Head(row.getString("epoch"), row.getLong("last")))
            .findOne()
            .orElseGet(() -> new Head("", 0)));
  }

  private static long newest(Handle handle) {
    return handle
        .createQuery("select coalesce(max(last), 0) from feed_head")
        .mapTo(Long.class)
        .one();
  }

  private static Optional<FeedEntry> entry(ResultSet row) throws SQLException {
    String word = row.getString("kind");
    String needed = row.getString("needed_right");
    Optional<FeedKind> kind = FeedKind.known(word);
    Optional<Right> right = right(needed);
    if (kind.isEmpty() || right.isEmpty()) {
      UNKNOWN.met(word, needed);
      return Optional.empty();
    }
    return Optional.of(
        new FeedEntry(
            row.getLong("position"),
            row.getTimestamp("at").toInstant(),
            row.getLong("ticket"),
            kind.get(),
            right.get(),
            row.getString("payload")));
  }

  private static Optional<Right> right(String word) {
    return Arrays.stream(Right.values())
        .filter(right -> right.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  /**
   * Deletes the oldest events: those older than {@link #KEPT}, and all beyond {@link #MOST}. To be
   * called every minute; each call deletes {@link #BATCH} times {@link #BATCHES} rows at most. The
   * answer is how many that were.
   */
  public CompletionStage<Integer> forget() {
    return forget(KEPT, MOST, BATCH);
  }

  CompletionStage<Integer> forget(Duration kept, long most, int batch) {
    return forget(kept, most, batch, BATCHES, 0);
  }

  private CompletionStage<Integer> forget(
      Duration kept, long most, int batch, int batches, int before) {
    return database
        .query(handle -> delete(handle, kept, most, batch))
        .thenCompose(deleted ->
            deleted == batch && batches > 1
                ? forget(kept, most, batch, batches - 1, before + deleted)
                : CompletableFuture.completedStage(before + deleted));
  }

  private static int delete(Handle handle, Duration kept, long most, int batch) {
    return handle
        .createUpdate(
            """
            delete from feed where position in (select position from feed order by position limit :batch)
              and (at < now() - make_interval(secs => :seconds)
                or position <= (select max(last) from feed_head) - :most)
            """)
        .bind("batch", batch)
        .bind("seconds", (double) kept.toSeconds())
        .bind("most", most)
        .execute();
  }
}
