package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How Linux runs these threads, as it tells itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class YieldingThreadsTest {
  private ActorTestKit kit;

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "YieldingThreadsTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theyComeAfterTheOtherThreadsOfTheProcess() {
    int nice =
        CompletableFuture.supplyAsync(
                YieldingThreadsTest::niceOfThisThread, YieldingThreads.of(kit.system()))
            .join();

    assertThat(nice).isEqualTo(niceOfThisThread() + 5);
  }

  @Test
  void otherThreadsOfTheProcessAreAsTheyWere() {
    int before = niceOfThisThread();
    CompletableFuture.runAsync(() -> {}, YieldingThreads.of(kit.system())).join();
    int others =
        CompletableFuture.supplyAsync(
                YieldingThreadsTest::niceOfThisThread, kit.system().executionContext())
            .join();

    assertThat(others).isEqualTo(before);
    assertThat(niceOfThisThread()).isEqualTo(before);
  }

  /** See {@code proc(5)}: the 19th word, of which the second is a name in brackets. */
  private static int niceOfThisThread() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
