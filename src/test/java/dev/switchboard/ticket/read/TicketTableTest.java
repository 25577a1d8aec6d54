package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTableTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int STEPS = 250;

  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.of(77), "Welcome!"));
  private int recorded;

  @Test
  void thePriorityIsListedAndCountedWhileTheTicketIsOpen() {
    ticket.writes("hello");
    record();
    assertThat(row()).containsEntry("priority", "normal");

    ticket.command(
        new TicketCommand.Handle(
            60,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(Priority.URGENT),
            false,
            ticket.now()));
    record();

    assertThat(row()).containsEntry("priority", "urgent");
    assertThat(DATABASE.database().jdbi().withHandle(TicketBacklog::read).byPriority())
        .isEqualTo(Map.of(Priority.URGENT, 1L));
  }

  @Test
  void aPurgedTicketHasTheUsualPriorityAsIfItsEventsWereNeverThere() {
    ticket.writes("hello");
    ticket.command(
        new TicketCommand.Handle(
            60,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(Priority.URGENT),
            false,
            ticket.now()));
    record();
    TicketEvent purged =
        new TicketEvent.Purged(
            TicketFixture.TICKET, 1_000, 500, 4_003, ticket.now(), "root", ticket.now());
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          EventBatch group = new EventBatch();
          group.add(TicketFixture.TICKET, purged);
          group.record(handle);
        });
    assertThat(row()).containsEntry("priority", "normal");
  }

  @Test
  void withAPurgedTicketGoesWhatStaffHadNotSentAndWhatTheyHadRead() {
    ticket.writes("hello");
    record();
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "insert into draft (owner, ticket, kind, version, text, anonymous, files)"
                  + " select 7, n, 'note', 1, 'a name', false, '{}' from unnest(array[?, 9999]) n",
              TicketFixture.TICKET);
          handle.execute(
              "insert into unknown_send (source, owner, author_name, ticket, kind, version, text,"
                  + " anonymous, files) select n, 7, 'Anna', n, 'note', 1, 'a name', false, '{}'"
                  + " from unnest(array[?, 9999]) n",
              TicketFixture.TICKET);
          handle.execute(
              "insert into held_reply (source, ticket, owner, author_name, author_role, text,"
                  + " anonymous, files, last_seen, request, state, due_at) select n, n, 7, 'Anna',"
                  + " '', 'a name', false, '{}', 0, 'r', 'refused', now()"
                  + " from unnest(array[?, 9999]) n",
              TicketFixture.TICKET);
          handle.execute(
              "insert into read_mark (reader, ticket, message, unread)"
                  + " select 7, n, 1, false from unnest(array[?, 9999]) n",
              TicketFixture.TICKET);
          EventBatch group = new EventBatch();
          group.add(
              TicketFixture.TICKET,
              new TicketEvent.Purged(
                  TicketFixture.TICKET, 1_000, 500, 4_003, ticket.now(), "root", ticket.now()));
          group.record(handle);
        });

    for (String table : List.of("draft", "unknown_send", "held_reply", "read_mark")) {
      List<Long> kept =
          DATABASE
              .database()
              .jdbi()
              .withHandle(handle ->
                  handle.createQuery("select ticket from " + table).mapTo(Long.class).list());
      assertThat(kept).as(table).containsExactly(9999L);
    }
  }

  @BeforeEach
  void emptyTables() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate ticket cascade"));
  }

  @Test
  void aTicketIsListedWithWhoWroteAndWhatIsUnderWay() {
    ticket.writes("hello");
    record();

    assertThat(row())
        .containsEntry("status", "open")
        .containsEntry("member_id", TicketFixture.ALICE.id())
        .containsEntry("user_name", "alice")
        .containsEntry("display_name", "Alice")
        .containsEntry("dm_channel", 500L)
        .containsEntry("staff_channel", null)
        .containsEntry("member_messages", 1);
    assertThat(row().get("pending_posts")).isNotEqualTo(0);
    assertThat(row().get("oldest_undelivered_at")).isNotNull();

    ticket.profile();
    ticket.discordDoesAll();
    record();

    assertThat(row())
        .containsEntry("staff_channel", TicketFixture.CHANNEL)
        .containsEntry("pending_posts", 0)
        .containsEntry("oldest_undelivered_at", null);
  }

  @Test
  void anEditKeepsTheFormerTextAndADeletionTheText() {
    long message = ticket.writes("first");
    ticket.pass(Duration.ofSeconds(5));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("second"), ticket.now()));
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    record();

    Map<String, Object> said = message(1);
    assertThat(said).containsEntry("text", "second").containsEntry("kind", "member");
    assertThat(former(1)).containsExactly("first");
    assertThat(said.get("deleted_at")).isNotNull();
    assertThat(said.get("edited_at")).isNotNull();
  }

  @Test
  void aFileIsWaitingThenKeptOrLost() {
    ticket.writes(
        "look",
        new Attachment(31, "a.png", 10, "https://cdn.example/a.png", "image/png"),
        new Attachment(32, "b.bin", 20, "https://cdn.example/b.bin", ""));
    record();
    assertThat(row()).containsEntry("waiting_files", 2);

    ticket.command(
        new TicketCommand.FileStored(
            1, 31, new StoredFile("abc", "a.png", 12, "image/png"), ticket.now()));
    ticket.command(new TicketCommand.FileRefused(1, 32, "it is gone", ticket.now()));
    record();

    assertThat(row()).containsEntry("waiting_files", 0);
    assertThat(files()).containsExactly("31 a.png kept abc null", "32 b.bin lost null it is gone");
  }

  @Test
  void whatPostgresCannotHoldIsStoredReadably() {
    ticket.writes("a\0b \uD800 \uD83D\uDE00 '; drop table ticket; --");
    record();

    assertThat((String) message(1).get("text"))
        .startsWith("a\uFFFDb ")
        .endsWith("\uD83D\uDE00 '; drop table ticket; --");
  }

  @Test
  void aClosedTicketSaysByWhomAndWhy() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(9, TicketFixture.BOB, "solved", false, false, ticket.now()));
    ticket.discordDoesAll();
    record();
    assertThat(row()).containsEntry("status", "closing").containsEntry("close_reason", "solved");

    ticket.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("cafe", "ticket-7.html", 5, "text/html"), ticket.now()));
    ticket.discordDoesAll();
    record();

    assertThat(row())
        .containsEntry("status", "closed")
        .containsEntry("closed_by", "Bob")
        .containsEntry("transcript_key", "cafe")
        .containsEntry("staff_channel", null)
        .containsEntry("pending_posts", 0);
  }

  @Test
  void anEventOfAMessageThatIsNotThereIsRefused() {
    ticket.writes("hello");
    record();

    assertThatThrownBy(() ->
            DATABASE
                .database()
                .jdbi()
                .useTransaction(handle ->
                    new TicketTable(handle, TicketFixture.TICKET)
                        .record(new TicketEvent.Deleted(99, 1, ticket.now()))))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The tables and the ticket's own state are two readings of one journal. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void theTablesSayWhatTheTicketKnows(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Long> messages = new ArrayList<>(List.of(ticket.writes("m1")));
    for (int step = 0; step < STEPS; step++) {
      live(random, messages);
      ticket.pass(Duration.ofMillis(random.nextInt(3_000)));
      if (step % 50 == 0) {
        record();
        assertTablesAgree(seed, step);
      }
    }
    record();
    assertTablesAgree(seed, STEPS);
  }

  private void live(RandomGenerator random, List<Long> messages) {
    long message = messages.get(random.nextInt(messages.size()));
    long file = 1_000L + random.nextInt(10);
    switch (random.nextInt(22)) {
      case 0, 1, 2 -> messages.add(ticket.writes("m" + messages.size()));
      case 3 -> messages.add(ticket.writes("f", new Attachment(file, "f", 1, "https://x", "")));
      case 4 -> messages.add(ticket.replies("r" + random.nextInt(1_000)));
      case 5 -> ticket.profile();
      case 6 -> ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
      case 7 ->
          ticket.command(
              new TicketCommand.TakeEdit(
                  message, Content.of("e" + random.nextInt(1_000)), ticket.now()));
      case 8 ->
          ticket.command(
              new TicketCommand.EditReply(
                  random.nextLong(1L << 40),
                  TicketFixture.BOB,
                  1 + random.nextInt(ticket.book().nextNumber()),
                  "x".repeat(random.nextInt(1, 3_000)),
                  false,
                  ticket.now()));
      case 9 ->
          ticket.command(
              new TicketCommand.TakeNote(
                  random.nextLong(1L << 40), TicketFixture.BOB, Content.of("n"), ticket.now()));
      case 10 ->
          ticket
              .book()
              .entries()
              .forEach(entry ->
                  entry.files().stream()
                      .filter(Entry.Copy.Waiting.class::isInstance)
                      .forEach(copy ->
                          ticket.command(
                              new TicketCommand.FileStored(
                                  entry.number(),
                                  copy.attachment().id(),
                                  new StoredFile("k" + file, "f", 1, ""),
                                  ticket.now()))));
      case 11 ->
          ticket.command(
              new TicketCommand.EndWait(
                  1 + random.nextInt(ticket.book().nextNumber()), ticket.now()));
      case 12 -> ticket.command(new TicketCommand.Tick(ticket.now()));
      case 13 -> {
        if (random.nextInt(4) == 0) {
          ticket.command(new TicketCommand.ChannelGone(TicketFixture.CHANNEL, ticket.now()));
        }
      }
      default -> discordAnswers(random);
    }
  }

  private void discordAnswers(RandomGenerator random) {
    if (ticket.book().pending().isEmpty()) {
      return;
    }
    TicketEvent.Planned oldest = ticket.oldest();
    Outcome.Refusal[] refusals = Outcome.Refusal.values();
    ticket.settles(
        oldest,
        random.nextInt(10) == 0
            ? new Outcome.Refused(refusals[random.nextInt(refusals.length)], "no")
            : ticket.success(oldest.deed()));
  }

  private void assertTablesAgree(long seed, int step) {
    for (Entry entry : ticket.book().entries()) {
      Map<String, Object> row = message(entry.number());
      String what = "seed %d, step %d, entry %d".formatted(seed, step, entry.number());
      assertThat(row.get("delivery")).as(what).isEqualTo(delivery(entry));
      assertThat(row.get("deleted_at") != null).as(what).isEqualTo(entry.deleted());
      assertThat(row.get("restated_as"))
          .as(what)
          .isEqualTo(entry.restated().map(Entry.Restated::as).orElse(null));
      if (!entry.trimmed()) {
        assertThat(row.get("text")).as(what).isEqualTo(entry.content().text());
        List<String> former = former(entry.number());
        assertThat(former.subList(Math.max(0, former.size() - Entry.KEPT_FORMER), former.size()))
            .as(what)
            .isEqualTo(entry.former());
      }
    }
    assertThat(row())
        .as("seed %d, step %d", seed, step)
        .containsEntry("pending_posts", ticket.book().pending().size())
        .containsEntry(
            "staff_channel",
            ticket.book().place() instanceof Place.Channel(long channel) ? channel : null);
  }

  private static String delivery(Entry entry) {
    return switch (entry.delivery()) {
      case Entry.Delivery.Stored _ -> "stored";
      case Entry.Delivery.Planned _ -> "planned";
      case Entry.Delivery.Delivered _ -> "delivered";
      case Entry.Delivery.Refused _ -> "refused";
    };
  }

  private void record() {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          EventBatch group = new EventBatch();
          ticket.journal().stream()
              .skip(recorded)
              .forEach(event -> group.add(TicketFixture.TICKET, event));
          group.record(handle);
        });
    recorded = ticket.journal().size();
  }

  private static Map<String, Object> row() {
    return one("select * from ticket where ticket = " + TicketFixture.TICKET);
  }

  private static Map<String, Object> message(int number) {
    return one("select * from ticket_message where number = " + number);
  }

  private static List<String> former(int number) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select text from ticket_message_former where number = :number order by place
                    """)
                .bind("number", number)
                .mapTo(String.class)
                .list());
  }

  private static List<String> files() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select * from ticket_file order by number, place")
                .mapToMap()
                .map(row ->
                    "%s %s %s %s %s"
                        .formatted(
                            row.get("attachment"),
                            row.get("name"),
                            row.get("state"),
                            row.get("key"),
                            row.get("lost_because")))
                .list());
  }

  private static Map<String, Object> one(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapToMap().one());
  }
}
