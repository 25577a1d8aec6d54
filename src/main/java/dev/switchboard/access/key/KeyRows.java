package dev.switchboard.access.key;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The table of keys: their numbers and hashes. A row is written before its key is made, so no key
 * is without one; what the key is good for is known to its entity alone. Thread-safe.
 */
public final class KeyRows {
  private final Database database;

  public KeyRows(Database database) {
    this.database = database;
  }

  /** A key that was made, or is about to be. */
  record Row(long number, String hash, Instant made) {}

  /** Adds a row, unless there are so many already. The answer is the number of the key. */
  CompletionStage<Optional<Long>> add(String hash, Instant made, int most) {
    return database.transaction(handle -> {
      // Of two who add at once, the second counts the row of the first.
      handle.execute("lock table api_key in share row exclusive mode");
      return handle
          .createQuery(
              """
              insert into api_key (hash, made)
              select :hash, :made where (select count(*) from api_key) < :most
              returning number
              """)
          .bind("hash", hash)
          .bind("made", made.atOffset(ZoneOffset.UTC))
          .bind("most", most)
          .mapTo(Long.class)
          .findFirst();
    });
  }

  CompletionStage<Done> remove(String hash) {
    return database.query(handle -> {
      handle.createUpdate("delete from api_key where hash = :hash").bind("hash", hash).execute();
      return Done.getInstance();
    });
  }

  /** Whether there may be a key of that hash. */
  CompletionStage<Boolean> has(String hash) {
    return database.query(handle ->
        handle
            .createQuery("select exists (select from api_key where hash = :hash)")
            .bind("hash", hash)
            .mapTo(Boolean.class)
            .one());
  }

  /** The hash of the key of that number. */
  CompletionStage<Optional<String>> hash(long number) {
    return database.query(handle ->
        handle
            .createQuery("select hash from api_key where number = :number")
            .bind("number", number)
            .mapTo(String.class)
            .findFirst());
  }

  /** All of them by number. */
  CompletionStage<List<Row>> all() {
    return database.query(handle ->
        handle
            .createQuery("select number, hash, made from api_key order by number")
            .map((row, _) ->
                new Row(
                    row.getLong("number"),
                    row.getString("hash"),
                    row.getObject("made", OffsetDateTime.class).toInstant()))
            .list());
  }
}
