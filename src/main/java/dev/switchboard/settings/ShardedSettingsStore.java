package dev.switchboard.settings;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** {@link SettingsStore} by the sharded entity. */
public final class ShardedSettingsStore implements SettingsStore {
  private final ClusterSharding sharding;
  private final Duration timeout;

  public ShardedSettingsStore(ClusterSharding sharding, Duration timeout) {
    this.sharding = sharding;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<SettingsBook> read() {
    CompletionStage<SettingsEntity.Reply> reply =
        entity().ask(SettingsEntity.Message.Show::new, timeout);
    return reply.thenApply(answer ->
        switch (answer) {
          case SettingsEntity.Reply.Book(SettingsBook book) -> book;
          case SettingsEntity.Reply.Refused(SettingsBook.Refusal refusal) ->
              throw new IllegalStateException("a look was refused: " + refusal.words());
        });
  }

  @Override
  public CompletionStage<Outcome> change(SettingsBook.Command command) {
    CompletionStage<SettingsEntity.Reply> reply =
        entity().ask(replyTo -> new SettingsEntity.Message.Do(command, replyTo), timeout);
    return reply.thenApply(answer ->
        switch (answer) {
          case SettingsEntity.Reply.Book(SettingsBook book) -> new Outcome.Kept(book);
          case SettingsEntity.Reply.Refused(SettingsBook.Refusal refusal) ->
              new Outcome.Refused(refusal);
        });
  }

  private EntityRef<SettingsEntity.Message> entity() {
    return sharding.entityRefFor(SettingsEntity.TYPE_KEY, SettingsEntity.ID);
  }
}
