package dev.switchboard.composer;

import dev.switchboard.composer.Drafts.Draft;
import dev.switchboard.composer.Drafts.Kind;
import dev.switchboard.composer.Drafts.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of the table {@code draft} of one user and ticket, in a transaction of the caller's. */
record DraftRows(Handle handle, long owner, long ticket) {
  private static final String COLUMNS =
      "select kind, version, text, anonymous, files, refused, changed_at from draft ";

  /** What was said in the ticket is not erased. */
  static final String TICKET_IS_THERE =
      "exists (select from ticket where ticket = :ticket and purged_at is null)";

  boolean hasTicket() {
    return handle
        .createQuery("select " + TICKET_IS_THERE)
        .bind("ticket", ticket)
        .mapTo(Boolean.class)
        .one();
  }

  /** Whether the user has as many drafts with words as there may be, this one not counted. */
  boolean isFull(Kind kind) {
    return handle
            .createQuery(
                """
                select count(*) from draft where owner = :owner and (text <> '' or files <> '{}')
                  and (ticket, kind) <> (:ticket, :kind)
                """)
            .bind("owner", owner)
            .bind("ticket", ticket)
            .bind("kind", kind.word())
            .mapTo(Integer.class)
            .one()
        >= Drafts.MOST;
  }

  List<Draft> all() {
    return List.of(find(Kind.REPLY), find(Kind.NOTE));
  }

  Draft find(Kind kind) {
    return place(
            handle.createQuery(
                COLUMNS + "where owner = :owner and ticket = :ticket and kind = :kind"),
            kind)
        .map((row, _) -> draft(row, kind))
        .findOne()
        .orElseGet(() -> Draft.none(kind));
  }

  private static Draft draft(ResultSet row, Kind kind) throws SQLException {
    return new Draft(
        kind,
        row.getInt("version"),
        words(row),
        Optional.ofNullable(row.getString("refused")),
        Optional.of(row.getTimestamp("changed_at").toInstant()));
  }

  static Words words(ResultSet row) throws SQLException {
    return new Words(
        row.getString("text"),
        row.getBoolean("anonymous"),
        List.of((String[]) row.getArray("files").getArray()));
  }

  /** Nobody else changes the draft before the transaction ends. */
  void lock(Kind kind) {
    place(
            handle.createQuery(
                "select version from draft where owner = :owner and ticket = :ticket and kind = :kind"
                    + " for update"),
            kind)
        .mapTo(Integer.class)
        .findOne();
  }

  /** Stores a version, unless the stored one is newer or the same. */
  boolean save(Kind kind, int version, Words words) {
    return written(
                place(
                        handle.createUpdate(
                            """
                            insert into draft (owner, ticket, kind, version, text, anonymous, files)
                            select :owner, :ticket, :kind, :version, :text, :anonymous, :files where %s
                            on conflict (owner, ticket, kind) do update set version = excluded.version, text = excluded.text,
                              anonymous = excluded.anonymous, files = excluded.files, refused = null, changed_at = now()
                            where draft.version < excluded.version
                            """
                                .formatted(TICKET_IS_THERE)),
                        kind)
                    .bind("version", version),
                words)
            .execute()
        > 0;
  }

  /** Takes a draft away, unless a newer version is stored. */
  boolean empty(Kind kind, int version) {
    return place(
                handle.createUpdate(
                    """
                    insert into draft (owner, ticket, kind, version, text, anonymous, files)
                    select :owner, :ticket, :kind, :version, '', false, '{}' where %s
                    on conflict (owner, ticket, kind) do update set version = excluded.version, text = '',
                      anonymous = false, files = '{}', refused = null, changed_at = now()
                    where draft.version <= excluded.version
                    """
                        .formatted(TICKET_IS_THERE)),
                kind)
            .bind("version", version)
            .execute()
        > 0;
  }

  /** Takes a draft away, whatever its version. */
  void emptyAny(Kind kind) {
    place(
            handle.createUpdate(
                """
                update draft set text = '', anonymous = false, files = '{}', refused = null, changed_at = now()
                where owner = :owner and ticket = :ticket and kind = :kind
                """),
            kind)
        .execute();
  }

  /**
   * Makes a held reply that was not sent the draft, in a version of its own, unless there is one.
   *
   * @param behind the version that the reply was sent with; 0 for none
   * @param refused why it was not sent; empty where its author took it back
   * @return whether it is the draft now
   */
  boolean giveBack(Words words, int behind, Optional<String> refused) {
    return giveBack(Kind.REPLY, words, behind, 1, refused);
  }

  /**
   * Makes words that were not sent the draft again, in the version that was sent if no newer one is
   * stored, unless there is a draft with words.
   *
   * @return whether they are the draft now
   */
  boolean restore(Kind kind, Words words, int version) {
    return giveBack(kind, words, version, 0, Optional.empty());
  }

  private boolean giveBack(
      Kind kind, Words words, int version, int step, Optional<String> refused) {
    return written(
                place(
                        handle.createUpdate(
                            """
                            insert into draft (owner, ticket, kind, version, text, anonymous, files, refused)
                            select :owner, :ticket, :kind, :version + :step, :text, :anonymous, :files, :refused where %s
                            on conflict (owner, ticket, kind) do update
                            set version = greatest(excluded.version,
                                draft.version + case when draft.version > :version then 1 else :step end),
                              text = excluded.text, anonymous = excluded.anonymous, files = excluded.files,
                              refused = excluded.refused, changed_at = now()
                            where draft.text = '' and draft.files = '{}'
                            """
                                .formatted(TICKET_IS_THERE)),
                        kind)
                    .bind("version", version)
                    .bind("step", step)
                    .bind("refused", refused.orElse(null)),
                words)
            .execute()
        > 0;
  }

  private <T extends SqlStatement<T>> T place(T statement, Kind kind) {
    return statement.bind("owner", owner).bind("ticket", ticket).bind("kind", kind.word());
  }

  static <T extends SqlStatement<T>> T written(T statement, Words words) {
    return statement
        .bind("text", words.text())
        .bind("anonymous", words.anonymous())
        .bindArray("files", String.class, words.files().toArray());
  }
}
