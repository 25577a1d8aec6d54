package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Outcome.Refusal;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refusals end a job, and which only delay it. */
class DispatcherRefusalsTest {
  private static final DispatcherStage STAGE = new DispatcherStage();
  private static final String PAGE = "<html><h1>Forbidden</h1></html>";

  private static final Pattern UPLOADED = Pattern.compile("; filename=\"([^\"]*)\"");

  private static long channels = 100;
  private static long posts;

  private final TinyDiscord discord = STAGE.discord;
  private final long channel = ++channels;

  @AfterEach
  void clear() {
    discord.clearFaults();
  }

  @AfterAll
  static void stop() {
    STAGE.close();
  }

  private static Reply page(int status) {
    return new Reply(status, PAGE, Map.of("Content-Type", "text/html"), Duration.ZERO);
  }

  private void assertDelayed(Reply reply) {
    discord.script(reply, 4, TinyDiscord.posts(channel));
    var first = send(channel, 1, "first");
    var second = send(channel, 2, "second");
    STAGE.offer(first, second);
    assertThat(STAGE.outcome(first)).isInstanceOf(Outcome.Sent.class);
    assertThat(STAGE.outcome(second)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(channel)).containsExactly("first", "second");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 407, 408, 409, 411, 413, 431, 451})
  void anIntermediarysPageDelaysAPost(int status) {
    assertDelayed(page(status));
  }

  @ParameterizedTest
  @CsvSource({
    "403, 0, 403: Forbidden",
    "404, 0, 404: Not Found",
    "400, 0, 400: Bad Request",
    "401, 0, 401: Unauthorized",
    "403, 20026, flagged by our anti-spam system",
    "403, 40001, Unauthorized",
    "403, 40002, You need to verify your account",
    "403, 40333, internal network error",
    "400, 50041, Invalid API version",
    "400, 987654, a code that nobody knows yet",
    "403, 20016, slow mode",
    "403, 40003, You are opening direct messages too fast",
    "400, 130000, API resource is currently overloaded",
  })
  void whatIsNotSaidOfTheMemberTheChannelOrTheTextDelaysAPost(
      int status, int code, String message) {
    assertDelayed(Reply.json(status, "{\"code\":%d,\"message\":\"%s\"}".formatted(code, message)));
  }

  @Test
  void aRefusalWithoutACodeOrWithOddOnesDelaysAPost() {
    assertDelayed(Reply.json(403, "{\"message\":\"no\"}"));
    for (String body :
        List.of(
            "",
            "{\"code\":\"x\"}",
            "{\"code\":\"50007\"}",
            "{\"code\":50007.5}",
            "{\"code\":{\"code\":50007}}",
            "[]",
            "[{\"code\":50007}]",
            "7",
            "null",
            "{\"error\":\"denied\"}")) {
      discord.script(Reply.json(400, body), 1, TinyDiscord.posts(channel));
    }
    var odd = send(channel, 3, "odd");
    STAGE.offer(odd);
    assertThat(STAGE.outcome(odd)).isInstanceOf(Outcome.Sent.class);
  }

  @ParameterizedTest
  @CsvSource({
    "403, 50007, DM_CLOSED",
    "403, 50278, NO_COMMON_GUILD",
    "404, 10008, MESSAGE_GONE",
    "413, 40005, TOO_LARGE",
    "400, 50045, TOO_LARGE",
    "400, 50035, INVALID",
    "400, 50006, INVALID",
    "400, 20009, INVALID",
    "400, 200000, INVALID",
    "400, 240000, INVALID",
    "400, 50083, INVALID",
    "404, 10014, INVALID",
    "400, 30010, INVALID",
  })
  void whatDiscordSaysOfThemIsFinal(int status, int code, Refusal reason) {
    discord.script(
        Reply.json(status, "{\"code\":%d,\"message\":\"x\"}".formatted(code)),
        1,
        TinyDiscord.posts(channel));
    var refused = send(channel, 1, "refused");
    var next = send(channel, 2, "next");
    STAGE.offer(refused, next);
    assertThat(STAGE.outcome(refused))
        .isEqualTo(new Outcome.Refused(reason, "x (%d)".formatted(code)));
    assertThat(STAGE.outcome(next)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(channel)).containsExactly("next");
  }

  /** The permission may be back at that moment. */
  @ParameterizedTest
  @ValueSource(ints = {50001, 50013})
  void nothingOvertakesWhatWasForbidden(int code) {
    discord.script(
        Reply.json(403, "{\"code\":%d,\"message\":\"x\"}".formatted(code)),
        1,
        TinyDiscord.posts(channel));
    var forbidden = send(channel, 1, "forbidden");
    var next = send(channel, 2, "next");
    STAGE.offer(forbidden, next);
    assertThat(STAGE.outcome(forbidden))
        .isEqualTo(new Outcome.Refused(Refusal.FORBIDDEN, "x (%d)".formatted(code)));
    await().atMost(60, SECONDS).until(() -> STAGE.status().waiting().total() == 0);
    assertThat(discord.contents(channel)).isEmpty();

    STAGE.pass(Duration.ofSeconds(2));
    STAGE.offer(forbidden, next);
    assertThat(STAGE.outcome(next)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(channel)).containsExactly("forbidden", "next");
  }

  /** Their owners offer them every few seconds. */
  @Test
  void ofManyForbiddenChannelsOneIsAskedForInASecond() {
    Predicate<Request> many = request -> request.path().startsWith("/channels/77");
    discord.fault(TinyDiscord.Fault.FORBIDDEN, 1_000_000, many);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      jobs.add(send(7_700 + i, 1, "forbidden"));
    }
    jobs.forEach(STAGE::offer);
    jobs.forEach(STAGE::outcome);
    int seconds = 10;
    for (int i = 0; i < seconds; i++) {
      long asked = discord.count("POST", "/channels/77.*");
      STAGE.pass(Duration.ofSeconds(1));
      jobs.forEach(STAGE::offer);
      await().atMost(60, SECONDS).until(() -> discord.count("POST", "/channels/77.*") > asked);
    }
    // In the seconds by the true clock some more may be asked for.
    assertThat(discord.count("POST", "/channels/77.*"))
        .isLessThanOrEqualTo(jobs.size() + seconds + 20L);

    discord.clearFaults();
    STAGE.look();
    await()
        .atMost(60, SECONDS)
        .until(() -> jobs.stream().allMatch(job -> STAGE.wanted.contains(job.key())));
    jobs.forEach(STAGE::offer);
    await()
        .atMost(60, SECONDS)
        .until(() ->
            jobs.stream()
                .map(job -> STAGE.outcomes.getOrDefault(job.key(), List.of()).getLast())
                .allMatch(Outcome.Sent.class::isInstance));
  }

  @Test
  void whatLackedAPermissionIsOfferedAgainOncePermissionsHaveChanged() {
    discord.fault(TinyDiscord.Fault.FORBIDDEN, 1, TinyDiscord.posts(channel));
    var lacking = send(channel, 1, "lacking");
    STAGE.offer(lacking);
    assertThat(STAGE.outcome(lacking)).isInstanceOf(Outcome.Refused.class);
    assertThat(STAGE.wanted).doesNotContain(lacking.key());

    STAGE.look();
    await().atMost(60, SECONDS).until(() -> STAGE.wanted.contains(lacking.key()));
    STAGE.offer(lacking);
    assertThat(STAGE.outcome(lacking, 2)).isInstanceOf(Outcome.Sent.class);
  }

  @ParameterizedTest
  @CsvSource({
    "50046, ''",
    "50035, '\"attachments\":{\"1\":{\"filename\":{\"_errors\":[]}}}'",
    "50035, '\"files\":{\"1\":{\"_errors\":[]}}'",
  })
  void aFileThatIsRefusedIsLeftOut(int code, String errors) {
    discord.script(
        Reply.json(400, "{\"code\":%d,\"message\":\"x\",\"errors\":{%s}}".formatted(code, errors)),
        1_000,
        TinyDiscord.posts(channel).and(request -> request.body().contains("filename=\"bad.png\"")));
    var job = withFiles(FewFiles.KEY, FewFiles.KEY);
    STAGE.offer(job);
    assertThat(STAGE.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> assertThat(sent.form()).isEqualTo(Form.PLANNED.without(List.of(1))));
    assertThat(discord.contents(channel)).containsExactly("f\nno bad.png");
  }

  @Test
  void aFileOfWhichTheCopyIsGoneIsLeftOut() {
    var job = withFiles(FewFiles.KEY, "absent");
    var both = withFiles("absent", "absent");
    STAGE.offer(job);
    assertThat(STAGE.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> assertThat(sent.form()).isEqualTo(Form.PLANNED.without(List.of(1))));
    STAGE.offer(both);
    assertThat(STAGE.outcome(both))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> assertThat(sent.form()).isEqualTo(Form.PLANNED.without(List.of(0, 1))));
    assertThat(discord.contents(channel))
        .containsExactly("f\nno bad.png", "f\nno fine.png\nno bad.png");
  }

  /** The bot may post, and not attach files; where it may not even post, nothing is shown. */
  @Test
  void whereTheBotMayNotAttachFilesTheTextIsShownWithoutThem() {
    discord.script(
        Reply.json(403, "{\"code\":50013,\"message\":\"Missing Permissions\"}"),
        1_000,
        TinyDiscord.posts(channel).and(request -> request.body().contains("filename=")));
    var job = withFiles(FewFiles.KEY, FewFiles.KEY);
    STAGE.offer(job);
    assertThat(STAGE.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent -> assertThat(sent.form()).isEqualTo(Form.PLANNED.without(List.of(0, 1))));
    assertThat(discord.contents(channel)).containsExactly("f\nno fine.png\nno bad.png");

    discord.script(
        Reply.json(403, "{\"code\":50013,\"message\":\"Missing Permissions\"}"),
        1_000,
        TinyDiscord.posts(channel));
    long asked = discord.count("POST", "/channels/" + channel + "/messages");
    var barred = withFiles(FewFiles.KEY, FewFiles.KEY);
    STAGE.offer(barred);
    assertThat(STAGE.outcome(barred))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.FORBIDDEN));
    assertThat(discord.count("POST", "/channels/" + channel + "/messages"))
        .as("with files and without")
        .isEqualTo(asked + 2);
  }

  /** Too many edits of an old message: said with the status of a rate limit, and no limit. */
  @Test
  void anEditThatIsRefusedForGoodWithA429HoldsUpNothing() {
    long message = discord.existing(channel, "old");
    discord.script(
        Reply.json(429, "{\"code\":30046,\"message\":\"x\",\"retry_after\":5}"),
        1_000,
        request -> request.method().equals("PATCH"));
    var edit =
        new Job.Amend(
            new Job.Key("ticket:" + channel, ++posts),
            channel,
            Lane.RELAY,
            message,
            Draft.of("new"));
    var post = send(channel, ++posts, "post");
    STAGE.offer(edit, post);
    assertThat(STAGE.outcome(edit)).isInstanceOf(Outcome.Refused.class);
    assertThat(STAGE.outcome(post)).isInstanceOf(Outcome.Sent.class);
  }

  /** A portal's page, an empty object, a list, no word at all. */
  static Stream<Reply> answersThatNameNothing() {
    return Stream.of(
        page(200), page(202), Reply.json(200, "{}"), Reply.json(200, "[]"), Reply.json(200, ""));
  }

  static Stream<Reply> answersThatAreNotDiscords() {
    return Stream.concat(answersThatNameNothing(), Stream.of(Reply.json(200, "{\"id\":\"1\"}")));
  }

  @ParameterizedTest
  @MethodSource("answersThatAreNotDiscords")
  void whatSomebodyOnTheWayAnswersIsNotTakenForDone(Reply reply) {
    long edited = discord.existing(channel, "old");
    long deleted = discord.existing(channel, "gone");
    discord.script(reply, 2, request -> request.method().equals("PATCH"));
    discord.script(reply, 2, request -> request.method().equals("DELETE"));
    discord.script(reply, 2, request -> request.method().equals("PUT"));
    var owner = "ticket:" + channel;
    var edit =
        new Job.Amend(new Job.Key(owner, ++posts), channel, Lane.RELAY, edited, Draft.of("new"));
    var deletion = new Job.Remove(new Job.Key(owner, ++posts), channel, Lane.RELAY, deleted);
    var reaction =
        new Job.React(new Job.Key(owner, ++posts), channel, Lane.RELAY, edited, "👍", true);
    STAGE.offer(edit, deletion, reaction);
    assertThat(STAGE.outcome(edit)).isEqualTo(new Outcome.Done());
    assertThat(STAGE.outcome(deletion)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(channel)).containsExactly("new");
    assertThat(STAGE.outcome(reaction)).isEqualTo(new Outcome.Done());
    assertThat(discord.count("PUT", "/channels/" + channel + "/.*")).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("answersThatAreNotDiscords")
  void aChannelIsDeletedOnlyWhenDiscordNamesIt(Reply reply) {
    discord.script(reply, 2, request -> request.method().equals("DELETE"));
    long asked = discord.count("DELETE", ".*");
    var close =
        new Job.CloseChannel(
            new Job.Key("ticket:" + channel, ++posts), channel, Lane.RELAY, "closed");
    STAGE.offer(close);
    assertThat(STAGE.outcome(close)).isEqualTo(new Outcome.Done());
    assertThat(discord.count("DELETE", ".*")).isEqualTo(asked + 3);
  }

  /** Whether it was taken is not known: it stands once, however often that is answered. */
  @ParameterizedTest
  @MethodSource("answersThatNameNothing")
  void aPostIsNotTakenForShownWhereNoMessageIsNamed(Reply reply) {
    assertDelayed(reply);
  }

  /** Discord counts the files of the request: a text that goes as a file is the first of them. */
  @Test
  void filesThatDiscordNamesBesideATextThatIsAFileAreLeftOutAndNoOthers() {
    discord.script(
        Reply.json(400, "{\"code\":200000,\"message\":\"x\"}"),
        1_000,
        TinyDiscord.posts(channel).and(request -> request.body().contains("\"content\":\"darn")));
    for (int i = 0; i < 6; i++) {
      int number = i;
      discord.script(
          Reply.json(
              400,
              "{\"code\":50035,\"message\":\"x\",\"errors\":{\"attachments\":{\"%d\":{}}}}"
                  .formatted(number)),
          1_000,
          TinyDiscord.posts(channel)
              .and(request -> uploads(request).skip(number).limit(1).anyMatch("bad"::equals)));
    }
    // Of so many files not each choice is tried: those that are refused are found by their numbers.
    var job =
        withFiles(
            "darn",
            Stream.of("a", "bad", "c", "bad", "e")
                .map(name -> new StoredFile(FewFiles.KEY, name, 3, "image/png"))
                .toArray(StoredFile[]::new));
    STAGE.offer(job);

    assertThat(STAGE.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.SentAs.class,
            sent ->
                assertThat(sent.form())
                    .isEqualTo(Form.PLANNED.with(Form.Words.IN_A_FILE).without(List.of(1, 3))));
    assertThat(discord.files(channel)).containsExactly("message.txt", "a", "c", "e");
  }

  /** The names of the files of a request, in its order. */
  private static Stream<String> uploads(Request request) {
    return UPLOADED.matcher(request.body()).results().map(found -> found.group(1));
  }

  private Job.Send withFiles(String first, String second) {
    return withFiles(
        "f",
        new StoredFile(first, "fine.png", 3, "image/png"),
        new StoredFile(second, "bad.png", 3, "image/png"));
  }

  private Job.Send withFiles(String text, StoredFile... files) {
    long post = ++posts;
    return new Job.Send(
        new Job.Key("ticket:" + channel, post),
        channel,
        Lane.RELAY,
        new Draft(text, List.of(), List.of(files), Draft.Pings.NONE, 0),
        "n" + post,
        0,
        false,
        new Job.Fallback(
            List.of(files).stream().map(file -> "no " + file.name()).toList(),
            "`#1`",
            false,
            false));
  }

  @Test
  void filesThatAnIntermediaryFindsTooLargeAgainAndAgainAreGivenUp() {
    discord.script(page(413), 3, TinyDiscord.posts(channel));
    var file = new StoredFile(FewFiles.KEY, "a.png", 3, "image/png");
    var draft = new Draft("f", List.of(), List.of(file), Draft.Pings.NONE, 0);
    var job =
        new Job.Send(
            new Job.Key("ticket:" + channel, 1), channel, Lane.RELAY, draft, "n", 0, false);
    STAGE.offer(job);
    assertThat(STAGE.outcome(job)).isEqualTo(new Outcome.Refused(Refusal.TOO_LARGE, "HTTP 413"));
  }
}
