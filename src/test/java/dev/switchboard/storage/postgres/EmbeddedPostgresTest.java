package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.security.auth.module.UnixSystem;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Directories;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresTest {
  /**
   * One for all tests, since making a server takes seconds; each test leaves it stopped and whole.
   */
  @TempDir static Path directory;

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void nothingIsLeftRunning() throws Exception {
    for (var process : children) {
      process.destroyForcibly().waitFor();
    }
    if (Files.exists(directory.resolve("cluster/postmaster.pid"))) {
      start().close();
    }
  }

  @Test
  void whatIsStoredIsThereAfterARestart() throws Exception {
    try (var server = start()) {
      execute(
          server.settings(),
          "drop table if exists kept",
          "create table kept (word text)",
          "insert into kept values ('grüß di 🙂')");
    }

    try (var server = start()) {
      assertThat(query(server.settings(), "select word from kept")).isEqualTo("grüß di 🙂");
    }
    assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
  }

  /** What the process is told by its environment, tokens among it, is not for the server. */
  @Test
  void theServerKnowsLittleOfTheEnvironment() throws Exception {
    assertThat(System.getenv()).containsKeys("PATH", "HOME");
    try (var _ = start()) {
      String pid = Files.readAllLines(directory.resolve("cluster/postmaster.pid")).getFirst();
      String environment = Files.readString(Path.of("/proc", pid, "environ"));

      assertThat(environment.split("\0", -1))
          .filteredOn(variable -> !variable.isEmpty())
          .extracting(variable -> variable.substring(0, variable.indexOf('=')))
          .contains("PATH", "LC_ALL")
          .allMatch(name ->
              // The last ones are made by the shell by which pg_ctl starts it.
              Set.of("PATH", "TZ", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_").contains(name)
                  || name.startsWith("LC_")
                  || name.startsWith("PG"));
    }
  }

  @Test
  void everyCommitIsDurableAndOnlyThePasswordOpensIt() throws Exception {
    try (var server = start()) {
      var settings = server.settings();
      for (var parameter : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(query(settings, "show " + parameter)).as(parameter).isEqualTo("on");
      }
      assertThat(query(settings, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(settings, "show password_encryption")).isEqualTo("scram-sha-256");
      assertThatThrownBy(() ->
              query(new DatabaseSettings(settings.url(), settings.user(), "guessed"), "select 1"))
          .isInstanceOf(SQLException.class);
      assertThat(settings.toString()).doesNotContain(settings.password());
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aSecondProcessIsToldWhoHoldsTheDirectory() throws Exception {
    var out = startChild();
    assertThat(out.readLine()).startsWith("started");

    assertThatThrownBy(this::start)
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("in use by process " + child().pid())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aSecondServerInTheSameProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    try (var _ = start()) {
      assertThatThrownBy(this::start).isInstanceOf(StorageRefused.class);

      assertThat(startChild().readLine())
          .startsWith("refused")
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void theServerOfAKilledProcessIsTakenOver() throws Exception {
    var url = startChild().readLine().substring("started ".length());
    var orphan = postmaster();
    var settings =
        new DatabaseSettings(url, "switchboard", Files.readString(directory.resolve("password")));
    execute(
        settings,
        "drop table if exists kept",
        "create table kept (word text)",
        "insert into kept values ('kept')");
    child().destroyForcibly().waitFor();
    assertThat(orphan.isAlive()).isTrue();

    try (var server = start()) {
      orphan.onExit().get(30, TimeUnit.SECONDS);
      assertThat(query(server.settings(), "select word from kept")).isEqualTo("kept");
    }
  }

  @Test
  void aServerThatIsKilledIsStartedAgainWithAllThatWasCommitted() throws Exception {
    try (var server = start()) {
      var settings = server.settings();
      execute(
          settings,
          "drop table if exists kept",
          "create table kept (word text)",
          "insert into kept values ('kept')");

      assertThat(postmaster().destroyForcibly()).isTrue();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(query(settings, "select word from kept")).isEqualTo("kept"));
    }
    assertThat(EmbeddedPostgres.running(directory)).isEmpty();
  }

  @Test
  void rootRunsItUnderAnAccountThatNobodyElseHas() throws Exception {
    assumeThat(new UnixSystem().getUid()).as("only root can").isZero();
    Path reachable = reachable();
    try (var server = EmbeddedPostgres.start(in(reachable))) {
      assertThat(query(server.settings(), "select 1")).isEqualTo("1");
      int account = owner(reachable.resolve("cluster/postmaster.pid"));
      assertThat(account).isBetween(60_578, 61_183);
      try (var accounts = Files.lines(Path.of("/etc/passwd"))) {
        assertThat(accounts).noneMatch(line -> line.split(":", -1)[2].equals("" + account));
      }
      String pid = Files.readAllLines(reachable.resolve("cluster/postmaster.pid")).getFirst();
      assertThat(Files.readAllLines(Path.of("/proc", pid, "status")))
          .contains("Uid:" + ("\t" + account).repeat(4), "Gid:" + ("\t" + account).repeat(4))
          .contains("Groups:\t ", "CapEff:\t0000000000000000");
    } finally {
      Directories.delete(reachable);
    }
  }

  /** As former versions ran it; the files of those who chose the account themselves stay theirs. */
  @ParameterizedTest
  @CsvSource({"0, true", "65534, true", "64123, false"})
  void filesOfRootOrNobodyAreGivenToTheAccount(int former, boolean given) throws Exception {
    assumeThat(new UnixSystem().getUid()).as("only root can").isZero();
    Path reachable = reachable();
    Path victim = Files.createFile(reachable.resolve("victim"));
    try {
      EmbeddedPostgres.start(in(reachable)).close();
      var before = new ServerAccount.Other(former, former);
      for (var tree : List.of("cluster", "log")) {
        try (var content = Files.walk(reachable.resolve(tree))) {
          for (var path : content.toList()) {
            before.own(path);
          }
        }
      }
      Files.createSymbolicLink(reachable.resolve("cluster/link"), victim);

      try (var server = EmbeddedPostgres.start(in(reachable))) {
        assertThat(query(server.settings(), "select 1")).isEqualTo("1");
        int account = given ? ServerAccount.own().user() : former;
        assertThat(owner(reachable.resolve("cluster/postmaster.pid"))).isEqualTo(account);
        assertThat(owner(reachable.resolve("cluster/base"))).isEqualTo(account);
        assertThat(owner(victim)).as("behind a link").isZero();
      }
    } finally {
      Directories.delete(reachable);
    }
  }

  /** Its account cannot end it; that of the former version can. */
  @Test
  void aServerThatNobodyRanIsTakenOver() throws Exception {
    assumeThat(new UnixSystem().getUid()).as("only root can").isZero();
    Path reachable = reachable();
    try {
      var nobody = new ServerAccount.Other(65_534, 65_534);
      nobody.own(reachable);
      var former =
          new PostgresCluster(
              reachable, PostgresBinaries.unpackedUnder(TestServer.BINARIES), nobody);
      Directories.permit(reachable, "rwx--x--x");
      former.initialise("switchboard", "secret");
      Files.writeString(reachable.resolve("password"), "secret");
      former.start(freePort());
      var orphan = former.running().orElseThrow();

      try (var server = EmbeddedPostgres.start(in(reachable))) {
        orphan.onExit().get(30, TimeUnit.SECONDS);
        assertThat(query(server.settings(), "select 1")).isEqualTo("1");
        assertThat(owner(reachable.resolve("cluster/postmaster.pid")))
            .isEqualTo(ServerAccount.own().user());
      }
    } finally {
      Directories.delete(reachable);
    }
  }

  /** Below a folder that only root passes through, as its home. */
  @Test
  void whereTheAccountCannotReachTheFilesTheyStayRoots(@TempDir Path hidden) throws Exception {
    assumeThat(new UnixSystem().getUid()).as("only root can").isZero();
    assumeThat(new ProcessBuilder("unshare", "--user", "true").start().waitFor()).isZero();
    Directories.permit(hidden, "rwx------");
    try (var server = EmbeddedPostgres.start(in(hidden.resolve("database")))) {
      assertThat(query(server.settings(), "select 1")).isEqualTo("1");
      assertThat(owner(hidden.resolve("database/cluster/postmaster.pid"))).isZero();
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(hidden.resolve("database/password"))))
        .isEqualTo("rw-------");
  }

  private static Path reachable() throws IOException {
    return Files.createDirectories(
        Path.of("target", "test-postgres", "account-" + System.nanoTime()).toAbsolutePath());
  }

  private static EmbeddedPostgres.Settings in(Path place) {
    return new EmbeddedPostgres.Settings(place, TestServer.BINARIES, 0);
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aTerminatedProcessLeavesNoServerBehind() throws Exception {
    assertThat(startChild().readLine()).startsWith("started");
    var server = postmaster();

    child().destroy();

    assertThat(child().waitFor(60, TimeUnit.SECONDS)).isTrue();
    server.onExit().get(30, TimeUnit.SECONDS);
    assertThat(EmbeddedPostgres.running(directory)).isEmpty();
  }

  @Test
  void aNoteOfAServerWhoseNumberAnotherProcessHasNowIsNoObstacle() throws Exception {
    start().close();
    Files.writeString(
        directory.resolve("cluster/postmaster.pid"),
        ProcessHandle.current().pid()
            + "\n"
            + directory.resolve("cluster")
            + "\n0\n5432\n\n\n  0 0\nready\n");

    try (var server = start()) {
      assertThat(query(server.settings(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void filesOfAnotherMajorVersionAreRefusedWithInstructions() throws Exception {
    start().close();
    Files.writeString(directory.resolve("cluster/PG_VERSION"), "17\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("switchboard backup FILE");
    Files.writeString(directory.resolve("cluster/PG_VERSION"), "18\n");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings =
          new EmbeddedPostgres.Settings(directory, TestServer.BINARIES, other.getLocalPort());

      assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
          .isInstanceOf(StorageRefused.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
    }
    start().close();
  }

  @Test
  void aServerThatDoesNotStartSaysWhyInItsOwnWords() throws Exception {
    start().close();
    var rules = Files.readString(directory.resolve("cluster/pg_hba.conf"));
    Files.writeString(directory.resolve("cluster/pg_hba.conf"), "nonsense\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("pg_hba.conf");
    Files.writeString(directory.resolve("cluster/pg_hba.conf"), rules);
  }

  @Test
  void anotherProcessFindsTheRunningServer() throws Exception {
    assertThat(EmbeddedPostgres.running(directory)).isEmpty();
    try (var server = start()) {
      assertThat(EmbeddedPostgres.running(directory)).contains(server.settings());
    }
    assertThat(EmbeddedPostgres.running(directory)).isEmpty();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, TestServer.BINARIES, 0));
  }

  private BufferedReader startChild() throws IOException {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedServerProcess.class.getName(),
                directory.toString(),
                TestServer.BINARIES.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children.add(child);
    var out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8));
    return new OwnLines(out);
  }

  private Process child() {
    return children.getLast();
  }

  /** Skips the log lines that a process writes among its own. */
  private static final class OwnLines extends BufferedReader {
    OwnLines(BufferedReader lines) {
      super(lines);
    }

    @Override
    public String readLine() throws IOException {
      var line = super.readLine();
      while (line != null && !line.startsWith("started") && !line.startsWith("refused")) {
        line = super.readLine();
      }
      return String.valueOf(line);
    }
  }

  private ProcessHandle postmaster() throws IOException {
    try (var lines = Files.lines(directory.resolve("cluster/postmaster.pid"))) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip()))
          .orElseThrow();
    }
  }

  private static void execute(DatabaseSettings settings, String... statements) throws SQLException {
    try (var connection = settings.unpooled("test").getConnection();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String query(DatabaseSettings settings, String sql) throws SQLException {
    try (var connection = settings.unpooled("test").getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
