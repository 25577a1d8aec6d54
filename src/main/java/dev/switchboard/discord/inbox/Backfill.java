package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.inbox.HistoryReader.Read;
import dev.switchboard.discord.inbox.TrackedChannelTable.Positions;
import dev.switchboard.discord.inbox.TrackedChannelTable.Unswept;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Reads the history of all tracked channels after each new gateway session, four at a time: open
 * tickets first, then the others, the most recently used first. Channels are listed in pages. The
 * progress is noted with each channel, so that a backfill continues after a crash. It waits for
 * Discord without a time limit; a channel that fails goes to the end of the list. Channels with an
 * edit whose text Discord did not send are read again in the same way.
 */
final class Backfill extends AbstractBehavior<Backfill.Message> {
  sealed interface Message {}

  /** A request to the actor. */
  enum Ask implements Message {
    /** Some channels may not have been read in the present session. */
    BEGIN,
    /** A channel that was read has to be read again. */
    AGAIN,
    GO_ON,
    LIST,
    REPORT
  }

  /** Results of an earlier run are ignored. */
  private record Listed(int run, Agenda agenda) implements Message {}

  private record NotListed(int run, Throwable why) implements Message {}

  private record Ended(int run, TrackedChannel channel, Read read) implements Message {}

  private record Failed(int run, TrackedChannel channel, Throwable why) implements Message {}

  /**
   * The channels to read next in the session of an epoch, in this order.
   *
   * @param all the number of all channels to read, including these
   * @param next the position of the next page; empty on the last page
   */
  private record Agenda(
      long epoch, int all, List<TrackedChannel> channels, Optional<Positions> next) {}

  /**
   * The components that the backfill uses.
   *
   * @param page the number of channels of each kind in one list: heap is not a queue
   */
  record Means(
      FencedDatabase database, HistoryReader history, Conversations conversations, int page) {
    static final int PAGE = 500;
  }

