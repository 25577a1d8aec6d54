package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.view.ReadMarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;

/**
 * The desk of ticket 1, in which one draft of a reply stands and one reply is held. What is changed
 * there is noted.
 */
final class PlayedComposer implements Drafts, HeldReplies, ReadMarks {
  static final Drafts.Words WORDS = new Drafts.Words("Good morning!", false, List.of("f1"));

  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

  private final Consumer<String> changes;
  private final List<Wanted> held = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private Optional<Holding> before = Optional.empty();
  private boolean slow;
  private long sources;

  PlayedComposer(Consumer<String> changes) {
    this.changes = changes;
  }

  /** The replies that were held, in order. */
  List<Wanted> held() {
    return List.copyOf(held);
  }

  /** What was asked for besides. */
  List<String> done() {
    return List.copyOf(done);
  }

  /** Each request was carried out before. */
  void known(Holding holding) {
    before = Optional.of(holding);
  }

  /** What is held is not sent in time. */
  void slow() {
    slow = true;
  }

  private static <T> CompletionStage<T> now(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static Draft draft(Kind kind, int version) {
    return new Draft(kind, version, WORDS, Optional.empty(), Optional.of(AT));
  }

  private Change changed(long ticket, Kind kind, int version, String change) {
    if (ticket != 1) {
      return new Change.NoTicket();
    }
    if (version < 3) {
      return new Change.Outdated(draft(kind, 3));
    }
    changes.accept(change);
    return new Change.Stored(draft(kind, version));
  }

  @Override
  public CompletionStage<Optional<List<Draft>>> drafts(Principal by, long ticket) {
    return now(
        ticket == 1
            ? Optional.of(List.of(draft(Kind.REPLY, 3), draft(Kind.NOTE, 3)))
            : Optional.empty());
  }

  @Override
  public CompletionStage<Change> save(
      Principal by, long ticket, Kind kind, int version, Words words) {
    return now(changed(ticket, kind, version, "draft saved"));
  }

  @Override
  public CompletionStage<Change> discard(
      Principal by, long ticket, Kind kind, OptionalInt version) {
    return now(changed(ticket, kind, version.orElse(3), "draft discarded"));
  }

  @Override
  public CompletionStage<ActSources.Given> send(
      Principal by, Sent sent, Optional<ActSources.Request> request) {
    sources++;
    done.add("set aside %s %d".formatted(sent.kind().word(), sent.version()));
    return now(new ActSources.Given.New(ActSource.counted(1_000 + sources)));
  }

  @Override
  public CompletionStage<Done> settle(Principal by, long source, boolean sent) {
    done.add(sent ? "sent" : "draft again");
    return now(Done.getInstance());
  }

  @Override
  public CompletionStage<Holding> hold(
      Principal by, Wanted wanted, Optional<ActSources.Request> request) {
    changes.accept("held");
    held.add(wanted);
    return now(new Holding.Accepted(held.size(), AT.plus(wanted.hold()), false));
  }

  @Override
  public CompletionStage<Optional<Holding>> find(Principal by, ActSources.Request request) {
    return now(before);
  }

  @Override
  public CompletionStage<List<Held>> held(Principal by, long ticket) {
    return now(
        List.of(
            new Held(1, 123_456_789_012_345_678L, "Anna", WORDS, State.HELD, Optional.empty(), AT),
            new Held(2, 8, "Sam", Words.NONE, State.RELEASING, Optional.empty(), AT)));
  }

  @Override
  public CompletionStage<Cancelling> cancel(Principal by, long ticket, long id) {
    if (ticket != 1 || id != 1) {
      return now(new Cancelling.Unknown());
    }
    changes.accept("reply taken back");
    return now(new Cancelling.Cancelled(WORDS, draft(Kind.REPLY, 4), true));
  }

  @Override
  public CompletionStage<Boolean> sendNow(Principal by, long ticket) {
    done.add("held ones first");
    return now(!slow);
  }

  @Override
  public CompletionStage<Boolean> read(Principal by, long ticket, int message) {
    if (ticket == 1) {
      changes.accept("read");
    }
    return now(ticket == 1);
  }

  @Override
  public CompletionStage<Boolean> unread(Principal by, long ticket) {
    if (ticket == 1) {
      changes.accept("marked as unread");
    }
    return now(ticket == 1);
  }

  @Override
  public CompletionStage<Map<Long, Integer>> count(Principal by, Collection<Long> tickets) {
    return now(Map.of(1L, 2));
  }
}
