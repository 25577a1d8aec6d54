package dev.switchboard.discord.guild;

import dev.switchboard.storage.Database;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/**
 * The owner of a database. Written at the first start and never changed.
 *
 * @param application the id of the bot's application
 */
record Installation(long application, long communityGuild, long staffGuild) {

  /**
   * The installation that owns the database; without an owner it becomes this one. Completes when
   * that is committed.
   */
  static CompletionStage<Installation> claim(Database database, Installation claimed) {
    return database.transaction(handle -> {
      insert(handle, claimed);
      return find(handle).orElse(claimed);
    });
  }

  /** The installation that owns the database; {@code asking} if it has none. */
  static CompletionStage<Installation> look(Database database, Installation asking) {
    return database.query(handle -> find(handle).orElse(asking));
  }

  private static void insert(Handle handle, Installation claimed) {
    handle
        .createUpdate(
            """
            insert into installation (application, community_guild, staff_guild, since)
            values (:application, :community, :staff, now())
            on conflict do nothing\
            """)
        .bind("application", claimed.application())
        .bind("community", claimed.communityGuild())
        .bind("staff", claimed.staffGuild())
        .execute();
  }

  private static Optional<Installation> find(Handle handle) {
    return handle
        .createQuery("select application, community_guild, staff_guild from installation")
        .map((row, _) ->
            new Installation(
                row.getLong("application"),
                row.getLong("community_guild"),
                row.getLong("staff_guild")))
        .findOne();
  }
}
