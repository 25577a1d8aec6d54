package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @Test
  void queriesRunOnThreadsForBlockingCalls() throws Exception {
    var thread =
        DATABASE
            .database()
            .query(_ -> Thread.currentThread().getName())
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);

    assertThat(thread).startsWith("blocking-database-");
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() throws Exception {
    var database = DATABASE.database();
    database.jdbi().useHandle(handle -> handle.execute("create table word (word text)"));

    var failed =
        database.transaction(handle -> {
          handle.execute("insert into word values ('lost')");
          throw new IllegalStateException("as the test wants it");
        });

    assertThatThrownBy(() -> failed.toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("as the test wants it");
    assertThat(
            database
                .query(handle ->
                    handle.createQuery("select count(*) from word").mapTo(int.class).one())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS))
        .isZero();
  }

  @Test
  void aServerThatCouldLoseWhatItAcknowledgedIsRefused(@TempDir Path directory) {
    try (var server =
        EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, TestServer.BINARIES, 0))) {
      for (var parameter : new String[] {"fsync", "full_page_writes"}) {
        alter(server.settings(), parameter, true);
        assertThatThrownBy(() -> Database.connect(server.settings()))
            .isInstanceOf(StorageRefused.class)
            .hasMessageContaining(parameter + " = off")
            .hasMessageContaining("set " + parameter + " = on");
        assertThatThrownBy(() -> Migrations.migrate(server.settings()))
            .isInstanceOf(StorageRefused.class);
        alter(server.settings(), parameter, false);
      }
      Database.connect(server.settings()).close();
    }
  }

  /** A server's own choice to acknowledge what it may yet lose does not count for our sessions. */
  @Test
  void whatIsAcknowledgedIsDurableWhateverTheDatabaseAndTheAccountSay() throws Exception {
    var settings = DATABASE.settings();
    var database = DATABASE.database();
    for (var scope : new String[] {"database \"%s\"", "role \"%s\""}) {
      var name =
          scope.startsWith("role")
              ? value("select current_user")
              : value("select current_database()");
      var subject = scope.formatted(name);
      database
          .jdbi()
          .useHandle(
              handle -> handle.execute("alter " + subject + " set synchronous_commit = off"));
      try (var plain = settings.unpooled("test").getConnection();
          var statement = plain.createStatement()) {
        try (var row = statement.executeQuery("show synchronous_commit")) {
          row.next();
          assertThat(row.getString(1)).as(subject).isEqualTo("off");
        }
        for (var session : new String[] {DatabaseSettings.SESSION, DatabaseSettings.DURABLE}) {
          statement.execute("set synchronous_commit = off");
          statement.execute(session);
          try (var row = statement.executeQuery("show synchronous_commit")) {
            row.next();
            assertThat(row.getString(1)).as(session).isEqualTo("on");
          }
        }
      }
      try (var fresh = Database.connect(settings.withPoolSize(1))) {
        String setting =
            fresh
                .jdbi()
                .withHandle(handle ->
                    handle.createQuery("show synchronous_commit").mapTo(String.class).one());
        assertThat(setting).as(subject).isEqualTo("on");
      }
      try (var journal = ConnectionPool.of(settings.withPoolSize(1), "journal", 1);
          var session = journal.getConnection();
          var statement = session.createStatement();
          var row = statement.executeQuery("show synchronous_commit")) {
        row.next();
        assertThat(row.getString(1)).as(subject).isEqualTo("on");
      }
      database
          .jdbi()
          .useHandle(handle -> handle.execute("alter " + subject + " reset synchronous_commit"));
    }
  }

  @Test
  void aStricterSettingStays() throws Exception {
    try (var plain = DATABASE.settings().unpooled("test").getConnection();
        var statement = plain.createStatement()) {
      statement.execute("set synchronous_commit = remote_apply");
      statement.execute(DatabaseSettings.SESSION);
      try (var row = statement.executeQuery("show synchronous_commit")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("remote_apply");
      }
    }
  }

  private static String value(String query) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  private static void alter(DatabaseSettings settings, String parameter, boolean off) {
    try (var connection = settings.unpooled("test").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          off ? "alter system set " + parameter + " = off" : "alter system reset " + parameter);
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    // The server reads its configuration when it hears the signal, shortly after.
    await()
        .until(() -> {
          try (var connection = settings.unpooled("test").getConnection();
              var statement = connection.createStatement();
              var row = statement.executeQuery("show " + parameter)) {
            row.next();
            return row.getString(1).equals(off ? "off" : "on");
          }
        });
  }

  @Test
  void aTransactionThatAFrozenProcessLeftOpenDoesNotKeepItsLocks() {
    var database = DATABASE.database();
    database
        .jdbi()
        .useHandle(handle -> handle.execute("create table taken (number int primary key)"));
    try (var frozen = database.jdbi().open()) {
      frozen.begin();
      frozen.execute("insert into taken values (1)");

      database.jdbi().useHandle(handle -> handle.execute("insert into taken values (1)"));

      assertThatThrownBy(frozen::commit).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRetried() {
    var settings = DATABASE.settings();
    var wrong = new DatabaseSettings(settings.url(), settings.user(), "guessed");

    assertThatThrownBy(() -> Database.connectWhenReachable(wrong).get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StorageRefused.class)
        .hasMessageContaining("password");
  }

  @Test
  void anUnknownDatabaseIsRefused() {
    assertThatThrownBy(() -> Database.connect(TestServer.server().settings("nowhere")))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aServerThatComesLaterIsWaitedFor(@TempDir Path directory) throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var settings = new EmbeddedPostgres.Settings(directory, TestServer.BINARIES, port);
    EmbeddedPostgres.start(settings).close();
    var password = Files.readString(directory.resolve("password"));
    var later =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:%d/switchboard".formatted(port), "switchboard", password);
    assertThatThrownBy(() -> Database.connect(later)).isInstanceOf(StorageUnavailable.class);

    var connected = Database.connectWhenReachable(later);
    assertThat(connected).isNotDone();
    try (var _ = EmbeddedPostgres.start(settings);
        var database = connected.get(20, TimeUnit.SECONDS)) {
      assertThat(database.waiting()).isZero();
    }
  }

  @Test
  void settingsShowNoSecret() {
    var settings =
        new DatabaseSettings(
            "jdbc:postgresql://db:5432/desk?user=me&password=in-the-url&ssl=true",
            "me",
            "as-a-value",
            3);

    assertThat(settings.toString())
        .doesNotContain("in-the-url")
        .doesNotContain("as-a-value")
        .contains("db:5432/desk");
    assertThatThrownBy(() -> new DatabaseSettings("postgres://me:in-the-url@db/desk", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://")
        .message()
        .doesNotContain("in-the-url");
  }
}
