package dev.switchboard.ticket.correspondent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.Principal;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.CommandsOnly;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CorrespondentEntityTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final AtomicLong MEMBERS = new AtomicLong(500);

  private final List<TicketCommand> asked = new CopyOnWriteArrayList<>();
  private final List<List<Arrival.Id>> rowsWhenNumbered = new CopyOnWriteArrayList<>();
  private final StubbornInbox inbox = new StubbornInbox();

  @Test
  void aRowThatCouldNotBeEmptiedIsEmptiedWithoutTakingItOnceMore() {
    inbox.add(wrote(71, "hi"));
    inbox.add(wrote(72, "there"));
    ActorTestKit kit = kit();
    var correspondent = spawn(kit, new TakingTickets());
    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 2);
    assertThat(inbox.rows()).hasSize(2);

    correspondent.tell(new CorrespondentEntity.Message.Wake());

    await().atMost(60, SECONDS).until(() -> inbox.rows().isEmpty());
    assertThat(asked)
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(TicketCommand.Open.class),
            second -> assertThat(second).isInstanceOf(TicketCommand.TakeMessage.class));
    kit.shutdownTestKit();
  }

  @Test
  void whatWaitsIsHandedOverTogether() {
    for (long message = 71; message <= 100; message++) {
      inbox.add(wrote(message, "m" + message));
    }
    ActorTestKit kit = kit();
    spawn(kit, new TakingTickets());

    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 30);
    assertThat(asked)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(TicketCommand.Open.class),
            second -> assertThat(messages(second)).hasSize(20).startsWith(72L).isSorted(),
            third -> assertThat(messages(third)).hasSize(9).startsWith(92L).endsWith(100L));
    kit.shutdownTestKit();
  }

  @Test
  void anEditOfWhichTheTextIsNotToldLeavesTheWordsAsTheyWere() {
    inbox.add(wrote(71, "hi"));
    inbox.add(edited(71, "a", Optional.empty()));
    inbox.add(wrote(72, "there"));
    inbox.add(edited(72, "a", Optional.of(Content.of("where"))));
    inbox.add(edited(72, "b", Optional.empty()));
    ActorTestKit kit = kit();
    spawn(kit, new TakingTickets());

    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 5);
    assertThat(asked)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(TicketCommand.Open.class),
            second -> assertThat(second).isInstanceOf(TicketCommand.TakeMessage.class),
            third ->
                assertThat(third)
                    .isEqualTo(
                        new TicketCommand.TakeEdit(72, Content.of("where"), TicketFixture.START)));
    kit.shutdownTestKit();
  }

  private static Arrival edited(long message, String key, Optional<Content> content) {
    return new Arrival.Edited(
        new Arrival.Id("edit", message + ":" + key), 1, message, content, TicketFixture.START);
  }

  @Test
  void whereTheTicketWasClosedMeanwhileEachFindsItsPlaceByItself() {
    for (long message = 71; message <= 74; message++) {
      inbox.add(wrote(message, "m" + message));
    }
    ActorTestKit kit = kit();
    // Ticket 7 took 71 and 72, and was closed before 73.
    spawn(kit, new ClosedTickets(7, Set.of(71L, 72L)));

    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 4);
    assertThat(asked)
        .filteredOn(TicketCommand.Open.class::isInstance)
        .extracting(command -> ((TicketCommand.Open) command).message())
        .containsExactly(71L, 73L);
    assertThat(asked.getLast()).isInstanceOf(TicketCommand.TakeMessage.class);
    assertThat(messages(asked.getLast())).containsExactly(74L);
    assertThat(rowsWhenNumbered.getLast())
        .as("what ticket 7 has taken would be new to ticket 8")
        .extracting(Arrival.Id::key)
        .containsExactly("73", "74");
    kit.shutdownTestKit();
  }

  @Test
  void whatCouldNotBeHandedOverTogetherIsTriedOneByOne() {
    for (long message = 71; message <= 75; message++) {
      inbox.add(wrote(message, "m" + message));
    }
    ActorTestKit kit = kit();
    spawn(kit, new TicketsThatFailOnce());

    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 5);
    assertThat(asked)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(TicketCommand.Open.class),
            failing -> assertThat(messages(failing)).containsExactly(72L, 73L, 74L, 75L),
            alone -> assertThat(messages(alone)).containsExactly(72L),
            rest -> assertThat(messages(rest)).containsExactly(73L, 74L, 75L));
    kit.shutdownTestKit();
  }

  /** However much waits, what is written meanwhile comes behind it. */
  @Test
  void whatWaitsInGreatNumbersIsReadInPiecesAndNothingOvertakes() {
    PagedInbox many = new PagedInbox();
    for (long message = 1_001; message <= 2_300; message++) {
      many.add(wrote(message, "m" + message));
    }
    ActorTestKit kit = kit();
    BusyTickets tickets = new BusyTickets();
    var correspondent = spawn(kit, many, tickets);
    for (long message = 2_301; message <= 2_360; message++) {
      Arrival arrival = wrote(message, "live " + message);
      many.add(arrival);
      correspondent.tell(new CorrespondentEntity.Message.Deliver(arrival, false));
    }

    await().atMost(60, SECONDS).until(() -> many.rows() == 0);
    assertThat(tickets.taken())
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(1_360)
        .startsWith(1_001L)
        .endsWith(2_360L);
    assertThat(many.largest()).isEqualTo(500);
    kit.shutdownTestKit();
  }

  /** It may last for hours: what waits is neither read nor sent about again and again. */
  @Test
  void whileATicketIsFullItIsOnlyAskedForRoom() {
    PagedInbox many = new PagedInbox();
    for (long message = 1_001; message <= 1_700; message++) {
      many.add(wrote(message, "m" + message));
    }
    ActorTestKit kit = kit();
    FullTickets tickets = new FullTickets();
    var correspondent = spawn(kit, many, tickets);
    await().atMost(60, SECONDS).until(() -> tickets.askedForRoom() == 1);
    int read = many.reads();
    int offered = tickets.offered();

    // The inbox wakes whoever has something waiting, each few seconds.
    correspondent.tell(new CorrespondentEntity.Message.Wake());
    await().atMost(60, SECONDS).until(() -> tickets.askedForRoom() == 3);
    assertThat(many.reads()).isEqualTo(read);
    assertThat(tickets.offered()).isEqualTo(offered);

    // What was never handed over comes first all the same.
    many.add(wrote(1_000, "lost on the way"));
    tickets.hasRoom();
    await().atMost(60, SECONDS).until(() -> many.rows() == 0);
    assertThat(tickets.taken()).hasSize(701).doesNotHaveDuplicates();
    assertThat(tickets.taken().subList(0, 3)).containsExactly(1_001L, 1_000L, 1_002L);
    assertThat(tickets.taken().subList(2, 701)).isSorted();
    kit.shutdownTestKit();
  }

  /** Takes the first message, and others once it has room. */
  private static final class FullTickets implements Tickets {
    private final List<Long> taken = new ArrayList<>();
    private int offered;
    private int askedForRoom;
    private boolean room;

    synchronized List<Long> taken() {
      return List.copyOf(taken);
    }

    synchronized int offered() {
      return offered;
    }

    synchronized int askedForRoom() {
      return askedForRoom;
    }

    synchronized void hasRoom() {
      room = true;
    }

    @Override
    public synchronized CompletionStage<TicketReply> ask(
        long ticket, TicketCommand.Unguarded command) {
      switch (command) {
        case TicketCommand.Open open -> taken.add(open.message());
        default -> {
          offered++;
          if (room) {
            taken.addAll(messages(command));
          }
        }
      }
      return CompletableFuture.completedStage(
          room || command instanceof TicketCommand.Open
              ? new TicketReply.Taken(1)
              : new TicketReply.Full());
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public synchronized <R extends TicketQuery.Answer> CompletionStage<R> ask(
        long ticket, TicketQuery<R> query) {
      askedForRoom++;
      return CompletableFuture.completedStage(query.answerType().cast(new TicketQuery.Room(room)));
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  /** Gives five hundred at a time. */
  private static final class PagedInbox implements Inbox {
    private final NavigableMap<Long, Arrival> rows = new TreeMap<>();
    private int largest;
    private int reads;

    synchronized int reads() {
      return reads;
    }

    synchronized void add(Arrival arrival) {
      rows.put(Long.valueOf(arrival.id().key()), arrival);
    }

    synchronized int rows() {
      return rows.size();
    }

    synchronized int largest() {
      return largest;
    }

    @Override
    public synchronized CompletionStage<Waiting> waiting(long user) {
      reads++;
      List<Arrival> first = rows.values().stream().limit(500).toList();
      largest = Math.max(largest, first.size());
      return CompletableFuture.completedStage(new Waiting(first, false, first.size() == 500));
    }

    @Override
    public CompletionStage<Filled> fill(long user) {
      return CompletableFuture.failedStage(new IllegalStateException("there is no gap"));
    }

    @Override
    public synchronized CompletionStage<Void> acknowledge(Arrival.Id id) {
      rows.remove(Long.valueOf(id.key()));
      return CompletableFuture.completedStage(null);
    }
  }

  /** Has no room for a while, twice. */
  private static final class BusyTickets implements Tickets {
    private final List<Long> taken = new ArrayList<>();
    private int asked;

    synchronized List<Long> taken() {
      return List.copyOf(taken);
    }

    @Override
    public synchronized CompletionStage<TicketReply> ask(
        long ticket, TicketCommand.Unguarded command) {
      asked++;
      if (asked == 10 || asked == 40) {
        return CompletableFuture.completedStage(new TicketReply.Full());
      }
      if (command instanceof TicketCommand.Open open) {
        taken.add(open.message());
      }
      taken.addAll(messages(command));
      return CompletableFuture.completedStage(new TicketReply.Taken(asked));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public <R extends TicketQuery.Answer> CompletionStage<R> ask(
        long ticket, TicketQuery<R> query) {
      return CompletableFuture.completedStage(query.answerType().cast(new TicketQuery.Room(true)));
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  private static List<Long> messages(TicketCommand command) {
    return switch (command) {
      case TicketCommand.TakeMessage one -> List.of(one.message());
      case TicketCommand.TakeMessages many ->
          many.messages().stream().map(TicketCommand.TakeMessage::message).toList();
      default -> List.of();
    };
  }

  private static ActorTestKit kit() {
    Config config =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(JournalConfig.of(DATABASE.settings()))
            .withFallback(Kinds.configuration());
    return ActorTestKit.create("CorrespondentEntityTest", config);
  }

  /** Each a member of their own: the journal outlives a test. */
  private ActorRef<CorrespondentEntity.Message> spawn(ActorTestKit kit, Tickets tickets) {
    return spawn(kit, inbox, tickets);
  }

  private ActorRef<CorrespondentEntity.Message> spawn(
      ActorTestKit kit, Inbox from, Tickets tickets) {
    AtomicLong numbers = new AtomicLong(7);
    CorrespondentPorts ports =
        new CorrespondentPorts(
            from,
            tickets,
            () -> {
              rowsWhenNumbered.add(inbox.rows().stream().map(Arrival::id).toList());
              return CompletableFuture.completedStage(numbers.getAndIncrement());
            },
            new Admission(
                new Admission.Limits(() -> 60, Duration.ZERO),
                user -> CompletableFuture.completedStage(new Profile.Unknown()),
                Clock.systemUTC(),
                () -> {}),
            new NoDispatch());
    return kit.spawn(
        CorrespondentEntity.create(
            MEMBERS.incrementAndGet(),
            new TicketFixture().rules()::settings,
            ports,
            Clock.systemUTC()));
  }

  private static Arrival wrote(long message, String text) {
    return new Arrival.Wrote(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE,
        500,
        message,
        Content.of(text),
        TicketFixture.START);
  }

  /** Refuses to empty each row the first time. */
  private static final class StubbornInbox implements Inbox {
    private final List<Arrival> rows = new ArrayList<>();
    private final List<Arrival.Id> tried = new ArrayList<>();

    synchronized void add(Arrival arrival) {
      rows.add(arrival);
    }

    synchronized List<Arrival> rows() {
      return List.copyOf(rows);
    }

    synchronized List<Arrival.Id> tried() {
      return List.copyOf(tried);
    }

    @Override
    public synchronized CompletionStage<Waiting> waiting(long user) {
      return CompletableFuture.completedStage(new Waiting(rows, false));
    }

    @Override
    public CompletionStage<Filled> fill(long user) {
      return CompletableFuture.failedStage(new IllegalStateException("there is no gap"));
    }

    @Override
    public synchronized CompletionStage<Void> acknowledge(Arrival.Id id) {
      if (!tried.contains(id)) {
        tried.add(id);
        return CompletableFuture.failedStage(new IllegalStateException("the database is away"));
      }
      rows.removeIf(row -> row.id().equals(id));
      return CompletableFuture.completedStage(null);
    }
  }

  /** One ticket is closed and knows these messages; all others take what they are given. */
  private final class ClosedTickets implements Tickets {
    private final long closed;
    private final Set<Long> known;

    ClosedTickets(long closed, Set<Long> known) {
      this.closed = closed;
      this.known = known;
    }

    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
      asked.add(command);
      boolean knownHere =
          command instanceof TicketCommand.Open || known.containsAll(messages(command));
      return CompletableFuture.completedStage(
          ticket != closed || knownHere
              ? new TicketReply.Taken(asked.size())
              : new TicketReply.Closed());
    }

    @Override
    public <R extends TicketQuery.Answer> CompletionStage<R> ask(
        long ticket, TicketQuery<R> query) {
      TicketQuery.Answer answer =
          query instanceof TicketQuery.WhichTaken(List<Long> messages)
              ? new TicketQuery.TakenMessages(
                  messages.stream()
                      .filter(message -> ticket == closed && known.contains(message))
                      .collect(Collectors.toSet()))
              : new TicketQuery.Room(true);
      return CompletableFuture.completedStage(query.answerType().cast(answer));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  private final class TakingTickets implements CommandsOnly {
    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
      asked.add(command);
      return CompletableFuture.completedStage(new TicketReply.Taken(asked.size()));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  /** The first messages that come together are lost on their way. */
  private final class TicketsThatFailOnce implements CommandsOnly {
    private final AtomicBoolean failed = new AtomicBoolean();

    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
      asked.add(command);
      return command instanceof TicketCommand.TakeMessages && failed.compareAndSet(false, true)
          ? CompletableFuture.failedStage(new IllegalStateException("too large"))
          : CompletableFuture.completedStage(new TicketReply.Taken(asked.size()));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  private static final class NoDispatch implements Dispatch {
    @Override
    public long memory() {
      return 1;
    }

    @Override
    public void offer(Offer offer) {}

    @Override
    public void type(long channel) {}
  }
}
