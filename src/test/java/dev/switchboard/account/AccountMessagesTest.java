package dev.switchboard.account;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.account.Account.Block;
import dev.switchboard.account.Account.Command;
import dev.switchboard.account.Account.Holder;
import dev.switchboard.account.Account.Leftovers;
import dev.switchboard.account.Account.Origin;
import dev.switchboard.account.Account.Reason;
import dev.switchboard.account.AccountEntity.Message;
import dev.switchboard.node.Kinds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What goes between nodes about accounts comes out as it went in. */
class AccountMessagesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

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
  void whatAnAccountIsAsked() {
    TestProbe<AccountEntity.Done> done = KIT.createTestProbe();
    TestProbe<AccountEntity.Removal> removal = KIT.createTestProbe();
    TestProbe<AccountEntity.Seen> seen = KIT.createTestProbe();
    List<Command> commands =
        List.of(
            new Command.Create(Optional.of("hash"), Origin.DISCORD, Optional.of(7L), "root", NOW),
            new Command.Create(Optional.empty(), Origin.MADE, Optional.empty(), "root", NOW),
            new Command.Block("why", "root", NOW),
            new Command.Unblock("root", NOW),
            new Command.SetQuota(Optional.of(0L), "root", NOW),
            new Command.SetQuota(Optional.empty(), "root", NOW),
            new CredentialCommand.ChangePassword("hash", NOW, "root", NOW),
            new CredentialCommand.BeginSecondFactor("ABCDEFGH", NOW),
            new CredentialCommand.ConfirmSecondFactor("123456", List.of("a", "b"), NOW),
            new CredentialCommand.UseCode("123456", NOW, NOW),
            new CredentialCommand.EndSecondFactor("123456", NOW, "root", NOW),
            new CredentialCommand.Link(7, "root", NOW),
            new CredentialCommand.Unlink(7, "root", NOW));
    commands.forEach(command -> same(new Message.Do(command, done.ref())));
    same(new Message.Remove("why", "root", NOW, Optional.of(7L), removal.ref()));
    same(new Message.Look(seen.ref()));
    same(new Message.Wake());
    same(new Message.Stop());
  }

  @Test
  void whatItAnswers() {
    same(new AccountEntity.Done(Optional.empty()));
    same(new AccountEntity.Done(Optional.of(Reason.BLOCKED)));
    same(new AccountEntity.Seen(Account.NONE));
    same(
        new AccountEntity.Seen(
            new Account(
                Optional.of(
                    new Holder(
                        Optional.of("hash"),
                        Origin.REGISTERED,
                        Optional.of(7L),
                        NOW,
                        Optional.of(5_000_000_000L),
                        Optional.of(NOW),
                        Optional.of(
                            new SecondFactor(
                                "ABCDEFGH", NOW, Optional.of(NOW), 5, List.of("a", "b"))))),
                Optional.of(new Block("why", "root", NOW)),
                Optional.of(new Leftovers(8, NOW)))));
    same(new AccountEntity.Removal(true, true, false, Optional.of(7L), Optional.empty()));
    same(
        new AccountEntity.Removal(
            false,
            false,
            true,
            Optional.empty(),
            Optional.of(new Belongings.Erasure(1, 2, 5_000_000_000L))));
  }

  @Test
  void theDefaultQuota() {
    same(new DefaultQuota.Set(Optional.of(3L), "root", NOW));
    same(new DefaultQuota.Set(Optional.empty(), "root", NOW));
    same(new DefaultQuota.Look());
    same(new DefaultQuota(Optional.of(5_000_000_000L)));
    same(new DefaultQuota(Optional.empty()));
  }

  private static <T> void same(T message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }
}
