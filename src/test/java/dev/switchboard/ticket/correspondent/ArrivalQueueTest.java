package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalQueueTest {
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_EMBEDS = 6_000;

  /** Beside the question itself, a frame holds who asks whom. */
  private static final int AROUND = 2_000;

  @Test
  void whatIsHandedOverTogetherFitsIntoAFrameWhateverItIsMadeOf() {
    ArrivalQueue queue = new ArrivalQueue();
    IntStream.range(71, 91).forEach(message -> queue.add(longest(message)));
    Config config =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(Kinds.configuration());
    ActorTestKit kit = ActorTestKit.create("ArrivalQueueTest", config);
    try {
      List<Arrival.Wrote> together = queue.messages(20);

      byte[] question =
          SerializationExtension.get(kit.system())
              .serialize(new TicketEntity.Message.Tell(TicketCommand.TakeMessages.of(together)))
              .get();
      assertThat(together).hasSizeGreaterThan(1);
      assertThat(question.length + AROUND)
          .isLessThan(
              config.getBytes("pekko.remote.artery.advanced.maximum-frame-size").intValue());
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void editsOfOneMessageThatWaitTogetherAreTakenTogetherAndTheLastOneCounts() {
    ArrivalQueue queue = new ArrivalQueue();
    List<Arrival.Edited> edits =
        List.of(edited(7, "c", 30), edited(7, "a", 40), edited(7, "b", 20), edited(8, "d", 50));
    edits.forEach(queue::add);

    assertThat(queue.edits())
        .extracting(edit -> edit.content().orElseThrow().text())
        .containsExactly("b", "c", "a");
    queue.edits().forEach(queue::taken);
    assertThat(queue.edits()).containsExactly(edits.getLast());
  }

  @Test
  void reactionsOfOneSessionAreTakenInTheOrderOfItsEvents() {
    ArrivalQueue queue = new ArrivalQueue();
    IntStream.of(1_000, 99, 100, 9, 10, 101).forEach(event -> queue.add(reacted(event)));

    List<String> taken = new ArrayList<>();
    for (var next = queue.first(); next.isPresent(); next = queue.first()) {
      taken.add(next.get().id().key());
      queue.taken(next.get());
    }
    assertThat(taken).containsExactly("s:9", "s:10", "s:99", "s:100", "s:101", "s:1000");
  }

  private static Arrival reacted(int event) {
    return new Arrival.Reacted(
        new Arrival.Id("reaction", "s:" + event), 1_000, 7, "👍", event % 2 == 0);
  }

  @Test
  void anEditIsNotTakenBeforeItsMessageNorPastItsDeletion() {
    ArrivalQueue queue = new ArrivalQueue();
    Arrival.Deleted deleted =
        new Arrival.Deleted(new Arrival.Id("delete", "7"), 1, 7, TicketFixture.START);
    queue.add(deleted);
    queue.add(edited(7, "a", 1));
    queue.add(longest(7));

    assertThat(queue.edits()).isEmpty();
    queue.taken(queue.first().orElseThrow());
    assertThat(queue.edits()).hasSize(1);
    queue.edits().forEach(queue::taken);
    assertThat(queue.first()).contains(deleted);
  }

  /** What is written while the inbox is read may not be in what is found. */
  @Test
  void whatWasLeftInTheInboxWhileItWasReadIsReadNext() {
    ArrivalQueue queue = new ArrivalQueue();
    queue.asks();
    queue.load(new Inbox.Waiting(List.of(wrote(1), wrote(2)), false, true));
    takeAll(queue);
    assertThat(queue.isDrained()).isTrue();

    queue.asks();
    assertThat(queue.add(wrote(9))).isTrue();
    queue.load(new Inbox.Waiting(List.of(wrote(2), wrote(3)), false, false));

    assertThat(takeAll(queue)).containsExactly("message 3");
    assertThat(queue.isDrained()).as("there is still message 9").isTrue();
    queue.asks();
    queue.load(new Inbox.Waiting(List.of(wrote(9)), false, false));
    assertThat(takeAll(queue)).containsExactly("message 9");
    assertThat(queue.isDrained()).isFalse();
  }

  @Test
  void aPartOfWhatConcernsAMessageIsNotOvertakenByTheRestOfIt() {
    ArrivalQueue queue = new ArrivalQueue();
    queue.asks();
    queue.load(
        new Inbox.Waiting(List.of(wrote(7), edited(7, "a", 1), edited(7, "b", 2)), false, true));

    queue.add(new Arrival.Deleted(new Arrival.Id("delete", "7"), 1, 7, TicketFixture.START));
    queue.add(wrote(6));

    assertThat(takeAll(queue)).containsExactly("message 6", "message 7", "edit 7:a", "edit 7:b");
    assertThat(queue.isDrained()).isTrue();
  }

  @Test
  void whatComesWhileTooMuchIsHereStaysInTheInboxInOrder() {
    ArrivalQueue queue = new ArrivalQueue();
    IntStream.rangeClosed(1, 2_000).forEach(message -> queue.add(wrote(message)));
    queue.add(edited(500, "x", 1));
    queue.add(edited(499, "x", 1));

    List<String> taken = takeAll(queue);
    assertThat(taken)
        .hasSize(ArrivalQueue.MOST)
        .startsWith("message 1")
        .endsWith("message 499", "edit 499:x");
    assertThat(queue.isDrained()).isTrue();
  }

  /** What came while the inbox was read, beside what was found there. */
  @Test
  void whatIsReadBesideWhatCameMeanwhileIsNotTooMuch() {
    ArrivalQueue queue = new ArrivalQueue();
    queue.asks();
    IntStream.rangeClosed(301, 700).forEach(message -> queue.add(wrote(message)));

    queue.load(
        new Inbox.Waiting(
            IntStream.rangeClosed(1, 300).mapToObj(message -> (Arrival) wrote(message)).toList(),
            false));

    assertThat(queue.size()).isEqualTo(ArrivalQueue.MOST);
    assertThat(takeAll(queue)).startsWith("message 1").endsWith("message 500");
    assertThat(queue.isDrained()).as("the others are in the inbox").isTrue();
  }

  /**
   * A member, an inbox that is read in pieces, and what is handed over late, in any order of
   * events: each arrival is taken once, and none before what was stored before it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostDoubledOrOvertakenHoweverItComes(long seed) {
    Random random = new Random(seed);
    ArrivalQueue queue = new ArrivalQueue();
    TreeMap<Long, Arrival> inbox = new TreeMap<>();
    ArrayDeque<Arrival> live = new ArrayDeque<>();
    Optional<Inbox.Waiting> found = Optional.empty();
    List<Long> taken = new ArrayList<>();
    long written = 0;
    for (int step = 0; step < 40_000 || !inbox.isEmpty(); step++) {
      boolean busy = step % 8_000 < 4_000;
      int choice = random.nextInt(10);
      if (choice < (busy ? 5 : 2) && step < 40_000) {
        Arrival arrival = wrote(++written);
        inbox.put(written, arrival);
        live.add(arrival);
      } else if (choice < 7 && !live.isEmpty()) {
        queue.add(live.remove());
      } else if (found.isPresent()) {
        queue.load(found.get()).forEach(one -> inbox.remove(Long.valueOf(one.id().key())));
        found = Optional.empty();
      } else if (step == 0 || queue.isDrained() || random.nextInt(500) == 0) {
        queue.asks();
        List<Arrival> first = inbox.values().stream().limit(100).toList();
        found = Optional.of(new Inbox.Waiting(first, false, first.size() == 100));
      } else {
        for (Arrival.Wrote one : queue.messages(1 + random.nextInt(20))) {
          taken.add(one.message());
          queue.taken(one);
          inbox.remove(one.message());
        }
      }
    }
    assertThat(taken)
        .isSorted()
        .hasSize((int) written)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(5_000);
  }

  private static List<String> takeAll(ArrivalQueue queue) {
    List<String> taken = new ArrayList<>();
    for (var next = queue.first(); next.isPresent(); next = queue.first()) {
      taken.add(next.get().id().kind() + " " + next.get().id().key());
      queue.taken(next.get());
    }
    return taken;
  }

  private static Arrival.Wrote wrote(long message) {
    return new Arrival.Wrote(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE,
        500,
        message,
        Content.of("m" + message),
        TicketFixture.START);
  }

  private static Arrival.Edited edited(long message, String text, int seconds) {
    return new Arrival.Edited(
        new Arrival.Id("edit", message + ":" + text),
        1,
        message,
        Optional.of(Content.of(text)),
        TicketFixture.START.plusSeconds(seconds));
  }

  private static Arrival longest(long message) {
    return new Arrival.Wrote(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE,
        500,
        message,
        new Content(
            "\u0001".repeat(LONGEST_TEXT), List.of(), List.of("\u0001".repeat(LONGEST_EMBEDS)), 0),
        TicketFixture.START);
  }
}
