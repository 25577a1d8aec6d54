package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Directories;
import dev.switchboard.storage.StorageAbandoned;
import dev.switchboard.storage.StorageException;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.timing.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL server in a directory of its own, so that a newcomer installs nothing:
 * loopback only, a random password, every commit durable. It is restarted when it ends by itself.
 * It outlives a killed process until the next start, which stops it first.
 *
 * <p>In the directory: {@code cluster} (PostgreSQL's files), {@code binaries} (its programs,
 * unpacked), {@code log}, {@code password} and {@code lock}. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "switchboard";
  private static final String DATABASE = "switchboard";

  /** The lines of port and state in PostgreSQL's postmaster.pid, counted from 0. */
  private static final int PORT_LINE = 3;

  private static final int STATE_LINE = 7;

  /**
   * The largest number of attempts to start: another process may take a free port before the server
   * does. An attempt takes at least 0.1 s.
   */
  private static final int LAST_ATTEMPT = 20;

  /** The time to wait for a signal after a failed start, before the failure is reported. */
  private static final Duration BEHIND_A_SIGNAL = Duration.ofSeconds(1);

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private final DirectoryLock lock;
  private final String password;
  private final CountDownLatch toldToEnd = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Duration> grace = new AtomicReference<>(Duration.ZERO);
  private final Thread hook = new Thread(this::stopInPlaceOfOwner, "stop-embedded-postgresql");
  private volatile PostgresCluster cluster;
  private int port;

  /**
   * The place of the server.
   *
   * @param directory the directory of its files; made if it does not exist
   * @param binaries the directory of its unpacked programs; several servers may share it
   * @param port the port; 0 for a free port, chosen at each start
   */
  public record Settings(Path directory, Path binaries, int port) {
    /** A place with everything in one directory, on a free port. */
    public static Settings in(Path directory) {
      return new Settings(directory, directory.resolve("binaries"), 0);
    }
  }

  private EmbeddedPostgres(DirectoryLock lock, PostgresCluster cluster, String password) {
    this.lock = lock;
    this.cluster = cluster;
    this.password = password;
  }

  /**
   * Starts the server with a database {@code switchboard}, which takes about a second (three the
   * first time). A shutdown hook stops it with the JVM; see {@link #stoppedByOwnerWithin}.
   *
   * @throws StorageRefused when another process holds the directory, its files are of another major
   *     version, or the server does not start (then with the server's own message)
   * @throws StorageAbandoned when the JVM is asked to end meanwhile
   */
  public static EmbeddedPostgres start(Settings settings) {
    var lock = DirectoryLock.take(settings.directory());
    try {
      return start(settings, lock);
    } catch (IOException e) {
      lock.close();
      throw new StorageRefused("cannot start PostgreSQL in " + settings.directory() + ": " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedPostgres start(Settings settings, DirectoryLock lock) throws IOException {
    var directory = settings.directory().toRealPath();
    var binaries = PostgresBinaries.unpackedUnder(settings.binaries());
    var files = directory.resolve("cluster");
    var account = ServerAccount.of(Files.exists(files) ? files : directory, binaries.home());
    // Another account must be able to pass through; secret files in it have their own permissions.
    Directories.permit(
        directory, account instanceof ServerAccount.Other ? "rwx--x--x" : "rwx------");
    var cluster = new PostgresCluster(directory, binaries, account);
    var password = password(directory.resolve("password"), cluster.exists());
    var server = new EmbeddedPostgres(lock, cluster, password);
    Runtime.getRuntime().addShutdownHook(server.hook);
    try {
      server.begin(settings.port());
      return server;
    } catch (IOException | RuntimeException e) {
      boolean abandoned = server.isToldToEnd();
      server.close();
      if (abandoned) {
        throw new StorageAbandoned();
      }
      throw e;
    }
  }

  /**
   * Whether a start failed because the process was asked to end. Ctrl-C in a terminal reaches
   * PostgreSQL's programs as well as this process, and may reach them first.
   */
  private boolean isToldToEnd() {
    try {
      return toldToEnd.await(BEHIND_A_SIGNAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String password(Path file, boolean clusterExists) throws IOException {
    var known = Files.exists(file) ? Files.readString(file, UTF_8).strip() : "";
    if (!known.isEmpty()) {
      return known;
    }
    if (clusterExists) {
      throw new StorageRefused(
          "the password of the embedded PostgreSQL is missing: put back the file " + file);
    }
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    var password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.deleteIfExists(file);
    Directories.createSecret(file);
    Files.writeString(file, password, UTF_8);
    return password;
  }

  /**
   * Starts the server. Synchronized with {@link #stop}, which otherwise would find nothing to stop
   * yet.
   */
  private synchronized void begin(int wanted) throws IOException {
    if (closed.getCount() == 0) {
      throw new StorageAbandoned();
    }
    if (cluster.exists()) {
      cluster.refuseOtherMajorVersion();
      cluster.stopOrphan();
      cluster = cluster.givenToAccount();
    } else {
      cluster.initialise(USER, password);
    }
    startOnPort(wanted);
    createDatabaseIfAbsent(DATABASE);
    watch();
  }

  private void startOnPort(int wanted) throws IOException {
    for (var attempt = 1; ; attempt++) {
      port = wanted == 0 ? freePort() : wanted;
      switch (cluster.start(port)) {
        case PostgresCluster.Started.Ready _ -> {
          return;
        }
        case PostgresCluster.Started.PortTaken _ -> {
          if (wanted != 0 || attempt == LAST_ATTEMPT) {
            throw new StorageRefused(
                "PostgreSQL cannot listen on 127.0.0.1:%d: the port is taken".formatted(port));
          }
        }
        case PostgresCluster.Started.StillInUse _ -> {
          if (attempt == LAST_ATTEMPT) {
            throw new StorageRefused(
                "sessions of a server that was killed still run; end them, or restart this"
                    + " machine");
          }
        }
        case PostgresCluster.Started.Failed failed ->
            throw new StorageRefused("the embedded PostgreSQL did not start: " + failed.words());
      }
    }
  }

  /**
   * Restarts a server that ends by itself (killed for lack of memory, or crashed beyond its own
   * recovery) on the same port.
   */
  private void watch() throws IOException {
    var _ =
        cluster
            .running()
            .map(process -> process.onExit().thenRun(() -> startAgain(PAUSES.first())));
  }

  private synchronized void startAgain(Duration pause) {
    if (closed.getCount() == 0) {
      return;
    }
    LOG.error("the embedded PostgreSQL ended by itself; starting it again");
    try {
      startOnPort(port);
      watch();
    } catch (IOException | StorageException e) {
      LOG.error("{}; trying again in {} ms", e.getMessage(), pause.toMillis());
      CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> startAgain(PAUSES.longer(pause)));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void createDatabaseIfAbsent(String name) {
    try (var connection = settings("postgres").unpooled("switchboard-start").getConnection();
        var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
      try (var create = connection.createStatement()) {
        create.execute("create database " + name);
      }
    } catch (SQLException e) {
      throw new StorageRefused("the embedded PostgreSQL does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * The settings with which another process (a backup) reaches the server that runs in a directory
   * now.
   *
   * @return empty when no server is ready there
   */
  public static Optional<DatabaseSettings> running(Path directory) {
    try {
      var note = Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid"), UTF_8);
      var running =
          note.size() > STATE_LINE
              && note.get(STATE_LINE).strip().equals("ready")
              && ProcessHandle.of(Long.parseLong(note.getFirst().strip())).isPresent();
      return running
          ? Optional.of(
              settings(
                  Integer.parseInt(note.get(PORT_LINE).strip()),
                  DATABASE,
                  Files.readString(directory.resolve("password"), UTF_8).strip()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new StorageRefused("cannot tell which server runs in " + directory + ": " + e, e);
    }
  }

  private static DatabaseSettings settings(int port, String database, String password) {
    return new DatabaseSettings(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), USER, password);
  }

  /** The settings of the database {@code switchboard}. */
  public DatabaseSettings settings() {
    return settings(DATABASE);
  }

  /** The settings of another database of this server, which need not exist. */
  public DatabaseSettings settings(String database) {
    return settings(port, database, password);
  }

  /**
   * Declares that the owner calls {@link #close} when the JVM ends (in the last phase of the
   * coordinated shutdown, which still needs the database). The shutdown hook then acts only if that
   * has not happened after {@code limit}.
   */
  public void stoppedByOwnerWithin(Duration limit) {
    grace.set(limit);
  }

  private void stopInPlaceOfOwner() {
    try {
      if (!closed.await(grace.get().toMillis(), TimeUnit.MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops the server, within 10 s at most, and unlocks the directory. A second call does nothing.
   */
  @Override
  public void close() {
    toldToEnd.countDown();
    cluster.abandonInitialisation();
    stop();
  }

  private synchronized void stop() {
    if (closed.getCount() == 0) {
      return;
    }
    try {
      cluster.stop();
    } catch (IOException e) {
      LOG.error(
          "the embedded PostgreSQL could not be stopped; the next start will do it: {}",
          e.toString());
    } finally {
      lock.close();
      closed.countDown();
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending, its hooks stay");
    }
  }
}
