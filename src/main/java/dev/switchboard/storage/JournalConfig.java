package dev.switchboard.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * The part of the actor system's configuration for events and snapshots: {@code
 * ConfigFactory.load(JournalConfig.of(settings).withFallback(...))}. It holds the password: never
 * print it.
 */
public final class JournalConfig {
  /** The connections of journal, snapshots and their readers together. */
  public static final int JOURNAL_CONNECTIONS = 20;

  /** The connections, and threads, of all projections together. */
  public static final int PROJECTION_CONNECTIONS = 8;

  /** The number of simultaneous transactions of the journal. */
  private static final int JOURNAL_WRITERS = 2;

  /** The largest number of events in a transaction. */
  private static final int JOURNAL_BATCH = 100;

  private JournalConfig() {}

  /**
   * Journal, snapshot store and read journal on one pool of {@link #JOURNAL_CONNECTIONS}
   * connections, and the projections' offset store.
   */
  public static Config of(DatabaseSettings settings) {
    return secrets(settings).withFallback(plugins());
  }

  /** Made from a map, not from text, so that no password needs quoting. */
  private static Config secrets(DatabaseSettings settings) {
    var database = ConfigFactory.parseMap(Map.of("url", settings.url()));
    if (!settings.user().isEmpty()) {
      database = database.withFallback(ConfigFactory.parseMap(Map.of("user", settings.user())));
    }
    if (!settings.password().isEmpty()) {
      database =
          database.withFallback(ConfigFactory.parseMap(Map.of("password", settings.password())));
    }
    return database.atPath("pekko-persistence-jdbc.shared-databases.slick.db");
  }

  private static Config plugins() {
    return ConfigFactory.parseString(
        """
        pekko.persistence.journal.plugin = jdbc-journal
        pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store

        pekko-persistence-jdbc.shared-databases.slick {
          profile = "slick.jdbc.PostgresProfile$"
          db {
            connectionPool = dev.switchboard.storage.JournalPool
            # Slick may deadlock unless it has as many threads as connections.
            numThreads = %1$d
            maxConnections = %1$d
          }
        }

        jdbc-journal {
          class = "dev.switchboard.storage.GatedJournal"
          use-shared-db = slick
          dao = "dev.switchboard.storage.SetBasedJournalDao"
          # Beyond this many entities that persist at once, writes fail, and recoveries with them.
          bufferSize = 20000
          # Entities that persist at once share a transaction, and with it one sync to disk. A write that is refused
          # takes the others of its batch with it: their entities start anew and do again what has no outcome. Only
          # two writers of one entity can be refused: one of them on a node that was frozen, and that the others went on
          # without.
          batchSize = %3$d
          # It looks for numbers that two writers took; the primary key lets no two take the same.
          replay-filter.mode = off
          # Few at once, so that batches can form; the other connections are for recoveries and readers.
          parallelism = %2$d
          # After an outage, commands are taken again within seconds; the default is 30 s.
          circuit-breaker { max-failures = 10, call-timeout = 10s, reset-timeout = 1s }
        }
        jdbc-snapshot-store {
          use-shared-db = slick
          dao = "dev.switchboard.storage.ReadableSnapshotDao"
          circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 1s }
        }
        jdbc-read-journal {
          use-shared-db = slick
          dao = "dev.switchboard.storage.TagReadJournalDao"
          # The least time between two looks for the events of a tag; TagReadJournalDao waits for longer while there are none.
          refresh-interval = 100ms
          # The same for the numbers of events. A burnt number holds up all readers for the product of delay and tries;
          # no transaction of the journal takes as long.
          # The first answer waits for the first connection.
          # After an outage the readers go on within seconds; the default is a minute.
          journal-sequence-retrieval { query-delay = 20ms, max-backoff-query-delay = 1s, max-tries = 100, ask-timeout = 10s }
        }

        pekko.projection.jdbc {
          dialect = postgres-dialect
          blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size = %4$d
        }
        """
            .formatted(
                JOURNAL_CONNECTIONS, JOURNAL_WRITERS, JOURNAL_BATCH, PROJECTION_CONNECTIONS));
  }
}
