package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Wakes tickets with unfinished work: at the start, when a node is lost, and every 4 s. The longest
 * waiting come first, about 100 a second. Waking a running ticket has no effect. One instance per
 * cluster is enough.
 */
public final class PendingTickets extends AbstractBehavior<PendingTickets.Message> {
  /**
   * After a kill, the projection may add a ticket to the tables only after the first sweep; its
   * member should not wait long for the next sweep.
   */
  private static final Duration SWEEP = Duration.ofSeconds(4);

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int PER_STEP = 10;

  /** Tickets per sweep: they take 100 s to wake, and the next sweep finds the rest. */
  private static final int PER_SWEEP = 10_000;

  /** The messages of this actor. */
  public sealed interface Message {}

  record Sweep() implements Message {}

  record Found(List<Long> tickets) implements Message {}

  record Failed(Throwable failure) implements Message {}

  record NextBatch() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Database database;
  private final LongConsumer wake;
  private final Deque<Long> waiting = new ArrayDeque<>();
  private boolean looking;

  private PendingTickets(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Database database,
      LongConsumer wake) {
    super(context);
    this.timers = timers;
    this.database = database;
    this.wake = wake;
  }

  /**
   * Sweeps until it is stopped; after an exception it is restarted.
   *
   * @param wake wakes the ticket with this number; must not block
   */
  public static Behavior<Message> create(Database database, LongConsumer wake) {
    Behavior<Message> sweeping =
        Behaviors.setup(context ->
            Behaviors.withTimers(timers -> {
              timers.startTimerWithFixedDelay(new Sweep(), Duration.ZERO, SWEEP);
              context
                  .getSystem()
                  .eventStream()
                  .tell(
                      new EventStream.Subscribe<>(
                          NodeLost.class,
                          context.messageAdapter(NodeLost.class, _ -> new Sweep())));
              return new PendingTickets(context, timers, database, wake);
            }));
    return Behaviors.supervise(sweeping)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(4), 0.2));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Sweep _ -> look();
      case Found(List<Long> tickets) -> found(tickets);
      case Failed(Throwable failure) -> {
        looking = false;
        getContext()
            .getLog()
            .warn("Tickets with something under way were not looked for: {}", failure.toString());
      }
      case NextBatch _ -> step();
    }
    return this;
  }

  private void look() {
    if (looking || !waiting.isEmpty()) {
      return;
    }
    looking = true;
    getContext()
        .pipeToSelf(
            unfinished(),
            (tickets, failure) -> failure == null ? new Found(tickets) : new Failed(failure));
  }

  private CompletionStage<List<Long>> unfinished() {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select ticket from ticket
                where status = 'closing' or pending_posts > 0 or oldest_undelivered_at is not null or waiting_files > 0
                order by coalesce(oldest_undelivered_at, opened_at), ticket
                limit :limit
                """)
            .bind("limit", PER_SWEEP)
            .mapTo(Long.class)
            .list());
  }

  private void found(List<Long> tickets) {
    looking = false;
    waiting.addAll(tickets);
    step();
  }

  private void step() {
    for (int woken = 0; woken < PER_STEP && !waiting.isEmpty(); woken++) {
      wake.accept(waiting.removeFirst());
    }
    if (!waiting.isEmpty()) {
      timers.startSingleTimer(new NextBatch(), STEP);
    }
  }
}
