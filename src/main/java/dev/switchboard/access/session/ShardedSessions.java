package dev.switchboard.access.session;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Secret;
import dev.switchboard.access.TrustedAnswers;
import dev.switchboard.access.session.Session.Event;
import dev.switchboard.entity.Entities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Sessions} by the sharded entities and their table. */
public final class ShardedSessions implements Sessions {
  /** How long an ended session is kept, for questions about it. */
  static final Duration KEPT = Duration.ofDays(30);

  /** A row of a session that is not there after so long stays without one: its opening failed. */
  static final Duration OPENING = Duration.ofMinutes(10);

  /** So many are looked at, and so many erased, at a time. */
  static final int AT_A_TIME = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ShardedSessions.class);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final Comparator<Listed> NEWEST_USE_FIRST =
      Comparator.comparing((Listed listed) -> listed.session().used())
          .thenComparing(listed -> listed.session().opened())
          .reversed()
          .thenComparing(Listed::id);

  /**
   * How long sessions last.
   *
   * @param idle without a use; at least five minutes. A session may end up to a minute earlier,
   *     since a use is noted once in a minute
   * @param longest in any case; not shorter than that
   */
  public record Terms(Duration idle, Duration longest) {
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    public Terms {
      if (idle.compareTo(SHORTEST) < 0 || longest.compareTo(idle) < 0) {
        throw new IllegalArgumentException(
            "a session lasts for 5 minutes without a use at least, and for no less in all");
      }
    }
  }

  private final Entities<Session, Event> entities;
  private final SessionRows rows;
  private final Terms terms;
  private final AccountStandings accounts;
  private final Clock clock;
  private final TrustedAnswers<LiveSession> trusted;
  private final AtomicReference<String> looked = new AtomicReference<>("");

  /** The sessions, wherever in the cluster they are. */
  public ShardedSessions(
      Entities<Session, Event> entities,
      SessionRows rows,
      Terms terms,
      AccountStandings accounts,
      Clock clock) {
    this(entities, rows, terms, accounts, clock, Ticker.systemTicker());
  }

  ShardedSessions(
      Entities<Session, Event> entities,
      SessionRows rows,
      Terms terms,
      AccountStandings accounts,
      Clock clock,
      Ticker ticker) {
    this.entities = entities;
    this.rows = rows;
    this.terms = terms;
    this.accounts = accounts;
    this.clock = clock;
    this.trusted = new TrustedAnswers<>(rows::has, ticker);
  }

  @Override
  public CompletionStage<Opened> open(Holder holder, Client client) {
    String token = Secret.random();
    String id = Secret.hash(token);
    Instant now = clock.instant();
    Instant end = now.plus(terms.longest());
    LiveSession session = new LiveSession(holder, now, client, now, client, terms.idle(), end);
    return rows.add(id, holder, now)
        .thenCompose(
            _ -> entities.ask(id, new Session.Open(holder, client, now, terms.idle(), end)))
        .thenCompose(_ -> replaced(holder, id))
        .thenApply(_ -> new Opened(token, new Listed(id, session)));
  }

  /** One session that cannot be read keeps nobody from opening another. */
  private CompletionStage<Integer> replaced(Holder holder, String opened) {
    return of(holder)
        .thenCompose(live -> replace(live, opened))
        .exceptionally(failure -> {
          LOG.warn("{} may have too many sessions for now: {}", holder.key(), failure.toString());
          return 0;
        });
  }

  /** Ends those that are too many; never the one that was just opened. */
  private CompletionStage<Integer> replace(List<Listed> live, String opened) {
    return endEach(
        live.stream()
            .map(Listed::id)
            .filter(id -> !id.equals(opened))
            .skip(MOST_OF_A_HOLDER - 1L)
            .toList(),
        Ending.REPLACED,
        Optional.empty());
  }

  @Override
  public CompletionStage<Optional<Listed>> use(String token, Client client) {
    if (!TOKEN.matcher(token).matches()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    String id = Secret.hash(token);
    return trusted
        .of(id, asked -> entities.ask(asked, new Session.Use(client, clock.instant())))
        .thenCompose(found ->
            found
                .filter(session -> session.isLiveAt(clock.instant()))
                .map(session ->
                    standing(id, session)
                        .thenApply(stands ->
                            stands
                                ? Optional.of(new Listed(id, session))
                                : Optional.<Listed>empty()))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty())));
  }

  @Override
  public CompletionStage<Boolean> isLive(String id) {
    return entities
        .ask(id, new Session.Look())
        .thenCompose(found ->
            found instanceof Session.Live(LiveSession live) && live.isLiveAt(clock.instant())
                ? standing(id, live)
                : CompletableFuture.completedStage(false));
  }

  /**
   * Whether the account of a session, if it is of one, has the credentials by which it was opened.
   * If not, the session ends.
   */
  private CompletionStage<Boolean> standing(String id, LiveSession session) {
    if (!(session.holder() instanceof Holder.LocalAccount account)) {
      return CompletableFuture.completedStage(true);
    }
    return accounts
        .of(account.name())
        .thenCompose(lately ->
            isOf(account, lately)
                ? CompletableFuture.completedStage(true)
                // What was known half a second ago may be older than the session.
                : accounts
                    .read(account.name())
                    .thenCompose(now ->
                        isOf(account, now)
                            ? CompletableFuture.completedStage(true)
                            : end(id, Ending.ACCOUNT_CHANGED, Optional.empty())
                                .thenApply(_ -> false)));
  }

  private static boolean isOf(
      Holder.LocalAccount account, Optional<AccountStandings.Standing> standing) {
    return standing.map(AccountStandings.Standing::since).equals(account.since())
        && standing.isPresent();
  }

  @Override
  public CompletionStage<List<Listed>> of(Holder holder) {
    return rows.of(holder)
        .thenCompose(all -> each(all, this::settle))
        .thenApply(
            found -> found.stream().flatMap(Optional::stream).sorted(NEWEST_USE_FIRST).toList());
  }

  /** The session of a row if it is live; else the row says so from now on. */
  private CompletionStage<Optional<Listed>> settle(SessionRows.Row row) {
    Instant now = clock.instant();
    return entities
        .ask(row.id(), new Session.Look())
        .thenCompose(found ->
            switch (found) {
              case Session.Live(LiveSession live) when live.isLiveAt(now) ->
                  standing(row.id(), live)
                      .thenApply(stands ->
                          stands ? Optional.of(new Listed(row.id(), live)) : Optional.empty());
              case Session.Live _ ->
                  end(row.id(), Ending.EXPIRED, Optional.empty()).thenApply(_ -> Optional.empty());
              case Session.Ended(_, _, Instant at) ->
                  rows.ended(row.id(), at).thenApply(_ -> Optional.empty());
              case Session.Absent _ ->
                  row.opened().plus(OPENING).isAfter(now)
                      ? CompletableFuture.completedStage(Optional.empty())
                      : rows.remove(row.id()).thenApply(_ -> Optional.empty());
            });
  }

  @Override
  public CompletionStage<Page> page(Optional<Listed.Place> after, int most) {
    return rows.page(after, most + 1)
        .thenCompose(found -> {
          List<SessionRows.Row> shown = found.subList(0, Math.min(most, found.size()));
          Optional<Listed.Place> next =
              found.size() > most
                  ? Optional.of(new Listed.Place(shown.getLast().opened(), shown.getLast().id()))
                  : Optional.empty();
          return each(shown, this::settle)
              .thenApply(
                  settled -> new Page(settled.stream().flatMap(Optional::stream).toList(), next));
        });
  }

  @Override
  public CompletionStage<Optional<Listed>> find(String id) {
    return rows.has(id)
        .thenCompose(there ->
            there
                ? settle(new SessionRows.Row(id, clock.instant()))
                : CompletableFuture.completedStage(Optional.empty()));
  }

  @Override
  public CompletionStage<Boolean> logOut(String token, Principal by) {
    String id = Secret.hash(token);
    return rows.has(id)
        .thenCompose(there ->
            there
                ? end(id, Ending.LOGGED_OUT, Optional.of(by.name()))
                : CompletableFuture.completedStage(false));
  }

  @Override
  public CompletionStage<Boolean> end(String id, Principal by) {
    return rows.has(id)
        .thenCompose(there ->
            there
                ? entities.ask(id, new Session.Look())
                : CompletableFuture.completedStage(new Session.Absent()))
        .thenCompose(found ->
            found instanceof Session.Live(LiveSession live)
                ? permitted(live.holder(), by, why -> end(id, why, Optional.of(by.name())))
                : CompletableFuture.completedStage(false));
  }

  @Override
  public CompletionStage<Integer> endAll(Holder holder, Optional<String> except, Principal by) {
    return permitted(
        holder,
        by,
        why ->
            rows.of(holder)
                .thenCompose(all ->
                    endEach(
                        all.stream()
                            .map(SessionRows.Row::id)
                            .filter(id -> !except.equals(Optional.of(id)))
                            .toList(),
                        why,
                        Optional.of(by.name()))));
  }

  /** A holder needs no right for what is theirs. */
  private static <T> CompletionStage<T> permitted(
      Holder holder, Principal by, Function<Ending, CompletionStage<T>> act) {
    return isOf(holder, by)
        ? act.apply(Ending.ENDED_BY_HOLDER)
        : Guarded.with(by, Right.MANAGE_SESSIONS, () -> act.apply(Ending.ENDED_BY_ADMINISTRATOR));
  }

  private static boolean isOf(Holder holder, Principal by) {
    return switch (holder) {
      case Holder.DiscordUser user ->
          by instanceof Principal.DiscordUser principal && principal.id() == user.id();
      case Holder.LocalAccount account ->
          by instanceof Principal.AccountHolder principal
              && principal.account().equals(account.name());
    };
  }

  private CompletionStage<Integer> endEach(List<String> ids, Ending why, Optional<String> by) {
    return each(ids, id -> end(id, why, by))
        .thenApply(ended -> (int) ended.stream().filter(was -> was).count());
  }

  private CompletionStage<Boolean> end(String id, Ending why, Optional<String> by) {
    Instant now = clock.instant();
    return entities
        .ask(id, new Session.End(why, by, now))
        .whenComplete((_, _) -> trusted.drop(id))
        .thenCompose(was -> rows.ended(id, now).handle((_, failure) -> noted(id, was, failure)));
  }

  /** The session is over in any case; its row says so when it is looked at the next time. */
  private static boolean noted(String id, boolean was, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Session {} is over, its row not yet: {}", id, failure.toString());
    }
    return was;
  }

  /**
   * Ends some sessions that have expired without anybody noticing, others each time, and erases
   * some that ended thirty days ago, their events included. To be called now and then, on one node;
   * each call asks {@link #AT_A_TIME} entities at most. The answer is how many were erased.
   */
  public CompletionStage<Integer> forget() {
    Instant now = clock.instant();
    return rows.openedBefore(now.minus(terms.idle()), looked.get(), AT_A_TIME)
        .thenCompose(some -> {
          looked.set(some.size() < AT_A_TIME ? "" : some.getLast().id());
          return each(some, this::settle);
        })
        .thenCompose(_ -> rows.erase(now.minus(KEPT), AT_A_TIME));
  }

  private static <T, R> CompletionStage<List<R>> each(
      List<T> all, Function<T, CompletionStage<R>> act) {
    CompletionStage<List<R>> done = CompletableFuture.completedStage(new ArrayList<>());
    for (CompletionStage<R> one : all.stream().map(act).toList()) {
      done =
          done.thenCombine(
              one,
              (results, result) -> {
                results.add(result);
                return results;
              });
    }
    return done;
  }
}
