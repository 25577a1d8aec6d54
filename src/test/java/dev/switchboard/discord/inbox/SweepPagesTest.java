package dev.switchboard.discord.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.gateway.VisibleChannels;
import dev.switchboard.discord.inbox.TrackedChannelTable.Reach;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However many channels have to be read: they are listed a page at a time, and all are read. */
class SweepPagesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int PAGE = 4;
  private static final int DMS = 23;
  private static final int TICKETS = 9;
  private static final int EPOCH = 3;

  private final ActorTestKit kit = ActorTestKit.create();
  private final FakeConversations conversations = new FakeConversations();
  private final ConcurrentLinkedQueue<Long> read = new ConcurrentLinkedQueue<>();
  private final Set<Long> unreadable = ConcurrentHashMap.newKeySet();
  private final Set<Long> unknown = ConcurrentHashMap.newKeySet();

  /** Those of which Discord says once that they are unknown, and has them. */
  private final Set<Long> unknownOnce = ConcurrentHashMap.newKeySet();

  private final Set<Long> unreadWhileRead = ConcurrentHashMap.newKeySet();
  private final Set<Long> hiddenWhileRead = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void channels() {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("truncate gateway_session, dm_channel, ticket_channel, inbox");
          handle.execute(
              "insert into gateway_session values (0, 's', 1, '', ?, 0, now(), now())", EPOCH);
          for (long i = 1; i <= DMS; i++) {
            handle.execute(
                "insert into dm_channel values (?, ?, ?, 1, 0)", i, dm(i), i % 5 == 0 ? null : i);
          }
          for (long i = 1; i <= TICKETS; i++) {
            handle.execute(
                "insert into ticket_channel (ticket, channel_id) values (?, ?)", i, ticket(i));
          }
        });
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static long dm(long user) {
    return 1_000 + user;
  }

  private static long ticket(long number) {
    return 2_000 + number;
  }

  private static Set<Long> all() {
    Set<Long> all = new HashSet<>();
    LongStream.rangeClosed(1, DMS).map(SweepPagesTest::dm).forEach(all::add);
    LongStream.rangeClosed(1, TICKETS).map(SweepPagesTest::ticket).forEach(all::add);
    return all;
  }

  private CompletableFuture<Answer> answer(Call call) {
    long channel = Long.parseLong(call.target().split("/", -1)[2]);
    boolean messages = call.path().endsWith("/messages");
    if (unknown.contains(channel) || (messages && unknownOnce.remove(channel))) {
      return CompletableFuture.completedFuture(
          new Answer.Refused(
              404,
              10003,
              "Unknown Channel",
              JsonNodeFactory.instance.objectNode(),
              Answer.RateHeaders.NONE));
    }
    if (!messages) {
      return CompletableFuture.completedFuture(
          new Answer.Ok(
              200,
              JsonNodeFactory.instance.objectNode().put("id", Long.toString(channel)),
              Answer.RateHeaders.NONE));
    }
    read.add(channel);
    if (unreadWhileRead.remove(channel)) {
      inTransaction(handle -> TrackedChannelTable.unread(handle, List.of(channel)));
    }
    if (hiddenWhileRead.remove(channel)) {
      visibleBut(channel);
      visibleBut();
    }
    return CompletableFuture.completedFuture(
        unreadable.contains(channel)
            ? new Answer.Refused(
                403,
                50001,
                "Missing Access",
                JsonNodeFactory.instance.objectNode(),
                Answer.RateHeaders.NONE)
            : new Answer.Ok(200, JsonNodeFactory.instance.arrayNode(), Answer.RateHeaders.NONE));
  }

  private ActorRef<Backfill.Message> sweep() {
    var database = DATABASE.database();
    var settings = Payloads.settings("http://127.0.0.1:1");
    var means =
        new Backfill.Means(
            new FencedDatabase(database, Fence.NONE),
            conversations.history(database, this::answer, settings),
            conversations,
            PAGE);
    var delivered = new RecordedDeliveries();
    ActorRef<Backfill.Message> sweep =
        kit.spawn(Backfill.create(means, new Deliveries(delivered, delivered, TestWords.ENGLISH)));
    sweep.tell(Backfill.Ask.BEGIN);
    return sweep;
  }

  private void awaitRead(int channels) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(new HashSet<>(read)).hasSize(channels));
  }

  @Test
  void everyChannelIsReadOnceThoughNoneIsListedWithAllOthers() {
    sweep();
    awaitRead(DMS + TICKETS);
    assertThat(read).containsExactlyInAnyOrderElementsOf(all());
    List<Integer> pages = new ArrayList<>();
    try (Handle handle = DATABASE.database().jdbi().open()) {
      handle.execute("update dm_channel set swept = 0");
      var from = TrackedChannelTable.Positions.BEGINNING;
      for (var page = TrackedChannelTable.unswept(handle, EPOCH, from, PAGE); ; ) {
        pages.add(page.dms().size());
        if (page.next().isEmpty()) {
          break;
        }
        page = TrackedChannelTable.unswept(handle, EPOCH, page.next().get(), PAGE);
      }
    }
    assertThat(pages).containsExactly(4, 4, 4, 4, 4, 3);
  }

  @Test
  void thoseWithAnOpenTicketComeFirst() {
    conversations.open = List.of(5L, 1L);
    sweep();
    awaitRead(DMS + TICKETS);
    assertThat(new ArrayList<>(read).subList(0, 6)).contains(dm(5), dm(1), ticket(9));
    assertThat(read).containsExactlyInAnyOrderElementsOf(all());
  }

  @Test
  void whatCannotBeReadHoldsNothingUpAndIsNotReadForEver() {
    LongStream.rangeClosed(1, DMS)
        .map(SweepPagesTest::dm)
        .filter(id -> id % 2 == 0)
        .forEach(unreadable::add);
    sweep();
    awaitRead(DMS + TICKETS);
    assertThat(read).containsExactlyInAnyOrderElementsOf(all());
  }

  @Test
  void aTicketsChannelIsGoneOnlyIfItIsUnknownWhenItIsAskedForToo() {
    unknown.add(ticket(3));
    unknownOnce.add(ticket(4));
    sweep();
    awaitRead(DMS + TICKETS - 1);
    assertThat(read).contains(ticket(4)).doesNotContain(ticket(3));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(channelDeletions()).containsExactly(Long.toString(ticket(3))));
  }

  @Test
  void whatHasToBeReadAgainIs() {
    var sweep = sweep();
    awaitRead(DMS + TICKETS);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inTransaction(handle -> TrackedChannelTable.countUnswept(handle, EPOCH)) == 0);
    read.clear();
    List<Long> again = List.of(dm(3), dm(5), ticket(2), 9_999L);
    assertThat(inTransaction(handle -> TrackedChannelTable.unread(handle, again))).isEqualTo(3);
    sweep.tell(Backfill.Ask.AGAIN);
    awaitRead(3);
    assertThat(read).containsExactlyInAnyOrder(dm(3), dm(5), ticket(2));
  }

  /** What was edited may be newer than what was read. */
  @Test
  void whatWasEditedWhileItsChannelWasReadIsReadAgain() {
    unreadWhileRead.add(dm(4));
    var sweep = sweep();
    awaitRead(DMS + TICKETS);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inTransaction(handle -> TrackedChannelTable.countUnswept(handle, EPOCH)) == 1);
    sweep.tell(Backfill.Ask.AGAIN);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inTransaction(handle -> TrackedChannelTable.countUnswept(handle, EPOCH)) == 0);
    assertThat(read).filteredOn(channel -> channel == dm(4)).hasSize(2);
    assertThat(read).hasSize(DMS + TICKETS + 1);
  }

  /** The bot sees all channels but these. */
  private static int visibleBut(Long... hidden) {
    Set<Long> visible = all();
    visible.removeAll(Set.of(hidden));
    return inTransaction(handle -> {
      TrackedChannelTable.hide(handle, visible);
      return TrackedChannelTable.show(handle, new VisibleChannels(visible, 0, false, false), EPOCH);
    });
  }

  private static Reach reach(long ticket) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            TrackedChannelTable.find(handle, new TrackedChannel.OfTicket(ticket, ticket(ticket)))
                .orElseThrow());
  }

  private static void confirm(long ticket) {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle ->
            TrackedChannelTable.confirm(
                handle, new TrackedChannel.OfTicket(ticket, ticket(ticket)), EPOCH));
  }

  /** A mark that moved on with what is said afterwards would pass over what was said meanwhile. */
  @Test
  void aChannelThatWasHiddenHasAGapUntilItIsRead() {
    var sweep = sweep();
    awaitRead(DMS + TICKETS);
    awaitNoneUnswept();
    assertThat(visibleBut(ticket(2), ticket(3), 9_999L)).isZero();
    assertThat(visibleBut(ticket(3))).isEqualTo(1);
    assertThat(visibleBut(ticket(3))).isZero();
    assertThat(reach(2).epoch()).isLessThan(EPOCH);
    assertThat(reach(3).epoch()).isEqualTo(EPOCH);

    inTransaction(handle -> {
      TrackedChannelTable.markTickets(handle, Map.of(ticket(2), 7_000L, ticket(4), 7_000L), EPOCH);
      return 0;
    });
    assertThat(reach(2).mark()).isZero();
    assertThat(reach(4).mark()).isEqualTo(7_000L);
    // By a reading that ended before it was hidden.
    confirm(2);
    assertThat(reach(2).epoch()).isLessThan(EPOCH);

    read.clear();
    sweep.tell(Backfill.Ask.AGAIN);
    awaitRead(1);
    awaitNoneUnswept();
    assertThat(read).containsExactly(ticket(2));
    assertThat(reach(2).epoch()).isEqualTo(EPOCH);
  }

  @Test
  void hiddenAndShownWhileItIsReadItIsReadAgain() {
    hiddenWhileRead.add(ticket(5));
    var sweep = sweep();
    awaitRead(DMS + TICKETS);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inTransaction(handle -> TrackedChannelTable.countUnswept(handle, EPOCH)) == 1);
    assertThat(reach(5).epoch()).isLessThan(EPOCH);
    sweep.tell(Backfill.Ask.AGAIN);
    awaitNoneUnswept();
    assertThat(read).filteredOn(channel -> channel == ticket(5)).hasSize(2);
    assertThat(reach(5).epoch()).isEqualTo(EPOCH);
  }

  /** The bot is removed from the guild: it sees none, and no closed ticket's channel ever again. */
  @Test
  void withoutTheGuildAllAreHidden() {
    inTransaction(handle -> {
      TrackedChannelTable.end(handle, List.of(ticket(2)));
      TrackedChannelTable.hide(handle, Set.of());
      return 0;
    });
    inTransaction(handle -> {
      TrackedChannelTable.end(handle, List.of(ticket(3)));
      return 0;
    });
    assertThat(visibleBut()).isEqualTo(TICKETS - 2);
    assertThat(reach(2).swept()).isEqualTo(TrackedChannelTable.FOR_EVER);
    assertThat(reach(3).swept()).isEqualTo(TrackedChannelTable.FOR_EVER);
    assertThat(reach(3).epoch()).isEqualTo(TrackedChannelTable.FOR_EVER);
  }

  /** Discord promises no order between a message and the event that shows its channel. */
  @Test
  void whatIsSaidInAChannelThatIsHiddenTellsOfAGap() {
    sweep();
    awaitRead(DMS + TICKETS);
    awaitNoneUnswept();
    visibleBut(ticket(6));
    assertThat(spoken(ticket(5), ticket(6))).containsExactly(ticket(6));
    assertThat(spoken(ticket(6))).isEmpty();
    assertThat(reach(6).epoch()).isLessThan(EPOCH);
    assertThat(reach(5).epoch()).isEqualTo(EPOCH);
    // Read, but not known to be seen: what comes may come of before it was hidden.
    swept(6, reach(6));
    confirm(6);
    assertThat(reach(6).epoch()).isLessThan(EPOCH);
  }

  /** Of two readings the one that began before the second gap does not close it. */
  @Test
  void aReadingThatBeganEarlierClosesNoLaterGap() {
    sweep();
    awaitRead(DMS + TICKETS);
    awaitNoneUnswept();
    visibleBut(ticket(7));
    visibleBut();
    Reach early = reach(7);
    swept(7, early);
    assertThat(reach(7).swept()).isEqualTo(EPOCH);
    visibleBut(ticket(7));
    visibleBut();
    Reach later = reach(7);
    swept(7, early);
    assertThat(reach(7)).isEqualTo(later);
    confirm(7);
    assertThat(reach(7)).isEqualTo(later);
  }

  /** What may not be read is shown at the earliest with the next event that changes that. */
  @Test
  void whatIsRefusedIsHiddenUntilAnEventShowsIt() {
    unreadable.add(ticket(8));
    var sweep = sweep();
    awaitRead(DMS + TICKETS);
    awaitNoneUnswept();
    confirm(8);
    assertThat(reach(8).epoch()).isLessThan(EPOCH);
    // What is said there is a reason to ask once more.
    assertThat(spoken(ticket(8))).containsExactly(ticket(8));
    assertThat(spoken(ticket(8))).isEmpty();
    read.clear();
    sweep.tell(Backfill.Ask.AGAIN);
    awaitRead(1);
    awaitNoneUnswept();
    unreadable.clear();
    read.clear();
    assertThat(visibleBut()).isEqualTo(1);
    sweep.tell(Backfill.Ask.AGAIN);
    awaitRead(1);
    awaitNoneUnswept();
    confirm(8);
    assertThat(reach(8).epoch()).isEqualTo(EPOCH);
  }

  /** A reading that is refused just when Discord shows the channel closes nothing. */
  @Test
  void theEventThatShowsAChannelOutlivesARefusalFromBefore() {
    sweep();
    awaitRead(DMS + TICKETS);
    awaitNoneUnswept();
    visibleBut(ticket(9));
    visibleBut();
    Reach predicted = reach(9);
    assertThat(about(ticket(9))).isEqualTo(1);
    assertThat(about(ticket(4))).isZero();
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          TrackedChannel.OfTicket channel = new TrackedChannel.OfTicket(9, ticket(9));
          TrackedChannelTable.refused(handle, channel, predicted);
          TrackedChannelTable.swept(handle, channel, predicted, 0, EPOCH, false);
        });
    assertThat(reach(9).swept()).isLessThan(EPOCH);
    assertThat(spoken(ticket(9))).isEmpty();
  }

  /** The bot sees all, and this one is described. */
  private static int about(long channel) {
    return inTransaction(handle ->
        TrackedChannelTable.show(handle, new VisibleChannels(all(), channel, false, false), EPOCH));
  }

  private static List<Long> spoken(Long... channels) {
    return DATABASE
        .database()
        .jdbi()
        .inTransaction(handle -> TrackedChannelTable.spoken(handle, List.of(channels), EPOCH));
  }

  private static void swept(long ticket, Reach before) {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle ->
            TrackedChannelTable.swept(
                handle,
                new TrackedChannel.OfTicket(ticket, ticket(ticket)),
                before,
                9_000L,
                EPOCH,
                true));
  }

  private static void awaitNoneUnswept() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inTransaction(handle -> TrackedChannelTable.countUnswept(handle, EPOCH)) == 0);
  }

  @Test
  void aClosedTicketsChannelIsNotReadAgain() {
    inTransaction(handle -> {
      TrackedChannelTable.end(handle, List.of(ticket(2)));
      return 0;
    });
    assertThat(inTransaction(handle -> TrackedChannelTable.unread(handle, List.of(ticket(2)))))
        .isZero();
  }

  private static List<String> channelDeletions() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select key from inbox where kind = 'channel-delete'")
                .mapTo(String.class)
                .list());
  }

  private static int inTransaction(ToIntFunction<Handle> work) {
    return DATABASE.database().jdbi().inTransaction(work::applyAsInt);
  }

  @Test
  void aPageOfNothingButClosedTicketsIsNotTheEnd() {
    LongStream.rangeClosed(3, TICKETS).forEach(conversations.closed::add);
    sweep();
    awaitRead(DMS + 2);
    assertThat(read).contains(ticket(1), ticket(2)).doesNotContain(ticket(3), ticket(9));
  }
}
