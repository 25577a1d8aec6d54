package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.Directories;
import dev.switchboard.storage.StorageRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an embedded server ({@code cluster}, {@code log}) and the programs that act on them.
 * The caller holds the lock of the directory, so no other Switchboard process uses it.
 */
final class PostgresCluster {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

  /**
   * The time-out of a start: after a crash, the write-ahead log of up to a few hundred MB is
   * replayed before the server is ready.
   */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /**
   * The time-out of a stop, for each of the two modes; together they stay within the 10 s in which
   * the process must end.
   */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(4);

  /** The time for the process to end after the server has stopped. */
  private static final Duration END_LIMIT = Duration.ofSeconds(1);

  private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
  private static final int LOG_LINES_SHOWN = 12;
  private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private final Path directory;
  private final Path cluster;
  private final Path log;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final PostgresPrograms programs;

  PostgresCluster(Path directory, PostgresBinaries binaries, ServerAccount account) {
    this.directory = directory;
    this.cluster = directory.resolve("cluster");
    this.log = directory.resolve("log");
    this.binaries = binaries;
    this.account = account;
    this.programs = new PostgresPrograms(directory, binaries, account);
  }

  boolean exists() {
    return Files.exists(cluster.resolve("PG_VERSION"));
  }

  /** Refuses files of another major version, which this server could not read. */
  void refuseOtherMajorVersion() throws IOException {
    var found = Files.readString(cluster.resolve("PG_VERSION"), UTF_8).strip();
    var version = programs.run(Duration.ofSeconds(10), "postgres", "--version");
    var matcher = MAJOR.matcher(version.output());
    if (!matcher.find()) {
      throw new StorageRefused("PostgreSQL's programs do not run here: " + version.output());
    }
    if (!matcher.group(1).equals(found)) {
      throw new StorageRefused(
          ("%s was written by PostgreSQL %s, this version of Switchboard brings PostgreSQL %s; take"
                  + " a backup with the version of Switchboard that you ran before (switchboard backup"
                  + " FILE), move the directory away, and restore it with this one (switchboard"
                  + " restore FILE)")
              .formatted(cluster, found, matcher.group(1)));
    }
  }

