package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One member sends more files than the disk of the data folder has room for, on which the embedded
 * PostgreSQL lies too: what others write goes on, and the files come when there is room.
 */
@Tag("chaos")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DiskReserveIT {
  private static final int FILES = 6;

  /** Together 45 MiB a message, of files as large as whoever pays nothing may send. */
  private static final int OF_ONE_MESSAGE = 5;

  private static final int FILE = 9 << 20;
  private static final int MESSAGES = 300;

  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void aMemberWhoFillsTheDiskDoesNotStopTheDatabaseNorTheOthers() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    assumeThat(SmallDisk.mount(data, "400m"))
        .as("a tmpfs can be mounted here: that takes root, on Linux")
        .isTrue();
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory().withLimits(false))) {
      Map<String, String> variables = new HashMap<>(ProductProcess.pointingAt(discord));
      variables.put("SWITCHBOARD_DISCORD_REQUESTS_PER_SECOND", "1000");
      variables.put("SWITCHBOARD_DATA_DIR", data.toString());
      variables.put("SWITCHBOARD_DATA_RESERVE", "150 MiB");
      ProductProcess product = logs.of(ProductProcess.run(folder, variables));
      try {
        product.awaitConnected();
        fill(discord, data, product);
      } finally {
        product.close();
      }
    } finally {
      SmallDisk.unmount(data);
    }
  }

  private void fill(Sandbox discord, Path data, ProductProcess product) throws Exception {
    SandboxClient client = discord.client();
    long greedy = newcomer(discord, "greedy");
    long other = newcomer(discord, "other");
    for (int i = 0; i < FILES; i++) {
      client.sendDm(greedy, RunningProduct.form().put("content", "file " + i), files(i));
    }
    for (int i = 0; i < MESSAGES; i++) {
      client.sendDm(other, "word-" + i + "-end");
    }
    awaitShown(discord, other, IntStream.range(0, MESSAGES).mapToObj(i -> "word-" + i + "-end"));
    awaitShown(discord, greedy, IntStream.range(0, FILES).mapToObj(i -> "file " + i));
    await().atMost(PATIENCE).until(() -> product.log().stream().anyMatch(DiskReserveIT::saysSo));
    assertThat(Files.getFileStore(data).getUsableSpace()).isGreaterThan(50L << 20);
    assertThat(product.isAlive()).isTrue();
    // A start needs room too.
    product.kill();
    product.startAgain();
    product.awaitConnected();
    client.sendDm(other, "after the start");
    awaitShown(discord, other, Stream.of("after the start"));
  }

  private static Map<String, byte[]> files(int message) {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < OF_ONE_MESSAGE; i++) {
      byte[] file = new byte[FILE];
      file[0] = (byte) message;
      file[1] = (byte) i;
      files.put("file" + message + "-" + i + ".bin", file);
    }
    return files;
  }

  private static boolean saysSo(String line) {
    return line.contains("has too little room");
  }

  private static long newcomer(Sandbox discord, String name) {
    return discord.client().createUser(name, Duration.ofDays(30), discord.world().communityGuild());
  }

  private static void awaitShown(Sandbox discord, long member, Stream<String> words) {
    List<String> wanted = words.toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Optional<Long> channel =
              discord.client().channels(discord.world().staff().guild()).stream()
                  .filter(one -> one.path("topic").asText("").contains("· " + member + " ·"))
                  .map(one -> one.path("id").asLong())
                  .findFirst();
          assertThat(channel).isPresent();
          String all =
              String.join(
                  "\n",
                  discord.client().read(discord.world().person("sam"), channel.get()).stream()
                      .map(one -> one.path("content").asText())
                      .toList());
          assertThat(wanted).allSatisfy(word -> assertThat(all).contains(word));
        });
  }
}
