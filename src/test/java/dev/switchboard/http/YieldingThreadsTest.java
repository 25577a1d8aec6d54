package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How Linux runs the threads of HTTP, as it tells itself. */
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
  void requestsAreAnsweredByThreadsThatComeAfterAllOthers() throws Exception {
    HttpServer server =
        HttpServer.start(
                kit.system(),
                new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
                extractRequest(_ -> complete(String.valueOf(niceOfThisThread()))))
            .toCompletableFuture()
            .join();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI place = URI.create("http://127.0.0.1:%d/".formatted(server.address().getPort()));
      String nice =
          client.send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofString()).body();

      assertThat(Integer.parseInt(nice)).isEqualTo(niceOfThisThread() + 10);
    }
  }

  @Test
  void otherThreadsOfTheProcessAreAsTheyWere() throws Exception {
    int before = niceOfThisThread();
    YieldingThreads.of(kit.system()).execute(() -> {});
    int[] actors = new int[1];
    Thread plain = Thread.ofPlatform().start(() -> actors[0] = niceOfThisThread());
    plain.join();

    assertThat(actors[0]).isEqualTo(before);
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
