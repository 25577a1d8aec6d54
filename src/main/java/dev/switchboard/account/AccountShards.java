package dev.switchboard.account;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * The sharded entities behind the ports. Thread-safe.
 *
 * @param patience the time-out of an answer
 */
public record AccountShards(ClusterSharding sharding, Duration patience) {
  /** Wakes an account: its unfinished work goes on. */
  public void wake(AccountName name) {
    sharding
        .entityRefFor(AccountEntity.TYPE_KEY, name.value())
        .tell(new AccountEntity.Message.Wake());
  }

  CompletionStage<Optional<Account.Reason>> change(AccountName name, Account.Command command) {
    CompletionStage<AccountEntity.Done> done =
        ask(name, replyTo -> new AccountEntity.Message.Do(command, replyTo));
    return done.thenApply(AccountEntity.Done::against);
  }

  CompletionStage<Account> look(AccountName name) {
    CompletionStage<AccountEntity.Seen> seen = ask(name, AccountEntity.Message.Look::new);
    return seen.thenApply(AccountEntity.Seen::account);
  }

  <R> CompletionStage<R> ask(
      AccountName name, Function<ActorRef<R>, AccountEntity.Message> message) {
    return sharding
        .entityRefFor(AccountEntity.TYPE_KEY, name.value())
        .ask(message::apply, patience);
  }
}
