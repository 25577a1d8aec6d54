package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;

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
            .withFallback(ConfigFactory.load("pekko.conf"));
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
        .extracting(edit -> edit.content().text())
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

  private static Arrival.Edited edited(long message, String text, int seconds) {
    return new Arrival.Edited(
        new Arrival.Id("edit", message + ":" + text),
        1,
        message,
        Content.of(text),
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
