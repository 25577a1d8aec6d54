package dev.switchboard.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.StorageAbandoned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresInitialisationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void anInitialisationThatIsAbandonedEndsAtOnceAndTheNextStartMakesItAnew() throws Exception {
    PostgresCluster cluster = cluster();
    var making = CompletableFuture.runAsync(() -> initialise(cluster));
    await().atMost(PATIENCE).until(() -> !atWork().isEmpty());

    cluster.abandonInitialisation();

    assertThatThrownBy(making::join).hasCauseInstanceOf(StorageAbandoned.class);
    await().atMost(PATIENCE).until(() -> atWork().isEmpty());
    assertThat(cluster.exists()).isFalse();
    assertThat(directory.resolve("cluster.new")).exists();
    assertThat(directory.resolve("initdb.password")).doesNotExist();
    try (var server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory));
        var connection = server.settings().unpooled("test").getConnection()) {
      assertThat(connection.isValid(30)).isTrue();
    }
    assertThat(directory.resolve("cluster.new")).doesNotExist();
  }

  @Test
  void whatIsAbandonedBeforeItBeginsDoesNotBegin() throws Exception {
    PostgresCluster cluster = cluster();
    cluster.abandonInitialisation();

    assertThatThrownBy(() -> initialise(cluster)).isInstanceOf(StorageAbandoned.class);
    assertThat(atWork()).isEmpty();
  }

  private PostgresCluster cluster() throws IOException {
    var binaries = PostgresBinaries.unpackedUnder(directory.resolve("binaries"));
    return new PostgresCluster(directory, binaries, ServerAccount.of(directory, binaries.home()));
  }

  private static void initialise(PostgresCluster cluster) {
    try {
      cluster.initialise("switchboard", "secret");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The processes of PostgreSQL whose working folder is in the directory. */
  private List<ProcessHandle> atWork() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(ProcessHandle::isAlive).filter(this::isAtWorkHere).toList();
    }
  }

  private boolean isAtWorkHere(ProcessHandle process) {
    try {
      return Path.of("/proc", Long.toString(process.pid()), "cwd")
          .toRealPath()
          .startsWith(directory.toRealPath());
    } catch (IOException endedOrNotOurs) {
      return false;
    }
  }
}
