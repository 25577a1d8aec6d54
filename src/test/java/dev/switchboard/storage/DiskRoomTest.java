package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.backup.Backup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  /** More than any disk has. */
  private static final long ALL = Long.MAX_VALUE / 4;

  @TempDir Path folder;

  @Test
  void whatIsPromisedIsNotPromisedTwiceUntilItIsGivenBack() throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    // Others write to this disk meanwhile: of its half that is sure not to matter.
    DiskRoom room = new DiskRoom(folder.resolve("not/there/yet"), free / 2);
    DiskRoom.Promise first = room.promise(free / 3).orElseThrow();

    assertThat(room.promise(free / 3)).isEmpty();
    assertThat(room.promise(free)).isEmpty();
    assertThat(room.promise(1)).isPresent();

    first.close();
    first.close();
    assertThat(room.promise(free / 3)).isPresent();
    assertThat(room.promise(free / 3)).isEmpty();
  }

  @Test
  void withoutAReserveOnlyTheDiskItselfCounts() throws IOException {
    assertThat(new DiskRoom(folder, 0).promise(1 << 20)).isPresent();
    assertThat(new DiskRoom(folder, 0).promise(ALL)).isEmpty();
    assertThat(new DiskRoom(folder, ALL).promise(0)).isEmpty();
  }

  @Test
  void aWriteThatWouldTouchTheReserveFailsBeforeItDoes() throws IOException {
    Path file = folder.resolve("file");
    try (OutputStream out = new DiskRoom(folder, ALL).guarding(Files.newOutputStream(file))) {
      assertThatThrownBy(() -> out.write(new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("would stay free");
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void aStoreWithoutRoomKeepsNothingAndSaysSo() throws Exception {
    Path directory = folder.resolve("files");
    FileStore files =
        DirectoryFileStore.open(
            new FilePlace(directory, ALL), DATABASE.database().jdbi(), Runnable::run);

    assertThat(files.room(1).toCompletableFuture().get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(
            files
                .keep(new ByteArrayInputStream(new byte[100]), 1_000)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS))
        .isEqualTo(new FileStore.Keeping.NoRoom());
    assertThat(directory.resolve("incoming")).isEmptyDirectory();
    assertThat(files.totalSize().toCompletableFuture().get(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aBackupOnTheSameDiskLeavesTheReserveFree() {
    Path files = folder.resolve("kept");
    Path archive = folder.resolve("backup.zip");
    Backup.write(DATABASE.settings(), new FilePlace(files, ALL), archive, _ -> {});
    assertThat(archive).exists();

    // Now that there is a folder of files, it is known which disk is meant.
    assertThatThrownBy(
            () -> {
              Files.createDirectories(files);
              Backup.write(DATABASE.settings(), new FilePlace(files, ALL), archive, _ -> {});
            })
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("would stay free");
    assertThat(folder.resolve("backup.zip.part")).doesNotExist();
    assertThat(archive).exists();
  }
}
