package dev.switchboard.access.session;

import static dev.switchboard.entity.StoredEntities.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.MovedClock;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Scope;
import dev.switchboard.access.Secret;
import dev.switchboard.access.Surface;
import dev.switchboard.access.TrustedAnswers;
import dev.switchboard.access.session.Sessions.Listed;
import dev.switchboard.access.session.Sessions.Opened;
import dev.switchboard.entity.StoredEntities;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sessions with the product's journal and a real database. */
class ShardedSessionsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final ShardedSessions.Terms TERMS =
      new ShardedSessions.Terms(Duration.ofMinutes(30), Duration.ofHours(12));
  private static final Holder ANNA = new Holder.DiscordUser(5, "Anna", Optional.empty());
  private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00.123456789Z");
  private static final Holder SAM = new Holder.LocalAccount("sam", Optional.of(SINCE));
  private static final Principal SAMS =
      new Principal.AccountHolder(
          "sam", Set.of(), new Principal.Source(Surface.PANEL, Optional.empty(), "71"));
  private static final Client DESKTOP = new Client("192.0.2.1", "Firefox");
  private static final Client PHONE = new Client("2001:db8::7", "Safari");

  private static Optional<StoredEntities<Session, Session.Event>> started = Optional.empty();

  private final MovedClock clock = new MovedClock(START);
  private StoredEntities<Session, Session.Event> stage;
  private ShardedSessions sessions;

  @BeforeEach
  void start() {
    stage = started.orElseGet(() -> new StoredEntities<>(DATABASE, SessionEntity.KIND));
    started = Optional.of(stage);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("truncate panel_session, event_journal, snapshot"));
    sessions = node();
  }

  @AfterAll
  static void stop() {
    started.ifPresent(StoredEntities::close);
  }

  /** Accounts that stand as a test says. What is known of them may be old. */
  private static final class PlayedAccounts implements AccountStandings {
    volatile Optional<Standing> lately = Optional.of(new Standing(SINCE, Optional.empty()));
    volatile Optional<Standing> now = lately;

    @Override
    public CompletionStage<Optional<Standing>> of(String account) {
      return CompletableFuture.completedStage(lately);
    }

    @Override
    public CompletionStage<Optional<Standing>> read(String account) {
      return CompletableFuture.completedStage(now);
    }
  }

  private final PlayedAccounts accounts = new PlayedAccounts();

  @Test
  void aSessionOfAnAccountEndsWithItsCredentials() throws Exception {
    Opened opened = result(sessions.open(SAM, DESKTOP));
    String id = opened.session().id();
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();

    accounts.lately = Optional.empty();
    assertThat(result(sessions.use(opened.token(), DESKTOP))).as("known late").isPresent();
    assertThat(result(sessions.isLive(id))).as("known late").isTrue();

    accounts.now = Optional.of(new AccountStandings.Standing(SINCE.plusNanos(1), Optional.empty()));
    assertThat(result(sessions.isLive(id))).isFalse();
    assertThat(result(node().use(opened.token(), DESKTOP))).isEmpty();
    accounts.lately = Optional.of(new AccountStandings.Standing(SINCE, Optional.empty()));
    assertThat(result(node().use(opened.token(), DESKTOP))).as("over for good").isEmpty();
  }

  @Test
  void aSessionOfABlockedAccountIsInNoList() throws Exception {
    result(sessions.open(SAM, DESKTOP));
    Opened other = result(sessions.open(ANNA, DESKTOP));
    accounts.lately = Optional.empty();
    accounts.now = Optional.empty();

    assertThat(result(sessions.of(SAM))).isEmpty();
    assertThat(result(sessions.page(Optional.empty(), 10)).sessions())
        .containsExactly(other.session());
    assertThat(result(sessions.find(other.session().id()))).contains(other.session());
  }

  @Test
  void allSessionsAreListedPageByPageTheNewestFirst() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(result(sessions.open(i % 2 == 0 ? ANNA : SAM, DESKTOP)).session().id());
      clock.passes(Duration.ofSeconds(i % 3));
    }

    List<String> listed = new ArrayList<>();
    Optional<Listed.Place> after = Optional.empty();
    do {
      Sessions.Page page = result(sessions.page(after, 2));
      page.sessions().forEach(one -> listed.add(one.id()));
      after = page.next();
    } while (after.isPresent());

    assertThat(listed).hasSize(5).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(listed.getFirst()).isIn(ids.subList(0, 2));
  }

  /** The sessions as another node has them: what it trusts is its own. */
  private ShardedSessions node() {
    return new ShardedSessions(
        stage.entities(), new SessionRows(DATABASE.database()), TERMS, accounts, clock, clock);
  }

  @Test
  void aTokenOpensAfterARestart() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    assertThat(opened.token()).matches("[A-Za-z0-9_-]{43}");
    clock.passes(Duration.ofMinutes(2));
    stage.restart();
    sessions = node();

    Listed used = result(sessions.use(opened.token(), PHONE)).orElseThrow();
    assertThat(used.id()).isEqualTo(opened.session().id());
    assertThat(used.session())
        .isEqualTo(opened.session().session().usedBy(PHONE, START.plusSeconds(120)));
    assertThat(result(sessions.of(ANNA))).containsExactly(used);
  }

  @Test
  void whetherASessionIsLiveIsKnownOnEachNodeWithoutUsingIt() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    Opened logsOut = result(sessions.open(ANNA, DESKTOP));
    Sessions other = node();
    assertThat(result(other.isLive(opened.session().id()))).isTrue();
    assertThat(result(other.isLive("0".repeat(64)))).isFalse();

    clock.passes(Duration.ofMinutes(2));
    result(other.isLive(opened.session().id()));
    assertThat(result(sessions.of(ANNA)))
        .allSatisfy(listed -> assertThat(listed.session().used()).isEqualTo(START));

    result(sessions.logOut(logsOut.token(), SAMS));
    assertThat(result(other.isLive(logsOut.session().id()))).isFalse();
    clock.passes(TERMS.idle());
    assertThat(result(other.isLive(opened.session().id()))).as("idle for too long").isFalse();
  }

  @SecurityPoint(2)
  @Test
  void nothingElseOpensAnything() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    String token = opened.token();
    char last = token.charAt(42) == 'A' ? 'E' : 'A';

    for (String other :
        List.of(
            "",
            "x",
            token + "A",
            token.substring(1),
            token.substring(0, 42) + last,
            opened.session().id(),
            "\u0000".repeat(43))) {
      assertThat(result(sessions.use(other, DESKTOP))).as(other).isEmpty();
    }
    assertThat(stage.events("%")).isEqualTo(1);
  }

  /** An entity that is woken takes longer than a millisecond. */
  @Test
  void aGuessWakesNoEntity() throws Exception {
    Sessions impatient =
        new ShardedSessions(
            stage.entities().within(Duration.ofMillis(1)),
            new SessionRows(DATABASE.database()),
            TERMS,
            accounts,
            clock,
            clock);

    for (int guess = 0; guess < 10; guess++) {
      String token = "%043d".formatted(guess);
      assertThat(result(impatient.use(token, DESKTOP))).isEmpty();
      assertThat(result(impatient.logOut(token, SAMS))).isFalse();
      assertThat(result(impatient.end(Secret.hash(token), SAMS))).isFalse();
    }
  }

  @SecurityPoint(2)
  @Test
  void onlyHashesAreStored() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    for (int minute = 0; minute < 2 * SessionEntity.SNAPSHOT_EVERY; minute++) {
      clock.passes(Duration.ofMinutes(1));
      result(sessions.use(opened.token(), DESKTOP));
    }
    await().atMost(20, SECONDS).until(() -> stage.snapshots("%") > 0);

    for (String table : List.of("panel_session", "event_journal", "snapshot")) {
      String rows = everything(table);
      assertThat(rows).as(table).contains(opened.session().id()).doesNotContain(opened.token());
    }
    assertThat(opened.toString()).doesNotContain(opened.token());
  }

  /** All of a table, as text; what is stored as bytes is text, too. */
  private static String everything(String table) {
    String bytes =
        switch (table) {
          case "event_journal" -> "convert_from(event_payload, 'UTF8')";
          case "snapshot" -> "convert_from(snapshot_payload, 'UTF8')";
          default -> "''";
        };
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select coalesce(string_agg(t::text || %s, ' '), '') from %s t"
                        .formatted(bytes, table))
                .mapTo(String.class)
                .one());
  }

  @Test
  void theJournalOfASessionStaysSmallHoweverLongItIsUsed() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    int minutes = 5 * SessionEntity.SNAPSHOT_EVERY;
    for (int minute = 0; minute < minutes; minute++) {
      clock.passes(Duration.ofMinutes(1));
      assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    }

    await().atMost(20, SECONDS).until(() -> stage.events("%") <= 2 * SessionEntity.SNAPSHOT_EVERY);
    stage.restart();
    assertThat(result(node().use(opened.token(), DESKTOP)).orElseThrow().session().used())
        .isEqualTo(START.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void manyUsesWithinAMinuteAreOneEvent() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    for (int second = 0; second < 60; second++) {
      clock.passes(Duration.ofSeconds(1));
      result(sessions.use(opened.token(), PHONE));
    }

    assertThat(stage.events("%")).isEqualTo(2);
    assertThat(result(sessions.of(ANNA)).getFirst().session().used())
        .isEqualTo(START.plusSeconds(60));
  }

  @SecurityPoint(4)
  @Test
  void aSessionEndsWhenItIsIdleForTooLong() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    clock.passes(TERMS.idle().minusSeconds(1));
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    clock.passes(TERMS.idle().minusMillis(1));
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    clock.passes(TERMS.idle());

    assertThat(result(sessions.use(opened.token(), DESKTOP))).isEmpty();
    assertThat(result(sessions.of(ANNA))).isEmpty();
    assertThat(look(opened))
        .isEqualTo(new Session.Ended(Ending.EXPIRED, Optional.empty(), clock.instant()));
  }

  @SecurityPoint(4)
  @Test
  void aSessionEndsWhenItIsTooOldHoweverOftenItIsUsed() throws Exception {
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    Instant end = START.plus(TERMS.longest());
    while (clock.instant().plus(Duration.ofMinutes(20)).isBefore(end)) {
      clock.passes(Duration.ofMinutes(20));
      assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    }
    clock.passes(Duration.between(clock.instant(), end).minusMillis(1));
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    clock.passes(Duration.ofMillis(1));

    assertThat(result(sessions.use(opened.token(), DESKTOP)))
        .as("also while the last answer is trusted")
        .isEmpty();
  }

  @SecurityPoint(5)
  @Test
  void anEndedSessionOpensNothingHereAtOnceAndElsewhereWithinHalfASecond() throws Exception {
    ShardedSessions other = node();
    Opened opened = result(sessions.open(ANNA, DESKTOP));
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isPresent();
    assertThat(result(other.use(opened.token(), DESKTOP))).isPresent();

    assertThat(result(sessions.logOut(opened.token(), Principals.anna()))).isTrue();
    assertThat(result(sessions.use(opened.token(), DESKTOP))).isEmpty();
    clock.passes(TrustedAnswers.TRUSTED);
    assertThat(result(other.use(opened.token(), DESKTOP))).isEmpty();

    assertThat(result(sessions.logOut(opened.token(), Principals.anna()))).isFalse();
    assertThat(look(opened))
        .isEqualTo(new Session.Ended(Ending.LOGGED_OUT, Optional.of("5 (Anna)"), START));
    stage.restart();
    assertThat(result(node().use(opened.token(), DESKTOP))).isEmpty();
  }

  @SecurityPoint(4)
  @Test
  void theSessionUsedLongestAgoEndsWhereAHolderHasTooMany() throws Exception {
    List<Opened> all = new ArrayList<>();
    for (int i = 0; i < Sessions.MOST_OF_A_HOLDER; i++) {
      all.add(result(sessions.open(ANNA, DESKTOP)));
      clock.passes(Duration.ofSeconds(1));
    }
    Opened foreign = result(sessions.open(SAM, PHONE));
    clock.passes(Duration.ofMinutes(1));
    result(sessions.use(all.getFirst().token(), PHONE));
    Opened newest = result(sessions.open(ANNA, PHONE));

    assertThat(look(all.get(1)))
        .isEqualTo(new Session.Ended(Ending.REPLACED, Optional.empty(), clock.instant()));
    assertThat(result(sessions.of(ANNA)))
        .hasSize(Sessions.MOST_OF_A_HOLDER)
        .extracting(Listed::id)
        .contains(newest.session().id(), all.getFirst().session().id())
        .endsWith(all.get(2).session().id());
    assertThat(result(sessions.use(all.get(1).token(), DESKTOP))).isEmpty();
    assertThat(result(sessions.use(foreign.token(), PHONE))).isPresent();
  }

  @Test
  void theListHasTheNewestUseFirst() throws Exception {
    Opened first = result(sessions.open(ANNA, DESKTOP));
    clock.passes(Duration.ofMinutes(1));
    Opened second = result(sessions.open(ANNA, PHONE));
    clock.passes(Duration.ofMinutes(1));
    result(sessions.use(first.token(), PHONE));

    assertThat(result(sessions.of(ANNA)))
        .containsExactly(
            new Listed(
                first.session().id(), first.session().session().usedBy(PHONE, clock.instant())),
            second.session());
    assertThat(result(sessions.of(SAM))).isEmpty();
  }

  @SecurityPoint(6)
  @Test
  void aHolderEndsTheirOwnSessionsAndOthersNeedTheRight() throws Exception {
    Opened annas = result(sessions.open(ANNA, DESKTOP));
    Opened sams = result(sessions.open(SAM, DESKTOP));
    Principal reader = Principals.administrator("reader", Set.of(Scope.READ, Scope.SETTINGS));

    for (Principal other : List.of(SAMS, reader)) {
      assertThatThrownBy(() -> result(sessions.end(annas.session().id(), other)))
          .hasCauseInstanceOf(NotPermitted.class);
      assertThatThrownBy(() -> result(sessions.endAll(ANNA, Optional.empty(), other)))
          .hasCauseInstanceOf(NotPermitted.class);
    }
    assertThat(result(sessions.use(annas.token(), DESKTOP))).isPresent();
    assertThat(result(sessions.end("0".repeat(64), SAMS))).isFalse();

    assertThat(result(sessions.end(annas.session().id(), Principals.anna()))).isTrue();
    assertThat(result(sessions.end(annas.session().id(), Principals.anna()))).isFalse();
    assertThat(look(annas))
        .isEqualTo(new Session.Ended(Ending.ENDED_BY_HOLDER, Optional.of("5 (Anna)"), START));
    assertThat(
            result(
                sessions.end(
                    sams.session().id(), Principals.administrator("host", Set.of(Scope.ACCOUNTS)))))
        .isTrue();
    assertThat(look(sams))
        .isEqualTo(new Session.Ended(Ending.ENDED_BY_ADMINISTRATOR, Optional.of("host"), START));
  }

  @SecurityPoint(7)
  @Test
  void allSessionsOfAHolderEndButTheOneThatStays() throws Exception {
    Opened here = result(sessions.open(SAM, DESKTOP));
    Opened there = result(sessions.open(SAM, PHONE));
    Opened annas = result(sessions.open(ANNA, PHONE));

    assertThat(result(sessions.endAll(SAM, Optional.of(here.session().id()), SAMS))).isEqualTo(1);
    assertThat(result(sessions.use(there.token(), PHONE))).isEmpty();
    assertThat(result(sessions.of(SAM))).containsExactly(here.session());
    assertThat(result(sessions.endAll(SAM, Optional.empty(), Principals.ROOT))).isEqualTo(1);
    assertThat(result(sessions.of(SAM))).isEmpty();
    assertThat(result(sessions.use(annas.token(), PHONE))).isPresent();
  }

  @Test
  void aRowWithoutASessionGoesAfterAWhile() throws Exception {
    SessionRows rows = new SessionRows(DATABASE.database());
    String id = "ab".repeat(32);
    result(rows.add(id, ANNA, START));

    assertThat(result(sessions.of(ANNA))).isEmpty();
    assertThat(result(rows.has(id))).as("it may be opened in this moment").isTrue();
    clock.passes(ShardedSessions.OPENING);
    assertThat(result(sessions.of(ANNA))).isEmpty();
    assertThat(result(rows.has(id))).isFalse();
  }

  @Test
  void whatHasEndedIsErasedAfterThirtyDays() throws Exception {
    Opened idle = result(sessions.open(ANNA, DESKTOP));
    Opened ended = result(sessions.open(ANNA, DESKTOP));
    result(sessions.end(ended.session().id(), Principals.anna()));
    clock.passes(TERMS.idle().plusSeconds(1));
    Opened live = result(sessions.open(SAM, PHONE));

    assertThat(result(sessions.forget())).isZero();
    assertThat(look(idle)).isInstanceOf(Session.Ended.class);
    clock.passes(ShardedSessions.KEPT.minusMinutes(10));
    assertThat(result(sessions.forget())).isEqualTo(1);
    assertThat(stage.events(ended.session().id())).isZero();
    assertThat(stage.events(idle.session().id())).isEqualTo(2);
    clock.passes(Duration.ofHours(2));
    assertThat(result(sessions.forget())).isEqualTo(1);
    assertThat(stage.events("%")).as("the one that is not over for so long").isEqualTo(2);
    assertThat(look(live)).isInstanceOf(Session.Ended.class);
    assertThat(everything("panel_session")).contains(live.session().id());
  }

  @Test
  void moreSessionsThanOneCallLooksAtAreLookedAtInTurn() throws Exception {
    SessionRows rows = new SessionRows(DATABASE.database());
    for (int i = 0; i < ShardedSessions.AT_A_TIME + 5; i++) {
      result(rows.add("%064x".formatted(i), SAM, START));
    }
    clock.passes(TERMS.idle().plusSeconds(1));

    result(sessions.forget());
    assertThat(result(rows.of(SAM))).hasSize(5);
    result(sessions.forget());
    assertThat(result(rows.of(SAM))).isEmpty();
  }

  private Session look(Opened opened) throws Exception {
    return result(stage.entities().ask(opened.session().id(), new Session.Look()));
  }
}
