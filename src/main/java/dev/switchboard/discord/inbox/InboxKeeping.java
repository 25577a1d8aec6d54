package dev.switchboard.discord.inbox;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.NodeLost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Wakes the owners of pending rows, about 400 a second: at the start, after each new session, when
 * a node is lost, and every 4 s. Once an hour it deletes acknowledged rows older than 90 days.
 */
final class InboxKeeping extends AbstractBehavior<InboxKeeping.Message> {
  sealed interface Message {}

  /** A request to the actor. */
  enum Ask implements Message {
    WAKE_ALL,
    LOOK,
    CLEAN
  }

  private record Page(int scan, List<String> routes) implements Message {}

  private record NextPage(String after) implements Message {}

  private record Cleaned(int rows) implements Message {}

  private record Unread(int scan, String after, Throwable why) implements Message {}

  private record Failed(Throwable why) implements Message {}

  private static final int WAKE_UPS = 200;
  private static final Duration BETWEEN_PAGES = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(4);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(4);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
  private static final Duration KEYS_KEPT = Duration.ofDays(90);
  private static final int CLEANED_AT_ONCE = 5_000;

  private final Database database;
  private final Deliveries deliveries;
  private final TimerScheduler<Message> timers;
  private final Clock clock;

  /** The number of the scan that counts. Pages of an earlier one are ignored. */
  private int scan;

  /** Whether a page of the scan is being read. */
  private boolean reading;

  private InboxKeeping(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Database database,
      Deliveries deliveries,
      Clock clock) {
    super(context);
    this.timers = timers;
    this.database = database;
    this.deliveries = deliveries;
    this.clock = clock;
    timers.startTimerWithFixedDelay(Ask.CLEAN, BETWEEN_CLEANINGS);
    // An owner that waits for long (under load, in an outage) is passivated and loses its timers.
    timers.startTimerWithFixedDelay(Ask.LOOK, BETWEEN_LOOKS);
    context
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                NodeLost.class, context.messageAdapter(NodeLost.class, _ -> Ask.WAKE_ALL)));
  }

  static Behavior<Message> create(Database database, Deliveries deliveries, Clock clock) {
    Behavior<Message> keeping =
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new InboxKeeping(context, timers, database, deliveries, clock)));
    return Behaviors.supervise(keeping)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(4), 0.2));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::handle).build();
  }

  private Behavior<Message> handle(Message message) {
    switch (message) {
      case Ask.WAKE_ALL -> {
        timers.cancel(NextPage.class);
        scan++;
        read("");
      }
      case Ask.LOOK -> {
        // A scan under way reaches every route; a second one beside it would take its timer.
        if (!reading && !timers.isTimerActive(NextPage.class)) {
          read("");
        }
      }
      case Ask.CLEAN -> clean();
      case NextPage next -> read(next.after());
      case Page page -> {
        if (page.scan() == scan) {
          reading = false;
          wake(page.routes());
        }
      }
      case Cleaned cleaned -> {
        if (cleaned.rows() == CLEANED_AT_ONCE) {
          clean();
        }
      }
      case Unread unread -> {
        getContext().getLog().warn("the inbox cannot be read: {}", unread.why().toString());
        if (unread.scan() == scan) {
          reading = false;
          timers.startSingleTimer(NextPage.class, new NextPage(unread.after()), AFTER_FAILURE);
        }
      }
      case Failed failed ->
          getContext().getLog().warn("the inbox was not cleaned: {}", failed.why().toString());
    }
    return this;
  }

  private void read(String after) {
    reading = true;
    int asked = scan;
    getContext()
        .pipeToSelf(
            database.query(handle -> InboxTable.pendingRoutes(handle, after, WAKE_UPS)),
            (routes, failure) ->
                failure == null ? new Page(asked, routes) : new Unread(asked, after, failure));
  }

  private void wake(List<String> routes) {
    routes.forEach(deliveries::wake);
    if (routes.size() == WAKE_UPS) {
      timers.startSingleTimer(NextPage.class, new NextPage(routes.getLast()), BETWEEN_PAGES);
    }
  }

  private void clean() {
    var before = clock.instant().minus(KEYS_KEPT);
    getContext()
        .pipeToSelf(
            database.query(handle -> InboxTable.forget(handle, before, CLEANED_AT_ONCE)),
            (rows, failure) -> failure == null ? new Cleaned(rows) : new Failed(failure));
  }
}
