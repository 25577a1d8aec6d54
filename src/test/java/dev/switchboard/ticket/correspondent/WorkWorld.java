package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A simple model of everything around a {@link CorrespondentWork}: the member, the inbox, the
 * journal and the tickets, with faults at random. Each step of the work is compared with what is
 * guaranteed.
 */
final class WorkWorld {
  /** A row's place in the inbox: by message, and for one message as {@code rank} says. */
  private record Place(long message, int rank, long arrived) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::message)
            .thenComparingInt(Place::rank)
            .thenComparingLong(Place::arrived);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** A ticket takes what it is given, all or nothing, and knows what it took. */
  private static final class OneTicket {
    private final Set<Long> taken = new HashSet<>();
    private long source;
    private boolean closed;
  }

  /** Rows that a work acknowledges, and whether that work is still there to be told. */
  private record Acknowledging(CorrespondentWork by, List<Arrival.Id> rows) {}

  private static final Duration ADMISSION_PAUSE = Duration.ofSeconds(17);

  private static final int CALM_STEPS = 50_000;

  private final RandomGenerator random;
  private final int piece;
  private final boolean hintsAreLost;
  private final boolean requests;
  private boolean silent;
  private Instant now = WorkPlay.NOW;

  // The member, and what Discord knows of them.
  private long lastMessage = 1_000;
  private final Set<Long> deleted = new HashSet<>();
  private long events;
  private boolean away;
  private boolean gap;
  private final List<Long> readable = new ArrayList<>();
  private final NavigableMap<Long, Arrival> unseen = new TreeMap<>();

  // What is stored.
  private final NavigableMap<Place, Arrival> inbox = new TreeMap<>();
  private long stored;
  private Correspondent journal = Correspondent.NEW;
  private final Map<Long, OneTicket> tickets = new TreeMap<>();
  private final TreeSet<Long> taken = new TreeSet<>();
  private boolean full;
  private long numbers = 6;

  // The requests of staff and programs, by their sources; those without a last answer are sent
  // again.
  private final Set<Long> requested = new TreeSet<>();
  private final Map<Long, Opening> answered = new TreeMap<>();
  private boolean patient = true;

  // What the work is about, and what is on its way to it.
  private CorrespondentWork work;
  private Optional<WorkStep.Ask> asked = Optional.empty();
  private Optional<Answer> answer = Optional.empty();
  private boolean waitsForRoom;
  private final Deque<Progress> hints = new ArrayDeque<>();
  private final List<Acknowledging> acknowledging = new ArrayList<>();
  private final Set<Arrival.Id> offered = new HashSet<>();
  private final Set<Arrival.Id> untold = new HashSet<>();
  private boolean faults = true;

  /**
   * A world in which nothing happened yet.
   *
   * @param piece how many rows of the inbox are read at once
   * @param hintsAreLost whether a work may never be told of a row that was committed; then its
   *     message may be taken after later ones. That no message is in two tickets is guaranteed then
   *     as far as all that waits is read at once: if {@code piece} is {@link ArrivalQueue#MOST}.
   */
  WorkWorld(RandomGenerator random, int piece, boolean hintsAreLost) {
    this(random, piece, hintsAreLost, true);
  }

  /**
   * @param requests whether staff and programs open tickets, too, and the member is silent at times
   */
  WorkWorld(RandomGenerator random, int piece, boolean hintsAreLost, boolean requests) {
    this.requests = requests;
    this.random = random;
    this.piece = piece;
    this.hintsAreLost = hintsAreLost;
    start();
  }

  /** Anything that can happen. */
  void step() {
    now = now.plusMillis(random.nextInt(1_000));
    switch (random.nextInt(20)) {
      case 0 -> {
        if (!silent) {
          burst(1 + random.nextInt(3));
        }
      }
      case 1 -> {
        if (!silent) {
          change();
        }
      }
      case 2, 3, 4 -> tell();
      case 5, 6, 7, 8, 9 -> effect();
      case 10, 11, 12, 13, 14 -> answer();
      case 15, 16 -> acknowledge();
      case 17 -> {
        rarely(3, () -> on(new Progress.Woken()));
        if (requests) {
          rarely(10, () -> silent = !silent);
          request();
        }
      }
      case 18 -> rarely(4, this::staff);
      default -> rarely(3, this::fault);
    }
  }

  /** Many messages at once. */
  void burst(int messages) {
    for (int i = 0; i < messages; i++) {
      write();
    }
  }

  /** No more faults: all that was written has to come to its ticket. */
  void calm() {
    faults = false;
    full = false;
    if (away) {
      away = false;
      gap = true;
    }
    patient = true;
    for (int times = 0; times < 2; times++) {
      on(new Progress.Woken());
      untilNothingIsUnderWay();
    }
    for (long source : requested) {
      send(source);
      untilNothingIsUnderWay();
    }
  }

  private void untilNothingIsUnderWay() {
    for (int i = 0; !hints.isEmpty() || asked.isPresent() || !acknowledging.isEmpty(); i++) {
      assertThat(i).as("steps without an end, at %s", asked).isLessThan(CALM_STEPS);
      tell();
      effect();
      answer();
      acknowledge();
    }
  }

  void assertThatAllIsTaken() {
    assertThat(taken).as("messages in tickets").containsExactlyElementsOf(readable);
    assertThat(inbox).as("rows").isEmpty();
    assertThat(tickets.keySet()).as("opened tickets").containsExactlyElementsOf(journal.tickets());
    assertThat(work.inMemory()).isZero();
    assertThat(requested).as("answered requests").isEqualTo(answered.keySet());
  }

  /** The tickets that requests opened. */
  long openedByRequests() {
    return tickets.values().stream().filter(ticket -> ticket.source != 0).count();
  }

  int taken() {
    return readable.size();
  }

  int opened() {
    return tickets.size();
  }

  private void rarely(int times, Runnable action) {
    if (random.nextInt(times) == 0) {
      action.run();
    }
  }

  private boolean fails() {
    return faults && random.nextInt(8) == 0;
  }

  // ---- the member, staff and Discord

  private void write() {
    lastMessage += 1 + random.nextInt(3);
    Arrival.Wrote wrote = WorkPlay.wrote(lastMessage);
    readable.add(lastMessage);
    if (away) {
      unseen.put(lastMessage, wrote);
    } else {
      store(wrote, lastMessage, 0);
    }
  }

  private void change() {
    if (away || readable.isEmpty()) {
      return;
    }
    long message = readable.get(readable.size() - 1 - random.nextInt(Math.min(9, readable.size())));
    events++;
    switch (random.nextInt(4)) {
      case 0 -> {
        Arrival.Edited edit = WorkPlay.edited(message, "e" + events, Optional.empty());
        untold.add(edit.id());
        store(edit, message, 1);
      }
      case 1 ->
          store(
              WorkPlay.edited(message, "e" + events, Optional.of(Content.of("e" + events))),
              message,
              1);
      case 2 -> store(WorkPlay.reacted(message, (int) events), message, 2);
      default -> {
        if (deleted.add(message)) {
          store(WorkPlay.deleted(message), message, 3);
        }
      }
    }
  }

  private void store(Arrival arrival, long message, int rank) {
    insert(arrival, message, rank);
    hints.add(new Progress.Arrived(arrival, gap));
  }

  private void insert(Arrival arrival, long message, int rank) {
    stored++;
    inbox.put(new Place(message, rank, stored), arrival);
  }

  /** A new request, or one that came before, whether or not it was answered. */
  private void request() {
    long source = 1L + random.nextInt(requested.size() + 4);
    patient = random.nextInt(4) > 0;
    if (silent) {
      rarely(2, this::close);
    }
    requested.add(source);
    send(source);
  }

  private void send(long source) {
    on(
        new Progress.Requested(
            WorkPlay.request(source), patient ? now.plusSeconds(3_600) : now.plusMillis(500)));
  }

  private void answered(long source, Opening opening) {
    List<Long> opened =
        tickets.entrySet().stream()
            .filter(one -> one.getValue().source == source)
            .map(Map.Entry::getKey)
            .toList();
    switch (opening) {
      case Opening.Opened(long ticket) -> assertThat(opened).containsExactly(ticket);
      case Opening.Exists(long ticket) -> {
        assertThat(opened).isEmpty();
        assertThat(tickets).containsKey(ticket);
      }
      // A request that was too late may have been sent before, and have had its effect then.
      case Opening.NotNow _ -> {
        return;
      }
    }
    answered.put(source, opening);
  }

  private void staff() {
    switch (random.nextInt(4)) {
      case 0, 1 -> close();
      case 2 -> full = true;
      default -> full = false;
    }
  }

  private void close() {
    journal
        .latest()
        .ifPresent(ticket -> {
          if (tickets.containsKey(ticket)) {
            tickets.get(ticket).closed = true;
          }
        });
  }

  private void session() {
    if (away) {
      away = false;
      gap = true;
    } else if (random.nextBoolean()) {
      away = true;
    } else {
      // Another reader fills the gap, if there is one.
      fill();
      hints.add(new Progress.Woken());
    }
  }

  private void fill() {
    gap = false;
    unseen.forEach((message, wrote) -> insert(wrote, message, 0));
    unseen.clear();
  }

  private Inbox.Filled filled() {
    int added = unseen.size();
    if (random.nextInt(4) == 0 && faults) {
      readable.removeAll(unseen.keySet());
      unseen.clear();
      gap = false;
      return new Inbox.Filled.Unreadable("no access");
    }
    fill();
    return new Inbox.Filled.Complete(added);
  }

  // ---- faults

  private void fault() {
    switch (random.nextInt(4)) {
      case 0 -> crash();
      case 1, 2 -> session();
      default -> {
        if (hintsAreLost) {
          hints.poll();
        }
      }
    }
  }

  /** What the work has asked for may have its effect all the same, and nobody is told. */
  private void crash() {
    rarely(2, this::effect);
    hints.clear();
    start();
  }

  private void start() {
    work = new CorrespondentWork(new TicketSettings.Relay(1 << 20, 0, true, true));
    recover();
  }

  private void recover() {
    asked = Optional.empty();
    answer = Optional.empty();
    waitsForRoom = false;
    on(new Progress.Recovered(journal));
  }

  // ---- what the work is told

  private void tell() {
    if (!hints.isEmpty()) {
      on(hints.remove());
    }
  }

  private void answer() {
    if (answer.isEmpty()) {
      return;
    }
    long number = asked.orElseThrow().number();
    Answer given = answer.get();
    asked = Optional.empty();
    answer = Optional.empty();
    if (given instanceof Answer.HandedOver(_, Acceptance acceptance)
        && acceptance == Acceptance.FULL) {
      waitsForRoom = true;
    } else if (given instanceof Answer.RoomKnown(_, boolean room)) {
      waitsForRoom = !room;
    } else if (given instanceof Answer.Failed) {
      waitsForRoom = false;
    }
    CorrespondentWork told = work;
    on(new Progress.Answered(number, given));
    if (work == told && random.nextInt(8) == 0) {
      on(new Progress.Answered(number, given));
    }
  }

  private void acknowledge() {
    if (acknowledging.isEmpty()) {
      return;
    }
    Acknowledging one = acknowledging.remove(random.nextInt(acknowledging.size()));
    List<Arrival.Id> committed = one.rows().stream().filter(_ -> !fails()).toList();
    remove(committed);
    if (one.by() == work && !fails()) {
      on(new Progress.Acknowledged(committed));
    }
  }

  private void remove(List<Arrival.Id> rows) {
    Set<Arrival.Id> all = new HashSet<>(rows);
    inbox.values().removeIf(row -> all.contains(row.id()));
  }

  private void on(Progress happened) {
    Next next = work.on(happened, now);
    if (!next.events().isEmpty() && fails()) {
      rarely(2, () -> next.events().forEach(event -> journal = journal.apply(event)));
      recover();
      rarely(2, this::crash);
      return;
    }
    next.events().forEach(event -> journal = journal.apply(event));
    next.steps().forEach(this::carryOut);
    assertThat(work.inMemory()).as("arrivals in memory").isLessThanOrEqualTo(ArrivalQueue.MOST);
  }

  // ---- what the work wants

  private void carryOut(WorkStep step) {
    switch (step) {
      case WorkStep.Ask ask -> {
        assertThat(asked).as("under way, when %s is asked", ask.question()).isEmpty();
        assertThatItMayBeAsked(ask.question());
        asked = Optional.of(ask);
      }
      case WorkStep.Acknowledge(List<Arrival.Id> rows) -> {
        rows.forEach(this::assertThatItIsDone);
        acknowledging.add(new Acknowledging(work, rows));
      }
      case WorkStep.TellGap(long ticket, _) -> assertThat(journal.latest()).hasValue(ticket);
      case WorkStep.ShowTyping(long ticket) -> assertThat(journal.latest()).hasValue(ticket);
      case WorkStep.AnswerRequest(long source, Opening opening) -> answered(source, opening);
      case WorkStep.TellWait _,
          WorkStep.ReportFull _,
          WorkStep.ReportRoom _,
          WorkStep.ReportFailure _ -> {}
    }
  }

  private void assertThatItMayBeAsked(Question question) {
    switch (question) {
      case Question.ReadRows _, Question.FillGap _ ->
          assertThat(waitsForRoom).as("a full ticket, when the inbox is read").isFalse();
      case Question.AcknowledgeAll(List<Arrival.Id> rows, _) ->
          rows.forEach(this::assertThatItIsDone);
      case Question.HandOver handOver -> assertThatItMayBeHandedOver(handOver);
      case Question.AskRoom _ -> assertThat(waitsForRoom).isTrue();
      case Question.AskTaken _, Question.AskAdmission _ -> {}
      case Question.TakeNumber _, Question.NumberOpening _ -> assertThatAllTakenIsAcknowledged();
      case Question.LookAtLatest(_, long ticket) ->
          assertThat(journal.latest()).as("the last number written").hasValue(ticket);
      case Question.TryOpening(OpeningRequest request, long ticket, List<Long> former) -> {
        assertThat(journal.requestedBy(request.source())).hasValue(ticket);
        assertThat(waitsForRoom).as("a full ticket").isFalse();
        assertThat(journal.tickets()).as("the numbers written").contains(ticket);
        assertThat(former).containsExactlyElementsOf(journal.before(ticket));
      }
      case Question.Pause(Duration length, OptionalLong ticket) -> {
        assertThat(length).isIn(CorrespondentWork.RETRY, ADMISSION_PAUSE);
        assertThat(ticket.isPresent()).as("a pause for a full ticket").isEqualTo(waitsForRoom);
      }
    }
  }

  private void assertThatAllTakenIsAcknowledged() {
    if (!hintsAreLost) {
      assertThat(inbox.values().stream().filter(this::isTaken).map(Arrival::id))
          .as("rows that a ticket has taken, when the next one gets its number")
          .isEmpty();
    }
  }

  private boolean isTaken(Arrival row) {
    return row instanceof Arrival.Wrote wrote && taken.contains(wrote.message());
  }

  private void assertThatItMayBeHandedOver(Question.HandOver handOver) {
    assertThat(waitsForRoom).as("a full ticket").isFalse();
    assertThat(handOver.arrivals()).hasSizeBetween(1, CorrespondentWork.TOGETHER);
    assertThat(journal.latest()).as("the last number written").hasValue(handOver.ticket());
    if (handOver.command() instanceof TicketCommand.Open open) {
      assertThat(open.former()).containsExactlyElementsOf(journal.before(handOver.ticket()));
    }
  }

  /** What is acknowledged is stored in a ticket, or no ticket has any use for it. */
  private void assertThatItIsDone(Arrival.Id row) {
    if (row.kind().equals("message")) {
      assertThat(taken.contains(Long.parseLong(row.key()))).as("%s is in a ticket", row).isTrue();
    } else if (journal.latest().isEmpty() || untold.contains(row)) {
      offered.add(row);
    } else {
      assertThat(offered).contains(row);
    }
  }

  // ---- the effect of a question

  private void effect() {
    if (asked.isEmpty() || answer.isPresent()) {
      return;
    }
    Question question = asked.get().question();
    boolean lost = !(question instanceof Question.Pause) && fails();
    if (lost && random.nextBoolean()) {
      answer = Optional.of(new Answer.Failed(question, "not done"));
      return;
    }
    Answer done = effect(question);
    answer = Optional.of(lost ? new Answer.Failed(question, "done or not done") : done);
  }

  private Answer effect(Question question) {
    return switch (question) {
      case Question.ReadRows _ -> {
        List<Arrival> first = inbox.values().stream().limit(piece).toList();
        yield new Answer.RowsRead(new Inbox.Waiting(first, gap, first.size() == piece));
      }
      case Question.FillGap _ -> new Answer.GapFilled(filled());
      case Question.AcknowledgeAll all -> {
        remove(all.rows());
        yield new Answer.AllAcknowledged(all);
      }
      case Question.HandOver handOver -> new Answer.HandedOver(handOver, take(handOver));
      case Question.AskRoom room -> {
        full = full && random.nextBoolean();
        yield new Answer.RoomKnown(room, !full);
      }
      case Question.AskTaken asking ->
          new Answer.TakenKnown(
              asking,
              asking.behind().stream()
                  .map(Arrival.Wrote::message)
                  .filter(message -> isIn(asking.ticket(), message))
                  .collect(Collectors.toSet()));
      case Question.AskAdmission admission ->
          new Answer.AdmissionKnown(
              admission, fails() ? Optional.of(ADMISSION_PAUSE) : Optional.empty());
      case Question.TakeNumber take -> new Answer.Numbered(take, ++numbers);
      case Question.NumberOpening opening -> new Answer.OpeningNumbered(opening, ++numbers);
      case Question.LookAtLatest look ->
          new Answer.LatestKnown(look, standing(tickets.get(look.ticket())));
      case Question.TryOpening opening -> new Answer.OpeningTried(opening, opened(opening));
      case Question.Pause pause -> new Answer.PauseOver(pause);
    };
  }

  private boolean isIn(long number, long message) {
    OneTicket ticket = tickets.get(number);
    return ticket != null && ticket.taken.contains(message);
  }

  /** As {@code Ticket.decide} does. */
  private Acceptance take(Question.HandOver handOver) {
    OneTicket ticket = tickets.get(handOver.ticket());
    handOver.arrivals().forEach(arrival -> offered.add(arrival.id()));
    boolean opens = ticket == null && handOver.command() instanceof TicketCommand.Open;
    if (opens) {
      ticket = new OneTicket();
      tickets.put(handOver.ticket(), ticket);
    }
    if (ticket == null) {
      return Acceptance.ABSENT;
    }
    Set<Long> known = ticket.taken;
    List<Long> fresh =
        messages(handOver.command()).stream().filter(one -> !known.contains(one)).toList();
    boolean isOfMessages = handOver.arrivals().getFirst() instanceof Arrival.Wrote;
    if (isOfMessages && fresh.isEmpty()) {
      return Acceptance.TAKEN;
    }
    if (ticket.closed) {
      return Acceptance.CLOSED;
    }
    if (full && !opens) {
      return Acceptance.FULL;
    }
    fresh.forEach(this::assertThatItIsNext);
    ticket.taken.addAll(fresh);
    return Acceptance.TAKEN;
  }

  private void assertThatItIsNext(long message) {
    boolean isNew = taken.add(message);
    if (!hintsAreLost || piece == ArrivalQueue.MOST) {
      assertThat(isNew).as("message %d is in no other ticket", message).isTrue();
    }
    if (!hintsAreLost) {
      assertThat(taken.last()).as("the last message taken").isEqualTo(message);
    }
  }

  private static Progress.Standing standing(@Nullable OneTicket ticket) {
    if (ticket == null) {
      return Progress.Standing.ABSENT;
    }
    return ticket.closed ? Progress.Standing.CLOSED : Progress.Standing.OPEN;
  }

  /** As {@code Ticket.decide} does. */
  private Progress.Trial opened(Question.TryOpening opening) {
    OneTicket ticket = tickets.get(opening.ticket());
    if (ticket == null) {
      assertThat(journal.latest()).as("the last number written").hasValue(opening.ticket());
      assertThat(tickets.values().stream().filter(one -> one.source == opening.request().source()))
          .as("tickets of the request before")
          .isEmpty();
      assertThat(tickets.values().stream().filter(one -> !one.closed))
          .as("open tickets before")
          .isEmpty();
      ticket = new OneTicket();
      ticket.source = opening.request().source();
      tickets.put(opening.ticket(), ticket);
    }
    if (ticket.source == opening.request().source()) {
      return Progress.Trial.OPENED;
    }
    return ticket.closed ? Progress.Trial.CLOSED : Progress.Trial.EXISTS;
  }

  private static List<Long> messages(TicketCommand command) {
    return switch (command) {
      case TicketCommand.Open open -> List.of(open.message());
      case TicketCommand.TakeMessage one -> List.of(one.message());
      case TicketCommand.TakeMessages many ->
          many.messages().stream().map(TicketCommand.TakeMessage::message).toList();
      default -> List.of();
    };
  }
}
