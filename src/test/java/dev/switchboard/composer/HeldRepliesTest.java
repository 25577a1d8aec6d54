package dev.switchboard.composer;

import static dev.switchboard.composer.Desk.ANNA;
import static dev.switchboard.composer.Desk.SAM;
import static dev.switchboard.composer.Desk.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.composer.Drafts.Draft;
import dev.switchboard.composer.Drafts.Kind;
import dev.switchboard.composer.Drafts.Words;
import dev.switchboard.composer.HeldReplies.Cancelling;
import dev.switchboard.composer.HeldReplies.Held;
import dev.switchboard.composer.HeldReplies.Holding;
import dev.switchboard.composer.HeldReplies.State;
import dev.switchboard.composer.HeldReplies.Wanted;
import dev.switchboard.composer.PlayedTickets.Ending;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Hash;
import dev.switchboard.ticket.TableUploads;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held replies are sent once and in order, or taken back; never both, whatever ends meanwhile. */
class HeldRepliesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration CLAIM = Duration.ofMillis(100);

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final PlayedTickets tickets = new PlayedTickets();
  private final TableUploads uploads = new TableUploads(DATABASE.database());
  private final AtomicReference<CompletionStage<PanelAccess>> access = new AtomicReference<>();
  private final HeldRelease release = node();
  private final TableHeldReplies held =
      new TableHeldReplies(DATABASE.database(), release, PATIENCE);
  private final TableDrafts drafts = new TableDrafts(DATABASE.database());

  @BeforeEach
  void tickets() {
    Desk.open(DATABASE, 5);
    grant(Right.ANSWER_MEMBERS);
  }

  @AfterEach
  void noTimerIsLeft() {
    timers.shutdownNow();
  }

  private HeldRelease node() {
    return new HeldRelease(
        new HeldRows(DATABASE.database(), CLAIM, Duration.ofMillis(10)),
        tickets,
        uploads,
        _ -> access.get(),
        Clock.systemUTC(),
        (pause, work) -> {
          var _ = timers.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private void grant(Right... rights) {
    access.set(
        CompletableFuture.completedStage(
            new PanelAccess(Optional.empty(), false, Set.of(rights), Set.of())));
  }

  private static Wanted wanted(Principal by, long ticket, String text, Duration hold, int draft) {
    return wanted(by, ticket, new Words(text, true, List.of()), hold, draft);
  }

  private static Wanted wanted(Principal by, long ticket, Words words, Duration hold, int draft) {
    Principal.DiscordUser user = (Principal.DiscordUser) by;
    return new Wanted(
        ticket,
        words,
        3,
        new Staff(user.id(), user.shown(), "Moderator"),
        hold,
        draft == 0 ? OptionalInt.empty() : OptionalInt.of(draft));
  }

  private Holding.Accepted hold(Principal by, long ticket, String text, Duration hold) {
    return (Holding.Accepted)
        now(held.hold(by, wanted(by, ticket, text, hold, 0), Optional.empty()));
  }

  private List<Held> listed(Principal by) {
    return now(held.held(by, 1));
  }

  private Cancelling cancel(long id) {
    return now(held.cancel(ANNA, 1, id));
  }

  private Draft draft() {
    return now(drafts.drafts(ANNA, 1)).orElseThrow().getFirst();
  }

  private void makeDue() {
    Desk.run(
        DATABASE,
        "update held_reply set due_at = due_at - interval '2 minutes' where state = 'held'");
    release.wake();
  }

  /** Until nothing waits, while nodes look again and again. */
  private void awaitSent(HeldRelease... nodes) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          release.wake();
          for (HeldRelease node : nodes) {
            node.wake();
          }
          return Desk.count(DATABASE, "held_reply where state in ('held', 'releasing')") == 0;
        });
  }

  // ---- holding

  @Test
  void aReplyIsSentWhenItIsDueAndNotBefore() {
    Holding.Accepted accepted = hold(ANNA, 1, "hello", LONG);
    release.wake();

    assertThat(listed(ANNA))
        .containsExactly(
            new Held(
                accepted.id(),
                7,
                "Anna",
                new Words("hello", true, List.of()),
                State.HELD,
                Optional.empty(),
                accepted.due()));
    assertThat(tickets.said(1)).isEmpty();

    makeDue();
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("hello");
    assertThat(listed(ANNA)).isEmpty();
    assertThat(Desk.count(DATABASE, "held_reply where text <> '' or files <> '{}'")).isZero();
  }

  /** As one that was sent at once, of which no answer came. */
  @Test
  void aReplyThatIsHeldTakesOverWhatItContains() {
    now(
        drafts.send(
            ANNA,
            new Drafts.Sent(1, Kind.REPLY, 1, new Words("hello", true, List.of())),
            Optional.empty()));
    hold(ANNA, 1, "hello\nonce more", LONG);
    now(new UnknownSends(DATABASE.database(), tickets, uploads, Duration.ZERO).settle());

    assertThat(draft().words()).isEqualTo(Words.NONE);
    assertThat(listed(ANNA)).singleElement().returns(State.HELD, Held::state);
  }

  // ---- files

  private String uploaded(String name) {
    StoredFile file = new StoredFile("%064x".formatted(name.hashCode()), name, 5, "image/png");
    return String.valueOf(
        now(uploads.add(1, Uploads.holder(Surface.PANEL, "7"), file)).orElseThrow());
  }

  private void holdWithFiles(String text, String... files) {
    Words words = new Words(text, false, List.of(files));
    now(held.hold(ANNA, wanted(ANNA, 1, words, LONG, 0), Optional.empty()));
  }

  private boolean isFree(String file) {
    return now(uploads.areFree(List.of(Long.valueOf(file)), 1, Uploads.holder(Surface.PANEL, "7")));
  }

  @Test
  void theFilesOfAReplyGoWithItOnce() {
    String cat = uploaded("cat.png");
    String dog = uploaded("dog.png");
    holdWithFiles("two", dog, cat);
    assertThat(isFree(cat)).isTrue();
    makeDue();
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("two [dog.png, cat.png]");

    holdWithFiles("again", cat);
    makeDue();
    awaitSent();
    assertThat(tickets.said(1)).hasSize(1);
    assertThat(listed(ANNA)).extracting(Held::refused).containsExactly(Optional.of("unknown_file"));
  }

  @Test
  void aReplyThatWasSentIsNotRefusedWhereItsFilesAreForgottenMeanwhile() {
    String cat = uploaded("cat.png");
    tickets.ending(() -> Ending.FAILED_AFTER);
    holdWithFiles("with a cat", cat);
    makeDue();
    await().atMost(PATIENCE).until(() -> !tickets.said(1).isEmpty());
    Desk.run(DATABASE, "delete from upload");
    tickets.ending(() -> Ending.ANSWERED);
    awaitSent();

    assertThat(tickets.said(1)).containsExactly("with a cat [cat.png]");
    assertThat(listed(ANNA)).isEmpty();
    assertThat(draft().words()).isEqualTo(Words.NONE);
  }

  @Test
  void aReplyThatWasNotSentIsRefusedWhereItsFilesAreForgottenMeanwhile() {
    String cat = uploaded("cat.png");
    AtomicInteger asked = new AtomicInteger();
    tickets.ending(() -> {
      asked.incrementAndGet();
      return Ending.FAILED_BEFORE;
    });
    holdWithFiles("with a cat", cat);
    makeDue();
    await().atMost(PATIENCE).until(() -> asked.get() > 0);
    Desk.run(DATABASE, "delete from upload");
    tickets.ending(() -> Ending.ANSWERED);
    awaitSent();

    assertThat(tickets.said(1)).isEmpty();
    assertThat(listed(ANNA)).extracting(Held::refused).containsExactly(Optional.of("unknown_file"));
  }

  @Test
  void theFilesOfARefusedReplyAreThereForItsDraft() {
    String cat = uploaded("cat.png");
    holdWithFiles("late", cat);
    tickets.refuse(new TicketReply.Closed());
    makeDue();
    awaitSent();
    assertThat(draft().words()).isEqualTo(new Words("late", false, List.of(cat)));
    assertThat(isFree(cat)).isTrue();
  }

  @Test
  void aReplyIsSentByItselfWhenItsTimeHasCome() {
    hold(ANNA, 1, "hello", Duration.ofMillis(50));
    await().atMost(PATIENCE).until(() -> tickets.said(1).equals(List.of("hello")));
  }

  @Test
  void othersSeeThatThereIsOneButNotItsWords() {
    hold(ANNA, 1, "hello", LONG);
    assertThat(listed(SAM))
        .singleElement()
        .returns(Words.NONE, Held::words)
        .returns(7L, Held::owner);
    assertThat(now(held.cancel(SAM, 1, listed(ANNA).getFirst().id())))
        .isEqualTo(new Cancelling.Unknown());
  }

  @Test
  void theDraftGoesInTheSameTransactionAndDoesNotComeBack() {
    now(drafts.save(ANNA, 1, Kind.REPLY, 3, new Words("hello", true, List.of())));
    now(held.hold(ANNA, wanted(ANNA, 1, "hello", LONG, 4), Optional.empty()));

    assertThat(draft().words()).isEqualTo(Words.NONE);
    assertThat(now(drafts.save(ANNA, 1, Kind.REPLY, 4, new Words("hello", true, List.of()))))
        .isInstanceOf(Drafts.Change.Outdated.class);
  }

  @Test
  void aRequestThatComesAgainHoldsOneReply() {
    ActSources.Request request = new ActSources.Request(Hash.of("key"), Hash.of("body"));
    Wanted wanted = wanted(ANNA, 1, "hello", LONG, 0);
    assertThat(now(held.find(ANNA, request))).isEmpty();
    Holding.Accepted first = (Holding.Accepted) now(held.hold(ANNA, wanted, Optional.of(request)));
    Holding again = new Holding.Accepted(first.id(), first.due(), true);

    assertThat(now(held.hold(ANNA, wanted, Optional.of(request)))).isEqualTo(again);
    makeDue();
    awaitSent();
    assertThat(now(held.hold(ANNA, wanted, Optional.of(request))))
        .isInstanceOfSatisfying(Holding.Accepted.class, one -> assertThat(one.again()).isTrue());
    assertThat(now(held.find(ANNA, request))).isPresent();
    assertThat(now(held.find(ANNA, new ActSources.Request(Hash.of("key"), Hash.of("other")))))
        .contains(new Holding.OtherRequest());
    assertThat(tickets.said(1)).containsExactly("hello");
  }

  @Test
  void anAuthorHoldsABoundedNumberOfRepliesInATicket() {
    for (int i = 0; i < HeldReplies.MOST; i++) {
      hold(ANNA, 1, "hello", LONG);
    }
    ActSources.Request request = new ActSources.Request(Hash.of("key"), Hash.of("body"));

    assertThat(now(held.hold(ANNA, wanted(ANNA, 1, "too many", LONG, 0), Optional.of(request))))
        .isEqualTo(new Holding.TooMany());

    // Nothing of it is stored: it may be tried again with the same key.
    assertThat(Desk.count(DATABASE, "act_request")).isZero();
    hold(SAM, 1, "of another", LONG);
    hold(ANNA, 2, "elsewhere", LONG);
  }

  // ---- order

  @Test
  void aLaterReplyWithAShorterHoldWaitsForTheFirst() {
    Holding.Accepted first = hold(ANNA, 1, "one", LONG);
    Holding.Accepted second = hold(ANNA, 1, "two", Duration.ZERO);
    Holding.Accepted ofSam = hold(SAM, 1, "of Sam", Duration.ZERO);

    assertThat(second.due()).isEqualTo(first.due());
    awaitSentOf(ofSam);
    assertThat(tickets.said(1)).containsExactly("of Sam");
    makeDue();
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("of Sam", "one", "two");
  }

  @Test
  void whatIsStuckOfOneAuthorHoldsUpNobodyElse() {
    hold(ANNA, 1, "stuck", LONG);
    hold(ANNA, 1, "behind", LONG);
    Desk.run(
        DATABASE,
        """
        update held_reply set state = 'releasing', claimed_until = now() + interval '1 hour', due_at = now()
        where text = 'stuck'
        """);
    awaitSentOf(hold(SAM, 1, "of Sam", Duration.ZERO));
    makeDue();
    assertThat(tickets.said(1)).containsExactly("of Sam");

    Desk.run(DATABASE, "update held_reply set claimed_until = now() where text = 'stuck'");
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("of Sam", "stuck", "behind");
  }

  private void awaitSentOf(Holding.Accepted one) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          release.wake();
          return now(held.held(SAM, 1)).stream().noneMatch(shown -> shown.id() == one.id());
        });
  }

  @Test
  void whatComesNextIsBehindWhatTheSameAuthorHolds() {
    hold(ANNA, 1, "one", LONG);
    hold(SAM, 1, "of Sam", LONG);
    hold(ANNA, 1, "two", LONG);
    hold(ANNA, 2, "elsewhere", LONG);

    assertThat(now(held.sendNow(ANNA, 1))).isTrue();

    assertThat(tickets.said(1)).containsExactly("one", "two");
    assertThat(tickets.said(2)).isEmpty();
    assertThat(now(held.sendNow(ANNA, 1))).isTrue();
  }

  @Test
  void whatIsNotSentInTimeIsSentLaterAndNotOvertaken() {
    tickets.ending(() -> Ending.FAILED_BEFORE);
    hold(ANNA, 1, "one", LONG);

    assertThat(
            now(
                new TableHeldReplies(DATABASE.database(), release, Duration.ofMillis(200))
                    .sendNow(ANNA, 1)))
        .isFalse();

    tickets.ending(() -> Ending.ANSWERED);
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("one");
  }

  // ---- faults

  @ParameterizedTest
  @ValueSource(strings = {"KILLED_BEFORE", "KILLED_AFTER", "FAILED_BEFORE", "FAILED_AFTER"})
  void whereverItEndsTheReplyIsSentOnce(String ending) {
    List<Ending> endings = new ArrayList<>(List.of(Ending.valueOf(ending)));
    tickets.ending(() -> endings.isEmpty() ? Ending.ANSWERED : endings.removeFirst());
    hold(ANNA, 1, "one", Duration.ZERO);
    hold(ANNA, 1, "two", Duration.ZERO);

    awaitSent(node());

    assertThat(tickets.said(1)).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void onSeveralNodesThatEndAtAnyInstantEachReplyIsSentOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    tickets.ending(() -> random.nextInt(3) > 0 ? Ending.ANSWERED : anyOf(Ending.values(), random));
    List<List<String>> expected = new ArrayList<>();
    for (long ticket = 1; ticket <= 5; ticket++) {
      expected.add(new ArrayList<>());
    }
    for (int i = 1; i <= 60; i++) {
      int ticket = random.nextInt(5);
      String text = "reply " + i;
      expected.get(ticket).add(text);
      hold(ANNA, ticket + 1L, text, Duration.ofMillis(random.nextInt(100)));
    }

    awaitSent(node(), node());

    for (int ticket = 0; ticket < 5; ticket++) {
      assertThat(tickets.said(ticket + 1L)).as("seed %d", seed).isEqualTo(expected.get(ticket));
    }
  }

  private static Ending anyOf(Ending[] endings, Random random) {
    return endings[random.nextInt(endings.length)];
  }

  // ---- taking back

  @Test
  void whatIsTakenBackIsTheWholeReplyAndADraftAgainAndNeverSent() {
    now(drafts.save(ANNA, 1, Kind.REPLY, 3, new Words("hello", true, List.of())));
    Holding.Accepted accepted =
        (Holding.Accepted)
            now(held.hold(ANNA, wanted(ANNA, 1, "hello", LONG, 4), Optional.empty()));

    Cancelling cancelled = cancel(accepted.id());

    Words words = new Words("hello", true, List.of());
    assertThat(cancelled).isEqualTo(new Cancelling.Cancelled(words, draft(), true));
    assertThat(draft().words()).isEqualTo(words);
    assertThat(draft().version()).isEqualTo(5);
    makeDue();
    awaitSent();
    assertThat(tickets.said(1)).isEmpty();
  }

  /** The first answer may have been lost. */
  @Test
  void whoTakesBackAgainIsAnsweredTheSame() {
    Holding.Accepted restored = hold(ANNA, 1, "one", LONG);
    Cancelling first = cancel(restored.id());
    assertThat(cancel(restored.id())).isEqualTo(first);

    Holding.Accepted aside = hold(ANNA, 1, "two", LONG);
    Cancelling.Cancelled second = (Cancelling.Cancelled) cancel(aside.id());
    assertThat(second.restored()).isFalse();
    assertThat(second.words().text()).isEqualTo("two");
    assertThat(cancel(aside.id())).isEqualTo(second);

    // What was sent since does not come back.
    now(drafts.discard(ANNA, 1, Kind.REPLY, OptionalInt.empty()));
    assertThat(cancel(aside.id()))
        .isEqualTo(new Cancelling.Cancelled(second.words(), draft(), false));
    assertThat(draft().words()).isEqualTo(Words.NONE);
    assertThat(now(held.cancel(SAM, 1, aside.id()))).isEqualTo(new Cancelling.Unknown());
    assertThat(listed(ANNA)).isEmpty();
  }

  @Test
  void whoPutsAwayARefusedReplyAgainIsAnsweredTheSame() {
    tickets.refuse(new TicketReply.Closed());
    Holding.Accepted accepted = hold(ANNA, 1, "hello", Duration.ZERO);
    awaitSent();
    Desk.run(DATABASE, "update held_reply set at = now() - interval '3 days'");

    Cancelling first = cancel(accepted.id());
    now(held.forget());

    assertThat(first).isInstanceOf(Cancelling.Cancelled.class);
    assertThat(cancel(accepted.id())).isEqualTo(first);
  }

  @Test
  void whatIsBeingSentIsNotTakenBack() {
    tickets.ending(() -> Ending.KILLED_BEFORE);
    Holding.Accepted accepted = hold(ANNA, 1, "hello", Duration.ZERO);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          release.wake();
          return Desk.count(DATABASE, "held_reply where state = 'releasing'") == 1;
        });

    assertThat(cancel(accepted.id())).isEqualTo(new Cancelling.TooLate());
  }

  @Test
  void aDraftThatWasBegunMeanwhileIsNotReplaced() {
    Holding.Accepted accepted = hold(ANNA, 1, "hello", LONG);
    now(drafts.save(ANNA, 1, Kind.REPLY, 1, new Words("next", false, List.of())));

    assertThat(cancel(accepted.id()))
        .isEqualTo(new Cancelling.Cancelled(new Words("hello", true, List.of()), draft(), false));
    assertThat(draft().words().text()).isEqualTo("next");
  }

  @Test
  void whatWasSentOrIsUnknownIsNotTakenBack() {
    Holding.Accepted accepted = hold(ANNA, 1, "hello", Duration.ZERO);
    awaitSent();

    assertThat(cancel(accepted.id())).isEqualTo(new Cancelling.TooLate());
    assertThat(cancel(accepted.id() + 1)).isEqualTo(new Cancelling.Unknown());
    assertThat(cancel(Long.MAX_VALUE)).isEqualTo(new Cancelling.Unknown());
    assertThat(now(held.cancel(ANNA, 2, accepted.id()))).isEqualTo(new Cancelling.Unknown());
  }

  /** Many are taken back at the very instant at which several nodes send them. */
  @Test
  void aReplyIsEitherSentOrTakenBack() {
    HeldRelease other = node();
    int rounds = 300;
    List<CompletableFuture<Boolean>> takenBack = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < rounds; i++) {
        int round = i;
        takenBack.add(
            CompletableFuture.supplyAsync(
                () -> {
                  Holding.Accepted one = hold(ANNA, 1 + round % 5, "reply " + round, Duration.ZERO);
                  (round % 2 == 0 ? release : other).wake();
                  return now(held.cancel(ANNA, 1 + round % 5, one.id()))
                      instanceof Cancelling.Cancelled;
                },
                threads));
      }
    }
    awaitSent(other);

    List<String> said = new ArrayList<>();
    for (long ticket = 1; ticket <= 5; ticket++) {
      said.addAll(tickets.said(ticket));
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      if (!takenBack.get(i).join()) {
        expected.add("reply " + i);
      }
    }
    assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
    // Both came about: else nothing was shown.
    assertThat(expected).hasSizeBetween(1, rounds - 1);
  }

  // ---- refusals when the time has come

  @Test
  void whatIsRefusedIsADraftWithTheReasonAndTheAuthorIsTold() {
    tickets.refuse(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));
    Holding.Accepted accepted = hold(ANNA, 1, "hello", Duration.ZERO);
    awaitSent();

    assertThat(listed(ANNA))
        .singleElement()
        .returns(State.REFUSED, Held::state)
        .returns(Optional.of("newer_messages"), Held::refused)
        .returns("hello", one -> one.words().text());
    assertThat(listed(SAM)).isEmpty();
    assertThat(draft().words().text()).isEqualTo("hello");
    assertThat(draft().refused()).contains("newer_messages");

    assertThat(cancel(accepted.id()))
        .isInstanceOfSatisfying(
            Cancelling.Cancelled.class, one -> assertThat(one.restored()).isTrue());
    assertThat(listed(ANNA)).isEmpty();
    assertThat(draft().words().text()).isEqualTo("hello");
  }

  @Test
  void whatWasRefusedIsForgottenOnceItsDraftIsSent() {
    tickets.refuse(new TicketReply.Closed());
    hold(ANNA, 1, "hello", Duration.ZERO);
    awaitSent();
    assertThat(draft().refused()).contains("ticket_closed");

    now(held.hold(ANNA, wanted(ANNA, 1, "hello", LONG, draft().version()), Optional.empty()));

    assertThat(listed(ANNA)).singleElement().returns(State.HELD, Held::state);
  }

  @Test
  void aRefusedReplyDoesNotReplaceADraftThatWasBegunMeanwhileAndIsNotLost() {
    tickets.refuse(new TicketReply.Closed());
    Holding.Accepted accepted = hold(ANNA, 1, "hello", LONG);
    now(drafts.save(ANNA, 1, Kind.REPLY, 1, new Words("next", false, List.of())));
    makeDue();
    awaitSent();

    assertThat(draft().words().text()).isEqualTo("next");
    assertThat(listed(ANNA)).singleElement().returns("hello", one -> one.words().text());
    assertThat(cancel(accepted.id()))
        .isInstanceOfSatisfying(
            Cancelling.Cancelled.class, one -> assertThat(one.words().text()).isEqualTo("hello"));
  }

  @Test
  void whoLostTheRightMeanwhileSendsNothing() {
    hold(ANNA, 1, "hello", LONG);
    grant(Right.VIEW_TICKETS);
    makeDue();
    awaitSent();

    assertThat(tickets.said(1)).isEmpty();
    assertThat(draft().refused()).contains("forbidden");
  }

  @Test
  void whatWasSentBeforeTheRightWasLostIsNoDraftAgain() {
    tickets.ending(() -> Ending.FAILED_AFTER);
    hold(ANNA, 1, "hello", Duration.ZERO);
    await().atMost(PATIENCE).until(() -> !tickets.said(1).isEmpty());
    grant();
    tickets.ending(() -> Ending.ANSWERED);
    awaitSent();

    assertThat(tickets.said(1)).containsExactly("hello");
    assertThat(draft().words()).isEqualTo(Words.NONE);
    assertThat(listed(ANNA)).isEmpty();
  }

  @Test
  void whereTheRightsAreNotKnownTheReplyWaits() {
    access.set(CompletableFuture.failedStage(new StaffUnknown("Discord is away")));
    hold(ANNA, 1, "hello", Duration.ZERO);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          release.wake();
          return Desk.count(DATABASE, "held_reply where state = 'releasing'") == 1;
        });

    grant(Right.ANSWER_MEMBERS);
    awaitSent();
    assertThat(tickets.said(1)).containsExactly("hello");
  }

  // ---- forgetting

  @Test
  void whatBecameOfAReplyIsForgottenLaterAndWhatWaitsNever() {
    tickets.refuse(new TicketReply.Closed());
    hold(ANNA, 1, "refused", Duration.ZERO);
    awaitSent();
    cancel(hold(ANNA, 1, "taken back", LONG).id());
    hold(ANNA, 1, "held", LONG);
    Desk.run(DATABASE, "update held_reply set at = now() - interval '3 days'");

    now(held.forget());

    assertThat(Desk.count(DATABASE, "held_reply where state = 'cancelled'")).isZero();
    assertThat(Desk.count(DATABASE, "held_reply")).isEqualTo(2);
    Desk.run(DATABASE, "update held_reply set at = now() - interval '31 days'");
    now(held.forget());
    assertThat(listed(ANNA)).singleElement().returns(State.HELD, Held::state);
  }
}
