package dev.switchboard.node;

import dev.switchboard.config.StoragePlace;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.util.Optional;

/**
 * The storage for the duration of a command: the given database, the running embedded one, or one
 * that is started for the command.
 */
public final class OpenStorage implements AutoCloseable {
  private final DatabaseSettings database;
  private final Optional<EmbeddedPostgres> started;

  private OpenStorage(DatabaseSettings database, Optional<EmbeddedPostgres> started) {
    this.database = database;
    this.started = started;
  }

  /** Opens the storage. A Switchboard that runs on the same data folder is not disturbed. */
  public static OpenStorage at(StoragePlace place) {
    return place
        .database()
        .or(() -> EmbeddedPostgres.running(place.data().database().directory()))
        .map(database -> new OpenStorage(database, Optional.empty()))
        .orElseGet(() -> {
          EmbeddedPostgres server = EmbeddedPostgres.start(place.data().database());
          return new OpenStorage(server.settings(), Optional.of(server));
        });
  }

  public DatabaseSettings database() {
    return database;
  }

  @Override
  public void close() {
    started.ifPresent(EmbeddedPostgres::close);
  }
}
