package dev.switchboard.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileStoreTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private static final Duration REST = Duration.ofMinutes(5);

  @TempDir Path directory;

  @BeforeEach
  void forgetTheMarker() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate file_store"));
  }

  @Test
  void whatIsKeptIsFoundByItsSha256AsOftenAsAsked() throws Exception {
    var store = open();

    assertThat(keep(store, "hello".getBytes(UTF_8), 5))
        .isEqualTo(new FileStore.Keeping.Kept(HELLO, 5));

    assertThat(read(store, HELLO)).isEqualTo("hello".getBytes(UTF_8));
    assertThat(read(store, HELLO)).isEqualTo("hello".getBytes(UTF_8));
    assertThat(get(store.totalSize())).isEqualTo(5);
  }

  @Test
  void nobodyElseOnTheMachineCanListWhatIsKept() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    open();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void theSameContentIsKeptOnce() throws Exception {
    var store = open();
    var bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);

    var first = keep(store, bytes, Long.MAX_VALUE);

    assertThat(keep(store, bytes, Long.MAX_VALUE)).isEqualTo(first);
    assertThat(get(store.totalSize())).isEqualTo(300_000);
    assertThat(incoming()).isEmpty();
  }

  @Test
  void contentBeyondTheLimitIsRefusedAndNothingKept() throws Exception {
    var store = open();

    assertThat(keep(store, new byte[100_001], 100_000))
        .isEqualTo(new FileStore.Keeping.TooLarge(100_000));

    assertThat(get(store.totalSize())).isZero();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    var store = open();
    var closed = new boolean[1];
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };

    assertThatThrownBy(() -> get(store.keep(broken, 10)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StorageUnavailable.class)
        .hasMessageContaining("connection reset");
    assertThat(incoming()).isEmpty();
    assertThat(closed[0]).isTrue();
  }

  @Test
  void whatIsDeletedIsGoneButAReaderMayReadOn() throws Exception {
    var store = open();
    assertThat(keep(store, "hello".getBytes(UTF_8), 5)).isInstanceOf(FileStore.Keeping.Kept.class);
    var opened = (FileStore.Opening.Content) get(store.open(HELLO));

    assertThat(get(store.delete(HELLO))).isTrue();

    try (var stream = opened.stream()) {
      assertThat(stream.readAllBytes()).isEqualTo("hello".getBytes(UTF_8));
    }
    assertThat(get(store.open(HELLO))).isInstanceOf(FileStore.Opening.Absent.class);
    assertThat(get(store.delete(HELLO))).isFalse();
  }

  @Test
  void whatNobodyHasKeptForLongGoes() throws Exception {
    var store = open();
    keep(store, "hello".getBytes(UTF_8), 5);

    assertThat(get(store.deleteUntouched(HELLO, REST))).isFalse();
    age(HELLO);
    assertThat(get(store.deleteUntouched(HELLO, REST))).isTrue();

    assertThat(store.has(HELLO)).isFalse();
    assertThat(get(store.deleteUntouched(HELLO, REST))).isTrue();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void whatIsKeptAnewWhileItIsDeletedIsThere() throws Exception {
    var store = open();
    keep(store, "hello".getBytes(UTF_8), 5);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var longest = 1_000_000L;
    try (var other = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 500; round++) {
        age(HELLO);
        var read = new AtomicLong();
        var delay = random.nextLong(longest);
        var deleting =
            other.submit(() -> {
              while (read.get() == 0 || System.nanoTime() - read.get() < delay) {
                Thread.onSpinWait();
              }
              return get(store.deleteUntouched(HELLO, REST));
            });
        get(store.keep(new ToldAtItsEnd("hello", () -> read.set(System.nanoTime())), 5));
        longest = (longest * 7 + System.nanoTime() - read.get()) / 8;
        assertThat(get(store.open(HELLO)))
            .as("round " + round + " with seed " + seed)
            .isInstanceOfSatisfying(
                FileStore.Opening.Content.class,
                content -> assertThat(content.stream()).hasContent("hello"));
        deleting.get(20, TimeUnit.SECONDS);

        assertThat(store.has(HELLO)).as("round " + round + " with seed " + seed).isTrue();
      }
    }
    assertThat(incoming()).isEmpty();
  }

  /** A text, and a word to somebody when all of it is read. */
  private static final class ToldAtItsEnd extends ByteArrayInputStream {
    private final Runnable end;

    ToldAtItsEnd(String text, Runnable end) {
      super(text.getBytes(UTF_8));
      this.end = end;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      var read = super.read(buffer, offset, length);
      if (read < 0) {
        end.run();
      }
      return read;
    }
  }

  @Test
  void whatCannotBeDeletedIsStillThere() throws Exception {
    var store = open();
    var place = directory.resolve(HELLO.substring(0, 2)).resolve(HELLO);
    Files.createDirectories(place.resolve("in-the-way"));
    age(HELLO);

    assertThatThrownBy(() -> get(store.deleteUntouched(HELLO, REST)))
        .hasCauseInstanceOf(StorageUnavailable.class);

    assertThat(place.resolve("in-the-way")).exists();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void whatAKilledProcessWasDeletingIsPutBack() throws Exception {
    keep(open(), "hello".getBytes(UTF_8), 5);
    var place = directory.resolve(HELLO.substring(0, 2)).resolve(HELLO);
    age(HELLO);
    Files.move(place, directory.resolve("incoming").resolve(HELLO + "-" + UUID.randomUUID()));

    var store = open();

    assertThat(read(store, HELLO)).isEqualTo("hello".getBytes(UTF_8));
    assertThat(incoming()).isEmpty();
  }

  @Test
  void whatIsOnItsWayOutMayBeReadStill() throws Exception {
    var store = open();
    keep(store, "hello".getBytes(UTF_8), 5);
    var place = directory.resolve(HELLO.substring(0, 2)).resolve(HELLO);
    Files.move(place, directory.resolve("incoming").resolve(HELLO + "-" + UUID.randomUUID()));

    assertThat(read(store, HELLO)).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void aFileThatAnotherProcessMovesAwayMeanwhileHindersNoStart() throws Exception {
    open();
    // It is listed, and when it is looked at, it is not there.
    Files.createSymbolicLink(
        directory.resolve("incoming").resolve("1234567890"), directory.resolve("moved-away"));

    assertThat(keep(open(), "hello".getBytes(UTF_8), 5))
        .isEqualTo(new FileStore.Keeping.Kept(HELLO, 5));
  }

  private void age(String key) throws IOException {
    Files.setLastModifiedTime(
        directory.resolve(key.substring(0, 2)).resolve(key),
        FileTime.from(Instant.now().minus(Duration.ofDays(2))));
  }

  @Test
  void aKeyThatIsAPathIsTheKeyOfNothing() throws Exception {
    var store = open();

    for (var key :
        new String[] {
          "../../etc/passwd", "", HELLO.toUpperCase(Locale.ROOT), DirectoryFileStore.MARKER
        }) {
      assertThat(get(store.open(key))).as(key).isInstanceOf(FileStore.Opening.Absent.class);
      assertThat(get(store.delete(key))).as(key).isFalse();
    }
    assertThat(directory.resolve(DirectoryFileStore.MARKER)).exists();
  }

  @Test
  void aShareThatIsNotMountedIsRefused(@TempDir Path unmounted) {
    open();

    assertThatThrownBy(() ->
            DirectoryFileStore.open(
                new FilePlace(unmounted, 0), DATABASE.database().jdbi(), Runnable::run))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("it holds no marker")
        .hasMessageContaining(unmounted.toString());
    open();
  }

  @Test
  void theStoreOfAnotherDatabaseIsRefused(@TempDir Path other) throws Exception {
    open();
    DirectoryFileStore.mark(other, "of another database");

    assertThatThrownBy(() ->
            DirectoryFileStore.open(
                new FilePlace(other, 0), DATABASE.database().jdbi(), Runnable::run))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("belongs to another one");
  }

  private DirectoryFileStore open() {
    var database = DATABASE.database();
    return DirectoryFileStore.open(
        new FilePlace(directory, 0), database.jdbi(), database.blockingCalls());
  }

  private static FileStore.Keeping keep(FileStore store, byte[] content, long limit)
      throws Exception {
    return get(store.keep(new ByteArrayInputStream(content), limit));
  }

  private static byte[] read(FileStore store, String key) throws Exception {
    var content = (FileStore.Opening.Content) get(store.open(key));
    try (var stream = content.stream()) {
      var bytes = stream.readAllBytes();
      assertThat(content.size()).isEqualTo(bytes.length);
      return bytes;
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private String[] incoming() {
    return Objects.requireNonNull(directory.resolve("incoming").toFile().list());
  }
}
