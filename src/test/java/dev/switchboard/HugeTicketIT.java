package dev.switchboard;

import static dev.switchboard.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.ChaosStage.Setting;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.CopiedMessages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ticket of 100,000 long messages opens, is answered, and is closed with its transcript by a
 * product that has a heap of 256 MiB: half of its default.
 */
@Tag("chaos")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HugeTicketIT {
  private static final int MESSAGES = Integer.getInteger("chaos.huge-ticket", 100_000);
  private static final int HEAP_MEBIBYTES = 256;

  /** Only an upper bound: the tables are filled with 300,000 events, the transcript has 200 MB. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final Pattern HEAP = Pattern.compile(" (\\d+)M->\\d+M\\(");
  private static final Pattern LINE = Pattern.compile("^<article ");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void itOpensIsAnsweredAndIsClosedWithItsTranscript() throws Exception {
    Setting setting =
        Setting.in(folder, DATABASE.settings())
            .with(
                "SWITCHBOARD_JAVA_OPTIONS",
                "-XX:TieredStopAtLevel=1 -Xmx%dm -Xlog:gc:file=%s"
                    .formatted(HEAP_MEBIBYTES, folder.resolve("collections-%p")));
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      long member = stage.memberWithTicket();
      stage.awaitRest();
      stage.client().sendDm(member, CopiedMessages.PATTERN);
      stage.awaitRest();
      stage.product().stop();
      CopiedMessages.of(stage.database(), 1, MESSAGES);

      Instant begin = Instant.now();
      stage.product().startAgain();
      stage.product().awaitConnected();
      said("it is connected", begin);
      opens(stage, member, "without a snapshot");
      await().atMost(PATIENCE).until(() -> stage.count("select count(*) from snapshot") > 0);
      stage.product().kill();
      stage.product().startAgain();
      stage.product().awaitConnected();
      opens(stage, member, "with a snapshot");
      isAnswered(stage, member);
      await()
          .atMost(PATIENCE)
          .until(() -> stage.count("select count(*) from ticket_message") >= MESSAGES + 4);
      isClosed(stage, member);
      System.out.printf(
          "peak heap %d MiB of %d, peak of the process %s%n",
          peakHeap(), HEAP_MEBIBYTES, peakMemory(stage.product().pid()));
      assertThat(peakHeap()).isLessThanOrEqualTo(HEAP_MEBIBYTES);
    }
  }

  private static void opens(ChaosStage stage, long member, String how) {
    Instant begin = Instant.now();
    String word = "opened " + how + ".";
    stage.client().sendDm(member, word);
    awaitStaff(stage, stage.channelOf(member), word);
    said("it opens " + how, begin);
    assertThat(stage.product().isAlive()).isTrue();
  }

  private static void isAnswered(ChaosStage stage, long member) {
    Instant begin = Instant.now();
    stage.client().send(stage.sam(), stage.channelOf(member), "!reply an answer");
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.client().readDm(member).stream()
                .anyMatch(one -> one.path("content").asText().contains("an answer")));
    said("it is answered", begin);
  }

  private void isClosed(ChaosStage stage, long member) throws IOException {
    long channel = stage.channelOf(member);
    long log = stage.discord().world().staff().logChannel();
    Instant begin = Instant.now();
    stage.client().runCommand(stage.sam(), channel, "close", form());
    String told = awaitStaff(stage, log, "Ticket #1 of");
    said("its transcript is in the log channel", begin);
    assertThat(told).contains("%d messages.".formatted(MESSAGES + 5));
    long guild = stage.discord().world().staff().guild();
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.client().channels(guild).stream()
                .noneMatch(one -> one.path("id").asLong() == channel));
    said("its channel is gone", begin);
    Path page = transcript(stage.product().data());
    System.out.printf("transcript %d MiB, told: %s%n", Files.size(page) >> 20, told);
    checkTranscript(page);
  }

  private static void checkTranscript(Path page) throws IOException {
    int lines = 0;
    int copies = 0;
    boolean answer = false;
    try (BufferedReader reader = Files.newBufferedReader(page)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines += LINE.matcher(line).find() ? 1 : 0;
        copies += line.contains("copy " + (copies + 1) + " ") ? 1 : 0;
        answer |= line.contains("an answer");
      }
    }
    assertThat(copies).as("of those copied, in order").isEqualTo(MESSAGES);
    assertThat(lines).as("the lines of the transcript").isEqualTo(MESSAGES + 5);
    assertThat(answer).isTrue();
  }

  private static Path transcript(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static String awaitStaff(ChaosStage stage, long channel, String words) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                stage.client().read(stage.sam(), channel).stream()
                    .map((JsonNode one) -> one.path("content").asText())
                    .filter(text -> text.contains(words))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The most that the heap of any start has held, in MiB. */
  private int peakHeap() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("collections-"))
          .flatMap(file -> lines(file).stream())
          .flatMap(line -> HEAP.matcher(line).results())
          .map((MatchResult found) -> Integer.parseInt(found.group(1)))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Linux alone tells it. */
  private static String peakMemory(long process) {
    Path status = Path.of("/proc", Long.toString(process), "status");
    return Files.exists(status)
        ? lines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("")
        : "not known";
  }

  private static void said(String what, Instant begin) {
    System.out.printf("%s: %d ms%n", what, Duration.between(begin, Instant.now()).toMillis());
  }
}
