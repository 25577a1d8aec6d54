package dev.switchboard.access.login;

import dev.switchboard.access.Secret;
import dev.switchboard.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/**
 * {@link LoginAttempts} in the table {@code login_attempt}. Anybody may begin one: the table has
 * {@link #MOST} rows at most, and the oldest go first.
 */
public final class TableLoginAttempts implements LoginAttempts {
  static final int MOST = 10_000;

  /** How long somebody may stay on Discord's page. */
  static final Duration LASTING = Duration.ofMinutes(10);

  /** So many rows go at a time: more than come. */
  static final int AT_A_TIME = 500;

  private final Database database;
  private final Clock clock;

  public TableLoginAttempts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Row(
      String verifier, String redirect, String browser, Instant at, Optional<String> session) {}

  @Override
  public CompletionStage<Begun> begin(String redirect, Optional<String> session) {
    String path =
        Redirects.own(redirect)
            .orElseThrow(() -> new IllegalArgumentException("a path that is not our own"));
    Begun begun = new Begun(Secret.random(), Secret.random(), Pkce.random());
    Instant now = clock.instant();
    return database.transaction(handle -> {
      add(handle, begun, path, session, now);
      removeSome(handle, now.minus(LASTING));
      return begun;
    });
  }

  private static void add(
      Handle handle, Begun begun, String redirect, Optional<String> session, Instant at) {
    handle
        .createUpdate(
            """
            insert into login_attempt (state_hash, verifier, redirect, browser, session, at)
            values (:state, :verifier, :redirect, :browser, :session, :at)
            """)
        .bind("state", Secret.hash(begun.state()))
        .bind("verifier", begun.pkce().verifier())
        .bind("redirect", redirect)
        .bind("session", session.orElse(null))
        .bind("browser", Secret.hash(begun.browser()))
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /**
   * What is over, and what is too much; what somebody else removes or takes now is left to them.
   */
  private static void removeSome(Handle handle, Instant over) {
    handle
        .createUpdate(
            """
            delete from login_attempt where state_hash in (
              select state_hash from login_attempt
              where at <= :over or (at, state_hash) <= (
                select at, state_hash from login_attempt
                order by at desc, state_hash desc offset :most limit 1)
              order by at, state_hash limit :some for update skip locked)
            """)
        .bind("over", over.atOffset(ZoneOffset.UTC))
        .bind("most", MOST)
        .bind("some", AT_A_TIME)
        .execute();
  }

  @Override
  public CompletionStage<Optional<Attempt>> take(String state, String browser) {
    Instant over = clock.instant().minus(LASTING);
    return database
        .query(handle -> taken(handle, Secret.hash(state)))
        .thenApply(found ->
            found
                .filter(row -> Secret.matches(browser, row.browser()) && row.at().isAfter(over))
                .map(row -> new Attempt(row.redirect(), new Pkce(row.verifier()), row.session())));
  }

  private static Optional<Row> taken(Handle handle, String stateHash) {
    return handle
        .createQuery(
            """
            delete from login_attempt where state_hash = :state
            returning verifier, redirect, browser, at, session
            """)
        .bind("state", stateHash)
        .map((row, _) ->
            new Row(
                row.getString("verifier"),
                row.getString("redirect"),
                row.getString("browser"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("session"))))
        .findFirst();
  }
}