  private static final int AT_ONCE = 4;
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));
  private static final Duration BEFORE_BEGINNING_ANEW = Duration.ofSeconds(15);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(15);

  private final Means means;
  private final Deliveries deliveries;
  private final TimerScheduler<Message> timers;

  private final Deque<TrackedChannel> agenda = new ArrayDeque<>();
  private Positions from = Positions.BEGINNING;
  private Optional<Positions> next = Optional.empty();
  private int run;
  private boolean going;
  private Tally tally = new Tally(0, 0);
  private int underWay;
  private Duration pause = PAUSES.first();

  /** The result of a run. */
  private static final class Tally {
    private final long epoch;
    private final int channels;
    private int read;
    private int unreadable;
    private int messages;
    private int changes;

    Tally(long epoch, int channels) {
      this.epoch = epoch;
      this.channels = channels;
    }

    void count(Read result) {
      read++;
      switch (result) {
        case Read.Complete(_, int unseen, int added) -> {
          messages += unseen;
          changes += Math.max(0, added - unseen);
        }
        case Read.Unreadable _ -> unreadable++;
      }
    }
  }

  private Backfill(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Means means,
      Deliveries deliveries) {
    super(context);
    this.timers = timers;
    this.means = means;
    this.deliveries = deliveries;
  }

  static Behavior<Message> create(Means means, Deliveries deliveries) {
    return Behaviors.setup(context -> {
      context.setLoggerName(Backfill.class);
      return Behaviors.withTimers(timers -> new Backfill(context, timers, means, deliveries));
    });
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::handle).build();
  }

  private Behavior<Message> handle(Message message) {
    switch (message) {
      case Ask.BEGIN -> begin();
      case Ask.AGAIN -> again();
      case Ask.GO_ON -> next();
      case Ask.LIST -> list();
      case Ask.REPORT -> report();
      case Listed listed -> {
        if (listed.run() == run) {
          listed(listed.agenda());
        }
      }
      case NotListed notListed -> {
        if (notListed.run() == run) {
          getContext()
              .getLog()
              .warn("what no session saw is not looked for yet: {}", notListed.why().toString());
          timers.startSingleTimer(Ask.LIST, longerPause());
        }
      }
      case Ended(int of, TrackedChannel channel, Read read) -> {
        // Also for an earlier run: its rows are in the inbox.
        wake(channel, read);
        if (of == run) {
          ended(read);
        }
      }
      case Failed(int of, TrackedChannel channel, Throwable why) -> {
        if (of == run) {
          failed(channel, why);
        }
      }
    }
    return this;
  }

  private void begin() {
    run++;
    going = true;
    agenda.clear();
    underWay = 0;
    timers.cancelAll();
    from = Positions.BEGINNING;
    list();
  }

  /** Starts at once, or after the run under way, at most 15 s later. */
  private void again() {
    if (!going) {
      begin();
    } else if (!timers.isTimerActive(Ask.BEGIN)) {
      timers.startSingleTimer(Ask.BEGIN, BEFORE_BEGINNING_ANEW);
    }
  }

  private void over() {
    going = false;
    if (timers.isTimerActive(Ask.BEGIN)) {
      begin();
    }
  }

  private void list() {
    int mine = run;
    getContext()
        .pipeToSelf(
            page(from),
            (found, failure) ->
                failure == null ? new Listed(mine, found) : new NotListed(mine, failure));
  }

  /** Channels of open tickets come before all others. */
  private CompletionStage<Agenda> page(Positions begin) {
    CompletionStage<List<Long>> members =
        begin.equals(Positions.BEGINNING)
            ? means.conversations().openMembers(means.page())
            : CompletableFuture.completedStage(List.of());
    return members
        .thenCompose(open ->
            means
                .database()
                .query(handle -> {
                  long epoch = InboxTable.session(handle).orElse(Session.NONE).epoch();
                  return new Found(
                      TrackedChannelTable.countUnswept(handle, epoch),
                      TrackedChannelTable.unsweptOf(handle, epoch, open),
                      TrackedChannelTable.unswept(handle, epoch, begin, means.page()));
                }))
        .thenCompose(found -> withoutClosed(found.page()).thenApply(left -> ordered(found, left)));
  }

  private record Found(int all, List<TrackedChannel.Dm> urgent, Unswept page) {}

  /** The channel of a closed ticket is never read or listed again. */
  private CompletionStage<Unswept> withoutClosed(Unswept found) {
    List<Long> tickets = found.tickets().stream().map(TrackedChannel.OfTicket::ticket).toList();
    return means
        .conversations()
        .closed(tickets)
        .thenCompose(closed -> {
          List<Long> over = new ArrayList<>();
          List<TrackedChannel.OfTicket> left = new ArrayList<>();
          for (TrackedChannel.OfTicket one : found.tickets()) {
            if (closed.contains(one.ticket())) {
              over.add(one.channel());
            } else {
              left.add(one);
            }
          }
          return means
              .database()
              .query(handle -> {
                TrackedChannelTable.end(handle, over);
                return new Unswept(found.epoch(), found.dms(), left, found.next());
              });
        });
  }

  /** DM channels and ticket channels in turn, since typed commands soon become too old. */
  private static Agenda ordered(Found found, Unswept page) {
    SequencedSet<TrackedChannel> all = new LinkedHashSet<>();
    Iterator<TrackedChannel.OfTicket> tickets = page.tickets().iterator();
    for (TrackedChannel dm : found.urgent()) {
      all.add(dm);
      if (tickets.hasNext()) {
        all.add(tickets.next());
      }
    }
    tickets.forEachRemaining(all::add);
    all.addAll(page.dms());
    return new Agenda(page.epoch(), found.all(), List.copyOf(all), page.next());
  }

  private void listed(Agenda found) {
    pause = PAUSES.first();
    next = found.next();
    if (from.equals(Positions.BEGINNING)) {
      tally = new Tally(found.epoch(), found.all());
      if (found.channels().isEmpty() && next.isEmpty()) {
        over();
        return;
      }
      announce();
    }
    agenda.addAll(found.channels());
    next();
  }

  private void announce() {
    getContext()
        .getLog()
        .info(
            "{} channels may hold what was said before gateway session {} began; they are read now",
            tally.channels,
            tally.epoch);
    timers.startTimerWithFixedDelay(Ask.REPORT, BETWEEN_REPORTS);
  }

  private void next() {
    while (underWay < AT_ONCE && !timers.isTimerActive(Ask.GO_ON)) {
      TrackedChannel channel = agenda.pollFirst();
      if (channel == null) {
        break;
      }
      underWay++;
      int mine = run;
      getContext()
          .pipeToSelf(
              means.history().read(channel),
              (read, failure) ->
                  failure == null
                      ? new Ended(mine, channel, read)
                      : new Failed(mine, channel, failure));
    }
    if (!agenda.isEmpty() || underWay > 0 || !timers.isTimerActive(Ask.REPORT)) {
      return;
    }
    if (next.isPresent()) {
      from = next.get();
      next = Optional.empty();
      list();
    } else {
      timers.cancel(Ask.REPORT);
      report();
      over();
    }
  }

  private void ended(Read read) {
    underWay--;
    pause = PAUSES.first();
    tally.count(read);
    next();
  }

  private void failed(TrackedChannel channel, Throwable why) {
    underWay--;
    agenda.addLast(channel);
    if (!timers.isTimerActive(Ask.GO_ON)) {
      Duration wait = longerPause();
      getContext()
          .getLog()
          .warn(
              "channel {} was not read for what no session saw, {} wait; going on in {} s: {}",
              channel.channel(),
              agenda.size(),
              wait.toSeconds(),
              why.toString());
      timers.startSingleTimer(Ask.GO_ON, wait);
    }
  }

  private Duration longerPause() {
    Duration wait = pause;
    pause = PAUSES.longer(pause);
    return wait;
  }

  /** Wakes the channel's owner, which looks into the inbox itself; not if nothing new was found. */
  private void wake(TrackedChannel channel, Read read) {
    boolean news =
        switch (read) {
          case Read.Complete(_, int unseen, int added) -> unseen > 0 || added > 0;
          case Read.Unreadable _ -> true;
        };
    if (news) {
      deliveries.wake(channel.route());
    }
  }

  private void report() {
    getContext()
        .getLog()
        .info(
            "{} of {} channels are read for what was said before gateway session {} began: {}"
                + " messages, {} edits and deletions{}",
            tally.read,
            tally.channels,
            tally.epoch,
            tally.messages,
            tally.changes,
            tally.unreadable == 0 ? "" : "; Discord did not show " + tally.unreadable);
  }
}
