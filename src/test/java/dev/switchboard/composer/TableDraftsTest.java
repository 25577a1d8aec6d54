package dev.switchboard.composer;

import static dev.switchboard.composer.Desk.ANNA;
import static dev.switchboard.composer.Desk.SAM;
import static dev.switchboard.composer.Desk.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Surface;
import dev.switchboard.composer.Drafts.Change;
import dev.switchboard.composer.Drafts.Draft;
import dev.switchboard.composer.Drafts.Kind;
import dev.switchboard.composer.Drafts.Sent;
import dev.switchboard.composer.Drafts.Words;
import dev.switchboard.composer.HeldReplies.Held;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Hash;
import dev.switchboard.ticket.TableUploads;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drafts are kept, and do not come back: among these tests are the faults that libredesk mended in
 * July 2026 (desk-ux.md, 1.1).
 */
class TableDraftsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Words HELLO = new Words("hello", true, List.of("f1", "f2"));

  private final TableDrafts drafts = new TableDrafts(DATABASE.database());
  private final PlayedTickets tickets = new PlayedTickets();
  private final TableUploads uploads = new TableUploads(DATABASE.database());
  private final UnknownSends unknown =
      new UnknownSends(DATABASE.database(), tickets, uploads, Duration.ZERO);

  @BeforeEach
  void tickets() {
    Desk.open(DATABASE, 3);
  }

  private static Words text(String text) {
    return new Words(text, false, List.of());
  }

  private Change save(int version, String text) {
    return now(drafts.save(ANNA, 1, Kind.REPLY, version, text(text)));
  }

  private Draft draft(Kind kind) {
    return now(drafts.drafts(ANNA, 1)).orElseThrow().stream()
        .filter(one -> one.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private Words words() {
    return draft(Kind.REPLY).words();
  }

  private static ActSources.Request request(String key) {
    return new ActSources.Request(Hash.of(key), Hash.of("body"));
  }

  private long send(int version, String text) {
    ActSources.Given given =
        now(drafts.send(ANNA, new Sent(1, Kind.REPLY, version, text(text)), Optional.empty()));
    return ((ActSources.Given.New) given).source();
  }

  // ---- saving

  @Test
  void aDraftIsReadAsItWasSaved() {
    assertThat(draft(Kind.REPLY)).isEqualTo(Draft.none(Kind.REPLY));

    assertThat(now(drafts.save(ANNA, 1, Kind.REPLY, 1, HELLO)))
        .isEqualTo(new Change.Stored(draft(Kind.REPLY)));

    assertThat(draft(Kind.REPLY).version()).isEqualTo(1);
    assertThat(words()).isEqualTo(HELLO);
  }

  @Test
  void replyAndNoteAndPeopleAndTicketsDoNotMix() {
    now(drafts.save(ANNA, 1, Kind.REPLY, 1, HELLO));
    now(drafts.save(ANNA, 1, Kind.NOTE, 5, text("a note")));
    now(drafts.save(SAM, 1, Kind.REPLY, 9, text("of Sam")));
    now(drafts.save(ANNA, 2, Kind.REPLY, 7, text("elsewhere")));

    assertThat(words()).isEqualTo(HELLO);
    assertThat(draft(Kind.NOTE).words()).isEqualTo(text("a note"));
    assertThat(now(drafts.drafts(SAM, 1)).orElseThrow().get(1)).isEqualTo(Draft.none(Kind.NOTE));
  }

  @Test
  void linesAndLinksAreKeptAsTheyAre() {
    String text = "one\n\n\n<https://example.org/?a=1&b=2>\n  two  ";
    save(1, text);
    assertThat(words().text()).isEqualTo(text);
  }

  @Test
  void anOlderVersionAndOtherWordsOfTheSameAreRefused() {
    save(2, "newer");

    assertThat(save(1, "older")).isEqualTo(new Change.Outdated(draft(Kind.REPLY)));
    assertThat(save(2, "of another device")).isEqualTo(new Change.Outdated(draft(Kind.REPLY)));
    assertThat(save(2, "newer")).isInstanceOf(Change.Stored.class);
    assertThat(words()).isEqualTo(text("newer"));
  }

  @Test
  void blanksAreNoDraftAndKeepTheVersion() {
    save(1, "hello");
    save(2, " \n ");

    assertThat(words()).isEqualTo(Words.NONE);
    assertThat(save(1, "hello")).isInstanceOf(Change.Outdated.class);
  }

  @Test
  void whatIsDiscardedDoesNotComeBack() {
    save(3, "hello");

    assertThat(now(drafts.discard(ANNA, 1, Kind.REPLY, OptionalInt.of(2))))
        .isInstanceOf(Change.Outdated.class);
    assertThat(now(drafts.discard(ANNA, 1, Kind.REPLY, OptionalInt.of(4))))
        .isInstanceOf(Change.Stored.class);

    assertThat(words()).isEqualTo(Words.NONE);
    assertThat(save(4, "late")).isInstanceOf(Change.Outdated.class);
    assertThat(save(5, "next")).isInstanceOf(Change.Stored.class);
    now(drafts.discard(ANNA, 1, Kind.REPLY, OptionalInt.empty()));
    assertThat(words()).isEqualTo(Words.NONE);
  }

  @Test
  void thereIsNoDraftWhereThereIsNoTicket() {
    assertThat(now(drafts.save(ANNA, 99, Kind.REPLY, 1, HELLO))).isEqualTo(new Change.NoTicket());
    assertThat(now(drafts.discard(ANNA, 99, Kind.REPLY, OptionalInt.of(1))))
        .isEqualTo(new Change.NoTicket());
    assertThat(now(drafts.drafts(ANNA, 99))).isEmpty();
    now(drafts.send(ANNA, new Sent(99, Kind.REPLY, 1, HELLO), Optional.empty()));
    assertThat(Desk.count(DATABASE, "draft")).isZero();
    assertThat(Desk.count(DATABASE, "unknown_send")).isZero();
  }

  @Test
  void aUserHasABoundedNumberOfDrafts() {
    Desk.run(
        DATABASE,
        """
        insert into draft (owner, ticket, kind, version, text, anonymous, files)
        select 7, n, 'note', 1, 'x', false, '{}' from generate_series(1001, 1000 + %d) n
        """
            .formatted(Drafts.MOST));

    assertThat(save(1, "one more")).isEqualTo(new Change.TooMany());
    assertThat(save(1, "")).isInstanceOf(Change.Stored.class);
    assertThat(now(drafts.save(SAM, 1, Kind.REPLY, 1, HELLO))).isInstanceOf(Change.Stored.class);
  }

  // ---- sending

  @Test
  void aDraftThatWasSentDoesNotComeBackByALateSave() {
    save(1, "hel");
    long source = send(3, "hello");
    assertThat(words()).isEqualTo(Words.NONE);
    now(drafts.settle(ANNA, source, true));

    assertThat(save(2, "hell")).isInstanceOf(Change.Outdated.class);
    assertThat(save(3, "hello")).isInstanceOf(Change.Outdated.class);
    assertThat(words()).isEqualTo(Words.NONE);
    assertThat(save(4, "next")).isInstanceOf(Change.Stored.class);
  }

  /** All saves up to the version that is sent, and the sending, arrive in any order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void inWhateverOrderTheyArriveNothingIsLeftOfWhatWasSent(int seed) {
    Random random = new Random(seed);
    for (int round = 1; round <= 20; round++) {
      Desk.open(DATABASE, 1);
      List<Runnable> arrivals = new ArrayList<>();
      for (int version = 1; version <= 4; version++) {
        int saved = version;
        arrivals.add(() -> save(saved, "version " + saved));
      }
      boolean refused = random.nextBoolean();
      arrivals.add(() -> now(drafts.settle(ANNA, send(4, "version 4"), !refused)));
      Collections.shuffle(arrivals, random);

      arrivals.forEach(Runnable::run);

      assertThat(words())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(refused ? text("version 4") : Words.NONE);
    }
  }

  @Test
  void whatTheTicketRefusesIsADraftAgainWithTheWordsThatWereSent() {
    save(1, "hel");
    now(drafts.settle(ANNA, send(2, "hello"), false));

    assertThat(draft(Kind.REPLY).version()).isEqualTo(2);
    assertThat(words()).isEqualTo(text("hello"));
  }

  @Test
  void aNewerDraftOfAnotherDeviceStaysWhenAnOlderOneIsSent() {
    save(5, "written elsewhere");
    long source = send(3, "hello");
    now(drafts.settle(ANNA, source, true));

    assertThat(words()).isEqualTo(text("written elsewhere"));
  }

  @Test
  void whatIsWrittenWhileTheFirstIsSentIsNotTouched() {
    long source = send(1, "first");
    save(2, "second");
    now(drafts.settle(ANNA, source, false));
    assertThat(words()).isEqualTo(text("second"));
    assertThat(listed()).isEmpty();

    // Nobody may have heard the answer.
    now(unknown.settle());
    assertThat(words()).isEqualTo(text("second"));
    assertThat(listed()).singleElement().returns(text("first"), Held::words);
  }

  @Test
  void theSourceIsStoredInTheSameTransactionAsTheDraftGoes() throws Exception {
    save(1, "hello");
    CompletionStage<ActSources.Given> sending;
    try (Handle other = DATABASE.database().jdbi().open()) {
      other.begin();
      other.execute("select from draft for update");
      sending =
          drafts.send(ANNA, new Sent(1, Kind.REPLY, 1, text("hello")), Optional.of(request("one")));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Desk.count(DATABASE, "pg_locks where not granted") > 0);
      assertThat(Desk.count(DATABASE, "act_request")).isZero();
      assertThat(words()).isEqualTo(text("hello"));
      other.rollback();
    }
    now(sending);

    assertThat(Desk.count(DATABASE, "act_request")).isEqualTo(1);
    assertThat(words()).isEqualTo(Words.NONE);
  }

  @Test
  void aRequestThatComesAgainHasTheSameSourceAndOneWithOtherWordsTouchesNothing() {
    Sent sent = new Sent(1, Kind.REPLY, 1, text("hello"));
    long source =
        ((ActSources.Given.New) now(drafts.send(ANNA, sent, Optional.of(request("key"))))).source();
    assertThat(now(drafts.send(ANNA, sent, Optional.of(request("key")))))
        .isEqualTo(new ActSources.Given.Known(source, OptionalInt.empty()));
    now(drafts.settle(ANNA, source, true));
    save(2, "next");

    assertThat(
            now(
                drafts.send(
                    ANNA,
                    new Sent(1, Kind.REPLY, 2, text("next")),
                    Optional.of(new ActSources.Request(Hash.of("key"), Hash.of("other"))))))
        .isInstanceOf(ActSources.Given.Other.class);
    assertThat(words()).isEqualTo(text("next"));
  }

  // ---- the process ended while it was sent

  @Test
  void whatTheTicketKnowsIsForgottenAndWhatItDoesNotKnowIsADraftAgain() {
    tickets.did(send(1, "hello"));
    now(unknown.settle());
    assertThat(words()).isEqualTo(Words.NONE);
    assertThat(Desk.count(DATABASE, "draft where text <> ''")).isZero();
    assertThat(Desk.count(DATABASE, "unknown_send")).isZero();

    send(2, "never arrived");
    now(unknown.settle());
    assertThat(words()).isEqualTo(text("never arrived"));
  }

  @Test
  void whatIsUnderWayIsNotAskedFor() {
    send(1, "hello");
    now(new UnknownSends(DATABASE.database(), tickets, uploads).settle());
    assertThat(Desk.count(DATABASE, "unknown_send")).isEqualTo(1);
  }

  private List<Held> listed() {
    HeldRelease release =
        new HeldRelease(
            DATABASE.database(),
            tickets,
            uploads,
            _ -> new CompletableFuture<>(),
            Clock.systemUTC(),
            (_, _) -> {});
    return now(new TableHeldReplies(DATABASE.database(), release).held(ANNA, 1));
  }

  @Test
  void aLetterTypedMeanwhileDoesNotReplaceWhatWasNotSent() {
    send(1, "the whole reply");
    save(2, "n");
    now(unknown.settle());

    assertThat(words()).isEqualTo(text("n"));
    assertThat(listed())
        .singleElement()
        .returns(7L, Held::owner)
        .returns("Anna", Held::author)
        .returns(text("the whole reply"), Held::words)
        .returns(HeldReplies.State.REFUSED, Held::state)
        .returns(Optional.of("not_sent"), Held::refused);
    assertThat(Desk.count(DATABASE, "unknown_send")).isZero();
  }

  @Test
  void aDraftThatIsDiscardedMeanwhileMakesRoomForWhatWasNotSent() {
    send(1, "the whole reply");
    now(drafts.discard(ANNA, 1, Kind.REPLY, OptionalInt.of(2)));
    now(unknown.settle());

    assertThat(draft(Kind.REPLY).version()).isEqualTo(3);
    assertThat(words()).isEqualTo(text("the whole reply"));
    assertThat(listed()).isEmpty();
  }

  @Test
  void whatIsOnItsWayDoesNotReplaceWhatIsOnItsWay() {
    long first = send(1, "first");
    tickets.did(send(2, "second"));
    save(3, "third");
    now(unknown.settle());

    assertThat(words()).isEqualTo(text("third"));
    assertThat(listed()).singleElement().returns(text("first"), Held::words);
    assertThat(Desk.count(DATABASE, "held_reply where source = " + first)).isEqualTo(1);
  }

  @Test
  void anUnsentNoteIsNoReplyAndWaitsUntilThereIsNoOtherNote() {
    now(drafts.send(ANNA, new Sent(1, Kind.NOTE, 1, text("a secret")), Optional.empty()));
    now(drafts.save(ANNA, 1, Kind.NOTE, 2, text("another note")));
    now(unknown.settle());
    assertThat(draft(Kind.NOTE).words()).isEqualTo(text("another note"));
    assertThat(listed()).isEmpty();

    now(drafts.discard(ANNA, 1, Kind.NOTE, OptionalInt.of(2)));
    now(unknown.settle());
    assertThat(draft(Kind.NOTE).words()).isEqualTo(text("a secret"));
    assertThat(words()).isEqualTo(Words.NONE);
  }

  /** The client puts what failed before what was written since. */
  @Test
  void whatALaterTextContainsIsKeptInItAlone() {
    send(1, "first");
    save(2, "first\nsecond");
    now(unknown.settle());
    assertThat(words()).isEqualTo(text("first\nsecond"));
    assertThat(listed()).isEmpty();

    send(3, "first\nsecond");
    tickets.did(send(4, "first\nsecond\nthird"));
    now(unknown.settle());
    assertThat(words()).isEqualTo(Words.NONE);
    assertThat(listed()).isEmpty();
  }

  @Test
  void theFilesOfWhatWasNotSentAreFreeAgain() {
    String holder = Uploads.holder(Surface.PANEL, "7");
    StoredFile cat = new StoredFile("%064x".formatted(1), "cat.png", 5, "image/png");
    long file = now(uploads.add(1, holder, cat)).orElseThrow();
    Words words = new Words("look", false, List.of(String.valueOf(file)));
    ActSources.Given given =
        now(drafts.send(ANNA, new Sent(1, Kind.REPLY, 1, words), Optional.empty()));
    now(uploads.claim(List.of(file), 1, holder, ((ActSources.Given.New) given).source()));

    now(unknown.settle());

    assertThat(words()).isEqualTo(words);
    assertThat(now(uploads.areFree(List.of(file), 1, holder))).isTrue();
  }

  @Test
  void aPartOfALineIsNotContained() {
    send(1, "no");
    save(2, "I know");
    now(unknown.settle());
    assertThat(listed()).singleElement().returns(text("no"), Held::words);
  }

  @Test
  void whatIsSentAgainWithTheSameKeyIsNotListedAsNotSentAnyMore() {
    Sent sent = new Sent(1, Kind.REPLY, 1, text("hello"));
    now(drafts.send(ANNA, sent, Optional.of(request("key"))));
    save(2, "next");
    now(unknown.settle());
    assertThat(listed()).hasSize(1);

    ActSources.Given again = now(drafts.send(ANNA, sent, Optional.of(request("key"))));
    assertThat(listed()).isEmpty();
    now(drafts.settle(ANNA, ((ActSources.Given.Known) again).source(), false));
    now(unknown.settle());

    assertThat(words()).isEqualTo(text("next"));
    assertThat(listed()).singleElement().returns(text("hello"), Held::words);
  }

  // ---- forgetting

  @Test
  void draftsAreForgottenAfterAMonthAndWithTheTicketsWords() {
    save(1, "old");
    now(drafts.save(ANNA, 2, Kind.REPLY, 1, HELLO));
    now(drafts.save(ANNA, 3, Kind.REPLY, 1, HELLO));
    for (long ticket = 1; ticket <= 3; ticket++) {
      now(drafts.send(SAM, new Sent(ticket, Kind.REPLY, 1, HELLO), Optional.empty()));
    }
    Desk.run(DATABASE, "update draft set changed_at = now() - interval '31 days' where ticket = 1");
    Desk.run(
        DATABASE, "update unknown_send set sent_at = now() - interval '31 days' where ticket = 1");
    Desk.run(DATABASE, "update ticket set purged_at = now() where ticket = 2");

    now(drafts.forget());

    assertThat(Desk.count(DATABASE, "draft where owner = 7")).isEqualTo(1);
    assertThat(Desk.count(DATABASE, "unknown_send where ticket = 3")).isEqualTo(1);
    assertThat(Desk.count(DATABASE, "unknown_send")).isEqualTo(1);
    assertThat(now(drafts.save(ANNA, 2, Kind.REPLY, 2, HELLO))).isEqualTo(new Change.NoTicket());
  }
}
