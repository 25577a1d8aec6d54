package dev.switchboard.discord.command;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;

/** Table {@code deferral}: which interactions Discord let us defer. Thread-safe. */
public final class Deferrals {
  private final Database database;

  public Deferrals(Database database) {
    this.database = database;
  }

  /**
   * Idempotent. What is older than a day, which no answer can reach any more, goes.
   *
   * @return how many rows were added
   */
  public CompletionStage<Integer> note(long interaction, Instant at) {
    return database.query(handle ->
        handle
            .createUpdate(
                """
                with old as (delete from deferral where at < :at - interval '1 day')
                insert into deferral (interaction_id, at) values (:interaction, :at)
                on conflict do nothing
                """)
            .bind("interaction", interaction)
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .execute());
  }

  /** Its person was told that it will not be executed. */
  CompletionStage<Integer> forget(long interaction) {
    return database.query(
        handle -> handle.execute("delete from deferral where interaction_id = ?", interaction));
  }

  public CompletionStage<Boolean> noted(long interaction) {
    return database.query(handle ->
        handle
            .createQuery("select exists (select 1 from deferral where interaction_id = ?)")
            .bind(0, interaction)
            .mapTo(Boolean.class)
            .one());
  }
}
