package dev.switchboard.composer;

import dev.switchboard.composer.Drafts.Words;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.Staff;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * The rows of the table {@code held_reply} that are due, for whoever sends them. A row is claimed
 * by one node at a time; a claim that is not ended in time may be taken by another.
 */
final class HeldRows {
  private final Database database;
  private final Duration claim;
  private final Duration pause;

  /**
   * @param claim how long a claim lasts: longer than a ticket takes to answer
   * @param pause how long a reply rests that could not be sent
   */
  HeldRows(Database database, Duration claim, Duration pause) {
    this.database = database;
    this.claim = claim;
    this.pause = pause;
  }

  /**
   * A reply that is to be sent now.
   *
   * @param again whether it may have been sent before
   */
  record Due(
      long source,
      long ticket,
      Staff author,
      Words words,
      int lastSeen,
      int draft,
      Optional<String> address,
      String request,
      boolean again) {}

  /**
   * Claims replies, at most one of each author in each ticket: the first that is due, once none
   * before it is under way. Authors do not wait for each other. One that was claimed by a node that
   * ended comes again, those first that were due first.
   */
  CompletionStage<List<Due>> claim(int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                with chosen as (
                  select h.source, h.state from held_reply h
                  where h.state in ('held', 'releasing')
                    and (h.state = 'held' and h.due_at <= now() or h.state = 'releasing' and h.claimed_until <= now())
                    and not exists (select from held_reply e
                      where e.ticket = h.ticket and e.owner = h.owner and e.source <> h.source
                        and case when h.state = 'held'
                          then e.state = 'releasing' or e.state = 'held' and (e.due_at, e.source) < (h.due_at, h.source)
                          else e.state = 'releasing' and (e.due_at, e.source) < (h.due_at, h.source) end)
                  order by h.due_at, h.source limit :most for update of h skip locked)
                update held_reply r set state = 'releasing', claimed_until = now() + make_interval(secs => :claim)
                from chosen c where c.source = r.source
                returning r.*, c.state = 'releasing' as again
                """)
            .bind("most", most)
            .bind("claim", seconds(claim))
            .map((row, _) -> due(row))
            .list());
  }

  private static Due due(ResultSet row) throws SQLException {
    return new Due(
        row.getLong("source"),
        row.getLong("ticket"),
        new Staff(row.getLong("owner"), row.getString("author_name"), row.getString("author_role")),
        DraftRows.words(row),
        row.getInt("last_seen"),
        row.getInt("draft_version"),
        Optional.ofNullable(row.getString("address")),
        row.getString("request"),
        row.getBoolean("again"));
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** The ticket has it. */
  CompletionStage<Done> sent(Due due) {
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              update held_reply set state = 'sent', text = '', files = '{}', claimed_until = null
              where source = :source and state = 'releasing'
              """)
          .bind("source", due.source())
          .execute();
      return Done.getInstance();
    });
  }

  /** The ticket will never have it: it is a draft again, unless its author has begun another. */
  CompletionStage<Done> refused(Due due, String reason) {
    return database.transaction(handle -> {
      boolean first =
          handle
                  .createUpdate(
                      """
                      update held_reply set state = 'refused', refused = :reason, claimed_until = null
                      where source = :source and state = 'releasing'
                      """)
                  .bind("source", due.source())
                  .bind("reason", reason)
                  .execute()
              > 0;
      if (first
          && new DraftRows(handle, due.author().id(), due.ticket())
              .giveBack(due.words(), due.draft(), Optional.of(reason))) {
        noteDrafted(handle, due.source());
      }
      return Done.getInstance();
    });
  }

  /** The words of the row are the author's draft. */
  static void noteDrafted(Handle handle, long source) {
    handle
        .createUpdate("update held_reply set drafted = true where source = :source")
        .bind("source", source)
        .execute();
  }

  /** Whether the ticket has it is not known: it is sent again after a pause. */
  CompletionStage<Done> unknown(Due due) {
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              update held_reply set claimed_until = now() + make_interval(secs => :pause)
              where source = :source and state = 'releasing'
              """)
          .bind("source", due.source())
          .bind("pause", seconds(pause))
          .execute();
      return Done.getInstance();
    });
  }
}
