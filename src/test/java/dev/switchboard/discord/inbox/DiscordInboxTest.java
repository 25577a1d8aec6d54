package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.ScriptedGateway;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DiscordInboxTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long ANN = 51;
  private static final long ANNS = 61;
  private static final Instant BEGINNING = Snowflake.time(id(0));

  private final ScriptedGateway discord = new ScriptedGateway();
  private final DiscordSettings settings = Payloads.settings(discord.apiUrl());
  private final DiscordRest rest = new DiscordRest(settings.access());
  private final DiscordInbox inbox =
      FakeConversations.inbox(DATABASE.database(), rest::exchange, settings);
  private final NavigableMap<Long, JsonNode> history = new ConcurrentSkipListMap<>();

  @BeforeEach
  void aSecondSessionHasBegun() {
    discord.histories.put(ANNS, history);
    run(handle -> {
      handle.execute("truncate inbox, gateway_session, dm_channel, dead_letter");
      InboxTable.save(handle, new Session("B", 1, "ws://x", 2, 0, BEGINNING, BEGINNING));
    });
  }

  @AfterEach
  void close() {
    rest.close();
    discord.close();
  }

  @Test
  void aGapIsFilledPageByPageInOrderAndWithoutDoubles() {
    write(1, 250);
    history.put(id(260), dm(ANN, ANNS, id(260), "live"));
    run(handle -> {
      InboxTable.addDmChannels(handle, List.of(new InboxTable.DmChannel(ANN, ANNS, id(10), 1)));
      InboxTable.insert(handle, List.of(row(260, "live"), row(250, "n250")), Instant.now());
    });
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().gap()).isTrue();
    assertThat(inbox.fill(ANN).toCompletableFuture().join())
        .isEqualTo(new Inbox.Filled.Complete(239));
    var waiting = inbox.waiting(ANN).toCompletableFuture().join();
    assertThat(waiting.gap()).isFalse();
    assertThat(words(waiting))
        .hasSize(241)
        .startsWith("n11", "n12")
        .endsWith("n249", "n250", "live");
    assertThat(channel()).isEqualTo(new InboxTable.DmChannel(ANN, ANNS, id(260), 2));
    assertThat(inbox.fill(ANN).toCompletableFuture().join())
        .isEqualTo(new Inbox.Filled.Complete(0));
  }

  @Test
  void withoutAMarkItIsReadBackToTheBeginningOfTheProduct() {
    write(-500, -490);
    write(1, 230);
    history.put(id(100), dm(Payloads.BOT, ANNS, id(100), "ours"));
    run(handle -> {
      InboxTable.addDmChannels(handle, List.of(new InboxTable.DmChannel(ANN, ANNS, 0, 0)));
      InboxTable.insert(handle, List.of(row(230, "n230")), Instant.now());
    });
    assertThat(inbox.fill(ANN).toCompletableFuture().join())
        .isEqualTo(new Inbox.Filled.Complete(228));
    var waiting = inbox.waiting(ANN).toCompletableFuture().join();
    assertThat(words(waiting)).hasSize(229).startsWith("n1", "n2").endsWith("n230");
    assertThat(words(waiting)).doesNotContain("ours");
    assertThat(channel()).isEqualTo(new InboxTable.DmChannel(ANN, ANNS, id(230), 2));
  }

  @Test
  void aChannelThatDiscordWillNotShowCountsAsFilled() {
    discord.historyStatus = 403;
    run(handle ->
        InboxTable.addDmChannels(handle, List.of(new InboxTable.DmChannel(ANN, ANNS, id(10), 1))));
    assertThat(inbox.fill(ANN).toCompletableFuture().join())
        .isEqualTo(new Inbox.Filled.Unreadable("Missing Access"));
    assertThat(channel()).isEqualTo(new InboxTable.DmChannel(ANN, ANNS, id(10), 2));
  }

  @Test
  void discordOutOfReachLeavesTheGapOpen() {
    discord.historyStatus = 503;
    run(handle ->
        InboxTable.addDmChannels(handle, List.of(new InboxTable.DmChannel(ANN, ANNS, id(10), 1))));
    assertThatThrownBy(() -> inbox.fill(ANN).toCompletableFuture().join())
        .hasMessageContaining("could not be read");
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().gap()).isTrue();
  }

  @Test
  void anEditOfWhatWasFirstReadAsItIsSaysSo() {
    for (int number : List.of(1, 2, 3)) {
      ObjectNode message = dm(ANN, ANNS, id(number), "edited");
      history.put(id(number), message.put("edited_timestamp", "2026-01-01T00:01:00+00:00"));
    }
    var conversations = new FakeConversations();
    conversations.notes.put(7L, List.of(id(1)));
    run(handle -> {
      handle.execute("truncate ticket_channel");
      handle.execute(
          "insert into ticket_channel (channel_id, ticket, mark, epoch, swept) values (?, 7, ?, 1, 1)",
          ANNS,
          id(1));
      StoredEvent old = row(2, "as it was").event();
      InboxTable.insert(
          handle,
          List.of(
              new InboxTable.NewRow(
                  new StoredEvent(
                      old.kind(),
                      old.key(),
                      StoredEvent.channelRoute(ANNS),
                      old.ordering(),
                      old.payload()),
                  0)),
          Instant.now());
    });
    conversations
        .history(
            DATABASE.database(),
            call ->
                call.target().contains("/members/")
                    ? CompletableFuture.completedFuture(
                        new Answer.Refused(
                            404,
                            10_007,
                            "Unknown Member",
                            NullNode.instance,
                            Answer.RateHeaders.NONE))
                    : rest.exchange(call),
            settings)
        .read(new TrackedChannel.OfTicket(7, ANNS))
        .toCompletableFuture()
        .join();
    run(handle ->
        assertThat(
                handle
                    .createQuery(
                        "select ordering || coalesce((payload::json ->> 'read_so'), '') from inbox"
                            + " where kind = 'edit' order by ordering")
                    .mapTo(String.class)
                    .list())
            .as("the first was a note, the second was seen before it was edited")
            .containsExactly(Long.toString(id(1)), Long.toString(id(2)), id(3) + "true"));
  }

  @Test
  void manySettlementsAreCommitted() {
    run(handle ->
        InboxTable.insert(
            handle,
            java.util.stream.IntStream.range(0, 500).mapToObj(n -> row(n, "n" + n)).toList(),
            Instant.now()));
    java.util.stream.IntStream.range(0, 500)
        .mapToObj(n -> inbox.acknowledge(StoredEvent.MESSAGE, Long.toString(id(n))))
        .toList()
        .forEach(settled -> settled.toCompletableFuture().join());
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).isEmpty();
  }

  @Test
  void aBuriedRowIsADeadLetterAndSettled() {
    run(handle -> InboxTable.insert(handle, List.of(row(1, "odd")), Instant.now()));
    inbox.deadLetter(row(1, "odd").event(), "why").toCompletableFuture().join();
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).isEmpty();
    run(handle ->
        assertThat(handle.createQuery("select error from dead_letter").mapTo(String.class).one())
            .isEqualTo("why"));
  }

  /** A message with edits without end is read a piece at a time, too. */
  @Test
  void aPieceEndsAmongWhatConcernsOneMessageAndTheNextGoesOnThere() {
    List<InboxTable.NewRow> rows = new ArrayList<>();
    rows.add(row(3, "behind"));
    IntStream.range(0, 1_000).forEach(edit -> rows.add(edit(2, edit)));
    rows.add(row(2, "edited"));
    rows.add(row(1, "first"));
    run(handle -> InboxTable.insert(handle, rows, Instant.now()));

    List<String> taken = new ArrayList<>();
    for (Inbox.Waiting piece = waiting(); !piece.arrivals().isEmpty(); piece = waiting()) {
      assertThat(piece.arrivals()).hasSizeLessThanOrEqualTo(DiscordInbox.AT_ONCE);
      assertThat(piece.more()).isEqualTo(taken.size() + DiscordInbox.AT_ONCE < 1_003);
      piece.arrivals().forEach(arrival -> taken.add(arrival.id().key()));
      piece.arrivals().stream()
          .map(arrival -> inbox.acknowledge(arrival.id()).toCompletableFuture())
          .toList()
          .forEach(CompletableFuture::join);
    }
    assertThat(taken)
        .hasSize(1_003)
        .doesNotHaveDuplicates()
        .startsWith(Long.toString(id(1)), Long.toString(id(2)), id(2) + ":0", id(2) + ":1")
        .endsWith(id(2) + ":999", Long.toString(id(3)));
  }

  @Test
  void eachRouteWithPendingRowsIsFoundOnceHoweverManyThereAre() {
    run(handle -> {
      List<InboxTable.NewRow> rows = new ArrayList<>();
      for (int member = 1; member <= 7; member++) {
        for (int number = 0; number < 30; number++) {
          String key = member + "-" + number;
          rows.add(
              new InboxTable.NewRow(
                  new StoredEvent(StoredEvent.MESSAGE, key, "member:" + member, number, "{}"), 0));
        }
      }
      InboxTable.insert(handle, rows, Instant.now());
      handle.execute("update inbox set payload = null where route in ('member:1', 'member:5')");
      assertThat(InboxTable.pendingRoutes(handle, "", 100))
          .containsExactly("member:2", "member:3", "member:4", "member:6", "member:7");
      assertThat(InboxTable.pendingRoutes(handle, "member:2", 2))
          .containsExactly("member:3", "member:4");
      assertThat(InboxTable.pendingRoutes(handle, "member:7", 2)).isEmpty();
    });
  }

  private Inbox.Waiting waiting() {
    return inbox.waiting(ANN).toCompletableFuture().join();
  }

  private static InboxTable.NewRow edit(int number, int edit) {
    return new InboxTable.NewRow(
        new StoredEvent(
            StoredEvent.EDIT,
            id(number) + ":" + edit,
            StoredEvent.memberRoute(ANN),
            id(number),
            dm(ANN, ANNS, id(number), "e" + edit).toString()),
        1);
  }

  private void write(int from, int to) {
    for (int number = from; number <= to; number++) {
      history.put(id(number), dm(ANN, ANNS, id(number), "n" + number));
    }
  }

  private static InboxTable.NewRow row(int number, String text) {
    return new InboxTable.NewRow(
        new StoredEvent(
            StoredEvent.MESSAGE,
            Long.toString(id(number)),
            StoredEvent.memberRoute(ANN),
            id(number),
            dm(ANN, ANNS, id(number), text).toString()),
        0);
  }

  private static List<String> words(Inbox.Waiting waiting) {
    return waiting.arrivals().stream()
        .map(arrival -> ((Arrival.Wrote) arrival).content().text())
        .toList();
  }

  private static InboxTable.DmChannel channel() {
    return java.util.Objects.requireNonNull(
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle -> InboxTable.dmChannels(handle, List.of(ANN), List.of()).get(ANN)));
  }

  private static void run(java.util.function.Consumer<org.jdbi.v3.core.Handle> work) {
    DATABASE.database().jdbi().useTransaction(work::accept);
  }
}
