package dev.switchboard.composer;

import dev.switchboard.access.Principal;
import dev.switchboard.composer.Drafts.Kind;
import dev.switchboard.composer.Drafts.Words;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.TableActSources;
import dev.switchboard.ticket.model.ActSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/** {@link HeldReplies} in the table {@code held_reply}. */
public final class TableHeldReplies implements HeldReplies {
  private static final int LISTED = 100;

  /** Longer than a request is known by its key, two days. */
  private static final Duration KEPT = Duration.ofHours(50);

  private static final Duration LOOK = Duration.ofMillis(50);

  /** As long as a ticket takes to answer at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Database database;
  private final HeldRelease release;
  private final Duration patience;

  public TableHeldReplies(Database database, HeldRelease release) {
    this(database, release, PATIENCE);
  }

  TableHeldReplies(Database database, HeldRelease release, Duration patience) {
    this.database = database;
    this.release = release;
    this.patience = patience;
  }

  /** Ends a transaction in which nothing may be stored. */
  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("too many held replies", null, false, false);
    }
  }

  // ---- holding

  @Override
  public CompletionStage<Holding> hold(
      Principal by, Wanted wanted, Optional<ActSources.Request> request) {
    return database
        .transaction(handle -> hold(handle, by, wanted, request))
        .thenApply(holding -> {
          if (holding instanceof Holding.Accepted) {
            release.wakeIn(wanted.hold());
          }
          return holding;
        })
        .exceptionally(failure -> {
          if (failure instanceof Full || failure.getCause() instanceof Full) {
            return new Holding.TooMany();
          }
          throw failure instanceof CompletionException known
              ? known
              : new CompletionException(failure);
        });
  }

  private static Holding hold(
      Handle handle, Principal by, Wanted wanted, Optional<ActSources.Request> request) {
    ActSources.Given given = TableDrafts.given(handle, request);
    return given instanceof ActSources.Given.New(long source)
        ? new Holding.Accepted(id(source), store(handle, by, wanted, source), false)
        : before(handle, given);
  }

  private static Holding before(Handle handle, ActSources.Given given) {
    return switch (given) {
      case ActSources.Given.New _ -> new Holding.Forgotten();
      case ActSources.Given.Known(long source, _) ->
          due(handle, source)
              .<Holding>map(due -> new Holding.Accepted(id(source), due, true))
              .orElseGet(Holding.Forgotten::new);
      case ActSources.Given.Other _ -> new Holding.OtherRequest();
    };
  }

  @Override
  public CompletionStage<Optional<Holding>> find(Principal by, ActSources.Request request) {
    return database.query(
        handle -> TableActSources.find(handle, request).map(given -> before(handle, given)));
  }

  /** The place of the source among all acts over HTTP: short, and the same for the same request. */
  private static long id(long source) {
    return source - ActSource.FIRST;
  }

  private static Optional<Instant> due(Handle handle, long source) {
    return handle
        .createQuery("select due_at from held_reply where source = :source")
        .bind("source", source)
        .map((row, _) -> row.getTimestamp("due_at").toInstant())
        .findOne();
  }

  private static Instant store(Handle handle, Principal by, Wanted wanted, long source) {
    long owner = Owner.of(by);
    if (waiting(handle, owner, wanted.ticket(), Long.MAX_VALUE) >= MOST) {
      throw new Full();
    }
    Instant due = insert(handle, by, wanted, source);
    wanted
        .draft()
        .ifPresent(version -> {
          new DraftRows(handle, owner, wanted.ticket()).empty(Kind.REPLY, version);
          forgetRefused(handle, owner, wanted.ticket());
        });
    new UnknownRows(handle).takenOver(owner, wanted.ticket(), Kind.REPLY, wanted.words());
    return due;
  }

  /** Its words were the draft that is sent now. */
  private static void forgetRefused(Handle handle, long owner, long ticket) {
    handle
        .createUpdate(
            """
            delete from held_reply where owner = :owner and ticket = :ticket and state = 'refused' and drafted
            """)
        .bind("owner", owner)
        .bind("ticket", ticket)
        .execute();
  }

  private static Instant insert(Handle handle, Principal by, Wanted wanted, long source) {
    return handle
        .createQuery(
            """
            insert into held_reply (source, ticket, owner, author_name, author_role, text, anonymous, files, last_seen,
              draft_version, address, request, state, due_at)
            values (:source, :ticket, :owner, :name, :role, :text, :anonymous, :files, :lastSeen, :draft, :address,
              :request, 'held', greatest(now() + make_interval(secs => :hold),
                (select max(due_at) from held_reply
                  where ticket = :ticket and owner = :owner and state in ('held', 'releasing'))))
            returning due_at
            """)
        .bind("source", source)
        .bind("ticket", wanted.ticket())
        .bind("owner", Owner.of(by))
        .bind("name", wanted.author().name())
        .bind("role", wanted.author().topRole())
        .bind("text", wanted.words().text())
        .bind("anonymous", wanted.words().anonymous())
        .bindArray("files", String.class, wanted.words().files().toArray())
        .bind("lastSeen", wanted.lastSeen())
        .bind("draft", wanted.draft().isPresent() ? wanted.draft().getAsInt() : null)
        .bind("address", by.source().address().orElse(null))
        .bind("request", by.source().request())
        .bind("hold", HeldRows.seconds(wanted.hold()))
        .map((row, _) -> row.getTimestamp("due_at").toInstant())
        .one();
  }

  // ---- reading

  @Override
  public CompletionStage<List<Held>> held(Principal by, long ticket) {
    long owner = Owner.of(by);
    return database.query(handle ->
        handle
            .createQuery(
                """
                select * from held_reply where ticket = :ticket
                  and (state in ('held', 'releasing') or state = 'refused' and owner = :owner)
                order by source limit :most
                """)
            .bind("ticket", ticket)
            .bind("owner", owner)
            .bind("most", LISTED)
            .map((row, _) -> held(row, owner))
            .list());
  }

  private static Held held(ResultSet row, long reader) throws SQLException {
    long owner = row.getLong("owner");
    return new Held(
        id(row.getLong("source")),
        owner,
        row.getString("author_name"),
        owner == reader ? DraftRows.words(row) : Words.NONE,
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("refused")),
        row.getTimestamp("due_at").toInstant());
  }

  // ---- taking back

  /**
   * @param behind the version that it was sent with; 0 for none
   * @param drafted whether it became the draft: when it was refused, or when it was taken back
   * @param again whether it was taken back before
   */
  private record TakenBack(Words words, int behind, boolean drafted, boolean again) {}

  @Override
  public CompletionStage<Cancelling> cancel(Principal by, long ticket, long id) {
    long owner = Owner.of(by);
    return database.transaction(handle ->
        takenBack(handle, owner, ticket, id)
            .<Cancelling>map(taken -> cancelled(new DraftRows(handle, owner, ticket), id, taken))
            .orElseGet(() ->
                isThere(handle, owner, ticket, id)
                    ? new Cancelling.TooLate()
                    : new Cancelling.Unknown()));
  }

  private static Cancelling cancelled(DraftRows drafts, long id, TakenBack taken) {
    boolean restored = taken.drafted();
    // Whoever puts away a refused reply has its words in the draft already.
    if (!restored && !taken.again()) {
      restored = drafts.giveBack(taken.words(), taken.behind(), Optional.empty());
      if (restored) {
        HeldRows.noteDrafted(drafts.handle(), source(id));
      }
    }
    return new Cancelling.Cancelled(taken.words(), drafts.find(Kind.REPLY), restored);
  }

  /**
   * Whoever sends it claims it in the same row: only one of both finds it held. The words stay in
   * the row for a caller whom the answer did not reach. An older program left none there.
   */
  private static Optional<TakenBack> takenBack(Handle handle, long owner, long ticket, long id) {
    return handle
        .createQuery(
            """
            with before as (
              select source, state = 'cancelled' as again from held_reply
              where source = :source and ticket = :ticket and owner = :owner
                and (state in ('held', 'refused') or state = 'cancelled' and (text <> '' or files <> '{}'))
              for update)
            update held_reply h set state = 'cancelled', at = case when b.again then h.at else now() end
            from before b where h.source = b.source
            returning h.text, h.anonymous, h.files, h.draft_version, h.drafted, b.again
            """)
        .bind("source", source(id))
        .bind("ticket", ticket)
        .bind("owner", owner)
        .map((row, _) ->
            new TakenBack(
                DraftRows.words(row),
                row.getInt("draft_version"),
                row.getBoolean("drafted"),
                row.getBoolean("again")))
        .findOne();
  }

  private static boolean isThere(Handle handle, long owner, long ticket, long id) {
    return handle
        .createQuery(
            """
            select exists (
              select from held_reply where source = :source and ticket = :ticket and owner = :owner)
            """)
        .bind("source", source(id))
        .bind("ticket", ticket)
        .bind("owner", owner)
        .mapTo(Boolean.class)
        .one();
  }

  /** 0, which is no source, for an id that was never given. */
  private static long source(long id) {
    return id < 1 || id >= 1L << 60 ? 0 : ActSource.counted(id);
  }

  // ---- sending now

  @Override
  public CompletionStage<Boolean> sendNow(Principal by, long ticket) {
    long owner = Owner.of(by);
    long end = System.nanoTime() + patience.toNanos();
    return database
        .transaction(handle -> makeDue(handle, owner, ticket))
        .thenCompose(newest -> {
          if (newest.isEmpty()) {
            return CompletableFuture.completedStage(true);
          }
          release.wake();
          return await(owner, ticket, newest.get(), end);
        });
  }

  /** The newest of those that wait; empty if none does. */
  private static Optional<Long> makeDue(Handle handle, long owner, long ticket) {
    handle
        .createUpdate(
            """
            update held_reply set due_at = now()
            where ticket = :ticket and owner = :owner and state = 'held' and due_at > now()
            """)
        .bind("ticket", ticket)
        .bind("owner", owner)
        .execute();
    return handle
        .createQuery(
            """
            select source from held_reply
            where ticket = :ticket and owner = :owner and state in ('held', 'releasing')
            order by source desc limit 1
            """)
        .bind("ticket", ticket)
        .bind("owner", owner)
        .mapTo(Long.class)
        .findOne();
  }

  private static int waiting(Handle handle, long owner, long ticket, long newest) {
    return handle
        .createQuery(
            """
            select count(*) from held_reply
            where ticket = :ticket and owner = :owner and state in ('held', 'releasing') and source <= :newest
            """)
        .bind("ticket", ticket)
        .bind("owner", owner)
        .bind("newest", newest)
        .mapTo(Integer.class)
        .one();
  }

  private CompletionStage<Boolean> await(long owner, long ticket, long newest, long end) {
    return database
        .query(handle -> waiting(handle, owner, ticket, newest))
        .thenCompose(waiting -> {
          if (waiting == 0) {
            return CompletableFuture.completedStage(true);
          }
          if (System.nanoTime() - end > 0) {
            return CompletableFuture.completedStage(false);
          }
          return CompletableFuture.supplyAsync(
                  () -> await(owner, ticket, newest, end),
                  CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS))
              .thenCompose(stage -> stage);
        });
  }

  // ---- forgetting

  /**
   * Forgets what became of replies, and the words of those taken back, after two days; refused ones
   * after a month.
   */
  public CompletionStage<Done> forget() {
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              delete from held_reply where state in ('sent', 'cancelled') and at < now() - make_interval(secs => :kept)
                or state = 'refused' and at < now() - make_interval(secs => :refused)
              """)
          .bind("kept", KEPT.toSeconds())
          .bind("refused", TableDrafts.KEPT.toSeconds())
          .execute();
      return Done.getInstance();
    });
  }
}
