package dev.switchboard.discord.desk;

import static dev.switchboard.discord.desk.DeskStage.CHANNEL;
import static dev.switchboard.discord.desk.DeskStage.json;
import static dev.switchboard.discord.desk.DeskStage.message;
import static dev.switchboard.discord.desk.DeskStage.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.RateLimits;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.discord.inbox.HistoryRows;
import dev.switchboard.discord.inbox.StoredEvent;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketCommand.Membership;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaffMessagesTest {
  private static final long ELSEWHERE = 901;
  private static final String NOT_CARRIED_OUT =
      "An edited message is not carried out; send it anew.";
  private final ScriptedDiscord discord =
      new ScriptedDiscord(request ->
          request.path().endsWith("/members/5")
              ? ScriptedDiscord.Reply.json(
                  200, "{\"user\":{\"id\":\"5\",\"username\":\"anna\"},\"roles\":[\"11\"]}")
              : ScriptedDiscord.Reply.json(404, "{\"code\":10007,\"message\":\"Unknown\"}"));
  private DeskStage stage;
  private StaffMessages messages;
  private final Instant since = Instant.now();
  private final long id = DeskStage.idOfAge(Duration.ofSeconds(1));
  private final Staff anna = new Staff(5, "anna", "Moderator");

  @BeforeEach
  void start() {
    stage = new DeskStage(discord.access());
    messages = new StaffMessages(stage.ports, stage.rules, stage.answers());
  }

  @AfterEach
  void stop() {
    stage.close();
    discord.close();
  }

  @Test
  void aQuestionToDiscordWaitsForItsTurnInTheBudget() {
    PacedRest one = new PacedRest(stage.rest, 1);
    messages =
        new StaffMessages(
            new CommandPorts(
                stage.tickets,
                stage.ports.channels(),
                stage.ports.correspondents(),
                stage.dispatch,
                one),
            stage.rules,
            stage.answers());
    long before = System.nanoTime();
    assertThat(one.limits().take(new RateLimits.Pass(Call.get("/users/@me")), before)).isZero();
    now(
        messages.reacted(
            json(
                "{'message_id':'1','channel_id':'%d','guild_id':'100','user_id':'5','emoji':{'name':'x'},'added':false}"
                    .formatted(CHANNEL)),
            since));
    assertThat(stage.tickets.asked(TicketCommand.StaffReaction.class)).hasSize(1);
    assertThat(Duration.ofNanos(discord.requests.getFirst().nanos() - before))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anOrdinaryMessageInATicketIsANote() {
    write(CHANNEL, 5, 11, "look at this");
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.TakeNote(id, anna, Content.of("look at this"), Snowflake.time(id)));
  }

  @Test
  void aReplyIsAskedForWithItsMessageAsSource() {
    write(CHANNEL, 5, 11, "!ar hello");
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.Reply(id, anna, Content.of("hello"), true, true, Snowflake.time(id)));
    assertThat(stage.dispatch.offered()).isEmpty();
  }

  @Test
  void aRefusedCommandIsALineInTheChannel() {
    stage.tickets.next(new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    write(CHANNEL, 5, 11, "!delete 12");
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .singleElement()
        .satisfies(remark -> {
          assertThat(remark.source()).isEqualTo(id);
          assertThat(remark.text())
              .isEqualTo(TestWords.english(Wording.refused(TicketReply.Reason.NO_SUCH_MESSAGE)));
        });
  }

  @Test
  void aClosedTicketIsSaidToBeClosedAllTheSame() {
    stage.tickets.otherwise(_ -> new TicketReply.Closed());
    write(CHANNEL, 5, 11, "!reply hello");
    assertThat(stage.dispatch.said()).contains(TestWords.english(Wording.TICKET_CLOSED));
  }

  @Test
  void theWordsOfACommandThatAClosingTicketRefusesAreKeptAsANote() {
    stage.tickets.otherwise(command ->
        command instanceof TicketCommand.Reply
            ? new TicketReply.Closed()
            : new TicketReply.Taken(3));
    write(CHANNEL, 5, 11, "!reply hello");
    assertThat(stage.tickets.asked(TicketCommand.TakeNote.class))
        .containsExactly(
            new TicketCommand.TakeNote(id, anna, Content.of("!reply hello"), Snowflake.time(id)));
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .extracting(TicketCommand.Remark::text)
        .containsExactly(TestWords.english(Wording.TICKET_CLOSED));
    assertThat(stage.dispatch.offered()).isEmpty();
  }

  @Test
  void wordsThatComeAfterTheEndOfATicketAreReadInTheLogChannel() {
    stage.tickets.otherwise(_ -> new TicketReply.Closed());
    write(CHANNEL, 5, 11, "one more *thing*");
    write(CHANNEL, 5, 11, "!reply hello");
    List<Job.Send> log =
        stage.dispatch.offered().stream()
            .map(Job.Send.class::cast)
            .filter(send -> send.channel() == DeskStage.LOG)
            .toList();
    assertThat(log).hasSize(2);
    assertThat(log.getFirst().draft().content())
        .contains(
            "<@5>", "ticket #7", "kept nowhere", "not sent to the member", "one more *thing*");
    assertThat(log.getLast().draft().content()).contains("!reply hello");
  }

  @Test
  void withoutALogChannelWordsAfterTheEndAreAnsweredWhereTheyStand() {
    stage.tickets.otherwise(_ -> new TicketReply.Closed());
    messages = new StaffMessages(stage.ports, stage.rules(OptionalLong.empty()), stage.answers());
    write(CHANNEL, 5, 11, "one more thing");
    assertThat(stage.dispatch.offered())
        .singleElement()
        .isInstanceOfSatisfying(
            Job.Send.class, send -> assertThat(send.channel()).isEqualTo(CHANNEL));
  }

  @Test
  void anUnknownOutcomeIsNotTakenForDone() {
    stage.tickets.next(CompletableFuture.failedStage(new TimeoutException()));
    assertThatThrownBy(() -> write(CHANNEL, 5, 11, "!reply hello"))
        .hasRootCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void whoIsNotStaffExecutesNothing() {
    for (String text : new String[] {"!reply hello", "!close", "!delete 1", "!edit 1 x", "!id"}) {
      write(CHANNEL, 6, 12, text);
    }
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.TakeNote.class);
    write(ELSEWHERE, 6, 12, "!help");
    assertThat(stage.dispatch.offered()).isEmpty();
  }

  @Test
  void botsWebhooksAndDiscordsNoticesAreIgnored() {
    ObjectNode bot = (ObjectNode) message(id, CHANNEL, 5, 11, "!close");
    ((ObjectNode) bot.path("author")).put("bot", true);
    now(messages.written(bot, since));
    ObjectNode webhook = (ObjectNode) message(id, CHANNEL, 5, 11, "!close");
    now(messages.written(webhook.put("webhook_id", "77"), since));
    ObjectNode pinned = (ObjectNode) message(id, CHANNEL, 5, 11, "");
    now(messages.written(pinned.put("type", 6), since));
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void anUnknownWordIsKeptAndStaffAreTold() {
    write(CHANNEL, 5, 11, "!relpy hello");
    assertThat(stage.tickets.asked(TicketCommand.TakeNote.class)).hasSize(1);
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .singleElement()
        .satisfies(remark -> assertThat(remark.text()).contains("`!relpy`").contains("`!help`"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!delete 3", "!priority high", "!id", "!ping"})
  void aCommandWithMoreWordsThanItTakesDoesNothingAndItsMessageStays(String command) {
    write(CHANNEL, 5, 11, command + " for now");
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Remark.class,
            remark -> assertThat(remark.text()).contains("“for now”", "Usage: `!"));
  }

  @Test
  void aCommandThatCameTooLateIsOfferedWithAButton() {
    long old = DeskStage.idOfAge(Duration.ofSeconds(14 * 60 + 20));
    now(messages.written(message(old, CHANNEL, 5, 11, "!reply hello\nthere"), since));
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.IsDone(old));
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Remark.class,
            remark -> {
              assertThat(remark.text()).contains("14 minutes").contains("> !reply hello\n> there");
              assertThat(remark.buttons())
                  .singleElement()
                  .satisfies(button -> {
                    assertThat(button.label()).isEqualTo(TestWords.english(Wording.LATE_BUTTON));
                    assertThat(button.id()).matches("late:" + old + ":[0-9a-f]{32}");
                  });
            });
  }

  @Test
  void aCommandThatWasDoneAndNotSettledIsNotOfferedButAskedForOnceMoreForTheAuditLog() {
    long old = DeskStage.idOfAge(Duration.ofMinutes(14));
    stage.tickets.answer(new TicketQuery.Done(true, true));
    now(messages.written(message(old, CHANNEL, 5, 11, "!reply hello"), since));
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.IsDone(old));
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Reply.class, reply -> assertThat(reply.source()).isEqualTo(old));
  }

  @Test
  void aCommandThatWasKeptAsANoteIsNotAskedForOnceMore() {
    long old = DeskStage.idOfAge(Duration.ofMinutes(14));
    stage.tickets.answer(new TicketQuery.Done(true, false));
    now(messages.written(message(old, CHANNEL, 5, 11, "!reply hello"), since));
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.IsDone(old));
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void commandsAreAskedForInTheNameOfTheirAuthorAndRefusedWithoutTheRight() {
    write(CHANNEL, 5, 11, "!reply hello");
    write(CHANNEL, 6, 12, "!close");
    write(CHANNEL, 6, 12, "!id");
    write(CHANNEL, 6, 12, "an ordinary message");

    assertThat(stage.tickets.acted())
        .extracting(Principal::name)
        .containsExactly("5 (anna)", "6 (anna)");
    assertThat(stage.tickets.acted())
        .extracting(by -> by.may(Right.ANSWER_MEMBERS))
        .containsExactly(true, false);
    assertThat(stage.tickets.asked(TicketCommand.Close.class)).isEmpty();
    assertThat(stage.tickets.asked(TicketCommand.TakeNote.class)).hasSize(3);
  }

  @Test
  void aCommandThatIsTakenAgainMuchLaterIsNotLate() {
    long old = DeskStage.idOfAge(Duration.ofMinutes(14));
    now(
        messages.written(
            message(old, CHANNEL, 5, 11, "!reply hi"), Snowflake.time(old).plusSeconds(3)));
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.Reply.class);
  }

  @Test
  void elsewhereOnlyWhatNeedsNoTicketIsDone() {
    write(ELSEWHERE, 5, 11, "!ping");
    write(ELSEWHERE, 5, 11, "!close");
    write(ELSEWHERE, 5, 11, "!edit");
    write(ELSEWHERE, 5, 11, "!weather");
    write(ELSEWHERE, 5, 11, "hello");
    assertThat(stage.tickets.asked()).isEmpty();
    assertThat(stage.dispatch.said())
        .hasSize(3)
        .first()
        .satisfies(text -> assertThat(text).contains("42 ms"));
    assertThat(stage.dispatch.said().subList(1, 3))
        .containsOnly(TestWords.english(Wording.NO_TICKET_HERE));
    assertThat(stage.dispatch.offered())
        .allSatisfy(job -> assertThat(job.lane()).isEqualTo(Job.Lane.STAFF));
  }

  @Test
  void editsAndDeletionsOfNotesAreTaken() {
    ObjectNode edited = (ObjectNode) message(id, CHANNEL, 5, 11, "better");
    now(messages.edited(edited.put("edited_timestamp", "2026-11-21T10:00:00.123000+00:00")));
    now(
        messages.deleted(
            json("{'id':'%d','channel_id':'900','guild_id':'100'}".formatted(id)), since));
    now(
        messages.deleted(
            json("{'id':'%d','channel_id':'901','guild_id':'100'}".formatted(id)), since));
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.TakeNoteEdit(
                id, Content.of("better"), Instant.parse("2026-11-21T10:00:00.123Z")),
            new TicketCommand.TakeNoteDelete(id, since));
  }

  @Test
  void aNoteThatIsEditedIntoACommandIsNotExecutedAndStaffAreToldOnce() {
    edit(5, 11, "!reply fix me");
    edit(5, 11, "!edit");
    assertThat(stage.tickets.asked(TicketCommand.TakeNoteEdit.class)).hasSize(2);
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .extracting(TicketCommand.Remark::text)
        .containsExactly(NOT_CARRIED_OUT, NOT_CARRIED_OUT);
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .as("the ticket takes one of each source, and has the hint about the word already")
        .extracting(TicketCommand.Remark::source)
        .doesNotContain(id)
        .containsOnly(stage.tickets.asked(TicketCommand.Remark.class).getFirst().source());
    assertThat(stage.tickets.asked(TicketCommand.Reply.class)).isEmpty();
  }

  @Test
  void aNoteThatStaysOneIsNotSpokenOf() {
    edit(5, 11, "better words");
    edit(5, 11, "!relpy hello");
    edit(6, 12, "!reply hello");
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.TakeNoteEdit.class);
    assertThat(stage.dispatch.offered()).isEmpty();
  }

  @Test
  void theEditOfACommandIsNotLostSilently() {
    stage.tickets.otherwise(command ->
        command instanceof TicketCommand.TakeNoteEdit
            ? new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE)
            : new TicketReply.Taken(3));
    edit(5, 11, "!reply other words");
    stage.tickets.answer(new TicketQuery.Done(true, true));
    edit(5, 11, "never mind");
    assertThat(stage.tickets.asked(TicketCommand.Remark.class))
        .extracting(TicketCommand.Remark::text)
        .containsExactly(NOT_CARRIED_OUT, NOT_CARRIED_OUT);
  }

  @Test
  void whatIsNeitherNoteNorCommandIsNotSpokenOf() {
    stage.tickets.otherwise(_ -> new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    edit(5, 11, "never mind");
    stage.tickets.otherwise(_ -> new TicketReply.Closed());
    edit(5, 11, "!reply hello");
    assertThat(stage.tickets.asked(TicketCommand.Remark.class)).isEmpty();
    assertThat(stage.dispatch.offered()).isEmpty();
  }

  @Test
  void aMessageThatWasFirstReadAsItWasEditedIsNotSpokenOf() {
    ObjectNode edited = (ObjectNode) message(id, CHANNEL, 5, 11, "!reply hello");
    edited.put("edited_timestamp", "2026-11-21T10:00:00.123000+00:00");
    now(messages.edited(edited.put(HistoryRows.READ_SO, true)));
    assertThat(stage.tickets.asked()).hasOnlyElementsOfType(TicketCommand.TakeNoteEdit.class);
  }

  @Test
  void anEditInAHistoryDoesNotSayWhatRolesItsAuthorHas() {
    ObjectNode edited = (ObjectNode) message(id, CHANNEL, 5, 11, "!reply hello");
    edited.put("edited_timestamp", "2026-11-21T10:00:00.123000+00:00").remove("member");
    now(messages.edited(edited));
    assertThat(stage.tickets.asked(TicketCommand.Remark.class)).hasSize(1);
  }

  private void edit(long user, long role, String content) {
    ObjectNode edited = (ObjectNode) message(id, CHANNEL, user, role, content);
    now(messages.edited(edited.put("edited_timestamp", "2026-11-21T10:00:00.123000+00:00")));
  }

  @Test
  void anEditOfANoteThatDoesNotSayTheTextChangesNothing() {
    ObjectNode edited = (ObjectNode) message(id, CHANNEL, 5, 11, "words");
    edited.put("edited_timestamp", "2026-11-21T10:00:00.123000+00:00");
    now(messages.edited(edited.deepCopy().putNull("content")));
    edited.remove("content");
    now(messages.edited(edited));
    assertThat(stage.tickets.asked()).isEmpty();
    now(messages.edited(edited.put("content", "")));
    assertThat(stage.tickets.asked(TicketCommand.TakeNoteEdit.class)).hasSize(1);
  }

  @Test
  void reactionsOfStaffAreMirroredAndThoseOfOthersAreNot() {
    now(messages.reacted(reaction(5, ",'member':{'user':{'id':'5'},'roles':['11']}", true), since));
    now(messages.reacted(reaction(6, ",'member':{'user':{'id':'6'},'roles':['12']}", true), since));
    now(messages.reacted(reaction(5, "", false), since));
    now(messages.reacted(reaction(6, "", false), since));
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.StaffReaction(33, 5, "wave:44", true, since),
            new TicketCommand.StaffReaction(33, 5, "wave:44", false, since));
  }

  @Test
  void reactionsThatAreClearedAreToldToTheTicketWhoeverClearedThem() {
    String cleared =
        "{'message_id':'33','channel_id':'%d','guild_id':'100'%s,'added':false,'cleared':true}";
    now(messages.reacted(json(cleared.formatted(CHANNEL, "")), since));
    now(
        messages.reacted(
            json(cleared.formatted(CHANNEL, ",'emoji':{'id':'44','name':'wave'}")), since));
    now(messages.reacted(json(cleared.formatted(ELSEWHERE, "")), since));
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.ClearReactions(33, "", since),
            new TicketCommand.ClearReactions(33, "wave:44", since));
    assertThat(discord.requests).isEmpty();
  }

  @Test
  void aDeletedChannelAndAMemberWhoComesOrGoesAreToldToTheirTicket() {
    CommunityEvents events = new CommunityEvents(stage.ports, TestWords.ENGLISH, 200);
    now(events.channelDeleted(json("{'id':'900','guild_id':'100'}"), since));
    now(events.channelDeleted(json("{'id':'901','guild_id':'100'}"), since));
    StoredEvent left = comes("member-leave", "s:7", "{'guild_id':'200','user':{'id':'50'}}");
    StoredEvent again = comes("member-leave", "s:9", "{'guild_id':'200','user':{'id':'50'}}");
    StoredEvent other = comes("member-join", "s:7", "{'guild_id':'200','user':{'id':'51'}}");
    StoredEvent elsewhere = comes("ban", "s:8", "{'guild_id':'100','user':{'id':'50'}}");
    now(membership(events, left, Membership.LEFT));
    now(membership(events, left, Membership.LEFT));
    now(membership(events, again, Membership.LEFT));
    now(membership(events, other, Membership.BACK));
    now(membership(events, elsewhere, Membership.BANNED));
    assertThat(stage.tickets.asked())
        .containsExactly(
            new TicketCommand.ChannelGone(900, since),
            new TicketCommand.MembershipChanged(left.number(), Membership.LEFT, since),
            new TicketCommand.MembershipChanged(left.number(), Membership.LEFT, since),
            new TicketCommand.MembershipChanged(again.number(), Membership.LEFT, since));
    assertThat(List.of(left.number(), again.number(), other.number()))
        .doesNotHaveDuplicates()
        .allMatch(number -> number > 0);
  }

  private static StoredEvent comes(String kind, String key, String payload) {
    return new StoredEvent(kind, key, "guild:50", 0, json(payload).toString());
  }

  private CompletionStage<Void> membership(
      CommunityEvents events, StoredEvent event, Membership membership) {
    return events.membership(event, json(event.payload()), membership, since);
  }

  private void write(long channel, long user, long role, String content) {
    now(messages.written(message(id, channel, user, role, content), since));
  }

  private static JsonNode reaction(long user, String member, boolean added) {
    return json(
        ("{'user_id':'%d','channel_id':'900','message_id':'33','guild_id':'100',"
                + "'emoji':{'id':'44','name':'wave'},'added':%s%s}")
            .formatted(user, added, member));
  }
}
