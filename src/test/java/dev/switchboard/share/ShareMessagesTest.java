package dev.switchboard.share;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What goes between nodes about shares comes out as it went in. */
class ShareMessagesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Share SHARE = new Share("slug", "https://example.org", "Name");

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "nodes",
          ConfigFactory.parseString(
                  """
                  pekko.cluster.jmx.enabled = off
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  """)
              .withFallback(Kinds.configuration()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void questionsAndAnswers() {
    same(new Shares.Create(SHARE, "root", NOW));
    same(new Shares.Update("slug", Optional.of("x"), Optional.empty(), "root", NOW));
    same(new Shares.Delete("slug", "root", NOW));
    same(new Shares.Find("slug"));
    same(new Shares.Page("slug"));
    same(Outcome.TAKEN);
    same(Optional.of(SHARE));
    same(Optional.empty());
    same(new Shares.Listed(List.of(new Shares.OwnedShare(SHARE, Shares.FORM))));
    same(new Shares.Clear(Shares.FORM, "root", NOW));
    same(3);
  }

  private static <T> void same(T message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }
}
