package dev.switchboard.discord;

import static dev.switchboard.discord.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.ScriptedDiscord.Reply;
import dev.switchboard.discord.ScriptedDiscord.Request;
import dev.switchboard.ticket.Draft;
import dev.switchboard.ticket.Form;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Job.Lane;
import dev.switchboard.ticket.Outcome;
import dev.switchboard.ticket.StoredFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a post on which Discord fails for ever, and of those behind it. */
class DispatcherPoisonTest {
  private static final int FOR_EVER = 1_000_000;
  private static final Reply ERROR = Reply.json(500, "{\"code\":0,\"message\":\"500: Internal\"}");
  private static final Reply PAGE =
      new Reply(502, "<html>502</html>", Map.of("Content-Type", "text/html"), Duration.ZERO);
  private static final Reply FIREWALL =
      new Reply(403, "<html>403</html>", Map.of("Content-Type", "text/html"), Duration.ZERO);

  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;
  private int others = 100;

  @AfterEach
  void stop() {
    stage.close();
  }

  static List<Reply> failures() {
    return List.of(ERROR, PAGE, Reply.RESET, FIREWALL);
  }

  private static Predicate<Request> postsWith(String words) {
    return TinyDiscord.posts().and(request -> request.body().contains(words));
  }

  /** A message of a member, as staff are shown it. */
  private static Job.Send shown(long post, String text, String... files) {
    List<StoredFile> stored =
        List.of(files).stream()
            .map(name -> new StoredFile(FewFiles.KEY, name, 3, "image/png"))
            .toList();
    return new Job.Send(
        new Job.Key("ticket:5", post),
        5,
        Lane.RELAY,
        new Draft(text, List.of(), stored, Draft.Pings.NONE, 0),
        "n" + post,
        0,
        false,
        new Job.Fallback(
            stored.stream().map(file -> "instead of a file").toList(),
            "`#" + post + "`",
            false,
            false));
  }

  /** So many posts of it have failed, and so much time has passed, and others are served. */
  private void failsFor(Duration time) {
    await().atMost(60, SECONDS).until(() -> discord.count("POST", "/channels/5/messages") >= 5);
    stage.pass(time);
    othersAreServed();
  }

  /** Discord takes a message in another channel. */
  private void othersAreServed() {
    var other = send(6, ++others, "other");
    stage.offer(other);
    assertThat(stage.outcome(other)).isInstanceOf(Outcome.Sent.class);
  }

