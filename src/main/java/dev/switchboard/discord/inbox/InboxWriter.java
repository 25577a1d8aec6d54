package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameIntake.Item;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.gateway.VisibleChannels;
import dev.switchboard.discord.inbox.FrameSorter.Destination;
import dev.switchboard.discord.inbox.FrameSorter.Row;
import dev.switchboard.discord.inbox.FrameSorter.Untold;
import dev.switchboard.discord.inbox.InboxTable.DeadLetter;
import dev.switchboard.discord.inbox.InboxTable.DmChannel;
import dev.switchboard.discord.inbox.InboxTable.NewRow;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch of frames in one transaction: the inbox rows, the marks of channels, the dead
 * letters and the session's sequence number. Thread-safe; never blocks.
 */
final class InboxWriter {
  private static final Logger LOG = LoggerFactory.getLogger(InboxWriter.class);

  private final FencedDatabase database;
  private final FrameSorter sorter;
  private final TicketChannels tickets;
  private final Clock clock;

  InboxWriter(FencedDatabase database, FrameSorter sorter, TicketChannels tickets, Clock clock) {
    this.database = database;
    this.sorter = sorter;
    this.tickets = tickets;
    this.clock = clock;
  }

  /** A new row, with the facts that its owner needs. */
  record Added(StoredEvent event, Instant receivedAt, boolean gap) {}

  /**
   * The result of the insertion.
   *
   * @param repeated the routes of rows that existed before: received twice, or committed by an
   *     attempt whose answer was lost, so that their owners were not informed
   */
  private record Stored(List<Added> added, Set<String> repeated, boolean unread) {
    static final Stored NOTHING = new Stored(List.of(), Set.of(), false);
  }

