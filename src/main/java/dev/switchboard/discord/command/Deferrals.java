package dev.switchboard.discord.command;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;

/** The table {@code deferral} with the interactions that Discord let us defer. Thread-safe. */
public final class Deferrals {
  private final Database database;

  public Deferrals(Database database) {
    this.database = database;
  }

  /**
   * Notes a deferral. Idempotent. Deletes rows older than a day, which no answer can reach.
   *
   * @return the number of inserted rows
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

  /** Deletes the deferral of an interaction whose user was told that it will not be executed. */
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
