package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.id;
import static dev.switchboard.discord.api.Payloads.json;
import static dev.switchboard.discord.api.Payloads.ready;
import static dev.switchboard.discord.inbox.IntakeRig.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameIntake;
import dev.switchboard.discord.gateway.FrameIntake.Item;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How frames are committed: once, in order, with the sequence, whatever the database does. */
final class IntakeTest {
  @RegisterExtension
  @Order(1)
  static final TestDatabase DATABASE = TestDatabase.migrated();

  @RegisterExtension
  @Order(2)
  final IntakeRig rig = new IntakeRig(DATABASE);

  private static final long ANN = 51;
  private static final long BEN = 52;
  private static final long ANNS = 61;
  private static final long BENS = 62;

  @Test
  void aMessageSeenTwiceIsStoredOnceAndDeliveredOnce() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(intake, 1, 4, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    rig.drain(intake);
    assertThat(rig.delivered.words()).containsExactly("one", "two");
    assertThat(rig.delivered.members).noneMatch(RecordedDeliveries.Delivered::gap);
    assertThat(rig.count("inbox")).isEqualTo(2);
    assertThat(rig.monitor.status().intake().sequence()).isEqualTo(4);
    assertThat(rig.begin(intake, 2).session().sequence()).isEqualTo(4);
  }

  @Test
  void whatNothingComesOfIsCommittedWithWhatFollowsOrAfterAMoment() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "PRESENCE_UPDATE", json("{}"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    await().untilAsserted(() -> assertThat(rig.delivered.words()).containsExactly("one"));
    assertThat(rig.monitor.status().intake().sequence()).isEqualTo(3);
    feed(intake, 1, 4, "PRESENCE_UPDATE", json("{}"));
    await().untilAsserted(() -> assertThat(rig.monitor.status().intake().sequence()).isEqualTo(4));
  }

  @Test
  void aRestartGoesOnBehindWhatIsCommittedAndDropsWhatItKnows() {
    var before = rig.started(Intake.Limits.USUAL);
    rig.begin(before, 1);
    feed(before, 1, 1, "READY", ready("A", "ws://x"));
    feed(before, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    rig.drain(before);
    rig.stop(before);
    var after = rig.started(Intake.Limits.USUAL);
    var point = rig.begin(after, 1);
    assertThat(point.session().id()).isEqualTo("A");
    assertThat(point.session().sequence()).isEqualTo(2);
    feed(after, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(after, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(after, 1, 4, "RESUMED", json("{}"));
    rig.drain(after);
    assertThat(rig.delivered.words()).containsExactly("one", "two");
    await().untilAsserted(() -> assertThat(rig.delivered.woken).contains("member:" + ANN));
  }

  @Test
  void whatWasCommittedWithoutAnAnswerIsLookedForBeforeWhatIsNew() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    rig.drain(intake);
    rig.commitUnanswered(new Frame(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one")));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    rig.drain(intake);
    assertThat(rig.delivered.order).containsSubsequence("wake member:" + ANN, "two");
    assertThat(rig.delivered.words()).containsExactly("two");
  }

  @Test
  void rowsAndSequenceAreCommittedTogetherThoughTheConnectionIsCut() {
    var intake = rig.started(new Intake.Limits(5, 50_000));
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    List<String> said = IntStream.range(0, 200).mapToObj(number -> "n" + number).toList();
    for (int number = 0; number < 200; number++) {
      feed(intake, 1, number + 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(number + 1), "n" + number));
      if (number % 40 == 20) {
        rig.cutConnections();
      }
    }
    assertThat(rig.rowsMinusSequence()).isEqualTo(-1);
    rig.drain(intake);
    assertThat(rig.rowsMinusSequence()).isEqualTo(-1);
    assertThat(rig.count("inbox")).isEqualTo(200);
    assertThat(rig.delivered.words())
        .isSubsetOf(said)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.comparingInt(said::indexOf));
    if (rig.delivered.words().size() < 200) {
      // A commit whose answer was cut off.
      assertThat(rig.delivered.woken).contains("member:" + ANN);
    }
  }

  @Test
  void aNewSessionLeavesAGapThatNoLiveMessageHides() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 1, "READY", ready("B", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(20), "later"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(BEN, BENS, id(21), "from an old channel"));
    feed(intake, 1, 4, "MESSAGE_CREATE", dm(53, id(40), id(41), "from a new channel"));
    rig.drain(intake);
    assertThat(rig.delivered.members)
        .extracting(RecordedDeliveries.Delivered::gap)
        .containsExactly(false, true, true, false);
    assertThat(rig.marks(ANN, BEN, 53)).containsEntry(ANN, id(1)).containsEntry(53L, id(41));
    assertThat(rig.marks(ANN, BEN, 53)).containsEntry(BEN, 0L);
    assertThat(rig.monitor.status().intake().epoch()).isEqualTo(2);
    var inbox = rig.inbox();
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().gap()).isTrue();
    assertThat(inbox.waiting(53).toCompletableFuture().join().gap()).isFalse();
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).hasSize(2);
  }

  @Test
  void tooMuchUnwrittenDropsTheConnectionAndComesAgain() throws Exception {
    var intake = rig.started(new Intake.Limits(2, 10));
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    rig.drain(intake);
    try (var handle = rig.own().open()) {
      handle.begin();
      handle.execute("lock table inbox in access exclusive mode");
      for (int number = 1; number <= 20; number++) {
        feed(intake, 1, number + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(number), "n" + number));
      }
      assertThat(rig.link.receiveMessage()).isEqualTo(new FrameIntake.Report.TooMuch(1));
      intake.tell(new FrameIntake.Begin(2, rig.link.ref()));
      rig.link.expectNoMessage(Duration.ofMillis(200));
      handle.rollback();
    }
    var point = (FrameIntake.Report.Point) rig.link.receiveMessage();
    long committed = point.session().sequence();
    assertThat(committed).isBetween(2L, 3L);
    for (int number = (int) committed; number <= 20; number++) {
      feed(intake, 2, number + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(number), "n" + number));
      rig.drain(intake);
    }
    assertThat(rig.delivered.words()).hasSize(20).startsWith("n1", "n2", "n3").endsWith("n20");
  }

  @Test
  void whatCannotBeTakenIsADeadLetterAndHoldsUpNothing() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", json("{'content':'no id'}"));
    intake.tell(new FrameIntake.Received(1, new Item.Undecodable("{\0", "no JSON")));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    rig.drain(intake);
    assertThat(rig.delivered.words()).containsExactly("one");
    assertThat(rig.count("dead_letter")).isEqualTo(2);
    assertThat(rig.monitor.status().intake().deadLetters()).isEqualTo(2);
    assertThat(rig.monitor.status().intake().sequence()).isEqualTo(3);
  }
}
