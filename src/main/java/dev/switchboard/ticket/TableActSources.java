package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.ActSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * {@link ActSources} in the table {@code act_request} and the sequence {@code act_source}.
 *
 * <p>The row of a request is committed before its act is asked for, and the act's effect is stored
 * by the ticket together with the source. So whenever the process ends, a request that comes again
 * finds its row, gets the same source, and the ticket does it once: it was done already, or it is
 * done now. The ticket's answer is added to the row afterwards, for a request that comes again when
 * the ticket has forgotten an act among thousands of others.
 */
public final class TableActSources implements ActSources {
  /** How long a request is known at least (http-api.md, 1.4). */
  static final Duration KEPT = Duration.ofDays(2);

  private final Database database;

  public TableActSources(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Long> fresh() {
    return database.query(TableActSources::fresh);
  }

  /** As {@link #fresh()}, with the caller's connection. */
  public static long fresh(Handle handle) {
    return ActSource.counted(
        handle.createQuery("select nextval('act_source')").mapTo(Long.class).one());
  }

  @Override
  public CompletionStage<Given> of(Request request) {
    return database.query(handle -> of(handle, request));
  }

  /**
   * As {@link #of(Request)}, in a transaction of the caller's: whatever else is stored in it is
   * stored together with the source.
   */
  public static Given of(Handle handle, Request request) {
    // Forgotten between the two: it is as if it came for the first time.
    return add(handle, request)
        .or(() -> find(handle, request))
        .or(() -> add(handle, request))
        .orElseThrow(() -> new IllegalStateException("a request is neither new nor known"));
  }

  private static Optional<Given> add(Handle handle, Request request) {
    return handle
        .createQuery(
            """
            insert into act_request (scope, body, source)
            select :scope, :body, :first + nextval('act_source')
            where not exists (select 1 from act_request where scope = :scope)
            on conflict (scope) do nothing returning source
            """)
        .bind("scope", request.scope().bytes())
        .bind("body", request.body().bytes())
        .bind("first", ActSource.FIRST)
        .mapTo(Long.class)
        .findOne()
        .map(Given.New::new);
  }

  /** The source of a request that was seen before; empty where it was not. */
  public static Optional<Given> find(Handle handle, Request request) {
    return handle
        .createQuery("select body, source, number from act_request where scope = :scope")
        .bind("scope", request.scope().bytes())
        .map((row, _) -> given(row, request))
        .findOne();
  }

  private static Given given(ResultSet row, Request request) throws SQLException {
    if (!Arrays.equals(row.getBytes("body"), request.body().bytes())) {
      return new Given.Other();
    }
    int number = row.getInt("number");
    OptionalInt answer = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    return new Given.Known(row.getLong("source"), answer);
  }

  @Override
  public CompletionStage<Done> done(Request request, int number) {
    return database.query(handle -> {
      handle
          .createUpdate("update act_request set number = :number where scope = :scope")
          .bind("number", number)
          .bind("scope", request.scope().bytes())
          .execute();
      return Done.getInstance();
    });
  }

  @Override
  public CompletionStage<Done> forget(Request request) {
    return database.query(handle -> {
      handle
          .createUpdate("delete from act_request where scope = :scope and number is null")
          .bind("scope", request.scope().bytes())
          .execute();
      return Done.getInstance();
    });
  }

  /** Forgets requests that are older than they have to be known. */
  public CompletionStage<Done> forget() {
    return database.query(handle -> {
      handle
          .createUpdate("delete from act_request where at < now() - make_interval(secs => :kept)")
          .bind("kept", KEPT.toSeconds())
          .execute();
      return Done.getInstance();
    });
  }
}
