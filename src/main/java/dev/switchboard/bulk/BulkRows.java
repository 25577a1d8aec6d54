package dev.switchboard.bulk;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The rows of the table {@code bulk_act} that wait, for whoever carries them out. A row is claimed
 * by one node at a time; a claim that is not ended in time may be taken by another.
 */
final class BulkRows {
  /** With pauses that double up to a minute: about half an hour. */
  static final int MOST_TRIES = 35;

  private final Database database;
  private final Duration claim;

  /**
   * @param claim how long a claim lasts: longer than a ticket takes to answer
   */
  BulkRows(Database database, Duration claim) {
    this.database = database;
    this.claim = claim;
  }

  /**
   * An act that is to be carried out now.
   *
   * @param tries how often it was begun, with this time
   */
  record Due(
      long job,
      int place,
      long ticket,
      long source,
      BulkAct act,
      Staff owner,
      Optional<String> address,
      String request,
      int tries) {
    /** Whether it may have been carried out before. */
    boolean again() {
      return tries > 1;
    }
  }

  /** Claims acts; jobs take turns. */
  CompletionStage<List<Due>> claim(int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                with chosen as (
                  select job, place from bulk_act
                  where state = 'waiting' and (claimed_until is null or claimed_until <= now())
                  order by place, job limit :most for update skip locked)
                update bulk_act act set claimed_until = now() + make_interval(secs => :claim), tries = tries + 1
                from chosen, bulk_job job
                where act.job = chosen.job and act.place = chosen.place and job.job = act.job
                returning act.job, act.place, act.ticket, act.source, act.tries, job.act, job.reason, job.silent,
                  job.priority, job.owner, job.owner_name, job.owner_role, job.address, job.request
                """)
            .bind("most", most)
            .bind("claim", claim.toSeconds())
            .map((row, _) -> due(row))
            .list());
  }

  private static Due due(ResultSet row) throws SQLException {
    return new Due(
        row.getLong("job"),
        row.getInt("place"),
        row.getLong("ticket"),
        row.getLong("source"),
        act(row),
        new Staff(row.getLong("owner"), row.getString("owner_name"), row.getString("owner_role")),
        Optional.ofNullable(row.getString("address")),
        row.getString("request"),
        row.getInt("tries"));
  }

  private static BulkAct act(ResultSet row) throws SQLException {
    String word = row.getString("act");
    return switch (word) {
      case "close" -> new BulkAct.Close(row.getString("reason"), row.getBoolean("silent"));
      case "priority" ->
          new BulkAct.SetPriority(Priority.of(row.getString("priority")).orElse(Priority.NORMAL));
      case "mark_read" -> new BulkAct.MarkRead();
      case "mark_unread" -> new BulkAct.MarkUnread();
      default -> throw new IllegalStateException("no act of a job is called " + word);
    };
  }

  /** It was carried out. */
  CompletionStage<Done> done(Due due) {
    return end(due, "done", "");
  }

  /** It will not be carried out. */
  CompletionStage<Done> refused(Due due, String code) {
    return end(due, "refused", code);
  }

  /**
   * Ends the job with its last act. Its row is locked first, since of two acts that end at once
   * neither would see the other as ended.
   */
  private CompletionStage<Done> end(Due due, String state, String code) {
    return database.transaction(handle -> {
      handle.execute("select from bulk_job where job = ? for update", due.job());
      handle
          .createUpdate(
              """
              update bulk_act set state = :state, code = :code, claimed_until = null
              where job = :job and place = :place and state = 'waiting'
              """)
          .bind("job", due.job())
          .bind("place", due.place())
          .bind("state", state)
          .bind("code", code)
          .execute();
      handle
          .createUpdate(
              """
              update bulk_job set state = 'done', ended_at = now()
              where job = :job and state = 'running'
                and not exists (select from bulk_act where job = :job and state = 'waiting')
              """)
          .bind("job", due.job())
          .execute();
      return Done.getInstance();
    });
  }

  /**
   * Nobody knows whether it was carried out: it is asked for again after a pause, at last never.
   */
  CompletionStage<Done> unknown(Due due) {
    if (due.tries() >= MOST_TRIES) {
      return refused(due, "unavailable");
    }
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              update bulk_act set claimed_until = now() + make_interval(secs => :pause)
              where job = :job and place = :place and state = 'waiting'
              """)
          .bind("job", due.job())
          .bind("place", due.place())
          .bind("pause", Math.min(60, 1L << Math.min(due.tries(), 6)))
          .execute();
      return Done.getInstance();
    });
  }
}
