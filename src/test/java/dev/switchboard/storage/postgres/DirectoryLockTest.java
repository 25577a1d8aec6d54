package dev.switchboard.storage.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.StorageRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void itIsHeldUntilTheProcessEndsEvenIfNobodyKeepsIt() throws IOException {
    DirectoryLock.take(directory);

    // The collector closes a channel that nobody remembers, and Java then forgets its lock.
    for (int collection = 0; collection < 5; collection++) {
      System.gc();
    }

    try (FileChannel another =
        FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
      assertThatThrownBy(another::tryLock).isInstanceOf(OverlappingFileLockException.class);
    }
  }

  @Test
  void itIsRefusedASecondTimeAndFreeAgainOnceItIsGivenBack() {
    DirectoryLock first = DirectoryLock.take(directory);

    assertThatThrownBy(() -> DirectoryLock.take(directory))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));

    first.close();
    DirectoryLock.take(directory).close();
  }
}
