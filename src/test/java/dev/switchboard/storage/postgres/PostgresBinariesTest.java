package dev.switchboard.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
  @TempDir Path cache;

  @Test
  void theProgramsOfAProcessThatWasFasterAreUsed() throws IOException {
    Path home = unpacked("postgresql-1");
    Path fresh = unpacked(".unpacking-2");

    PostgresBinaries.moveIntoPlace(fresh, home);

    assertThat(home.resolve("postgres")).hasContent("postgresql-1");
    assertThat(fresh).doesNotExist();
  }

  @Test
  void whatCannotBeMovedIsSaid() throws IOException {
    Path fresh = unpacked(".unpacking-2");

    assertThatThrownBy(() -> PostgresBinaries.moveIntoPlace(fresh, cache.resolve("no/folder")))
        .isInstanceOf(FileSystemException.class);
  }

  private Path unpacked(String name) throws IOException {
    Path folder = Files.createDirectory(cache.resolve(name));
    Files.writeString(folder.resolve("postgres"), name);
    return folder;
  }
}
