package dev.switchboard.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.DiskRoom.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file store in a directory, which several nodes may share by a network file system. The file of
 * the key {@code abcd...} is {@code ab/abcd...}; unfinished files are in {@code incoming}. The
 * database stores the directory's marker, so that a file system that is not mounted is noticed at
 * the start and not when the first attachment is missing. Safe for use by several threads and
 * processes.
 */
public final class DirectoryFileStore implements FileStore {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryFileStore.class);
  static final String MARKER = "switchboard-file-store";

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  /** A copy that is being deleted, in {@code incoming}. */
  private static final Pattern ASIDE = Pattern.compile("([0-9a-f]{64})-.*");

  /**
   * The age of files in {@code incoming} that a killed process left; another node may still be
   * writing younger ones.
   */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final int BUFFER = 64 * 1024;

  private final Path directory;
  private final DiskRoom disk;
  private final Executor blockingCalls;

  /**
   * A store in a directory whose marker has been checked.
   *
   * @param blockingCalls threads for blocking calls; their number limits the files that are read
   *     and written at once
   */
  public DirectoryFileStore(FilePlace place, Executor blockingCalls) {
    this.directory = place.directory();
    this.disk = new DiskRoom(place.directory(), place.reserve());
    this.blockingCalls = blockingCalls;
  }

  /**
   * Opens the store that belongs to a database, or makes one for a database that has none yet. The
   * call blocks.
   *
   * @throws StorageRefused when the directory does not belong to this database, or cannot be
   *     written
   */
  public static DirectoryFileStore open(FilePlace place, Jdbi database, Executor blockingCalls) {
    Path directory = place.directory();
    try {
      // A listing gives the keys, and HTTP serves every file whose key is given.
      Directories.createPrivate(directory);
      Files.createDirectories(directory.resolve("incoming"));
      database.useTransaction(transaction -> {
        // Two nodes at their first start: the second one waits here and finds the first one's
        // marker.
        transaction.execute("lock table file_store in exclusive mode");
        var remembered =
            transaction.createQuery("select marker from file_store").mapTo(String.class).findOne();
        var marker = agree(directory, remembered);
        if (remembered.isEmpty()) {
          transaction.execute("insert into file_store (marker) values (?)", marker);
        }
      });
      DirectoryFileStore store = new DirectoryFileStore(place, blockingCalls);
      store.sweepIncoming();
      return store;
    } catch (IOException e) {
      throw new StorageRefused("cannot use the file store " + directory + ": " + e, e);
    }
  }

  private static String agree(Path directory, Optional<String> remembered) throws IOException {
    var found = marker(directory);
    if (remembered.isPresent() && !remembered.equals(found)) {
      throw new StorageRefused(
          ("the directory %s is not the file store of this database (%s); mount or put back the"
                  + " directory that is")
              .formatted(
                  directory,
                  found.isPresent() ? "it belongs to another one" : "it holds no marker"));
    }
    if (found.isPresent()) {
      return found.get();
    }
    var fresh = UUID.randomUUID().toString();
    mark(directory, fresh);
    return fresh;
  }

  /** The marker of a directory; empty if it is no file store. */
  public static Optional<String> marker(Path directory) throws IOException {
    try {
      return Optional.of(Files.readString(directory.resolve(MARKER), UTF_8).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  public static void mark(Path directory, String marker) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve(MARKER),
        marker + "\n",
        UTF_8,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Directories.sync(directory);
  }

  private void sweepIncoming() throws IOException {
    var eldest = Instant.now().minus(ABANDONED);
    try (var files = Files.list(incoming())) {
      for (var file : files.toList()) {
        sweep(file, eldest);
      }
    }
  }

  private void sweep(Path file, Instant eldest) throws IOException {
    var aside = ASIDE.matcher(file.getFileName().toString());
    if (aside.matches()) {
      putBack(file, place(aside.group(1)));
      return;
    }
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(eldest)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} was moved into its place by another process", file);
    }
  }

  @Override
  public CompletionStage<Optional<Promise>> room(long bytes) {
    return submit(() -> disk.promise(bytes));
  }

  @Override
  public CompletionStage<Keeping> keep(InputStream content, long limit) {
    return submit(() -> keepWhereThereIsRoom(content, limit))
        .whenComplete((_, _) -> close(content));
  }

  private static void close(InputStream content) {
    try {
      content.close();
    } catch (IOException e) {
      LOG.debug("a stream that was read did not close: {}", e.toString());
    }
  }

  private Keeping keepWhereThereIsRoom(InputStream content, long limit) throws IOException {
    try {
      return keepNow(content, limit);
    } catch (IOException e) {
      if (DiskRoom.isFull(e)) {
        LOG.debug("{} takes no copy now: {}", directory, e.toString());
        return new Keeping.NoRoom();
      }
      throw e;
    }
  }

  /** As {@link #keep}, in the thread of the caller, who closes the stream. */
  public Keeping keepNow(InputStream content, long limit) throws IOException {
    Files.createDirectories(incoming());
    var temporary = Files.createTempFile(incoming(), "", "");
    try {
      var digest = Digests.sha256();
      var size = copy(content, temporary, digest, limit);
      if (size > limit) {
        return new Keeping.TooLarge(limit);
      }
      var key = HexFormat.of().formatHex(digest.digest());
      // Also if the file exists already: an existing copy may be about to be deleted.
      moveIntoPlace(temporary, place(key));
      return new Keeping.Kept(key, size);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Copies until the end, or one byte beyond the limit. */
  private long copy(InputStream content, Path file, MessageDigest digest, long limit)
      throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      OutputStream out = disk.guarding(Channels.newOutputStream(channel));
      var buffer = new byte[BUFFER];
      var size = 0L;
      for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        size += read;
        if (size > limit) {
          return size;
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      channel.force(true);
      return size;
    }
  }

  private void moveIntoPlace(Path temporary, Path place) throws IOException {
    var folder = directory.resolve(place.getFileName().toString().substring(0, 2));
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      Directories.sync(directory);
    }
    Files.setLastModifiedTime(temporary, FileTime.from(Instant.now()));
    Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(folder);
  }

  private Path incoming() {
    return directory.resolve("incoming");
  }

  public boolean has(String key) {
    return Files.exists(place(key));
  }

  private Path place(String key) {
    return directory.resolve(key.substring(0, 2)).resolve(key);
  }

  @Override
  public CompletionStage<OptionalLong> size(String key) {
    if (!KEY.matcher(key).matches()) {
      return CompletableFuture.completedFuture(OptionalLong.empty());
    }
    return submit(
        () -> found(key, Files::size).map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }

  @Override
  public CompletionStage<Opening> open(String key) {
    if (!KEY.matcher(key).matches()) {
      return CompletableFuture.completedFuture(new Opening.Absent());
    }
    return submit(() ->
        found(key, DirectoryFileStore::content)
            .<Opening>map(one -> one)
            .orElseGet(Opening.Absent::new));
  }

  /** A read of a file; it fails with {@link NoSuchFileException} if there is none. */
  private interface Look<T> {
    T at(Path file) throws IOException;
  }

  /**
   * Reads a copy in its place. It may be aside for an instant and then be put back, so if it is in
   * neither, its place is read once more.
   */
  private <T> Optional<T> found(String key, Look<T> look) throws IOException {
    var found = ifThere(place(key), look);
    if (found.isEmpty()) {
      found = aside(key, look);
    }
    return found.isEmpty() ? ifThere(place(key), look) : found;
  }

  private <T> Optional<T> aside(String key, Look<T> look) throws IOException {
    try (var copies = Files.newDirectoryStream(incoming(), key + "-*")) {
      for (var copy : copies) {
        var found = ifThere(copy, look);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static <T> Optional<T> ifThere(Path file, Look<T> look) throws IOException {
    try {
      return Optional.of(look.at(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Opening.Content content(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    return new Opening.Content(channel.size(), Channels.newInputStream(channel));
  }

  @Override
  public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
    if (!KEY.matcher(key).matches()) {
      return CompletableFuture.completedFuture(true);
    }
    return submit(() -> deleteUnlessKeptSince(key, Instant.now().minus(rest)));
  }

  private boolean deleteUnlessKeptSince(String key, Instant eldest) throws IOException {
    Path place = place(key);
    Path aside = incoming().resolve(key + "-" + UUID.randomUUID());
    try {
      if (lastKept(place).isAfter(eldest)) {
        return false;
      }
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return true;
    }
    // A file kept anew from now on gets another copy in its place; one kept before was seen.
    try {
      if (lastKept(aside).isAfter(eldest)) {
        putBack(aside, place);
        return false;
      }
      Files.delete(aside);
      return true;
    } catch (NoSuchFileException e) {
      // Another process has put it back at its start.
      return false;
    } catch (IOException e) {
      putBack(aside, place);
      throw e;
    }
  }

  private static Instant lastKept(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /**
   * Puts a copy back as if it were new: it may replace a copy that was kept meanwhile, which must
   * not look older than it is.
   */
  private static void putBack(Path aside, Path place) throws IOException {
    try {
      Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was deleted or put back by another process", aside);
    }
  }

  @Override
  public CompletionStage<Boolean> delete(String key) {
    if (!KEY.matcher(key).matches()) {
      return CompletableFuture.completedFuture(false);
    }
    return submit(() -> deleteNow(key));
  }

  /** As {@link #delete}, in the thread of the caller. */
  public boolean deleteNow(String key) throws IOException {
    return Files.deleteIfExists(place(key));
  }

  @Override
  public CompletionStage<Long> totalSize() {
    return submit(() -> {
      var total = new long[1];
      walk(path -> total[0] += path.toFile().length());
      return total[0];
    });
  }

  /** An action on a kept file. */
  public interface Visitor {
    void visit(Path file) throws IOException;
  }

  /** Visits every kept file; a file that is deleted meanwhile may be visited or not. */
  public void walk(Visitor visitor) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (KEY.matcher(file.getFileName().toString()).matches()) {
              visitor.visit(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private <T> CompletionStage<T> submit(Callable<T> call) {
    var result = new CompletableFuture<T>();
    try {
      blockingCalls.execute(() -> {
        try {
          result.complete(call.call());
        } catch (IOException e) {
          result.completeExceptionally(
              new StorageUnavailable("the file store " + directory + " failed: " + e, e));
        } catch (Exception e) {
          result.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new StorageUnavailable("the file store does not keep up, or is closed", e));
    }
    return result;
  }
}
