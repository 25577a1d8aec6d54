package dev.switchboard.discord.desk;

import static dev.switchboard.discord.desk.DeskStage.json;
import static dev.switchboard.discord.desk.DeskStage.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.Right;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.discord.command.Deferrals;
import dev.switchboard.discord.command.InteractionResponder;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeskInteractionsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  private static final String FORM =
      "{'custom_id':'edit:3','components':[{'type':1,'components':"
          + "[{'type':4,'custom_id':'text','value':'other words'}]}]}";
  private static final Staff ANNA = new Staff(5, "anna", "Moderator");
  private static final String REPLY =
      "{'type':1,'name':'reply','options':[{'type':3,'name':'message','value':'hello'}]}";

  private volatile Reply callback = Reply.json(200, "{}");
  private volatile String message = "";
  private final ScriptedDiscord discord = new ScriptedDiscord(this::script);
  private final long id = DeskStage.idOfAge(Duration.ZERO);
  private Instant since = Instant.now();
  private DeskStage stage;
  private InteractionResponder interactionResponder;
  private StaffInteractions desk;

  @BeforeEach
  void start() {
    stage = new DeskStage(discord.access());
    begin(Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    stage.close();
    discord.close();
  }

  @Test
  void aSlashCommandIsDeferredExecutedAndAnswered() {
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.Reply(
                id, ANNA, Content.of("hello"), false, false, Snowflake.time(id)));
    assertThat(bodies("/callback"))
        .singleElement()
        .satisfies(
            body -> assertThat(body.toString()).isEqualTo("{\"type\":5,\"data\":{\"flags\":64}}"));
    assertThat(bodies("/webhooks/77/secret/messages/@original"))
        .singleElement()
        .satisfies(body ->
            assertThat(body.path("content").asText())
                .isEqualTo(TestWords.english(Wording.replied(1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000000", "2147483648", "9007199254740992"})
  void aNumberBeyondAllNumbersIsAskedForLikeAnyOther(String number) {
    stage.tickets.next(new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    JsonNode slash =
        slash(
            5,
            11,
            "{'type':1,'name':'delete','options':[{'type':4,'name':'number','value':%s}]}"
                .formatted(number));
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.DeleteReply(id, ANNA, Integer.MAX_VALUE, false, Snowflake.time(id)));
    assertThat(bodies("/webhooks/77/secret/messages/@original"))
        .singleElement()
        .satisfies(body ->
            assertThat(body.path("content").asText())
                .isEqualTo(TestWords.english(Wording.refused(TicketReply.Reason.NO_SUCH_MESSAGE))));
  }

  @Test
  void whoWaitsForWhatIsBuriedIsTold() {
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    now(desk.deadLettered(slash, since));
    assertThat(stage.tickets.asked()).isEmpty();
    assertThat(bodies("/webhooks/77/secret/messages/@original"))
        .singleElement()
        .satisfies(body ->
            assertThat(body.path("content").asText()).isEqualTo(TestWords.english(Wording.FAILED)));
  }

  @Test
  void commandsOfSomebodyWhoIsNotStaffAreRefusedByThePort() {
    take(slash(6, 12, REPLY));
    take(interaction(2, 6, 12, "{'type':3,'name':'Delete reply','target_id':'88'}"));
    take(interaction(2, 6, 12, "{'type':3,'name':'Edit reply','target_id':'88'}"));
    take(interaction(5, 6, 12, FORM));
    take(slash(6, 12, "{'type':1,'name':'ping'}"));
    take(interaction(3, 6, 12, "{'custom_id':'late:88:00'}"));

    assertThat(stage.tickets.acted()).hasSize(4).noneMatch(by -> by.may(Right.ANSWER_MEMBERS));
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void aReplayedFrameIsDeferredOnce() {
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    assertThat(bodies("/callback")).hasSize(1);
  }

  @Test
  void filesAndFlagsOfASlashCommandAreRead() {
    JsonNode slash =
        slash(
            5,
            11,
            "{'type':1,'name':'reply','options':[{'type':11,'name':'attachment','value':'8'},"
                + "{'type':5,'name':'anonymous','value':true}],'resolved':{'attachments':{'8':"
                + "{'id':'8','filename':'a.png','size':9,'url':'http://127.0.0.1/a.png',"
                + "'content_type':'image/png'}}}}");
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    Attachment file = new Attachment(8, "a.png", 9, "http://127.0.0.1/a.png", "image/png");
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.Reply(
                id,
                ANNA,
                new Content("", List.of(file), List.of(), 0),
                true,
                false,
                Snowflake.time(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REPLY,
        "{'type':3,'name':'Edit reply','target_id':'33'}",
        "{'type':3,'name':'Delete reply','target_id':'33'}",
        "{'type':1,'name':'help'}"
      })
  void whoIsNotStaffIsRefusedAtOnce(String data) {
    JsonNode slash = slash(6, 12, data);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    await().untilAsserted(() -> assertThat(bodies("/callback")).hasSize(1));
    JsonNode answer = bodies("/callback").getFirst();
    assertThat(answer.path("type").asInt()).isEqualTo(4);
    assertThat(answer.path("data").path("content").asText())
        .isEqualTo(TestWords.english(Wording.NOT_STAFF));
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void buttonsAndFormsOfOthersAreRefused(int type) {
    String data = type == 3 ? "{'custom_id':'late:33'}" : "{'custom_id':'edit:3'}";
    JsonNode pressed = interaction(type, 6, 12, data);
    interactionResponder.seen("INTERACTION_CREATE", pressed);
    take(pressed);
    await().untilAsserted(() -> assertThat(bodies("/callback")).hasSize(1));
    assertThat(bodies("/callback").getFirst().path("type").asInt()).isEqualTo(4);
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void whatDiscordDidNotLetUsDeferIsNotExecutedAndALineSaysSo() {
    callback = Reply.json(404, "{\"code\":10062,\"message\":\"Unknown interaction\"}");
    JsonNode slash = slash(5, 11, "{'type':1,'name':'close'}");
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.IsDone(id));
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Remark.class,
            remark -> assertThat(remark.text()).contains("`/close` by <@5> was not executed"));
  }

  @Test
  void whatAnEarlierProcessDidWithoutNotingItsDeferralIsAnsweredAndNotSaidToBeUndone() {
    stage.tickets.answer(new TicketQuery.Done(true, true));
    take(slash(5, 11, REPLY));
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.IsDone(id));
    assertThat(stage.tickets.asked()).singleElement().isInstanceOf(TicketCommand.Reply.class);
    assertThat(bodies("/messages/@original"))
        .singleElement()
        .satisfies(body ->
            assertThat(body.path("content").asText())
                .isEqualTo(TestWords.english(Wording.replied(1))));
  }

  /** The process before this one may have ended ahead of the audit log. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':1,'name':'edit','options':[{'type':4,'name':'number','value':3},{'type':3,'name':'text','value':'x'}]}",
        "{'type':1,'name':'delete','options':[{'type':4,'name':'number','value':3}]}",
        "{'type':1,'name':'priority','options':[{'type':3,'name':'level','value':'high'}]}",
        "{'type':1,'name':'close'}"
      })
  void whatAnEarlierProcessDidIsAskedForOnceMoreForTheAuditLog(String command) {
    stage.tickets.answer(new TicketQuery.Done(true, true));
    take(slash(5, 11, command));
    assertThat(stage.tickets.acted()).hasSize(1);
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Act.class, act -> assertThat(act.source()).isEqualTo(id));
  }

  @Test
  void whatWasDisownedIsNotExecutedByTheNextProcessEither() {
    begin(Duration.ofMillis(50));
    JsonNode slash = slash(5, 11, REPLY);
    Deferrals deferrals = new Deferrals(DATABASE.database());
    interactionResponder.seen("INTERACTION_CREATE", slash);
    await().untilAsserted(() -> assertThat(bodies("/messages/@original")).hasSize(1));
    await().until(() -> !now(deferrals.noted(id)));

    begin(Duration.ofMillis(50));
    callback = Reply.json(400, "{\"code\":40060,\"message\":\"already acknowledged\"}");
    interactionResponder.seen("INTERACTION_CREATE", slash);
    take(slash);
    assertThat(stage.tickets.asked(TicketCommand.Reply.class)).isEmpty();
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .singleElement()
        .satisfies(remark -> assertThat(remark.text()).contains("was not executed"));
  }

  @Test
  void aRestartExecutesWhatWasNotedAsDeferredOnly() {
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    await()
        .untilAsserted(
            () -> assertThat(now(new Deferrals(DATABASE.database()).noted(id))).isTrue());
    begin(Duration.ofMinutes(1));
    take(slash);
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.Reply.class);
    assertThat(bodies("/messages/@original")).hasSize(1);

    JsonNode never = DeskInteractionsTest.interaction(id + 1, 2, 5, 11, REPLY);
    take(never);
    assertThat(stage.tickets.asked(TicketCommand.Reply.class)).hasSize(1);
    assertThat(stage.tickets.asked(TicketCommand.Remark.class)).hasSize(1);
  }

  @Test
  void aQuarterOfAnHourLaterTheAnswerIsALine() {
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    since = Instant.now().plus(Duration.ofMinutes(16));
    take(slash);
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .singleElement()
        .satisfies(remark -> assertThat(remark.text()).startsWith("`/reply` by <@5>: Message 1"));
    assertThat(bodies("/messages/@original")).isEmpty();
  }

  @Test
  void whatIsNotStoredInTimeIsDisownedForGood() {
    begin(Duration.ofMillis(50));
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    await().untilAsserted(() -> assertThat(bodies("/messages/@original")).hasSize(1));
    assertThat(bodies("/messages/@original").getFirst().path("content").asText())
        .isEqualTo(TestWords.english(Wording.NOT_STORED));
    take(slash);
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void whatAnEarlierProcessDeferredIsExecutedAndNeverDisowned() {
    now(new Deferrals(DATABASE.database()).note(id, since));
    begin(Duration.ofMillis(50));
    callback = Reply.json(400, "{\"code\":40060,\"message\":\"already acknowledged\"}");
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    await().until(() -> bodies("/callback").size() == 1);
    take(slash);
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.Reply.class);
  }

  @Test
  void anUnknownOutcomeIsNotAnswered() {
    stage.tickets.next(CompletableFuture.failedStage(new TimeoutException()));
    JsonNode slash = slash(5, 11, REPLY);
    interactionResponder.seen("INTERACTION_CREATE", slash);
    assertThatThrownBy(() -> take(slash)).hasRootCauseInstanceOf(TimeoutException.class);
    assertThat(bodies("/messages/@original")).isEmpty();
    take(slash);
    assertThat(stage.tickets.asked(TicketCommand.Reply.class)).hasSize(2);
    assertThat(bodies("/messages/@original")).hasSize(1);
  }

  @Test
  void aReplyIsEditedInAFormThatHoldsItsText() {
    stage.tickets.answer(new TicketQuery.Found(3, true, 5, "old \"text\""));
    JsonNode menu = slash(5, 11, "{'type':3,'name':'Edit reply','target_id':'33'}");
    interactionResponder.seen("INTERACTION_CREATE", menu);
    take(menu);
    await().untilAsserted(() -> assertThat(bodies("/callback")).hasSize(1));
    JsonNode form = bodies("/callback").getFirst();
    assertThat(form.path("type").asInt()).isEqualTo(9);
    assertThat(form.path("data").path("custom_id").asText()).isEqualTo("edit:3");
    assertThat(form.findValue("value").asText()).isEqualTo("old \"text\"");
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.Find(33));

    for (String fields :
        List.of(
            "[{'type':18,'component':{'type':4,'custom_id':'text','value':'new'}}]",
            "[{'type':1,'components':[{'type':4,'custom_id':'text','value':'new'}]}]")) {
      long other = DeskStage.idOfAge(Duration.ZERO);
      JsonNode sent =
          interaction(other, 5, 5, 11, "{'custom_id':'edit:3','components':" + fields + "}");
      interactionResponder.seen("INTERACTION_CREATE", sent);
      take(sent);
      assertThat(stage.tickets.asked())
          .contains(
              new TicketCommand.EditReply(other, ANNA, 3, "new", false, Snowflake.time(other)));
    }
  }

  @Test
  void aFormForWhatIsNoReplyIsNotOpened() {
    stage.tickets.answer(new TicketQuery.Found(3, false, 50, "a member's words"));
    interactionResponder.seen(
        "INTERACTION_CREATE", slash(5, 11, "{'type':3,'name':'Edit reply','target_id':'33'}"));
    await().untilAsserted(() -> assertThat(bodies("/callback")).hasSize(1));
    assertThat(bodies("/callback").getFirst().findValue("content").asText())
        .isEqualTo(TestWords.english(Wording.ONLY_REPLIES));
  }

  @Test
  void aTicketThatIsSlowToAnswerOpensNoForm() {
    stage.tickets.answer(new CompletableFuture<>());
    interactionResponder.seen(
        "INTERACTION_CREATE", slash(5, 11, "{'type':3,'name':'Edit reply','target_id':'33'}"));
    await().untilAsserted(() -> assertThat(bodies("/callback")).hasSize(1));
    assertThat(bodies("/callback").getFirst().findValue("content").asText())
        .isEqualTo(TestWords.english(Wording.MENU_TOO_SLOW));
  }

  @Test
  void aReplyIsDeletedFromItsMenu() {
    stage.tickets.answer(new TicketQuery.Found(3, true, 5, "text"));
    JsonNode menu = slash(5, 11, "{'type':3,'name':'Delete reply','target_id':'33'}");
    interactionResponder.seen("INTERACTION_CREATE", menu);
    take(menu);
    assertThat(stage.tickets.asked())
        .contains(new TicketCommand.DeleteReply(id, ANNA, 3, false, Snowflake.time(id)));
  }

  @Test
  void aLateCommandIsDoneByItsButtonUnderItsOwnId() {
    long typed = DeskStage.idOfAge(Duration.ofMinutes(30));
    message = DeskStage.message(typed, DeskStage.CHANNEL, 8, 11, "!reply sorry").toString();
    JsonNode pressed = interaction(3, 5, 11, "{'custom_id':'late:" + typed + "'}");
    interactionResponder.seen("INTERACTION_CREATE", pressed);
    take(pressed);
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.Reply(
                typed, ANNA, Content.of("sorry"), false, true, Snowflake.time(typed)));
    assertThat(bodies("/callback")).singleElement().hasToString("{\"type\":6}");
    assertThat(bodies("/messages/@original"))
        .singleElement()
        .satisfies(body -> {
          assertThat(body.path("content").asText()).contains("`!reply`").contains("<@5>");
          assertThat(body.path("components")).isEmpty();
        });
  }

  @Test
  void aLateCommandWhoseMessageIsGoneDoesNothing() {
    JsonNode pressed = interaction(3, 5, 11, "{'custom_id':'late:33'}");
    interactionResponder.seen("INTERACTION_CREATE", pressed);
    take(pressed);
    assertThat(stage.tickets.asked()).isEmpty();
    assertThat(bodies("/webhooks/77/secret"))
        .singleElement()
        .satisfies(body ->
            assertThat(body.path("content").asText())
                .isEqualTo(TestWords.english(Wording.LATE_GONE)));
  }

  private void begin(Duration stored) {
    var patience =
        new InteractionResponder.Patience(Duration.ofSeconds(1), stored, Clock.systemUTC());
    interactionResponder =
        new InteractionResponder(
            stage.ports, stage.rules, new Deferrals(DATABASE.database()), patience);
    desk = new StaffInteractions(stage.ports, stage.rules, stage.answers(), interactionResponder);
  }

  private void take(JsonNode interaction) {
    now(desk.take(interaction, since));
  }

  private Reply script(Request request) {
    if (request.path().endsWith("/callback")) {
      return callback;
    }
    if (request.path().contains("/members/")) {
      return Reply.json(200, "{\"user\":{\"id\":\"8\"},\"roles\":[\"11\"]}");
    }
    if (request.method().equals("GET")) {
      return message.isEmpty()
          ? Reply.json(404, "{\"code\":10008,\"message\":\"Unknown Message\"}")
          : Reply.json(200, message);
    }
    return Reply.json(200, "{}");
  }

  /** What was sent to addresses that end so. */
  private List<JsonNode> bodies(String end) {
    return discord.requests.stream()
        .filter(request -> request.path().endsWith(end))
        .map(request -> json(request.body()))
        .toList();
  }

  private JsonNode slash(long user, long role, String data) {
    return interaction(2, user, role, data);
  }

  private JsonNode interaction(int type, long user, long role, String data) {
    return interaction(id, type, user, role, data);
  }

  private static JsonNode interaction(long id, int type, long user, long role, String data) {
    return json(
        ("{'id':'%d','application_id':'77','token':'secret','type':%d,'guild_id':'100',"
                + "'channel_id':'900','member':{'user':{'id':'%d','username':'anna'},"
                + "'roles':['%d'],'permissions':'0'},'data':%s}")
            .formatted(id, type, user, role, data));
  }
}
