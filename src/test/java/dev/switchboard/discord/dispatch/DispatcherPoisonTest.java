package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.patiently;
import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  /** What matters here is how often Discord fails, and how long by the stage's clock. */
  private static final Retry AT_ONCE = new Retry(Duration.ofMillis(2), Duration.ofMillis(20));

  private final DispatcherStage stage = new DispatcherStage(AT_ONCE);
  private final TinyDiscord discord = stage.discord;
  private int seen;

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

  /** So many posts of it have failed, and so much time has passed. */
  private void failsFor(Duration time) {
    patiently().until(() -> discord.count("POST", "/channels/5/messages") >= 4);
    stage.pass(time);
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

  /** Of a channel of staff only a line that is taken there says anything. */
  @Test
  void whereOneChannelFailsNothingIsChangedInItWhateverOthersTake() {
    discord.script(ERROR, FOR_EVER, TinyDiscord.posts(5).and(one -> !isEmpty(one)));
    var file = shown(1, "look", "a.png");
    stage.offer(file);
    timePassesUntil(() -> told() >= 1);
    for (int i = 1; i <= 5; i++) {
      taken(i);
      long calls = told();
      timePassesUntil(() -> told() >= calls + 2);
    }
    discord.clearFaults();

    assertThat(stage.outcome(file)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("look");
  }

  /** The lines whose answers were lost are found, and do not add up. */
  @Test
  void oneLineAtMostStandsInTheChannelHoweverOftenItsAnswerIsLost() {
    discord.forgetNonces();
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    discord.fault(TinyDiscord.Fault.FAILS_AFTERWARDS, FOR_EVER, postsWith("Discord fails"));
    var poisoned = shown(1, "poison");
    stage.offer(poisoned);
    timePassesUntil(() -> told() >= 6);

    assertThat(discord.contents(5)).hasSizeLessThanOrEqualTo(1);
    discord.clearFaults();
    assertThat(stage.outcome(poisoned)).isInstanceOf(Outcome.Sent.class);
  }

  /** A member's message is no place for a line of ours. */
  @Test
  void inAMembersChannelNothingIsSaid() {
    discord.script(ERROR, FOR_EVER, postsWith("filename=\"1e1000\""));
    var stored = new StoredFile(FewFiles.KEY, "1e1000", 3, "image/png");
    var reply =
        new Job.Send(
            new Job.Key("ticket:7", 1),
            7,
            Lane.STAFF,
            new Draft("look", List.of(), List.of(stored), Draft.Pings.NONE, 0),
            "n1",
            0,
            false,
            new Job.Fallback(List.of("(a picture)"), "", false, false));
    stage.offer(reply);
    timePassesUntil(() -> asked() >= 3);
    assertThat(told()).isZero();
    assertThat(stage.outcomes).isEmpty();
    taken(1);

    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.SentAs.class);
    assertThat(discord.contents(7)).containsExactly("look\n(a picture)");
  }

  /** What Discord took before it failed on everything says nothing. */
  @Test
  void whatWasTakenBeforeAFailureOfAllWritesEndsNoReply() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var reply = send(7, 1, "poison");
    stage.offer(reply);
    patiently().until(() -> discord.count("POST", "/channels/7/messages") >= 1);
    taken(1);
    discord.script(
        ERROR, FOR_EVER, request -> !request.method().equals("GET") && !isEmpty(request));
    stage.pass(Duration.ofMinutes(3));
    for (int minutes = 0; minutes < 12; minutes++) {
      long calls = asked();
      patiently().until(() -> asked() >= calls + 2);
      stage.pass(Duration.ofMinutes(1));
    }
    assertThat(stage.outcomes).doesNotContainKey(reply.key());
  }

  /** A page of somebody on the way is no message, whatever its status. */
  @Test
  void anAnswerWithoutAMessageShowsNothing() {
    discord.script(ERROR, FOR_EVER, TinyDiscord.posts(5).and(one -> !isEmpty(one)));
    discord.script(
        new Reply(200, "<html>fine</html>", Map.of("Content-Type", "text/html"), Duration.ZERO),
        FOR_EVER,
        TinyDiscord.posts(6));
    var reply = send(5, 1, "reply");
    stage.offer(reply, send(6, 1, "other"));
    timePassesUntil(() -> asked() >= 10);

    assertThat(stage.outcomes).isEmpty();
  }

  /** Discord says that sending is disabled for a while. */
  @Test
  void aLineThatIsRefusedForAWhileShowsNothing() {
    discord.script(ERROR, FOR_EVER, postsWith("filename"));
    discord.script(
        Reply.json(400, "{\"code\":40004,\"message\":\"temporarily disabled\"}"),
        FOR_EVER,
        postsWith("Discord fails"));
    stage.offer(shown(1, "look", "a.png"));
    timePassesUntil(() -> told() >= 4);

    assertThat(stage.outcomes).isEmpty();
  }

  private long told() {
    return discord.server.requests.stream().filter(postsWith("Discord fails")).count();
  }

  private static boolean isEmpty(Request request) {
    return request.body().equals("{\"content\":\"\"}");
  }

  private long asked() {
    return discord.server.requests.stream().filter(DispatcherPoisonTest::isEmpty).count();
  }

  /** For the dispatcher, two seconds whenever Discord was asked something: on no machine more. */
  private void timePassesUntil(Callable<Boolean> condition) {
    patiently()
        .until(() -> {
          int requests = discord.server.requests.size();
          if (requests > seen) {
            seen = requests;
            stage.pass(Duration.ofSeconds(2));
          }
          return condition.call();
        });
  }

  /** Discord takes a message in another channel. */
  private void taken(long post) {
    var other = send(6, post, "other " + post);
    stage.offer(other);
    assertThat(stage.outcome(other)).isInstanceOf(Outcome.Sent.class);
  }

  /** Discord reads and refuses as ever, and stores nothing. */
  @Test
  void aFailureOfWritesAloneHoweverLongChangesAndEndsNothing() {
    long old = discord.existing(7, "old");
    long gone = discord.existing(8, "gone");
    discord.script(
        ERROR, FOR_EVER, request -> !request.method().equals("GET") && !isEmpty(request));
    var file = shown(1, "look", "a.png");
    var reply = send(6, 2, "reply");
    var edit = new Job.Amend(new Job.Key("a", 1), 7, Lane.RELAY, old, Draft.of("edited"));
    var deletion = new Job.Remove(new Job.Key("b", 1), 8, Lane.RELAY, gone);
    stage.offer(file, reply, edit, deletion);
    for (int minutes = 0; minutes < 12; minutes++) {
      long calls = discord.server.requests.size();
      patiently().until(() -> discord.server.requests.size() >= calls + 8);
      stage.pass(Duration.ofMinutes(1));
    }
    assertThat(asked()).isPositive();
    assertThat(told()).isPositive();
    assertThat(stage.outcomes).isEmpty();
    discord.clearFaults();
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.outcome(file)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(edit)).isEqualTo(new Outcome.Done());
    assertThat(stage.outcome(deletion)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(5)).containsExactly("look");
    assertThat(discord.contents(6)).containsExactly("reply");
    assertThat(discord.contents(7)).containsExactly("edited");
    assertThat(discord.contents(8)).isEmpty();
  }

  private Job.Remove stuckDeletion(long message) {
    discord.script(ERROR, FOR_EVER, request -> request.path().endsWith("/messages/" + message));
    var deletion = new Job.Remove(new Job.Key("a", 1), 8, Lane.RELAY, message);
    stage.offer(deletion);
    return deletion;
  }

  private long deletions() {
    return discord.count("DELETE", "/channels/8/.*");
  }

  /** So much time passes, and it fails so many times more. */
  private void failsOn(int times) {
    long before = deletions();
    timePassesUntil(() -> deletions() >= before + times);
  }

  /** The line that tries a channel would be read by all who read the channel. */
  @Test
  void aDeletionThatIsStuckWhereOthersThanStaffReadSaysNothingThereAndIsTriedUntilItIsDone() {
    stage.everybodyReads(8);
    var deletion = stuckDeletion(discord.existing(8, "gone"));
    failsOn(10);
    for (int i = 1; i <= 3; i++) {
      stage.pass(Duration.ofMinutes(10));
      taken(i);
      failsOn(5);
    }
    assertThat(stage.outcomes).doesNotContainKey(deletion.key());
    assertThat(stage.status().withholding().channels()).isZero();

    discord.clearFaults();
    assertThat(stage.outcome(deletion)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(8)).isEmpty();
    assertThat(told()).isZero();
  }

  @Test
  void aDeletionThatIsStuckIsGivenUpOnceStaffAloneReadItsChannel() {
    stage.everybodyReads(8);
    var deletion = stuckDeletion(discord.existing(8, "gone"));
    failsOn(10);
    assertThat(told()).isZero();

    stage.staffAloneRead(8);
    timePassesUntil(() -> stage.outcomes.containsKey(deletion.key()));
    assertThat(stage.outcome(deletion)).isInstanceOf(Outcome.Refused.class);
    assertThat(told()).isPositive();
    assertThat(discord.contents(8)).containsExactly("gone");
  }

  /** It is opened between the call that reads and the one that would say something. */
  @Test
  void aDeletionWhoseChannelIsOpenedDuringItsLastTrialGoesOnWithoutAWord() {
    stage.staffAloneRead(8);
    long gone = discord.existing(8, "gone");
    discord.script(
        ERROR,
        FOR_EVER,
        request -> {
          if (request.method().equals("GET")) {
            stage.everybodyReads(8);
          }
          return request.path().endsWith("/messages/" + gone);
        });
    var deletion = new Job.Remove(new Job.Key("a", 1), 8, Lane.RELAY, gone);
    stage.offer(deletion);
    timePassesUntil(() -> discord.count("GET", "/channels/8/messages.*") >= 1);
    failsOn(5);
    assertThat(stage.status().withholding().channels()).isZero();
    discord.clearFaults();

    assertThat(stage.outcome(deletion)).isEqualTo(new Outcome.Done());
    assertThat(told()).isZero();
  }

  @Test
  void aReactionIsTakenBackWhereOthersThanStaffReadAndNoneIsMade() {
    stage.everybodyReads(8);
    stage.everybodyReads(9);
    long message = discord.existing(8, "there");
    long other = discord.existing(9, "there");
    var taken = new Job.React(new Job.Key("a", 1), 8, Lane.BULK, message, "👍", false);
    var made = new Job.React(new Job.Key("a", 2), 9, Lane.BULK, other, "👍", true);
    stage.offer(made, taken);

    assertThat(stage.outcome(taken)).isEqualTo(new Outcome.Done());
    assertThat(stage.status().withholding().channels()).isEqualTo(1);
    assertThat(discord.count("PUT", ".*")).isZero();
  }

  /** An intermediary that answers for Discord may take what Discord would refuse. */
  @Test
  void anEmptyMessageThatIsTakenIsTakenBack() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    discord.script(
        Reply.json(200, "{\"id\":\"77\",\"channel_id\":\"5\"}"),
        FOR_EVER,
        DispatcherPoisonTest::isEmpty);
    stage.offer(shown(1, "poison"));
    failsFor(Duration.ofSeconds(11));

    patiently().until(() -> discord.count("DELETE", ".*/messages/77") >= 1);
  }

  @Test
  void aReplyOnWhichDiscordFailsIsGivenUpAndTheNextOneIsSent() {
    discord.script(ERROR, FOR_EVER, postsWith("poison"));
    var poisoned = send(5, 1, "poison");
    var behind = send(5, 2, "behind");
    stage.offer(poisoned, behind);
    timePassesUntil(() -> asked() >= 1);
    // Nothing shows yet that Discord takes messages at all.
    long calls = discord.server.requests.size();
    timePassesUntil(() -> discord.server.requests.size() >= calls + 50);
    assertThat(stage.outcomes).isEmpty();
    taken(1);
    timePassesUntil(() -> stage.outcomes.containsKey(poisoned.key()));

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
      patiently().until(() -> discord.server.requests.size() >= calls + 8);
      stage.pass(Duration.ofMinutes(1));
    }
    assertThat(discord.contents(5)).isEmpty();
    discord.clearFaults();
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.outcome(file)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(text)).isInstanceOf(Outcome.Sent.class);
    assertThat(stage.outcome(reply)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("https://link.example", "text", "reply");
    patiently().until(() -> discord.contents(6).size() == 5);
  }

  @Test
  void anEditOnWhichDiscordFailsIsGivenUpAndOneInAnOutageIsNot() {
    long message = discord.existing(5, "old");
    Predicate<Request> edits = request -> request.method().equals("PATCH");
    discord.script(ERROR, FOR_EVER, edits.and(request -> request.body().contains("poison")));
    var poisoned = edit(1, message, "poison");
    var fine = edit(2, message, "fine");
    stage.offer(poisoned, fine);
    patiently().until(() -> discord.count("PATCH", ".*") >= 4);
    stage.pass(Duration.ofSeconds(11));
    patiently().until(() -> discord.count("GET", "/channels/5/messages.*") >= 1);
    taken(9);
    timePassesUntil(() -> stage.outcomes.containsKey(poisoned.key()));
    assertThat(stage.outcome(poisoned)).isInstanceOf(Outcome.Refused.class);
    assertThat(stage.outcome(fine)).isEqualTo(new Outcome.Done());

    discord.script(PAGE, FOR_EVER, _ -> true);
    var delayed = edit(3, message, "delayed");
    stage.offer(delayed);
    long calls = discord.server.requests.size();
    patiently().until(() -> discord.server.requests.size() >= calls + 6);
    stage.pass(Duration.ofMinutes(1));
    patiently().until(() -> discord.server.requests.size() >= calls + 12);
    discord.clearFaults();
    assertThat(stage.outcome(delayed)).isEqualTo(new Outcome.Done());
  }

  private static Job.Amend edit(long post, long message, String text) {
    return new Job.Amend(new Job.Key("ticket:5", post), 5, Lane.RELAY, message, Draft.of(text));
  }
}
