package dev.switchboard.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities of a kind that counts, over sharding and a journal in memory. */
class EntitiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The sum of what was added. */
  record Counter(long sum) implements ClusterMessage {
    static final Kind<Counter, Event> KIND =
        Kind.of(
                "Counter",
                new Format<>("counter-events", 9001, Event.class),
                new Counter(0),
                Counter::apply)
            .tagged(id -> Set.of("counter-" + id));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    @JsonSubTypes(@JsonSubTypes.Type(value = Event.Added.class, name = "added"))
    sealed interface Event {
      record Added(long number) implements Event {}
    }

    /** Adds each of the numbers; the reply is the sum, empty where one is below 0. */
    record Add(List<Long> numbers) implements Kind.Command<Counter, Event, Optional<Long>> {
      @Override
      public Decision<Event, Optional<Long>> decide(Counter counter) {
        if (numbers.stream().anyMatch(number -> number < 0)) {
          return Decision.reply(Optional.empty());
        }
        List<Event> events = numbers.stream().<Event>map(Event.Added::new).toList();
        Counter after = counter;
        for (Event event : events) {
          after = after.apply(event);
        }
        return new Decision<>(events, Optional.of(after.sum()));
      }
    }

    record Look() implements Kind.Query<Counter, Seen> {
      @Override
      public Seen read(Counter counter, long version) {
        return new Seen(counter, version);
      }
    }

    record Seen(Counter counter, long version) implements ClusterMessage {}

    Counter apply(Event event) {
      return switch (event) {
        case Event.Added(long number) -> new Counter(sum + number);
      };
    }
  }

  private static ActorTestKit kit;
  private static PersistenceTestKit journal;
  private static Entities<Counter, Counter.Event> counters;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "Counters",
            ConfigFactory.parseString("pekko.actor.serialize-messages = on")
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(Kinds.configuration(List.of(Counter.KIND, Bookmark.KIND))));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await().atMost(PATIENCE).until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    journal = PersistenceTestKit.create(kit.system());
    Entities.start(kit.system(), Counter.KIND);
    Entities.start(kit.system(), Bookmark.KIND);
    counters = Entities.of(kit.system(), Counter.KIND, PATIENCE);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void aReplyMeansThatTheEventsAreStored() throws Exception {
    assertThat(result(counters.ask("stored", add(1, 2)))).contains(3L);
    assertThat(journal.persistedInStorage("Counter|stored"))
        .containsExactly(new Counter.Event.Added(1), new Counter.Event.Added(2));

    assertThat(result(counters.ask("stored", add(-1)))).isEmpty();
    assertThat(journal.persistedInStorage("Counter|stored")).hasSize(2);
  }

  @Test
  void aQueryReadsTheStateAndTheNumberOfTheLastEvent() throws Exception {
    assertThat(result(counters.ask("read", new Counter.Look())))
        .isEqualTo(new Counter.Seen(new Counter(0), 0));
    result(counters.ask("read", add(4, 5)));
    assertThat(result(counters.ask("read", new Counter.Look())))
        .isEqualTo(new Counter.Seen(new Counter(9), 2));
  }

  @Test
  void whatCannotBeStoredHasNoReplyAndTheEntityGoesOnAfterIt() throws Exception {
    result(counters.ask("failing", add(1)));
    journal.failNextPersisted("Counter|failing");

    assertThatThrownBy(() -> result(counters.within(Duration.ofSeconds(2)).ask("failing", add(10))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);

    assertThat(result(counters.ask("failing", add(100)))).contains(101L);
    assertThat(journal.persistedInStorage("Counter|failing")).hasSize(2);
  }

  @Test
  void aKindIsAskedByItsOwnRequests() throws Exception {
    Entities<Bookmark, Bookmark.Event> bookmarks =
        Entities.of(kit.system(), Bookmark.KIND, PATIENCE);

    assertThat(result(bookmarks.ask("sam", new Bookmark.Move(12, Instant.EPOCH))))
        .isEqualTo(new Bookmark(12));
    assertThat(result(bookmarks.ask("sam", new Bookmark.Move(3, Instant.EPOCH))))
        .isEqualTo(new Bookmark(12));
    assertThat(result(bookmarks.ask("sam", new Bookmark.Look()))).isEqualTo(new Bookmark(12));
    assertThat(journal.persistedInStorage("TestBookmark|sam"))
        .containsExactly(new Bookmark.Event.Moved(12, Instant.EPOCH));
  }

  @Test
  void eachEventHasTheTagsOfItsEntity() throws Exception {
    result(counters.ask("tagged", add(1, 2)));

    List<EventEnvelope> tagged =
        result(
            PersistenceQuery.get(kit.system())
                .getReadJournalFor(
                    PersistenceTestKitReadJournal.class, PersistenceTestKitReadJournal.Identifier())
                .currentEventsByTag("counter-tagged", NoOffset.getInstance())
                .runWith(Sink.seq(), kit.system()));

    assertThat(tagged)
        .extracting(EventEnvelope::persistenceId)
        .containsExactly("Counter|tagged", "Counter|tagged");
  }

  @Test
  void aStateMayHoldSomethingOfTheNode() {
    Kind<Counter, Counter.Event> from = Counter.KIND.startingWith(id -> new Counter(id.length()));

    assertThat(from.empty("four")).isEqualTo(new Counter(4));
    assertThat(from.persistenceId("four")).isEqualTo(Counter.KIND.persistenceId("four"));
    assertThat(from.tags("four")).containsExactly("counter-four");
  }

  @Test
  void aRequestReachesAnotherNodeAsItIs() {
    var replies = kit.<Optional<Long>>createTestProbe();
    same(new EntityMessage.Ask<>(add(1, 2), replies.ref()));
    same(new EntityMessage.Stop());
    same(new Counter.Seen(new Counter(1), 2));
    same(Optional.of(3L));
  }

  @Test
  void aMessageOfAnotherVersionIsRefused() {
    EntityMessageSerializer serializer =
        new EntityMessageSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));

    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "other"))
        .isInstanceOf(NotSerializableException.class);
    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "ask"))
        .isInstanceOf(NotSerializableException.class);
  }

  private static Counter.Add add(long... numbers) {
    return new Counter.Add(Arrays.stream(numbers).boxed().toList());
  }

  private static void same(Object message) {
    kit.serializationTestKit().verifySerialization(message, true);
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
