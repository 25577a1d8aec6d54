package dev.switchboard.composer;

import dev.switchboard.composer.Drafts.Draft;
import dev.switchboard.composer.Drafts.Kind;
import dev.switchboard.composer.Drafts.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The rows of the table {@code unknown_send}, in a transaction of the caller's: words that were
 * sent while it is not known whether the ticket has them. No draft replaces them.
 */
record UnknownRows(Handle handle) {
  /** The reason of a held reply that was never held: its sending did not reach the ticket. */
  static final String NOT_SENT = "not_sent";

  private record Row(
      long source, long owner, String author, long ticket, Kind kind, int version, Words words) {}

  /** Keeps what is being sent; where the same act is asked for again, as it is now. */
  void keep(long source, long owner, String author, Drafts.Sent sent) {
    DraftRows.written(
            handle.createUpdate(
                """
                insert into unknown_send (source, owner, author_name, ticket, kind, version, text, anonymous, files)
                select :source, :owner, :author, :ticket, :kind, :version, :text, :anonymous, :files where %s
                on conflict (source) do update set version = excluded.version, text = excluded.text,
                  anonymous = excluded.anonymous, files = excluded.files, sent_at = now(), asked_at = now()
                """
                    .formatted(DraftRows.TICKET_IS_THERE)),
            sent.words())
        .bind("source", source)
        .bind("owner", owner)
        .bind("author", author)
        .bind("ticket", sent.ticket())
        .bind("kind", sent.kind().word())
        .bind("version", sent.version())
        .execute();
    handle
        .createUpdate(
            """
            delete from held_reply where source = :source and state = 'refused' and refused = :reason
            """)
        .bind("source", source)
        .bind("reason", NOT_SENT)
        .execute();
  }

  /**
   * Forgets what a later text of the same author contains, as whole lines, with all its files: a
   * client puts what failed before what was written since. Without this it would be there twice.
   */
  void takenOver(long owner, long ticket, Kind kind, Words by) {
    if (by.isEmpty()) {
      return;
    }
    DraftRows.written(
            handle.createUpdate(
                """
                delete from unknown_send where owner = :owner and ticket = :ticket and kind = :kind and files <@ cast(:files as text[])
                  and (text = '' or strpos(E'\\n' || :text || E'\\n', E'\\n' || text || E'\\n') > 0)
                """),
            by)
        .bind("owner", owner)
        .bind("ticket", ticket)
        .bind("kind", kind.word())
        .execute();
  }

  /** The ticket has it. What was refused before, and was the draft that was sent, goes as well. */
  void done(long source) {
    handle
        .createUpdate(
            """
            with gone as (delete from unknown_send where source = :source returning owner, ticket, kind)
            delete from held_reply h using gone g where g.kind = 'reply'
              and h.owner = g.owner and h.ticket = g.ticket and h.state = 'refused' and h.drafted
              and not exists (select from draft d where d.owner = g.owner and d.ticket = g.ticket
                and d.kind = g.kind and d.refused is not null)
            """)
        .bind("source", source)
        .execute();
  }

  /**
   * The ticket does not have it: the words are the draft again, unless there is one that does not
   * contain them. They stay here then.
   */
  void refused(long source) {
    locked(source).ifPresent(this::draftAgain);
  }

  /**
   * The ticket will never have it. As {@link #refused}; a reply in whose place there is another
   * draft becomes a refused held reply, which its author finds in the ticket. A note stays here
   * until there is no other draft of a note: nothing may offer it as a reply.
   */
  void lost(long source) {
    locked(source)
        .filter(row -> !draftAgain(row) && row.kind() == Kind.REPLY)
        .ifPresent(row -> {
          listed(row);
          delete(row.source());
        });
  }

  private boolean draftAgain(Row row) {
    DraftRows drafts = new DraftRows(handle, row.owner(), row.ticket());
    if (drafts.restore(row.kind(), row.words(), row.version())) {
      delete(row.source());
      return true;
    }
    Draft present = drafts.find(row.kind());
    takenOver(row.owner(), row.ticket(), row.kind(), present.words());
    return find(row.source()).isEmpty();
  }

  private void listed(Row row) {
    DraftRows.written(
            handle.createUpdate(
                """
                insert into held_reply (source, ticket, owner, author_name, author_role, text, anonymous, files, last_seen,
                  request, state, refused, due_at)
                select :source, :ticket, :owner, :author, '', :text, :anonymous, :files, 0, '', 'refused', :reason, now()
                where %s
                on conflict (source) do update set text = excluded.text, anonymous = excluded.anonymous, files = excluded.files,
                  state = excluded.state, refused = excluded.refused, drafted = false, due_at = excluded.due_at, at = now()
                """
                    .formatted(DraftRows.TICKET_IS_THERE)),
            row.words())
        .bind("source", row.source())
        .bind("ticket", row.ticket())
        .bind("owner", row.owner())
        .bind("author", row.author())
        .bind("reason", NOT_SENT)
        .execute();
  }

  private void delete(long source) {
    handle
        .createUpdate("delete from unknown_send where source = :source")
        .bind("source", source)
        .execute();
  }

  /** First the draft, as whoever saves or sends one. */
  private Optional<Row> locked(long source) {
    Optional<Row> found = find(source);
    found.ifPresent(row -> new DraftRows(handle, row.owner(), row.ticket()).lock(row.kind()));
    return found.isEmpty() ? found : find(source);
  }

  private Optional<Row> find(long source) {
    return handle
        .createQuery("select * from unknown_send where source = :source")
        .bind("source", source)
        .map((row, _) -> row(row))
        .findOne();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("source"),
        row.getLong("owner"),
        row.getString("author_name"),
        row.getLong("ticket"),
        row.getString("kind").equals(Kind.NOTE.word()) ? Kind.NOTE : Kind.REPLY,
        row.getInt("version"),
        DraftRows.words(row));
  }

  /** An act of which the ticket may be asked. */
  record Asked(long ticket, long source) {}

  /**
   * Those that were asked for longest ago. A note that would find another draft in its place is not
   * asked for.
   */
  List<Asked> next(double restSeconds, int most) {
    return handle
        .createQuery(
            """
            update unknown_send set asked_at = now() where source in (
              select u.source from unknown_send u
              where u.asked_at <= now() - make_interval(secs => :rest)
                and (u.kind = 'reply' or not exists (select from draft d where d.owner = u.owner
                  and d.ticket = u.ticket and d.kind = u.kind and (d.text <> '' or d.files <> '{}')))
              order by u.asked_at, u.source limit :most for update of u skip locked)
            returning ticket, source
            """)
        .bind("rest", restSeconds)
        .bind("most", most)
        .map((row, _) -> new Asked(row.getLong("ticket"), row.getLong("source")))
        .list();
  }

  /** Forgets what is old, and what is of tickets that are erased. */
  void forget(double keptSeconds) {
    handle
        .createUpdate(
            "delete from unknown_send where sent_at < now() - make_interval(secs => :kept)")
        .bind("kept", keptSeconds)
        .execute();
    // Kept in the moment of the erasure.
    handle.execute(
        """
        delete from unknown_send u using ticket t where t.ticket = u.ticket and t.purged_at is not null
        """);
  }
}
