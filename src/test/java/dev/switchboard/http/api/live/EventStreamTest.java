package dev.switchboard.http.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.Permission;
import dev.switchboard.feed.Feed;
import dev.switchboard.feed.FeedEntry;
import dev.switchboard.feed.FeedKind;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.http.api.ApiDocument;
import dev.switchboard.presence.Presence;
import dev.switchboard.presence.PresenceState;
import dev.switchboard.presence.Viewer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class EventStreamTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String SESSION = "a session";

  private static final EventStream.Times QUICK =
      new EventStream.Times(
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofMillis(300),
          Duration.ofSeconds(3));

  private static final Feed.Head RESTORED = new Feed.Head("5f0c2a", 2);

  private static ActorTestKit kit;

  private final PlayedFeed feed = new PlayedFeed();
  private final PlayedPresence presence = new PlayedPresence();
  private final EventSlots slots = new EventSlots();
  private final AtomicReference<CompletionStage<Optional<PanelAccess>>> access =
      new AtomicReference<>(may(Set.of(Right.VIEW_TICKETS), Set.of(Permission.VIEW_TICKETS)));

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "EventStreamTest",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load("nothing")));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static CompletionStage<Optional<PanelAccess>> may(
      Set<Right> rights, Set<Permission> permissions) {
    return CompletableFuture.completedStage(
        Optional.of(new PanelAccess(Optional.empty(), false, rights, permissions)));
  }

  /** Events of a ticket; the oldest can be dropped. */
  private static final class PlayedFeed implements Feed {
    private final List<FeedEntry> entries = new ArrayList<>();
    private final Set<Long> unknown = new HashSet<>();
    private long newest;

    /** Adds an event that only a newer version knows. */
    synchronized void addUnknown() {
      add(Right.VIEW_TICKETS);
      unknown.add(newest);
    }

    synchronized void add(Right right) {
      newest++;
      entries.add(
          new FeedEntry(
              newest,
              Instant.EPOCH,
              1,
              FeedKind.TICKET_UPDATED,
              right,
              "{\"ticket\": \"1\", \"version\": %d, \"status\": \"open\", \"priority\": \"low\"}"
                  .formatted(newest)));
    }

    synchronized void forgetAll() {
      entries.clear();
    }

    @Override
    public synchronized CompletionStage<Page> behind(long position, int most) {
      List<FeedEntry> found =
          entries.stream().filter(one -> one.position() > position).limit(most).toList();
      boolean complete =
          found.isEmpty() ? position == newest : found.getFirst().position() == position + 1;
      long reached = found.isEmpty() ? newest : found.getLast().position();
      List<FeedEntry> known =
          found.stream().filter(one -> !unknown.contains(one.position())).toList();
      return CompletableFuture.completedStage(new Page(known, complete, reached, newest));
    }

    @Override
    public synchronized CompletionStage<Head> head() {
      return CompletableFuture.completedStage(new Head("", newest));
    }
  }

  private static final class PlayedPresence implements Presence {
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Viewer> viewers = List.of();

    void now(Viewer... there) {
      viewers = List.of(there);
      listeners.forEach(listener -> listener.accept(1));
    }

    @Override
    public void seen(
        long ticket, String session, PresenceState state, boolean draft, Principal by) {
      throw new AssertionError("a stream tells nothing");
    }

    @Override
    public void left(long ticket, String session, Principal by) {
      throw new AssertionError("a stream tells nothing");
    }

    @Override
    public List<Viewer> of(long ticket) {
      return viewers;
    }

    @Override
    public Map<Long, List<Viewer>> all() {
      return Map.of();
    }

    @Override
    public Listening listen(LongConsumer changed) {
      listeners.add(changed);
      return () -> listeners.remove(changed);
    }
  }

  /** What a client has got of a stream; it takes no more than it asks for. */
  private static final class Client implements Subscriber<ByteString> {
    private final Queue<String> got = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Subscription> subscribed = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    void takes(long frames) {
      subscribed.join().request(frames);
    }

    void goes() {
      subscribed.join().cancel();
    }

    String text() {
      return String.join("", got);
    }

    /** The events of a name, with their data. */
    List<JsonNode> events(String name) {
      return List.of(text().split("\n\n", -1)).stream()
          .filter(block -> List.of(block.split("\n", -1)).contains("event: " + name))
          .map(block -> block.substring(block.indexOf("data: ") + 6))
          .map(Client::json)
          .toList();
    }

    private static JsonNode json(String text) {
      try {
        return MAPPER.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    List<Integer> versions() {
      return events("ticket.updated").stream().map(one -> one.path("version").asInt()).toList();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscribed.complete(subscription);
    }

    @Override
    public void onNext(ByteString bytes) {
      got.add(bytes.utf8String());
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      ended.complete("ended");
    }
  }

  private Client open(long position) {
    return open(new EventStream.Client(SESSION, new EventId("", position), false));
  }

  private Client open(EventStream.Client of) {
    Client client = new Client();
    Source.fromGraph(
            new EventStream(
                new EventStream.Ports(new LiveFeed(feed), presence, slots, access::get), of, QUICK))
        .toMat(
            Sink.<ByteString>asPublisher(AsPublisher.WITHOUT_FANOUT)
                .withAttributes(Attributes.inputBuffer(1, 1)),
            Keep.right())
        .run(kit.system())
        .subscribe(client);
    return client;
  }

  private Client follow(long position) {
    Client client = open(position);
    client.takes(Long.MAX_VALUE);
    return client;
  }

  private boolean isFree() {
    return slots.take(SESSION) && release();
  }

  private boolean release() {
    slots.release(SESSION);
    return true;
  }

  @Test
  void aStreamBeginsWithItsPositionAndTellsWhatFollows() {
    feed.add(Right.VIEW_TICKETS);
    feed.add(Right.VIEW_TICKETS);
    Client client = follow(1);
    await().until(() -> client.versions().equals(List.of(2)));
    feed.add(Right.VIEW_TICKETS);

    await().until(() -> client.versions().equals(List.of(2, 3)));
    assertThat(client.text()).startsWith("id: 1\nretry: 2000\n\n").contains("id: 3\nevent: ");
    client.goes();
  }

  @Test
  void whatIsSentIsAsDescribed() {
    Client client = follow(0);
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().size() == 1);
    presence.now(new Viewer(7, "Anna", PresenceState.TYPING, true));
    await().until(() -> !client.events("presence").isEmpty());
    access.set(may(Set.of(), Set.of()));
    await().until(() -> !client.events("permissions.changed").isEmpty());
    access.set(CompletableFuture.completedStage(Optional.empty()));
    await().until(() -> !client.events("bye").isEmpty());
    feed.add(Right.VIEW_TICKETS);
    feed.forgetAll();
    access.set(may(Set.of(Right.VIEW_TICKETS), Set.of(Permission.VIEW_TICKETS)));
    Client late = follow(0);
    await().until(() -> !late.events("reset").isEmpty());
    late.goes();

    JsonNode schemas = ApiDocument.SHARED.root().at("/paths/~1api~1events/get/x-events");
    for (String name : List.of("ticket.updated", "presence", "permissions.changed", "bye")) {
      assertThat(ApiDocument.SHARED.faults(schemas.path(name), client.events(name).getFirst()))
          .as(name)
          .isEmpty();
    }
    assertThat(ApiDocument.SHARED.faults(schemas.path("reset"), late.events("reset").getFirst()))
        .isEmpty();
    for (FeedKind kind : FeedKind.values()) {
      assertThat(schemas.has(kind.word())).as(kind.word()).isTrue();
    }
  }

  @Test
  void aResumePointThatIsNotKeptGivesResetAndTheStreamGoesOn() {
    feed.add(Right.VIEW_TICKETS);
    feed.add(Right.VIEW_TICKETS);
    feed.forgetAll();
    Client client = follow(1);
    await().until(() -> client.text().contains("id: 2\nevent: reset\ndata: {\"newest\":\"2\"}"));
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().equals(List.of(3)));
    client.goes();
  }

  /** Since a backup was restored, position 1 is another event than the client has seen. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "77", "abcdef-1", "abcdef-77"})
  void anIdFromBeforeABackupWasRestoredGivesReset(String before) {
    feed.add(Right.VIEW_TICKETS);
    feed.add(Right.VIEW_TICKETS);
    Client client = open(EventStream.Client.of(SESSION, EventId.of(before), RESTORED));
    client.takes(Long.MAX_VALUE);
    await()
        .until(() ->
            client.text().contains("id: 5f0c2a-2\nevent: reset\ndata: {\"newest\":\"5f0c2a-2\"}"));
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().equals(List.of(3)));
    assertThat(client.text()).contains("id: 5f0c2a-3\nevent: ticket.updated");
    client.goes();
  }

  @Test
  void anIdFromAfterABackupWasRestoredIsResumed() {
    feed.add(Right.VIEW_TICKETS);
    feed.add(Right.VIEW_TICKETS);
    Client client = open(EventStream.Client.of(SESSION, EventId.of("5f0c2a-1"), RESTORED));
    client.takes(Long.MAX_VALUE);
    await().until(() -> client.versions().equals(List.of(2)));
    assertThat(client.text()).contains("id: 5f0c2a-2\n").doesNotContain("reset");
    assertThat(EventStream.Client.of(SESSION, Optional.empty(), RESTORED))
        .isEqualTo(new EventStream.Client(SESSION, new EventId("5f0c2a", 2), false));
    client.goes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "5f0c2a-", "5F0C2A-1", "5f0c2a1", "1234567890123456789"})
  void whatIsNoIdIsNone(String text) {
    assertThat(EventId.of(text)).isEmpty();
  }

  @Test
  void whatNeedsAnotherRightIsPassedOver() {
    Client client = follow(0);
    feed.add(Right.VIEW_AUDIT);
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().equals(List.of(2)));
    client.goes();
  }

  @Test
  void whatOnlyANewerVersionKnowsIsPassedOver() {
    feed.addUnknown();
    Client client = follow(0);
    feed.add(Right.VIEW_TICKETS);
    feed.addUnknown();
    await().until(() -> client.versions().equals(List.of(2)));
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().equals(List.of(2, 4)));
    client.goes();
  }

  @SecurityPoint(23)
  @Test
  void aWithdrawnRightIsToldAndStopsEventsInAnOpenStream() {
    Client client = follow(0);
    feed.add(Right.VIEW_TICKETS);
    await().until(() -> client.versions().equals(List.of(1)));

    access.set(may(Set.of(), Set.of()));
    await().until(() -> client.events("permissions.changed").size() == 1);
    feed.add(Right.VIEW_TICKETS);
    presence.now(new Viewer(7, "Anna", PresenceState.VIEWING, false));
    access.set(may(Set.of(Right.VIEW_AUDIT), Set.of(Permission.VIEW_AUDIT)));
    await().until(() -> client.events("permissions.changed").size() == 2);
    feed.add(Right.VIEW_AUDIT);
    await().until(() -> client.versions().equals(List.of(1, 3)));
    assertThat(client.events("presence")).isEmpty();
    client.goes();
  }

  @Test
  void nothingIsSentByRightsThatAreOldSinceTheyCannotBeFoundOut() {
    Client client = follow(0);
    await().until(() -> client.text().contains("retry"));
    CompletableFuture<Optional<PanelAccess>> never = new CompletableFuture<>();
    access.set(never);
    long asked = System.nanoTime();
    await().until(() -> System.nanoTime() - asked > QUICK.fresh().plusMillis(200).toNanos());
    feed.add(Right.VIEW_TICKETS);
    // A comment shows that the stream is at work.
    int before = client.got.size();
    await().until(() -> client.got.size() > before + 1);
    assertThat(client.versions()).isEmpty();

    access.set(may(Set.of(Right.VIEW_TICKETS), Set.of(Permission.VIEW_TICKETS)));
    never.completeExceptionally(new IOException("away"));
    await().until(() -> client.versions().equals(List.of(1)));
    client.goes();
  }

  @Test
  void aSessionThatHasEndedIsToldSoAndTheStreamCloses() throws Exception {
    Client client = follow(0);
    await().until(() -> client.text().contains("retry"));
    access.set(CompletableFuture.completedStage(Optional.empty()));

    assertThat(client.ended.get(20, TimeUnit.SECONDS)).isEqualTo("ended");
    assertThat(client.text()).endsWith("event: bye\ndata: {\"reason\":\"session_ended\"}\n\n");
    await().until(this::isFree);
    assertThat(presence.listeners).isEmpty();
  }

  @Test
  void aClientThatTakesNothingIsCutOff() throws Exception {
    Client client = open(0);
    for (int i = 0; i < 500; i++) {
      feed.add(Right.VIEW_TICKETS);
    }
    await().until(() -> !presence.listeners.isEmpty());
    // Its stream is gone, although the client takes nothing.
    await().until(() -> presence.listeners.isEmpty());
    client.takes(Long.MAX_VALUE);
    assertThat(client.ended.get(20, TimeUnit.SECONDS)).isEqualTo("ended");
    int last = client.versions().isEmpty() ? 0 : client.versions().getLast();
    assertThat(last).isLessThan(500);

    Client again = follow(last);
    await().until(() -> again.versions().size() == 500 - last);
    assertThat(again.versions().getFirst()).isEqualTo(last + 1);
    again.goes();
  }

  @Test
  void presencesThatChangeFasterThanTheClientTakesThemAreBounded() {
    Client client = open(0);
    await().until(() -> !presence.listeners.isEmpty());
    LongConsumer listener = presence.listeners.getFirst();
    for (long ticket = 1; ticket <= 2_000; ticket++) {
      listener.accept(ticket);
    }
    await().until(() -> presence.listeners.isEmpty());
    client.goes();
  }

  @Test
  void aCommentComesWhereNothingHappens() {
    Client client = follow(0);
    await().until(() -> client.text().contains("\n\n:\n\n"));
    client.goes();
  }

  @Test
  void aSessionHasNoMoreStreamsThanItMay() throws Exception {
    List<Client> all = new ArrayList<>();
    for (int i = 0; i < EventSlots.OF_SESSION; i++) {
      all.add(follow(0));
    }
    await().until(() -> slots.isSessionFull(SESSION));
    assertThat(follow(0).ended.get(20, TimeUnit.SECONDS)).isEqualTo("ended");
    assertThat(slots.take("another")).isTrue();

    all.forEach(Client::goes);
    await().until(() -> !slots.isSessionFull(SESSION));
  }
}
