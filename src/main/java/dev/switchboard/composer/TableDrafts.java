package dev.switchboard.composer;

import dev.switchboard.access.Principal;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.TableActSources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * {@link Drafts} in the table {@code draft}; what is being sent is in the table {@code
 * unknown_send} meanwhile.
 */
public final class TableDrafts implements Drafts {
  /** How long a draft is kept that nobody changes, and the version of one that was sent. */
  static final Duration KEPT = Duration.ofDays(30);

  private final Database database;

  public TableDrafts(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Optional<List<Draft>>> drafts(Principal by, long ticket) {
    return database.query(handle -> {
      DraftRows rows = new DraftRows(handle, Owner.of(by), ticket);
      return rows.hasTicket() ? Optional.of(rows.all()) : Optional.empty();
    });
  }

  @Override
  public CompletionStage<Change> save(
      Principal by, long ticket, Kind kind, int version, Words words) {
    // Blanks alone are kept as nothing: a row without words is no draft.
    Words kept = words.isEmpty() ? Words.NONE : words;
    return database.transaction(handle -> {
      DraftRows rows = new DraftRows(handle, Owner.of(by), ticket);
      if (!kept.isEmpty() && rows.isFull(kind)) {
        return new Change.TooMany();
      }
      if (rows.save(kind, version, kept)) {
        new UnknownRows(handle).takenOver(Owner.of(by), ticket, kind, kept);
        return new Change.Stored(rows.find(kind));
      }
      return notSaved(rows, rows.find(kind), version, kept);
    });
  }

  private static Change notSaved(DraftRows rows, Draft present, int version, Words words) {
    if (!rows.hasTicket()) {
      return new Change.NoTicket();
    }
    return present.version() == version && present.words().equals(words)
        ? new Change.Stored(present)
        : new Change.Outdated(present);
  }

  @Override
  public CompletionStage<Change> discard(
      Principal by, long ticket, Kind kind, OptionalInt version) {
    return database.transaction(handle -> {
      DraftRows rows = new DraftRows(handle, Owner.of(by), ticket);
      if (!rows.hasTicket()) {
        return new Change.NoTicket();
      }
      if (version.isEmpty()) {
        rows.emptyAny(kind);
      } else if (!rows.empty(kind, version.getAsInt())) {
        return new Change.Outdated(rows.find(kind));
      }
      return new Change.Stored(rows.find(kind));
    });
  }

  @Override
  public CompletionStage<ActSources.Given> send(
      Principal by, Sent sent, Optional<ActSources.Request> request) {
    return database.transaction(handle -> {
      ActSources.Given given = given(handle, request);
      switch (given) {
        case ActSources.Given.New(long source) -> setAside(handle, by, sent, source);
        // Refused before, or not known yet what came of it.
        case ActSources.Given.Known(long source, OptionalInt number) when number.isEmpty() ->
            setAside(handle, by, sent, source);
        case ActSources.Given.Known _, ActSources.Given.Other _ -> {}
      }
      return given;
    });
  }

  private static void setAside(Handle handle, Principal by, Sent sent, long source) {
    long owner = Owner.of(by);
    UnknownRows unknown = new UnknownRows(handle);
    new DraftRows(handle, owner, sent.ticket()).empty(sent.kind(), sent.version());
    unknown.takenOver(owner, sent.ticket(), sent.kind(), sent.words());
    unknown.keep(source, owner, Owner.shown(by), sent);
  }

  static ActSources.Given given(Handle handle, Optional<ActSources.Request> request) {
    return request
        .map(known -> TableActSources.of(handle, known))
        .orElseGet(() -> new ActSources.Given.New(TableActSources.fresh(handle)));
  }

  @Override
  public CompletionStage<Done> settle(Principal by, long source, boolean done) {
    return database.transaction(handle -> {
      UnknownRows unknown = new UnknownRows(handle);
      if (done) {
        unknown.done(source);
      } else {
        unknown.refused(source);
      }
      return Done.getInstance();
    });
  }

  /** Forgets drafts that nobody has changed for long, and those of tickets that are erased. */
  public CompletionStage<Done> forget() {
    return database.query(handle -> {
      handle
          .createUpdate("delete from draft where changed_at < now() - make_interval(secs => :kept)")
          .bind("kept", KEPT.toSeconds())
          .execute();
      // Saved in the moment of the erasure.
      handle.execute(
          """
          delete from draft d using ticket t where t.ticket = d.ticket and t.purged_at is not null
          """);
      new UnknownRows(handle).forget((double) KEPT.toSeconds());
      return Done.getInstance();
    });
  }
}
