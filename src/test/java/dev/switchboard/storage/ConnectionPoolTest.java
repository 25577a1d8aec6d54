package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionPoolTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @AfterEach
  void admitConnections() {
    admitConnections(true);
  }

  /**
   * Seven seconds are enough for HikariCP to pause for 5 s by itself, of which more than 2 s are
   * left then.
   */
  @Test
  void afterAnOutageThereAreConnectionsAsSoonAsTheServerTakesThem() throws Exception {
    admitConnections(false);
    try (var pool = ConnectionPool.of(DATABASE.settings().withPoolSize(2), "away", 2)) {
      pool.getHikariConfigMXBean().setConnectionTimeout(Duration.ofSeconds(1).toMillis());
      for (int second = 0; second < 7; second++) {
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      }
      admitConnections(true);

      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void aPoolWhoseServerIsAwayClosesAtOnce() {
    admitConnections(false);
    long begin;
    try (var _ = ConnectionPool.of(DATABASE.settings().withPoolSize(2), "closing", 2)) {
      await().until(() -> isAsking("closing"));
      begin = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    await().until(() -> !isAsking("closing"));
  }

  @Test
  void theJournalsPoolIsOneOfThem() throws Exception {
    var config =
        ConfigFactory.load(JournalConfig.of(DATABASE.settings()))
            .getConfig("pekko-persistence-jdbc.shared-databases.slick.db");
    var journal =
        JournalPool.MODULE$.forConfig(
            config, new org.postgresql.Driver(), "db", getClass().getClassLoader());
    try (Connection connection = journal.createConnection()) {
      assertThat(config.getString("connectionPool")).isEqualTo(JournalPool.class.getName());
      assertThat(journal.maxConnections().get()).isEqualTo(JournalConfig.JOURNAL_CONNECTIONS);
      assertThat(shown(connection, "application_name")).isEqualTo("switchboard-journal");
      assertThat(shown(connection, "idle_in_transaction_session_timeout")).isEqualTo("6s");
    } finally {
      journal.close();
    }
  }

  private static boolean isAsking(String pool) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(pool + ":connection-adder"));
  }

  private static String shown(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Asked of another database of the server, since this one may be closed. */
  private static void admitConnections(boolean admitted) {
    String url = DATABASE.settings().url();
    String name = url.substring(url.lastIndexOf('/') + 1);
    try (var connection =
            TestServer.server().settings("postgres").unpooled("test").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter database %s allow_connections %s".formatted(name, admitted));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
