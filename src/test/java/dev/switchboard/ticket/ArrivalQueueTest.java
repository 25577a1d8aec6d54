package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
