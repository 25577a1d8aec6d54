package dev.switchboard.ticket;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries and their answers arrive at another node as they were sent. */
class TicketQueryMessagesTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "queries",
          ConfigFactory.parseString(
                  """
                  pekko.cluster.jmx.enabled = off
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  """)
              .withFallback(ConfigFactory.load("pekko.conf")));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @ParameterizedTest
  @MethodSource
  void aQueryArrivesAsItWasSent(TicketQuery<?> query) {
    TestProbe<TicketQuery.Answer> probe = KIT.createTestProbe();
    same(new TicketEntity.Message.Query(query, probe.ref()));
  }

  static List<TicketQuery<?>> aQueryArrivesAsItWasSent() {
    return List.of(
        new TicketQuery.Look(),
        new TicketQuery.Find(1),
        new TicketQuery.FindReplies("typed", 2),
        new TicketQuery.IsDone(3),
        new TicketQuery.HasRoom(),
        new TicketQuery.Newer(5, new Staff(6, "Anna", "Moderator"), 7),
        new TicketQuery.WhichTaken(List.of(4_001L, 4_002L)));
  }

  @ParameterizedTest
  @MethodSource
  void anAnswerArrivesAsItWasSent(TicketQuery.Answer answer) {
    same(answer);
  }

  static List<TicketQuery.Answer> anAnswerArrivesAsItWasSent() {
    return List.of(
        new TicketQuery.Overview(Optional.empty()),
        new TicketQuery.Overview(
            Optional.of(
                new TicketQuery.Summary(1, new Member(2, "alice", "Alice"), 3, 4, true, 5, 6))),
        new TicketQuery.Found(1, true, 2, "words"),
        new TicketQuery.NotFound(),
        new TicketQuery.TakenMessages(Set.of(4_001L)),
        new TicketQuery.FoundClosed(),
        new TicketQuery.FoundAbsent(),
        new TicketQuery.FoundReplies(List.of(new TicketQuery.Excerpt(1, "words"))),
        new TicketQuery.NewerMessages(
            List.of(
                new TicketQuery.Said(
                    1,
                    2,
                    "Bob",
                    "Staff",
                    true,
                    true,
                    "words",
                    Instant.parse("2026-01-02T03:04:05Z")))),
        new TicketQuery.Done(true, true),
        new TicketQuery.Room(false));
  }

  private static <T> void same(T message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }
}
