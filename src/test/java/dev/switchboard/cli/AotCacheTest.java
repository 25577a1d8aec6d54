package dev.switchboard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AotCacheTest {
  private static final String IN_USE = "mixed mode, sharing";
  private static final String NOT_IN_USE = "mixed mode";

  @TempDir Path home;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/switchboard.aot"));
  }

  @Test
  void aCacheThatJavaIgnoresIsToldOfInOneLineWithWhatToDo() {
    assertThat(new AotCache(home).ignored(NOT_IN_USE, () -> List.of("-Xmx512m")).orElseThrow())
        .startsWith(home + "/lib/switchboard.aot was recorded by another Java or from other files")
        .endsWith("Run " + home + "/bin/switchboard aot-cache once in this place.")
        .doesNotContain("\n");
  }

  @Test
  void nothingIsSaidOfOneThatIsInUseAndNoTimeSpent() {
    assertThat(new AotCache(home).ignored(IN_USE, () -> fail("not asked for"))).isEmpty();
  }

  @Test
  void nothingIsSaidWhereThereIsNone() throws IOException {
    Files.delete(home.resolve("lib/switchboard.aot"));

    assertThat(new AotCache(home).ignored(NOT_IN_USE, () -> fail("not asked for"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:AOTMode=off", "-Xshare:off"})
  void nothingIsSaidToWhoWantsNone(String option) {
    assertThat(new AotCache(home).ignored(NOT_IN_USE, () -> List.of("-Xmx1g", option))).isEmpty();
  }
}
