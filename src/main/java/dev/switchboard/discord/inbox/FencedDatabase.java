package dev.switchboard.discord.inbox;

import dev.switchboard.storage.Database;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A database that checks the {@link Fence} first in every transaction, so that a process writes
 * only while no other one has taken over. Thread-safe; never blocks.
 */
public record FencedDatabase(Database database, Fence fence) {
  <T> CompletionStage<T> query(Function<Handle, T> work) {
    return database.query(work);
  }

  <T> CompletionStage<T> transaction(Function<Handle, T> work) {
    return database.transaction(handle -> {
      fence.check(handle);
      return work.apply(handle);
    });
  }
}
