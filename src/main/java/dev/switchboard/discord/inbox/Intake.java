package dev.switchboard.discord.inbox;

import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameIntake;
import dev.switchboard.discord.gateway.FrameIntake.Begin;
import dev.switchboard.discord.gateway.FrameIntake.Drain;
import dev.switchboard.discord.gateway.FrameIntake.Item;
import dev.switchboard.discord.gateway.FrameIntake.Message;
import dev.switchboard.discord.gateway.FrameIntake.Received;
import dev.switchboard.discord.gateway.FrameIntake.Report;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.gateway.VisibleChannels;
import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Commits the gateway's frames in order and in batches: while one transaction runs, the next batch
 * collects. The commit is the acknowledgement; the next resume repeats frames that were not
 * committed. A batch is tried again until the database takes it.
 */
public final class Intake extends AbstractBehavior<Message> {
  /**
   * Limits of the frames in memory.
   *
   * @param batch frames in one transaction
   * @param unwritten frames in memory before the connection is dropped: heap is not a queue
   */
  public record Limits(int batch, int unwritten) {
    public static final Limits USUAL = new Limits(500, 50_000);
  }

  /** A message of the intake to itself. */
  private sealed interface Own extends FrameIntake.Internal {}

  private record Loaded(Session session) implements Own {}

  private record Committed(InboxWriter.Written written, List<Item> entries) implements Own {}

  private record Failed(Throwable why) implements Own {}

  private enum Retry implements Own {
    LOAD,
    WRITE
  }

