package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.CopiedMessages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
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

  /** MiB that the ticket may hold; the words of all its messages have 200. */
  private static final int AWAKE_MEBIBYTES = 48;

  /** MiB that any collection may leave, also while the transcript is written. */
  private static final int LEFT_MEBIBYTES = HEAP_MEBIBYTES * 3 / 4;

  /** More than another ticket takes: a snapshot of some megabytes is read first. */
  private static final Duration TO_WAKE = Duration.ofSeconds(10);

  private static final Pattern LEFT = Pattern.compile("M->(\\d+)M\\(");
  private static final Pattern LEFT_BY_ALL =
      Pattern.compile("Pause Full \\(Diagnostic Command\\) \\d+M->(\\d+)M\\(");
  private static final Pattern LINE = Pattern.compile("^<article id=\"m(\\d+)\"");
  private static final Pattern COPY = Pattern.compile("\\bcopy (\\d+) ");

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
      begin = Instant.now();
      stage.memberWithTicket();
      Duration usual = said("another ticket opens", begin);
      int asleep = heldHeap(stage);
      Duration taken = opens(stage, member, "with a snapshot");
      assertThat(taken).isLessThan(usual.plus(TO_WAKE));
      isAnswered(stage, member);
      int awake = heldHeap(stage);
      System.out.printf("held: %d MiB, then %d MiB with the ticket%n", asleep, awake);
      assertThat(awake - asleep).as("MiB that the ticket holds").isLessThan(AWAKE_MEBIBYTES);
      await()
          .atMost(PATIENCE)
          .until(() ->
              stage.count("select count(*) from ticket_message where ticket = 1") >= MESSAGES + 4);
      isClosed(stage, member);
      System.out.printf(
          "a collection left %d MiB of %d at most, peak of the process %s%n",
          mostLeft(), HEAP_MEBIBYTES, peakMemory(stage.product().pid()));
      assertThat(mostLeft()).isLessThan(LEFT_MEBIBYTES);
    }
  }

  private static Duration opens(ChaosStage stage, long member, String how) {
    Instant begin = Instant.now();
    String word = "opened " + how + ".";
    stage.client().sendDm(member, word);
    awaitStaff(stage, stage.channelOf(member), word);
    assertThat(stage.product().isAlive()).isTrue();
    return said("it opens " + how, begin);
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
    int answers = 0;
    try (BufferedReader reader = Files.newBufferedReader(page)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        for (MatchResult number : LINE.matcher(line).results().toList()) {
          assertThat(number.group(1)).as("the number of a line").isEqualTo("" + ++lines);
        }
        for (MatchResult number : COPY.matcher(line).results().toList()) {
          assertThat(number.group(1)).as("the message that comes next").isEqualTo("" + ++copies);
        }
        answers += line.contains("an answer") ? 1 : 0;
      }
    }
    assertThat(copies).as("of those copied, in order").isEqualTo(MESSAGES);
    assertThat(lines).as("the lines of the transcript").isEqualTo(MESSAGES + 5);
    assertThat(answers).isEqualTo(1);
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

  /** MiB that are left of the heap after a full collection. */
  private int heldHeap(ChaosStage stage) throws Exception {
    String process = Long.toString(stage.product().pid());
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process run = new ProcessBuilder(jcmd.toString(), process, "GC.run").inheritIO().start();
    assertThat(run.waitFor()).as("the exit code of jcmd").isZero();
    return left(LEFT_BY_ALL, "collections-" + process).getLast();
  }

  /** MiB: the most that any collection of any start has left. */
  private int mostLeft() throws IOException {
    return Collections.max(left(LEFT, "collections-"));
  }

  private List<Integer> left(Pattern collection, String names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(names))
          .flatMap(file -> lines(file).stream())
          .flatMap(line -> collection.matcher(line).results())
          .map((MatchResult found) -> Integer.parseInt(found.group(1)))
          .toList();
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

  private static Duration said(String what, Instant begin) {
    Duration taken = Duration.between(begin, Instant.now());
    System.out.printf("%s: %d ms%n", what, taken.toMillis());
    return taken;
  }
}
