package dev.switchboard.http.api.live;

import dev.switchboard.access.Right;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.Permission;
import dev.switchboard.feed.Feed;
import dev.switchboard.feed.FeedEntry;
import dev.switchboard.feed.Followed;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.presence.Presence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The events of one client: those of the feed behind a position, and changes of presence. Session
 * and rights are looked up all the time, and events are sent only by rights that were looked up
 * within the last second. In memory are the events of one answer of {@link LiveFeed} and the
 * numbers of tickets with changed presence; a client that takes nothing is cut off, and resumes.
 */
final class EventStream extends GraphStage<SourceShape<ByteString>> {
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** Tickets with a presence that changed and was not sent: more than a client shows. */
  private static final int MOST_CHANGED = 1_000;

  private static final String CHECK = "check";
  private static final String QUIET = "quiet";
  private static final String AGAIN = "again";
  private static final String END = "end";

  private final Outlet<ByteString> out = Outlet.create("EventStream.out");
  private final Ports ports;
  private final Client client;
  private final Times times;

  /**
   * What a stream asks.
   *
   * @param access what the client may do now; empty where the session has ended
   */
  record Ports(
      LiveFeed feed,
      Presence presence,
      EventSlots slots,
      Supplier<CompletionStage<Optional<PanelAccess>>> access) {}

  /**
   * The client.
   *
   * @param from the id of the event behind which the stream begins
   * @param missed whether it has missed something before that
   */
  record Client(String session, EventId from, boolean missed) {
    /**
     * Begins behind an id. That of another epoch is another event's, and says nothing of what was
     * missed since.
     *
     * @param resumed empty for what happens next
     */
    static Client of(String session, Optional<EventId> resumed, Feed.Head head) {
      EventId newest = new EventId(head.epoch(), head.newest());
      Optional<EventId> known = resumed.filter(id -> id.epoch().equals(head.epoch()));
      return new Client(session, known.orElse(newest), resumed.isPresent() && known.isEmpty());
    }
  }