  /** So much time passes, and it is tried again several times. */
  private void triesOn(Duration time) {
    stage.pass(time);
    int calls = discord.server.requests.size();
    await().atMost(60, SECONDS).until(() -> discord.server.requests.size() >= calls + 8);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFileOnWhichDiscordFailsIsLeftOutAndWhatIsBehindItGoesOn(Reply failure) {
    discord.script(failure, FOR_EVER, postsWith("filename=\"1e1000\""));
    var poisoned = shown(1, "look", "1e1000", "fine.png");
    var behind = shown(2, "behind");
    stage.offer(poisoned, behind);
    failsFor(Duration.ofSeconds(11));

    assertThat(stage.outcome(poisoned))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> assertThat(sent.form()).isEqualTo(Form.PLANNED.without(List.of(0))));
    assertThat(stage.outcome(behind)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("look\ninstead of a file", "behind");
  }

  @Test
  void aTextOnWhichDiscordFailsIsNamedAndWhatIsBehindItGoesOn() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var poisoned = shown(1, "poison");
    var behind = shown(2, "behind");
    stage.offer(poisoned, behind);
    failsFor(Duration.ofSeconds(11));

    assertThat(stage.outcome(poisoned))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> {
              assertThat(sent.form().words()).isEqualTo(Form.Words.NAMED);
              assertThat(sent.why()).contains("HTTP 500");
            });
    assertThat(stage.outcome(behind)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).hasSize(2).last().isEqualTo("behind");
  }

  @Test
  void aReplyOnWhichDiscordFailsIsGivenUpAndTheNextOneIsSent() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var poisoned = send(5, 1, "poison");
    var behind = send(5, 2, "behind");
    stage.offer(poisoned, behind);
    failsFor(Duration.ofSeconds(31));

    assertThat(stage.outcome(poisoned))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Refusal.FAILING));
    assertThat(stage.outcome(behind)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("behind");
  }

  @Test
  void whatWasDoneAlthoughItFailedEachTimeIsFound() {
    discord.forgetNonces();
    discord.fault(TinyDiscord.Fault.FAILS_AFTERWARDS, 1, postsWith("poison"));
    discord.script(ERROR, FOR_EVER, postsWith("poison").and(_ -> !discord.contents(5).isEmpty()));
    var done = shown(1, "poison");
    stage.offer(done);
    failsFor(Duration.ofSeconds(11));

    assertThat(stage.outcome(done)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("poison");
  }

  static List<Predicate<Request>> outages() {
    return List.of(
        _ -> true,
        TinyDiscord.posts(),
        request -> request.path().startsWith("/channels/5/"),
        TinyDiscord.posts(5));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anOutageHoweverLongChangesNoPost(Predicate<Request> outage) {
    discord.script(PAGE, FOR_EVER, outage);
    var file = shown(1, "https://link.example", "a.png");
    var text = shown(2, "text");
    var reply = send(5, 3, "reply");
    stage.offer(file, text, reply);
    for (int i = 1; i <= 5; i++) {
      long calls = discord.server.requests.size();
      var other = send(6, i, "other " + i);
      stage.offer(other);
      await().atMost(60, SECONDS).until(() -> discord.server.requests.size() >= calls + 8);
      stage.pass(Duration.ofMinutes(1));
    }
    assertThat(discord.contents(5)).isEmpty();
    discord.clearFaults();
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.outcome(file)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(text)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("https://link.example", "text", "reply");
    await().atMost(60, SECONDS).until(() -> discord.contents(6).size() == 5);
  }

  @Test
  void anEditOnWhichDiscordFailsIsGivenUpAndOneInAnOutageIsNot() {
    long message = discord.existing(5, "old");
    Predicate<Request> edits = request -> request.method().equals("PATCH");
    discord.script(ERROR, FOR_EVER, edits.and(request -> request.body().contains("poison")));
    var poisoned = edit(1, message, "poison");
    var fine = edit(2, message, "fine");
    stage.offer(poisoned, fine);
    await().atMost(60, SECONDS).until(() -> discord.count("PATCH", ".*") >= 5);
    triesOn(Duration.ofSeconds(11));
    assertThat(stage.outcomes).isEmpty();
    othersAreServed();
    assertThat(stage.outcome(poisoned)).isInstanceOf(Outcome.Refused.class);
    assertThat(stage.outcome(fine)).isEqualTo(new Outcome.Done());

    discord.script(PAGE, FOR_EVER, _ -> true);
    var delayed = edit(3, message, "delayed");
    stage.offer(delayed);
    long calls = discord.server.requests.size();
    await().atMost(60, SECONDS).until(() -> discord.server.requests.size() >= calls + 6);
    stage.pass(Duration.ofMinutes(1));
    await().atMost(60, SECONDS).until(() -> discord.server.requests.size() >= calls + 12);
    discord.clearFaults();
    assertThat(stage.outcome(delayed)).isEqualTo(new Outcome.Done());
  }

  /** What would be written fails; an empty message is refused before that, and reads answer. */
  private static boolean isWrite(Request request) {
    return !request.method().equals("GET") && !isEmpty(request);
  }

  private static boolean isEmpty(Request request) {
    return request.method().equals("POST") && request.body().contains("{\"content\":\"\"}");
  }

  static List<Predicate<Request>> failuresOfWrites() {
    return List.of(
        DispatcherPoisonTest::isWrite,
        request -> isWrite(request) && request.method().equals("POST"),
        request -> isWrite(request) || request.path().startsWith("/channels/7/"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfWrites")
  void whereNothingIsWrittenNothingIsChangedOrGivenUp(Predicate<Request> failing) {
    discord.script(ERROR, FOR_EVER, failing);
    var shown = shown(1, "text", "a.png");
    var reply = send(7, 1, "reply one");
    var second = send(8, 1, "reply two");
    var third = send(9, 1, "reply three");
    stage.offer(shown, reply, second, third);
    triesOn(Duration.ofSeconds(1));
    triesOn(Duration.ofSeconds(11));
    triesOn(Duration.ofSeconds(21));
    triesOn(Duration.ofMinutes(11));
    assertThat(stage.outcomes).isEmpty();
    assertThat(discord.server.requests)
        .noneMatch(one -> one.body().contains("`#1`") || one.body().contains("instead of"));
    assertThat(stage.status().outage()).isTrue();
    discord.clearFaults();

    for (Job.Send job : List.of(shown, reply, second, third)) {
      assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    }
    assertThat(discord.contents(5)).containsExactly("text");
    assertThat(discord.contents(7)).containsExactly("reply one");
  }

  @Test
  void whereNothingIsWrittenNoEditDeletionOrReactionIsGivenUp() {
    long first = discord.existing(5, "old");
    long second = discord.existing(7, "withdrawn");
    long third = discord.existing(8, "seen");
    discord.script(ERROR, FOR_EVER, DispatcherPoisonTest::isWrite);
    var edit = edit(1, first, "new");
    var deletion = removal(7, second);
    var key = new Job.Key("ticket:8", 1);
    var reaction = new Job.React(key, 8, Lane.RELAY, third, "👍", true);
    stage.offer(edit, deletion, reaction);
    triesOn(Duration.ofSeconds(1));
    triesOn(Duration.ofSeconds(11));
    triesOn(Duration.ofMinutes(11));
    assertThat(stage.outcomes).isEmpty();
    discord.clearFaults();

    for (Job job : List.of(edit, deletion, reaction)) {
      assertThat(stage.outcome(job)).isEqualTo(new Outcome.Done());
    }
    assertThat(discord.contents(5)).containsExactly("new");
    assertThat(discord.contents(7)).isEmpty();
  }

  @Test
  void aWithdrawalGoesOnBeingTriedWhileOthersAreServed() {
    long message = discord.existing(5, "withdrawn");
    discord.script(ERROR, FOR_EVER, request -> request.method().equals("DELETE"));
    var deletion = removal(5, message);
    stage.offer(deletion);
    await().atMost(60, SECONDS).until(() -> discord.count("DELETE", ".*") >= 5);
    for (int i = 0; i < 4; i++) {
      stage.pass(Duration.ofMinutes(1));
      othersAreServed();
      triesOn(Duration.ofSeconds(11));
    }
    assertThat(stage.outcomes).doesNotContainKey(deletion.key());
    discord.clearFaults();
    assertThat(stage.outcome(deletion)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(5)).isEmpty();
  }

  @Test
  void whereOnlyReadsFailNothingIsChanged() {
    discord.script(ERROR, FOR_EVER, request -> request.method().equals("GET"));
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var text = shown(1, "poison");
    stage.offer(text);
    failsFor(Duration.ofSeconds(11));
    triesOn(Duration.ofMinutes(1));
    assertThat(stage.outcomes).doesNotContainKey(text.key());
    discord.clearFaults();

    assertThat(stage.outcome(text)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("poison");
  }

  @Test
  void aChannelThatTakesNothingLosesAReplyOnlyAfterVeryLongAndChangesNoMessage() {
    discord.script(ERROR, FOR_EVER, TinyDiscord.posts(5));
    var reply = send(5, 1, "reply");
    var text = shown(2, "text");
    stage.offer(reply, text);
    failsFor(Duration.ofSeconds(31));
    triesOn(Duration.ofMinutes(1));
    assertThat(stage.outcomes).doesNotContainKey(reply.key());
    failsFor(Duration.ofMinutes(10));
    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.Refused.class);
    failsFor(Duration.ofMinutes(11));
    triesOn(Duration.ofMinutes(1));
    discord.clearFaults();

    assertThat(stage.outcome(text)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("text");
  }

  @Test
  void whereNothingElseIsSentAMessageIsShownOtherwiseAfterVeryLong() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var poisoned = shown(1, "poison");
    stage.offer(poisoned);
    triesOn(Duration.ofSeconds(1));
    triesOn(Duration.ofSeconds(31));
    triesOn(Duration.ofMinutes(3));
    assertThat(stage.outcomes).isEmpty();
    stage.pass(Duration.ofMinutes(8));
    assertThat(stage.outcome(poisoned)).isInstanceOf(Outcome.SentAs.class);
  }

  @Test
  void whereNothingElseIsSentAReplyWaitsUntilOneMessageOrEditIsTaken() {
    long remark = discord.existing(7, "not delivered yet");
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var poisoned = send(5, 1, "poison");
    stage.offer(poisoned);
    triesOn(Duration.ofSeconds(31));
    triesOn(Duration.ofMinutes(11));
    assertThat(stage.outcomes).isEmpty();
    stage.offer(
        new Job.Amend(
            new Job.Key("ticket:7", 1), 7, Lane.RELAY, remark, Draft.of("not delivered yet!")));
    assertThat(stage.outcome(poisoned))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Refusal.FAILING));
  }

  @Test
  void aMessageTakenLongAgoOrBeforeTheFailuresShowsNothing() {
    othersAreServed();
    discord.script(ERROR, FOR_EVER, DispatcherPoisonTest::isWrite);
    var reply = send(5, 1, "reply");
    stage.offer(reply);
    triesOn(Duration.ofSeconds(31));
    triesOn(Duration.ofSeconds(31));
    assertThat(stage.outcomes).doesNotContainKey(reply.key());
    discord.clearFaults();
    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.Sent.class);
  }

  @Test
  void anEmptyMessageThatIsTakenIsDeletedAtOnceAndNoOtherFollows() {
    discord.takeEmpty();
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    discord.script(ERROR, 2, request -> request.method().equals("DELETE"));
    var poisoned = shown(1, "poison");
    stage.offer(poisoned);
    failsFor(Duration.ofSeconds(11));
    assertThat(stage.outcome(poisoned)).isInstanceOf(Outcome.SentAs.class);
    var second = shown(2, "poison, too");
    stage.offer(second);
    await().atMost(60, SECONDS).until(() -> discord.count("POST", "/channels/5/messages") >= 15);
    failsFor(Duration.ofSeconds(11));
    assertThat(stage.outcome(second)).isInstanceOf(Outcome.SentAs.class);

    assertThat(discord.contents(5)).hasSize(2).noneMatch(String::isBlank);
    assertThat(discord.server.requests.stream().filter(DispatcherPoisonTest::isEmpty)).hasSize(1);
  }

  private static Job.Remove removal(long channel, long message) {
    return new Job.Remove(new Job.Key("ticket:" + channel, 1), channel, Lane.STAFF, message);
  }

  private static Job.Amend edit(long post, long message, String text) {
    return new Job.Amend(new Job.Key("ticket:5", post), 5, Lane.RELAY, message, Draft.of(text));
  }
}