  /**
   * Gives the files to the server's account if they belong to another: root made them in a
   * namespace, or a former version chose another account.
   *
   * @return the cluster with the account that the server runs under from now on; the former account
   *     if root may not change owners
   * @throws StorageRefused if the owner of some files was changed and that of others cannot be
   */
  PostgresCluster givenToAccount() throws IOException {
    if (account instanceof ServerAccount.Ours) {
      return this;
    }
    var former = ServerAccount.ownerOf(cluster);
    if (Files.isSymbolicLink(cluster)) {
      // A person moved the files, and so is responsible for their account, too.
      return new PostgresCluster(directory, binaries, former);
    }
    var handover = new Handover(account);
    try {
      for (var tree : List.of(log, cluster)) {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
          handover.give(tree);
        }
      }
    } catch (IOException e) {
      return keptBy(former, handover, e);
    }
    if (handover.begun()) {
      LOG.info("the files in {} belong to the account of the embedded PostgreSQL now", cluster);
    }
    return this;
  }

  private PostgresCluster keptBy(ServerAccount former, Handover handover, IOException why)
      throws IOException {
    if (handover.begun() || !new Handover(former).isDone(cluster)) {
      throw cannotGive(why);
    }
    LOG.warn(
        "the files in {} stay with the account that ran PostgreSQL before, which other services"
            + " may use, too: root may not change owners here (CAP_CHOWN): {}",
        cluster,
        why.toString());
    return new PostgresCluster(directory, binaries, former);
  }

  private StorageRefused cannotGive(IOException why) {
    return new StorageRefused(
        ("root may not give the files of the embedded PostgreSQL to the account that runs it (%s):"
                + " let this process change owners (CAP_CHOWN), start Switchboard under another"
                + " account than root, or run this outside, while Switchboard is stopped: chown -R %s"
                + " %s %s")
            .formatted(why, Handover.numbers(account), cluster, log),
        why);
  }

  /**
   * Makes the files of a new server, completely or not at all. Files of an earlier attempt that was
   * abandoned or killed are deleted first.
   *
   * @throws StorageAbandoned if it was abandoned
   */
  void initialise(String user, String password) throws IOException {
    var maker = ServerAccount.makerFor(account);
    var fresh = directory.resolve("cluster.new");
    Directories.delete(fresh);
    Files.createDirectory(fresh);
    Directories.permit(fresh, "rwx------");
    maker.own(fresh);
    var secret = directory.resolve("initdb.password");
    Files.deleteIfExists(secret);
    Directories.createSecret(secret);
    try {
      Files.writeString(secret, password, UTF_8);
      maker.own(secret);
      // The built-in C.UTF-8 sorts the same on every platform and never changes with the system's
      // libraries.
      var outcome =
          programs.runUnlessAbandoned(
              maker,
              INIT_LIMIT,
              "initdb",
              "--pgdata=" + fresh,
              "--username=" + user,
              "--pwfile=" + secret,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C");
      if (outcome.exit() != 0) {
        throw new StorageRefused("initdb failed in " + directory + ": " + outcome.output());
      }
    } finally {
      Files.delete(secret);
    }
    try {
      new Handover(account).give(fresh);
    } catch (IOException e) {
      throw cannotGive(e);
    }
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(directory);
  }

  /**
   * Ends {@link #initialise} at once, also one that begins later. May be called from any thread.
   */
  void abandonInitialisation() {
    programs.abandon();
  }

  /**
   * Stops a server that a killed process left behind, under any account. An unrelated process that
   * has the same process id by now (after a reboot, or in a new container) is not touched; then the
   * outdated postmaster.pid is removed, because PostgreSQL would refuse to start with it.
   */
  void stopOrphan() throws IOException {
    var process = running();
    if (process.isEmpty()) {
      return;
    }
    if (isServer(process.get())) {
      LOG.warn(
          "the embedded PostgreSQL of a process that was killed still runs (process {}); stopping"
              + " it",
          process.get().pid());
      var owner = ServerAccount.ownerOf(cluster);
      (account.equals(owner) ? this : new PostgresCluster(directory, binaries, owner)).stop();
    } else {
      Files.delete(cluster.resolve("postmaster.pid"));
    }
  }

  /** The process named in postmaster.pid, if it is alive. */
  Optional<ProcessHandle> running() throws IOException {
    var note = cluster.resolve("postmaster.pid");
    if (Files.notExists(note)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(note, UTF_8)) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,18}"))
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
          .filter(ProcessHandle::isAlive);
    }
  }

  private boolean isServer(ProcessHandle process) {
    var named =
        process
            .info()
            .command()
            .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"));
    if (!named.orElse(true)) {
      return false;
    }
    var workingDirectory = Path.of("/proc", String.valueOf(process.pid()), "cwd");
    try {
      return Files.notExists(workingDirectory)
          || workingDirectory.toRealPath().equals(cluster.toRealPath());
    } catch (IOException e) {
      // Not readable for this account: then only PostgreSQL itself can tell.
      return true;
    }
  }

  /**
   * The configuration of a small, durable server on loopback only. Durability is written out
   * although it is the default, so that nobody has to look it up. The values of io_method and jit
   * save processes and start-up time that do not pay for a server of this size.
   */
  private static String configuration(int port) {
    return """
    # Written by Switchboard at each start; changes are lost.
    listen_addresses = '127.0.0.1'
    unix_socket_directories = ''
    port = %d
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    max_connections = 200
    shared_buffers = 64MB
    max_wal_size = 256MB
    wal_level = minimal
    max_wal_senders = 0
    max_worker_processes = 2
    max_parallel_workers = 0
    max_logical_replication_workers = 0
    autovacuum_max_workers = 2
    io_method = sync
    jit = off
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_checkpoints = off
    log_error_verbosity = terse
    log_min_error_statement = panic
    log_line_prefix = '%%m [%%p] '
    logging_collector = off
    """
        .formatted(port);
  }

  /** Starts the server on a port and waits until it accepts connections. */
  Started start(int port) throws IOException {
    configure(port);
    var file = freshLog();
    var outcome =
        programs.run(
            START_LIMIT.plusSeconds(5),
            "pg_ctl",
            "start",
            "--pgdata=" + cluster,
            "--log=" + file,
            "--wait",
            "--timeout=" + START_LIMIT.toSeconds(),
            "--silent");
    if (outcome.exit() == 0) {
      return new Started.Ready();
    }
    var lines = lastLines(file);
    if (lines.contains("Address already in use")) {
      return new Started.PortTaken();
    }
    if (lines.contains("is still in use")) {
      return new Started.StillInUse();
    }
    return new Started.Failed((outcome.output() + "\n" + lines).strip());
  }

  /**
   * Writes the configuration beside the folder and moves it there: the present or former owner of
   * the folder may have put a link in the file's place.
   */
  private void configure(int port) throws IOException {
    var fresh = directory.resolve("postgresql.conf.new");
    Files.deleteIfExists(fresh);
    Directories.createSecret(fresh);
    Files.writeString(fresh, configuration(port), UTF_8);
    // The file is not secret, and the server must be able to read it even if it cannot own it.
    Directories.permit(fresh, "rw-r--r--");
    try {
      account.own(fresh);
    } catch (IOException e) {
      LOG.debug("{} stays root's: {}", fresh, e.toString());
    }
    Files.move(fresh, cluster.resolve("postgresql.conf"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The result of a start. */
  sealed interface Started {
    record Ready() implements Started {}

    record PortTaken() implements Started {}

    /** Sessions of a killed server have not ended yet; they soon will. */
    record StillInUse() implements Started {}

    /** The start failed, with PostgreSQL's own message. */
    record Failed(String words) implements Started {}
  }

  /**
   * Stops the server; open transactions are rolled back. A server that does not stop in time is
   * killed, which loses no committed data.
   */
  void stop() throws IOException {
    for (var mode : List.of("fast", "immediate")) {
      var server = running();
      if (server.isEmpty()) {
        return;
      }
      var outcome =
          programs.run(
              STOP_LIMIT.plusSeconds(2),
              "pg_ctl",
              "stop",
              "--pgdata=" + cluster,
              "--mode=" + mode,
              "--wait",
              "--timeout=" + STOP_LIMIT.toSeconds(),
              "--silent");
      if (outcome.exit() == 0) {
        awaitEnd(server.get());
        return;
      }
      LOG.warn("the embedded PostgreSQL did not stop ({}): {}", mode, outcome.output());
    }
  }

  /**
   * Waits for the end of the process, because {@code pg_ctl} returns once postmaster.pid is
   * removed. A time-out is no failure: in a container whose first process does not reap its
   * children, the process seems to live on.
   */
  private static void awaitEnd(ProcessHandle server) {
    try {
      server.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("process {} has stopped and is still listed: {}", server.pid(), e.toString());
    }
  }

  /**
   * The log file for this start; the log of the start before is kept beside it. The server writes
   * little; the log mainly explains a failed start.
   */
  private Path freshLog() throws IOException {
    if (Files.notExists(log)) {
      Files.createDirectory(log);
      Directories.permit(log, "rwx------");
      account.own(log);
    }
    var file = log.resolve("server.log");
    if (Files.exists(file)) {
      Files.move(file, log.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static String lastLines(Path file) throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    List<String> lines;
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      lines = new String(in.readAllBytes(), UTF_8).lines().toList();
    }
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }
}