  /** Idle frames have waited long enough. */
  private record Flush() implements Own {}

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(4));

  /**
   * Wait of frames that give no rows, such as those of the bot's own posts. A resume repeats them
   * until they are committed, which changes nothing.
   */
  private static final Duration IDLE_PAUSE = Duration.ofMillis(500);

  private final InboxWriter writer;
  private final Deliveries deliveries;
  private final GatewayMonitor monitor;
  private final Limits limits;
  private final InboxKeeper keeper;
  private final TimerScheduler<Message> timers;

  private final Deque<Item> queue = new ArrayDeque<>();
  private final List<ActorRef<Done>> draining = new ArrayList<>();
  private Optional<Session> session = Optional.empty();
  private List<Item> inFlight = List.of();
  private boolean urgent;
  private boolean running;
  private boolean oneByOne;
  private @Nullable String poison;
  private Duration pause = PAUSES.first();
  private @Nullable Begin begin;
  private @Nullable ActorRef<Report> reports;
  private long connection;
  private boolean ignoring;
  private long lastTaken;

  private Intake(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      InboxWriter writer,
      Outside outside) {
    super(context);
    this.timers = timers;
    this.writer = writer;
    this.deliveries = outside.deliveries();
    this.monitor = outside.monitor();
    this.limits = outside.limits();
    this.keeper = outside.keeper();
  }

  /** The components that the intake uses. */
  record Outside(
      Deliveries deliveries, InboxKeeper keeper, GatewayMonitor monitor, Limits limits) {}

  static Behavior<Message> create(InboxWriter writer, Outside outside) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var intake = new Intake(context, timers, writer, outside);
          intake.load();
          return intake;
        }));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::handle).build();
  }

  private Behavior<Message> handle(Message message) {
    switch (message) {
      case Begin asked -> {
        begin = asked;
        answerBegin();
      }
      case Received received -> receive(received);
      case Drain drain -> {
        draining.add(drain.replyTo());
        urgent = true;
        work();
      }
      case FrameIntake.Internal internal -> handle((Own) internal);
    }
    return this;
  }

  private void handle(Own message) {
    switch (message) {
      case Loaded loaded -> loaded(loaded.session());
      case Committed committed -> committed(committed);
      case Failed failed -> failed(failed.why());
      case Flush _ -> {
        urgent = true;
        work();
      }
      case Retry.LOAD -> load();
      case Retry.WRITE -> {
        running = false;
        work();
      }
    }
  }

  private void load() {
    pipe(writer.load(), found -> new Loaded(found.orElse(Session.NONE)));
  }

  private void loaded(Session found) {
    session = Optional.of(found);
    lastTaken = found.sequence();
    pause = PAUSES.first();
    monitor.committed(found, 0);
    keeper.lookEverywhere();
    answerBegin();
  }

  /** After an overflow only when the batch under way is committed; else it would overflow again. */
  private void answerBegin() {
    Begin asked = begin;
    if (asked == null || session.isEmpty() || (ignoring && !inFlight.isEmpty())) {
      return;
    }
    begin = null;
    connection = asked.connection();
    ignoring = false;
    asked.replyTo().tell(new Report.Point(connection, session.get()));
    reports = asked.replyTo();
  }

  private void receive(Received received) {
    if (received.connection() != connection || ignoring) {
      return;
    }
    if (received.entry() instanceof Item.Read(Frame frame, Optional<VisibleChannels> visible)) {
      if (isKnown(frame)) {
        return;
      }
      passTypingOn(frame);
      urgent = urgent || !writer.isIdle(received.entry());
      boolean needed = FrameSorter.wants(frame.type());
      queue.add(new Item.Read(needed ? frame : frame.withoutData(), visible));
    } else {
      urgent = true;
      queue.add(received.entry());
    }
    if (queue.size() > limits.unwritten()) {
      overflow();
    }
    work();
  }

  /** Typing is passed on as a hint; the frame still counts for the sequence number. */
  private void passTypingOn(Frame frame) {
    if (frame.type().equals("TYPING_START") && Payload.id(frame.data().path("guild_id")) == 0) {
      long user = Payload.id(frame.data().path("user_id"));
      if (user != 0) {
        deliveries.correspondents().typing(user);
      }
    }
  }

  /** A resume repeats frames that were received but not committed. */
  private boolean isKnown(Frame frame) {
    if (frame.ready()) {
      lastTaken = Math.max(0, frame.sequence());
      return false;
    }
    if (frame.sequence() >= 0 && frame.sequence() <= lastTaken) {
      return true;
    }
    lastTaken = Math.max(lastTaken, frame.sequence());
    return false;
  }

  private void overflow() {
    getContext()
        .getLog()
        .warn(
            "{} events from Discord wait for the database; the connection is dropped and resumed"
                + " when they are stored",
            queue.size());
    queue.clear();
    ignoring = true;
    lastTaken = session.map(Session::sequence).orElse(0L);
    for (Item item : inFlight) {
      if (item instanceof Item.Read(Frame frame, _)) {
        lastTaken = frame.ready() ? frame.sequence() : Math.max(lastTaken, frame.sequence());
      }
    }
    if (reports != null) {
      reports.tell(new Report.TooMuch(connection));
    }
  }

  private void work() {
    monitor.unwritten(queue.size() + inFlight.size());
    if (running || session.isEmpty()) {
      return;
    }
    if (inFlight.isEmpty()) {
      if (!urgent && !queue.isEmpty()) {
        startIdlePause();
        return;
      }
      inFlight = nextBatch();
      urgent = !queue.isEmpty();
    }
    if (inFlight.isEmpty()) {
      draining.forEach(waiting -> waiting.tell(Done.getInstance()));
      draining.clear();
      return;
    }
    String error = poison;
    if (error != null) {
      deadLetter(error);
      return;
    }
    running = true;
    List<Item> entries = oneByOne ? inFlight.subList(0, 1) : inFlight;
    pipe(
        writer.write(session.get(), List.copyOf(entries)),
        written -> new Committed(written, entries));
  }

  private void startIdlePause() {
    if (queue.size() >= limits.batch()) {
      urgent = true;
      work();
    } else if (!timers.isTimerActive(Flush.class)) {
      timers.startSingleTimer(Flush.class, new Flush(), IDLE_PAUSE);
    }
  }

  /** Frames up to the next READY, since a batch is of one session. */
  private List<Item> nextBatch() {
    List<Item> batch = new ArrayList<>();
    while (batch.size() < limits.batch() && !queue.isEmpty()) {
      boolean ready = queue.peek() instanceof Item.Read(Frame frame, _) && frame.ready();
      if (ready && !batch.isEmpty()) {
        break;
      }
      batch.add(queue.remove());
    }
    return batch;
  }

  private void committed(Committed committed) {
    running = false;
    pause = PAUSES.first();
    poison = null;
    int taken = committed.entries().size();
    inFlight = inFlight.size() == taken ? List.of() : inFlight.subList(taken, inFlight.size());
    oneByOne = oneByOne && !inFlight.isEmpty();
    Session before = session.orElse(Session.NONE);
    Session now = committed.written().session();
    session = Optional.of(now);
    monitor.committed(now, committed.written().deadLetters());
    // First, since the repeated rows may be older than the new ones of the same owner.
    committed.written().repeated().forEach(deliveries::wake);
    committed.written().added().forEach(deliveries::deliver);
    if (now.epoch() > before.epoch()) {
      keeper.lookEverywhere();
    } else if (committed.written().unread()) {
      keeper.lookAgain();
    }
    answerBegin();
    work();
  }

  private void failed(Throwable why) {
    if (session.isPresent() && poison == null && InboxWriter.isPoison(why)) {
      isolate(why);
      return;
    }
    getContext()
        .getLog()
        .warn(
            "the database does not take Discord's events ({}); {} wait, trying again in {} ms",
            why.toString(),
            queue.size() + inFlight.size(),
            pause.toMillis());
    timers.startSingleTimer(session.isEmpty() ? Retry.LOAD : Retry.WRITE, pause);
    pause = PAUSES.longer(pause);
  }

  /** Writes the batch frame by frame, so that only the refused one is held up. */
  private void isolate(Throwable why) {
    running = false;
    if (!oneByOne && inFlight.size() > 1) {
      oneByOne = true;
    } else {
      getContext().getLog().error("an event from Discord cannot be stored: {}", why.toString());
      poison = why.toString();
    }
    work();
  }

  private void deadLetter(String error) {
    running = true;
    List<Item> entries = List.copyOf(inFlight.subList(0, 1));
    pipe(
        writer.deadLetter(session.orElseThrow(), entries.getFirst(), error),
        written -> new Committed(written, entries));
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> onSuccess) {
    getContext()
        .pipeToSelf(
            stage,
            (value, failure) -> failure == null ? onSuccess.apply(value) : new Failed(failure));
  }
}
