package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.api.TinyDiscord.Fault;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A post that may have been made already is made once. */
class DispatcherDoubtTest {
  private static final Pattern FILES = Pattern.compile("; filename=\"([^\"]+)\"");

  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aPostWhoseNonceIsForgottenIsFoundInTheHistory() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    long before = discord.existing(5, "twice?");
    discord.fault(Fault.FAILS_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, " twice? ", Lane.RELAY, before, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isEqualTo(new Outcome.Sent(discord.latest(5)));
    assertThat(discord.contents(5)).containsExactly("twice?", "twice?");
  }

  @Test
  void aPostThatFailedWithoutADeedIsSentAfterTheHistoryWasRead() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS, 2, TinyDiscord.posts());
    var job = send(5, 1, "x");
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("x");
  }

  @Test
  void identicalTextsInARowAllAppearEvenInDoubt() {
    stage.restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS_AFTERWARDS, 2, TinyDiscord.posts());
    stage.offer(send(5, 1, "same"), send(5, 2, "same"), send(5, 3, "same"));
    stage.awaitOutcomes(3);
    assertThat(discord.contents(5)).containsExactly("same", "same", "same");
    assertThat(stage.outcomes.values().stream().flatMap(List::stream).distinct()).hasSize(3);
  }

  @Test
  void whatAnEarlierProcessPostedIsFoundBehindTheLastKnownMessage() {
    discord.forgetNonces();
    long known = discord.existing(5, "a");
    for (int i = 0; i < 120; i++) {
      discord.existing(5, "other " + i);
    }
    discord.existing(5, "b");
    stage.offer(
        send(5, 2, "b", Lane.RELAY, known, true),
        send(5, 3, "b", Lane.RELAY, known, true),
        send(5, 4, "c", Lane.RELAY, known, true));
    stage.awaitOutcomes(3);
    assertThat(discord.contents(5)).hasSize(124).endsWith("b", "b", "c");
  }

  @Test
  void aKilledDispatchersJobsAreDoneOnceWhenOfferedAgain() {
    discord.forgetNonces();
    discord.latency(Duration.ofMillis(100));
    var first = new ArrayList<Job>();
    var again = new ArrayList<Job>();
    for (int i = 0; i < 10; i++) {
      first.add(send(5, i, "n" + i));
      again.add(send(5, i, "n" + i, Lane.RELAY, 0, true));
    }
    stage.offer(first);
    await().atMost(60, SECONDS).until(() -> discord.contents(5).size() >= 3);
    stage.kill();
    stage.outcomes.clear();
    stage.offer(again);
    stage.awaitOutcomes(10);
    assertThat(discord.contents(5))
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "n" + i).toList());
  }

  private static Job.Send withFiles(String text, boolean doubtful, StoredFile... files) {
    return new Job.Send(
        new Job.Key("ticket:5", doubtful ? 2 : 1),
        5,
        Lane.RELAY,
        new Draft(text, List.of(), List.of(files), Draft.Pings.NONE, 0),
        "files",
        0,
        doubtful,
        new Job.Fallback(
            Stream.of(files).map(file -> "no " + file.name()).toList(), "`#1`", false, false));
  }

  private static StoredFile file(String name, long size) {
    return new StoredFile(FewFiles.KEY, name, size, "application/octet-stream");
  }

  /** In the second text there is no room for the line that names the file. */
  @ParameterizedTest
  @ValueSource(ints = {5, 1_990})
  void ofTwoLargestFilesTheOneLeftOutIsRecognisedInTheHistory(int length) {
    discord.forgetNonces();
    discord.script(
        Reply.json(413, "{\"code\":40005,\"message\":\"large\"}"),
        1,
        TinyDiscord.posts().and(request -> FILES.matcher(request.body()).results().count() == 4));
    discord.fault(Fault.FAILS_AFTERWARDS, 1, TinyDiscord.posts());
    StoredFile[] files = {file("s1", 1), file("l1", 3), file("l2", 3), file("s2", 1)};
    String text = "x".repeat(length);
    stage.restart(Duration.ZERO);
    var job = withFiles(text, false, files);
    stage.offer(job);
    assertThat(formOf(stage.outcome(job))).isEqualTo(Form.PLANNED.without(List.of(1)));
    assertThat(discord.files(5)).containsExactly("s1", "l2", "s2");

    // What is in doubt after a restart is recognised as well as within one process.
    stage.restart(Duration.ZERO);
    var again = withFiles(text, true, files);
    stage.offer(again);
    assertThat(formOf(stage.outcome(again))).isEqualTo(Form.PLANNED.without(List.of(1)));
    assertThat(discord.files(5)).containsExactly("s1", "l2", "s2");
  }

  @Test
  void ofManyFilesThoseThatDiscordNamedAreRecognisedInTheHistory() {
    discord.forgetNonces();
    for (String first : List.of("a", "b")) {
      discord.script(
          Reply.json(
              400,
              """
              {"code":50035,"message":"Invalid Form Body","errors":{"attachments":{"0":{"_errors":[]}}}}\
              """),
          1,
          TinyDiscord.posts().and(request -> firstFile(request.body()).equals(first)));
    }
    StoredFile[] files =
        Stream.of("a", "b", "c", "d", "e", "f")
            .map(name -> file(name, 3))
            .toArray(StoredFile[]::new);
    files[0] = file("a", 1);
    var job = withFiles("six", false, files);
    stage.offer(job);
    assertThat(formOf(stage.outcome(job))).isEqualTo(Form.PLANNED.without(List.of(0, 1)));

    stage.restart(Duration.ZERO);
    var again = withFiles("six", true, files);
    stage.offer(again);
    assertThat(formOf(stage.outcome(again))).isEqualTo(Form.PLANNED.without(List.of(0, 1)));
    assertThat(discord.contents(5)).containsExactly("six\nno a\nno b");
  }

  private static String firstFile(String body) {
    return FILES.matcher(body).results().map(found -> found.group(1)).findFirst().orElse("");
  }

  private static Form formOf(Outcome outcome) {
    return outcome instanceof Outcome.SentAs as ? as.form() : Form.PLANNED;
  }
}
