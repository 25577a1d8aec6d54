package dev.switchboard.discord.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.inbox.FakeStaffInbox;
import dev.switchboard.discord.inbox.StaffInbox;
import dev.switchboard.discord.inbox.StoredEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StaffDeskTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private final FakeStaffInbox inbox = new FakeStaffInbox();
  private final Work work = new Work();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatWaitsInTheInboxComesBeforeWhatIsHandedOver() {
    StoredEvent first = message("channel:1", 10);
    StoredEvent second = message("channel:1", 11);
    inbox.store(first);
    inbox.store(second);
    desk(Duration.ofMinutes(1)).tell(new StaffDesk.Message.Deliver(second));
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(2));
    assertThat(work.taken()).containsExactly("message 10", "message 11");
  }

  @Test
  void eventsOfOneRouteAreTakenByMessageThenCreationEditDeletion() {
    CompletableFuture<Void> held = new CompletableFuture<>();
    work.answers.put("message 5", held);
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    deliver(desk, message("channel:1", 5));
    await().until(() -> work.taken().contains("message 5"));
    deliver(desk, new StoredEvent("delete", "7", "channel:1", 7, "{}"));
    deliver(desk, message("channel:1", 9));
    deliver(desk, new StoredEvent("edit", "7:x", "channel:1", 7, "{}"));
    deliver(desk, message("channel:1", 7));
    // The desk hands over in order: when this is taken, all of the above are with their route.
    deliver(desk, message("channel:2", 1));
    await().until(() -> work.taken().contains("message 1"));
    held.complete(null);
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(6));
    assertThat(work.taken())
        .filteredOn(taken -> !taken.equals("message 1"))
        .containsExactly("message 5", "message 7", "edit 7:x", "delete 7", "message 9");
  }

  @Test
  void aRowIsSettledOnlyBehindItsEffect() {
    CompletableFuture<Void> held = new CompletableFuture<>();
    work.answers.put("message 5", held);
    deliver(desk(Duration.ofMinutes(1)), message("channel:1", 5));
    await().until(() -> work.taken().contains("message 5"));
    assertThat(inbox.settled()).isEmpty();
    held.complete(null);
    await().untilAsserted(() -> assertThat(inbox.settled()).containsExactly("message 5"));
  }

  @Test
  void anUnknownOutcomeIsAskedForAgainAndHoldsOnlyItsOwnRoute() {
    work.failures.put("message 5", 3);
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    deliver(desk, message("channel:1", 5));
    deliver(desk, message("channel:1", 6));
    deliver(desk, message("channel:2", 7));
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(3));
    assertThat(work.taken().stream().filter("message 5"::equals)).hasSize(4);
    assertThat(work.since.get("message 5")).as("taken once, repeated").hasSize(1);
    assertThat(work.taken().indexOf("message 6"))
        .isGreaterThan(work.taken().lastIndexOf("message 5"));
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedFor() {
    inbox.failNext(3);
    deliver(desk(Duration.ofMinutes(1)), message("channel:1", 5));
    await().untilAsserted(() -> assertThat(inbox.settled()).containsExactly("message 5"));
    assertThat(work.taken()).containsExactly("message 5");
  }

  @Test
  void whatCannotBeUnderstoodIsBuriedAndDoesNotHoldTheOthers() {
    work.poison.add("message 5");
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    deliver(desk, message("channel:1", 5));
    deliver(desk, message("channel:1", 6));
    await().untilAsserted(() -> assertThat(inbox.settled()).contains("message 6"));
    assertThat(inbox.buried()).containsExactly("message 5");
    assertThat(work.deadLettered).containsExactly("5");
  }

  @Test
  void aDefectThatShowsLaterIsBuriedToo() {
    work.answers.put("message 5", CompletableFuture.failedStage(new NullPointerException("bug")));
    deliver(desk(Duration.ofMinutes(1)), message("channel:1", 5));
    await().untilAsserted(() -> assertThat(inbox.settled()).contains("message 5"));
    assertThat(inbox.buried()).containsExactly("message 5");
  }

  @Test
  void anEventHandedOverTwiceIsTakenOnce() {
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    deliver(desk, message("channel:1", 5));
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(1));
    desk.tell(new StaffDesk.Message.Deliver(message("channel:1", 5)));
    deliver(desk, message("channel:1", 6));
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(2));
    assertThat(work.taken()).containsExactly("message 5", "message 6");
  }

  @Test
  void aRouteWithoutWorkGoesAndComesBack() {
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMillis(1));
    for (long id = 1; id <= 200; id++) {
      deliver(desk, message("channel:1", id));
    }
    await().untilAsserted(() -> assertThat(inbox.settled()).hasSize(200));
    inbox.store(message("channel:1", 300));
    desk.tell(new StaffDesk.Message.Wake("channel:1"));
    await().untilAsserted(() -> assertThat(inbox.settled()).contains("message 300"));
  }

  /** However much waits, what comes meanwhile is taken behind it. */
  @Test
  void whatWaitsInGreatNumbersIsReadInPiecesAndNothingOvertakes() {
    for (long id = 1; id <= 1_300; id++) {
      inbox.store(message("channel:1", id));
    }
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    for (long id = 1_301; id <= 2_000; id++) {
      deliver(desk, message("channel:1", id));
    }
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(inbox.settled()).hasSize(2_000));
    assertThat(work.taken())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 2_000).mapToObj(id -> "message " + id).toList());
    assertThat(inbox.largest()).isEqualTo(StaffInbox.MOST);
  }

  /** A member's comings and goings have no ids: the order in which they were stored counts. */
  @Test
  void whatOnlyItsArrivalOrdersIsTakenInThatOrder() {
    for (long id = 1; id <= 1_200; id++) {
      inbox.store(new StoredEvent("member-join", "s:" + id, "guild:1", 0, "{}"));
    }
    ActorRef<StaffDesk.Message> desk = desk(Duration.ofMinutes(1));
    deliver(desk, new StoredEvent("member-leave", "s:1201", "guild:1", 0, "{}"));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(inbox.settled()).hasSize(1_201));
    assertThat(work.taken())
        .hasSize(1_201)
        .startsWith("member-join s:1", "member-join s:2")
        .endsWith("member-join s:1200", "member-leave s:1201");
  }

  private void deliver(ActorRef<StaffDesk.Message> desk, StoredEvent event) {
    inbox.store(event);
    desk.tell(new StaffDesk.Message.Deliver(event));
  }

  private ActorRef<StaffDesk.Message> desk(Duration idle) {
    return KIT.spawn(
        StaffDesk.create(
            new DeskRoute.Surroundings(
                inbox, work, Clock.systemUTC(), Duration.ofMillis(10), idle)));
  }

  private static StoredEvent message(String route, long id) {
    return new StoredEvent("message", Long.toString(id), route, id, "{}");
  }

  /** Does nothing, and remembers in which order. */
  private static final class Work implements DeskWork {
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Map<String, CompletionStage<Void>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Set<Instant>> since = new ConcurrentHashMap<>();
    private final List<String> poison = new CopyOnWriteArrayList<>();
    private final List<String> deadLettered = new CopyOnWriteArrayList<>();

    List<String> taken() {
      return List.copyOf(taken);
    }

    @Override
    public CompletionStage<Void> deadLettered(PendingEvent event) {
      deadLettered.add(event.event().key());
      return CompletableFuture.failedStage(new IllegalArgumentException("poison here, too"));
    }

    @Override
    public CompletionStage<Void> take(PendingEvent event) {
      String name = event.event().kind() + " " + event.event().key();
      taken.add(name);
      since.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(event.since());
      if (poison.contains(name)) {
        throw new IllegalArgumentException("poison");
      }
      if (failures.merge(name, -1, Integer::sum) >= 0) {
        return CompletableFuture.failedStage(new TimeoutException());
      }
      return answers.getOrDefault(name, CompletableFuture.completedStage(null));
    }
  }
}