  /**
   * How long things take.
   *
   * @param check between two looks at the session and the rights
   * @param fresh how old the rights may be by which an event is sent
   * @param quiet between two comments
   * @param stuck how long a client may take nothing while there is something for it
   */
  record Times(Duration check, Duration fresh, Duration quiet, Duration stuck) {
    /** A right is told half a second late at most, and so is gone within a second. */
    static final Times USUAL =
        new Times(
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20));
  }

  EventStream(Ports ports, Client client, Times times) {
    this.ports = ports;
    this.client = client;
    this.times = times;
  }

  @Override
  public SourceShape<ByteString> shape() {
    return SourceShape.of(out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private record Told<T>(@Nullable T value, @Nullable Throwable failure) {}

  private record Checked(long asked, Told<Optional<PanelAccess>> access) {}

  private record View(Set<Right> rights, Set<Permission> permissions, boolean all) {
    static View of(PanelAccess access) {
      return new View(access.rights(), access.permissions(), access.superAdministrator());
    }

    ByteString told() {
      return ServerSentEvent.of(
          "permissions.changed",
          Map.of(
              "is_super_admin",
              all,
              "permissions",
              permissions.stream().sorted().map(Permission::word).toList()));
    }
  }

  private final class Logic extends TimerGraphStageLogic {
    private final AsyncCallback<Told<Followed>> followed = createAsyncCallback(this::followed);
    private final AsyncCallback<Checked> checked = createAsyncCallback(this::checked);
    private final AsyncCallback<Long> moved = createAsyncCallback(this::moved);

    /** Of this server's own words: never more than a few. */
    private final Deque<ByteString> words = new ArrayDeque<>();

    private final Deque<FeedEntry> entries = new ArrayDeque<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private Presence.Listening listening = () -> {};
    private Optional<View> view = Optional.empty();
    private long viewed;
    private long position = client.from().position();

    /** The position behind the entries that wait. */
    private long reached = client.from().position();

    private long waitsSince = System.nanoTime();
    private boolean slot;
    private boolean asking;
    private boolean checking;
    private boolean ending;

    Logic() {
      super(EventStream.this.shape());
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              send();
            }
          });
    }

    @Override
    public void preStart() {
      slot = ports.slots().take(client.session());
      if (!slot) {
        completeStage();
        return;
      }
      words.add(ServerSentEvent.begin(client.from(), RETRY));
      if (client.missed()) {
        words.add(ServerSentEvent.reset(client.from()));
      }
      listening = ports.presence().listen(moved::invoke);
      scheduleWithFixedDelay(CHECK, Duration.ZERO, times.check());
      scheduleWithFixedDelay(QUIET, times.quiet(), times.quiet());
      ask();
    }

    @Override
    public void postStop() {
      listening.end();
      if (slot) {
        ports.slots().release(client.session());
      }
    }

    @Override
    public void onTimer(Object timer) {
      switch (String.valueOf(timer)) {
        case CHECK -> check();
        case AGAIN -> ask();
        case END -> completeStage();
        default -> {
          if (isAvailable(out)) {
            words.add(ServerSentEvent.COMMENT);
            send();
          }
        }
      }
    }

    // ---- session and rights

    private void check() {
      if (!isAvailable(out)
          && isSomethingThere()
          && System.nanoTime() - waitsSince > times.stuck().toNanos()) {
        completeStage();
      } else if (!checking && !ending) {
        checking = true;
        long asked = System.nanoTime();
        var _ =
            ports
                .access()
                .get()
                .whenComplete((access, failure) ->
                    checked.invoke(new Checked(asked, new Told<>(access, failure))));
      }
    }

    /** Where it cannot be found out, nothing is sent until it can. */
    private void checked(Checked answer) {
      checking = false;
      Optional<PanelAccess> access = answer.access().value();
      if (access == null || ending) {
        return;
      }
      if (access.isEmpty()) {
        end();
        return;
      }
      View now = View.of(access.get());
      if (view.isPresent() && !view.get().equals(now)) {
        words.add(now.told());
      }
      view = Optional.of(now);
      viewed = answer.asked();
      send();
    }

    private void end() {
      ending = true;
      words.clear();
      entries.clear();
      changed.clear();
      words.add(ServerSentEvent.of("bye", Map.of("reason", "session_ended")));
      scheduleOnce(END, LAST_WORDS);
      send();
    }

    // ---- what happens

    private void ask() {
      if (!asking && !ending && entries.isEmpty()) {
        asking = true;
        var _ =
            ports
                .feed()
                .after(position)
                .whenComplete((value, failure) -> followed.invoke(new Told<>(value, failure)));
      }
    }

    private void followed(Told<Followed> answer) {
      asking = false;
      if (ending) {
        return;
      }
      switch (answer.value()) {
        case null -> scheduleOnce(AGAIN, RETRY);
        case Followed.Missed(long newest) -> {
          position = newest;
          words.add(ServerSentEvent.reset(client.from().at(newest)));
          ask();
        }
        case Followed.Events(List<FeedEntry> next, long behind) -> {
          entries.addAll(next);
          reached = behind;
          position = next.isEmpty() ? behind : position;
          ask();
        }
      }
      send();
    }

    private void moved(long ticket) {
      if (ending) {
        return;
      }
      changed.add(ticket);
      if (changed.size() > MOST_CHANGED) {
        completeStage();
      } else {
        send();
      }
    }

    // ---- what is sent

    private boolean isSomethingThere() {
      return !words.isEmpty() || !entries.isEmpty() || !changed.isEmpty();
    }

    private boolean isFresh() {
      return view.isPresent() && System.nanoTime() - viewed <= times.fresh().toNanos();
    }

    private void send() {
      if (!isAvailable(out)) {
        return;
      }
      ByteString next = words.isEmpty() ? ByteString.emptyByteString() : words.removeFirst();
      if (next.isEmpty() && isFresh()) {
        next = happened();
      }
      if (next.nonEmpty()) {
        push(out, next);
        waitsSince = System.nanoTime();
      }
      if (ending && words.isEmpty()) {
        completeStage();
      }
    }

    /** What the client may see now; the rest is passed over. */
    private ByteString happened() {
      Set<Right> rights = view.map(View::rights).orElse(Set.of());
      ByteString next = ByteString.emptyByteString();
      if (!entries.isEmpty()) {
        position = reached;
        next =
            ServerSentEvent.of(
                entries.stream().filter(entry -> rights.contains(entry.right())).toList(),
                client.from());
        entries.clear();
        ask();
      }
      for (long ticket : changed) {
        if (rights.contains(Right.VIEW_TICKETS)) {
          next =
              next.concat(
                  ServerSentEvent.of(
                      "presence", PresenceResource.Shown.of(ticket, ports.presence().of(ticket))));
        }
      }
      changed.clear();
      return next;
    }
  }
}
