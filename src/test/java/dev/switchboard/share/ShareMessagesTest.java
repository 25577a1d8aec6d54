package dev.switchboard.share;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.share.SharesEntity.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
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
              .withFallback(ConfigFactory.load("pekko.conf")));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void questionsAndAnswers() {
    TestProbe<SharesEntity.Answer> answer = KIT.createTestProbe();
    TestProbe<SharesEntity.Found> found = KIT.createTestProbe();
    TestProbe<SharesEntity.Cleared> cleared = KIT.createTestProbe();
    TestProbe<SharesEntity.Listed> listed = KIT.createTestProbe();
    same(new Message.Create(SHARE, "root", NOW, answer.ref()));
    same(new Message.Update("slug", Optional.of("x"), Optional.empty(), "root", NOW, answer.ref()));
    same(new Message.Delete("slug", "root", NOW, answer.ref()));
    same(new Message.Find("slug", found.ref()));
    same(new Message.Page("slug", listed.ref()));
    same(new Message.Stop());
    same(new SharesEntity.Answer(Outcome.TAKEN));
    same(new SharesEntity.Found(Optional.of(SHARE)));
    same(new SharesEntity.Found(Optional.empty()));
    same(new SharesEntity.Listed(List.of(new Shares.OwnedShare(SHARE, Shares.FORM))));
    same(new Message.Clear(Shares.FORM, "root", NOW, cleared.ref()));
    same(new SharesEntity.Cleared(3));
  }

  private static <T> void same(T message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }
}