  /** The rows and other effects of the frames. */
  private record Batch(
      List<Row> rows, Set<Untold> unread, List<VisibleChannels> visible, List<DeadLetter> letters) {
    Batch() {
      this(new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isNothing() {
      return rows.isEmpty() && unread.isEmpty() && visible.isEmpty();
    }
  }

  /**
   * The committed changes.
   *
   * @param repeated the routes of rows that existed before; their owners have to be woken
   * @param unread whether channels were marked to be read again
   */
  record Written(
      Session session, List<Added> added, Set<String> repeated, boolean unread, int deadLetters) {}

  /** Whether an entry only advances the session's sequence number. */
  boolean isIdle(Item item) {
    return switch (item) {
      case Item.Read(Frame frame, _) -> sorter.isIdle(frame);
      case Item.Undecodable _ -> false;
    };
  }

  CompletionStage<Optional<Session>> load() {
    return database.query(InboxTable::session);
  }

  /** A READY may only be the first entry, since all entries must be of one session. */
  CompletionStage<Written> write(Session session, List<Item> entries) {
    return database.transaction(handle -> write(handle, session, entries));
  }

  /** Stores an entry as a dead letter if it cannot be written, so that others do not wait. */
  CompletionStage<Written> deadLetter(Session session, Item item, String error) {
    return database.transaction(handle -> {
      Instant now = clock.instant();
      Session after = after(session, item, now);
      InboxTable.deadLetter(handle, List.of(letter(after, item, error)), now);
      InboxTable.save(handle, after);
      return new Written(after, List.of(), Set.of(), false, 1);
    });
  }

  /**
   * Whether the entry itself caused the failure, so that a retry would fail too: SQLSTATE class 22
   * (data exception), 23 (constraint) or 54 (limit exceeded), or a defect in our code.
   */
  static boolean isPoison(Throwable failure) {
    boolean sql = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException exception) {
        sql = true;
        String state = exception.getSQLState();
        if (state != null
            && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))) {
          return true;
        }
      }
    }
    return !sql && isFaultOfOurs(failure);
  }

  private static boolean isFaultOfOurs(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NullPointerException
          || cause instanceof ClassCastException
          || cause instanceof IllegalArgumentException
          || cause instanceof IndexOutOfBoundsException
          || cause instanceof StackOverflowError) {
        return true;
      }
    }
    return false;
  }

  private Written write(Handle handle, Session before, List<Item> entries) {
    Instant now = clock.instant();
    Session session = before;
    Batch batch = new Batch();
    for (Item item : entries) {
      session = after(session, item, now);
      switch (item) {
        case Item.Undecodable undecodable ->
            batch.letters().add(letter(session, item, undecodable.error()));
        case Item.Read(Frame frame, Optional<VisibleChannels> visible) -> {
          visible.ifPresent(batch.visible()::add);
          var sorted = sorter.sort(frame, session.id());
          batch.rows().addAll(sorted.rows());
          batch.unread().addAll(sorted.unread());
          if (!sorted.fault().isEmpty()) {
            batch.letters().add(letter(session, item, sorted.fault()));
          }
        }
      }
    }
    Stored stored = batch.isNothing() ? Stored.NOTHING : store(handle, session, batch, now);
    InboxTable.deadLetter(handle, batch.letters(), now);
    InboxTable.save(handle, session);
    return new Written(
        session, stored.added(), stored.repeated(), stored.unread(), batch.letters().size());
  }

  private Stored store(Handle handle, Session session, Batch batch, Instant now) {
    List<Row> rows = batch.rows();
    Map<Long, DmChannel> dms = dmChannels(handle, session, rows);
    // Before the marks: a mark moved by a later message would hide the gap.
    int shown = noteVisible(handle, session, batch.visible());
    Set<Long> spoken = new HashSet<>();
    Map<Long, Long> ticketEpochs = markTickets(handle, session, rows, spoken);
    // Before the inbox rows, as a channel's reader does, to prevent deadlocks.
    boolean unread = !batch.unread().isEmpty() && noteUnread(handle, batch.unread());
    Map<Long, Long> users = new HashMap<>();
    dms.values().forEach(dm -> users.put(dm.channel(), dm.user()));
    Set<Long> ticketed = tickets.among(handle, staffChannels(rows));
    List<NewRow> found = new ArrayList<>();
    for (Row row : rows) {
      String route =
          switch (row.place()) {
            case Destination.Dm(long channel, long user) -> memberRoute(user, users.get(channel));
            case Destination.Staff(long channel, boolean always) ->
                always || ticketed.contains(channel) ? StoredEvent.channelRoute(channel) : "";
            case Destination.Community(long user) ->
                dms.containsKey(user) ? StoredEvent.guildRoute(user) : "";
          };
      if (!route.isEmpty()) {
        var payload = row.payload().toString();
        found.add(
            new NewRow(
                new StoredEvent(row.kind(), row.key(), route, row.ordering(), payload),
                row.rank()));
      } else if (row.kind().equals(StoredEvent.MESSAGE) && row.place() instanceof Destination.Dm) {
        batch
            .letters()
            .add(
                new DeadLetter(
                    session.id(),
                    session.sequence(),
                    "MESSAGE_CREATE",
                    row.payload().toString(),
                    "a DM without an author, in a channel that is not known"));
      }
    }
    Set<RowKey> inserted = InboxTable.insert(handle, found, now);
    List<Added> added = new ArrayList<>();
    Set<String> repeated = new HashSet<>();
    for (StoredEvent event : found.stream().map(NewRow::event).distinct().toList()) {
      if (inserted.contains(RowKey.of(event))) {
        added.add(new Added(event, now, hasGap(event, dms, ticketEpochs, session)));
      } else {
        repeated.add(event.route());
      }
    }
    return new Stored(added, repeated, unread || shown > 0 || !spoken.isEmpty());
  }

  /**
   * Notes the channels that the bot cannot see, and those that it sees again.
   *
   * @return the number of channels to be read
   */
  private static int noteVisible(Handle handle, Session session, List<VisibleChannels> changes) {
    int shown = 0;
    Optional<VisibleChannels> before = Optional.empty();
    for (VisibleChannels visible : changes) {
      if (visible.replayed()) {
        TrackedChannelTable.hide(handle, Set.of());
      }
      if (visible.replayed() || !before.equals(Optional.of(visible))) {
        if (!visible.added()) {
          TrackedChannelTable.hide(handle, visible.channels());
        }
        shown += TrackedChannelTable.show(handle, visible, session.epoch());
      }
      before = Optional.of(visible);
    }
    return shown;
  }

  /** Whether one of the edits is in a tracked channel. */
  private static boolean noteUnread(Handle handle, Set<Untold> edits) {
    List<Long> channels = edits.stream().map(Untold::channel).distinct().toList();
    if (TrackedChannelTable.unread(handle, channels) == 0) {
      return false;
    }
    int dropped = UnknownEditTable.note(handle, edits);
    if (dropped > 0) {
      LOG.warn(
          "Discord does not say what edited messages say now; {} of them are not asked for, since"
              + " more than {} of a channel wait",
          dropped,
          UnknownEditTable.MOST);
    }
    return true;
  }

  /**
   * Inserts and marks the DM channels of live messages, and reads all others that the rows name.
   *
   * @return the channels, by user
   */
  private static Map<Long, DmChannel> dmChannels(Handle handle, Session session, List<Row> rows) {
    Map<Long, Long> marks = new HashMap<>();
    Map<Long, Long> channels = new HashMap<>();
    Set<Long> users = new HashSet<>();
    Set<Long> unnamed = new HashSet<>();
    for (Row row : rows) {
      switch (row.place()) {
        case Destination.Dm(long channel, long user) -> {
          unnamed.add(channel);
          if (user != 0 && row.kind().equals(StoredEvent.MESSAGE)) {
            marks.merge(user, row.ordering(), Math::max);
            channels.put(user, channel);
          }
        }
        case Destination.Community(long user) -> users.add(user);
        case Destination.Staff staff -> {}
      }
    }
    users.addAll(marks.keySet());
    Map<Long, DmChannel> known = InboxTable.dmChannels(handle, users, unnamed);
    List<DmChannel> fresh = new ArrayList<>();
    marks.forEach((user, mark) -> {
      if (!known.containsKey(user)) {
        long channel = Objects.requireNonNull(channels.get(user));
        boolean whole = session.sawTheBeginningOf(channel);
        fresh.add(new DmChannel(user, channel, whole ? mark : 0, whole ? session.epoch() : 0));
      }
    });
    InboxTable.addDmChannels(handle, fresh);
    InboxTable.mark(handle, marks, session.epoch());
    fresh.forEach(dm -> known.put(dm.user(), dm));
    return known;
  }

  /**
   * Moves the marks of tickets' channels.
   *
   * @param spoken gets the channels that the bot was not known to see
   * @return the epochs of the rows' ticket channels, by channel
   */
  private static Map<Long, Long> markTickets(
      Handle handle, Session session, List<Row> rows, Set<Long> spoken) {
    Map<Long, Long> marks = new HashMap<>();
    Set<Long> channels = new HashSet<>();
    for (Row row : rows) {
      if (row.place() instanceof Destination.Staff(long channel, _)) {
        channels.add(channel);
        if (row.kind().equals(StoredEvent.MESSAGE)) {
          marks.merge(channel, row.ordering(), Math::max);
        }
      }
    }
    spoken.addAll(TrackedChannelTable.spoken(handle, marks.keySet(), session.epoch()));
    Map<Long, Long> epochs = TrackedChannelTable.ticketEpochs(handle, channels);
    marks.keySet().retainAll(epochs.keySet());
    TrackedChannelTable.markTickets(handle, marks, session.epoch());
    return epochs;
  }

  private static Set<Long> staffChannels(List<Row> rows) {
    Set<Long> channels = new HashSet<>();
    for (Row row : rows) {
      if (row.place() instanceof Destination.Staff(long channel, boolean always) && !always) {
        channels.add(channel);
      }
    }
    return channels;
  }

  /** The channel decides the member. The user of an event counts only in an unknown channel. */
  private static String memberRoute(long named, @Nullable Long owner) {
    if (owner != null) {
      return StoredEvent.memberRoute(owner);
    }
    return named == 0 ? "" : StoredEvent.memberRoute(named);
  }

  private static boolean hasGap(
      StoredEvent event, Map<Long, DmChannel> dms, Map<Long, Long> tickets, Session session) {
    DmChannel dm = dms.get(InboxRoutes.member(event.route()));
    long epoch =
        dm != null
            ? dm.epoch()
            : tickets.getOrDefault(InboxRoutes.channel(event.route()), session.epoch());
    return epoch < session.epoch();
  }

  private static Session after(Session session, Item item, Instant now) {
    return switch (item) {
      case Item.Read(Frame frame, _) -> session.after(frame, now);
      case Item.Undecodable undecodable -> session;
    };
  }

  private static DeadLetter letter(Session session, Item item, String error) {
    return switch (item) {
      case Item.Read(Frame frame, _) ->
          new DeadLetter(
              session.id(), frame.sequence(), frame.type(), frame.data().toString(), error);
      case Item.Undecodable undecodable ->
          new DeadLetter(session.id(), -1, "", undecodable.text(), error);
    };
  }
}
