package dev.switchboard.http.api;

import static dev.switchboard.http.endpoint.PlayedApi.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.PlayedApi;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketActsResourceTest {
  private static final String SESSION = "s".repeat(43);
  private static final String WRITER = "w".repeat(43);
  private static final dev.switchboard.ticket.model.Member MEMBER =
      new dev.switchboard.ticket.model.Member(9, "alice", "Alice");
  private static final Staff ANNA = new Staff(7, "Anna", "Moderator");

  private final FakeTickets tickets = new FakeTickets();
  private final Sources sources = new Sources();
  private final UploadsInMemory uploads = new UploadsInMemory(() -> {});
  private final Membership membership = new Membership();
  private final PlayedComposer composed = new PlayedComposer(_ -> {});
  private final PlayedApi api =
      new PlayedApi(
              new TicketActsResource(
                      tickets,
                      sources,
                      new Composer(composed, composed),
                      uploads,
                      membership,
                      Clock.fixed(PlayedApi.NOW, ZoneOffset.UTC))
                  .endpoints())
          .session(SESSION, Right.ANSWER_MEMBERS, Right.VIEW_TICKETS)
          .session(WRITER, Right.ANSWER_MEMBERS);

  /** Sources in memory, by the rules of the table. */
  private static final class Sources implements ActSources {
    private final Map<Object, Request> requests = new HashMap<>();
    private final Map<Object, Long> given = new HashMap<>();
    private final Map<Object, Integer> answers = new HashMap<>();
    private boolean forgetful;
    private long count;

    @Override
    public CompletionStage<Long> fresh() {
      count++;
      return CompletableFuture.completedStage(ActSource.counted(count));
    }

    @Override
    public CompletionStage<Given> of(Request request) {
      Request before = requests.putIfAbsent(request.scope(), request);
      if (before == null) {
        count++;
        given.put(request.scope(), ActSource.counted(count));
        return CompletableFuture.completedStage(new Given.New(ActSource.counted(count)));
      }
      return CompletableFuture.completedStage(
          before.equals(request)
              ? new Given.Known(
                  given.getOrDefault(request.scope(), 0L),
                  answers.containsKey(request.scope())
                      ? OptionalInt.of(answers.getOrDefault(request.scope(), 0))
                      : OptionalInt.empty())
              : new Given.Other());
    }

    @Override
    public CompletionStage<Done> forget(Request request) {
      requests.remove(request.scope());
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> done(Request request, int number) {
      if (!forgetful) {
        answers.put(request.scope(), number);
      }
      return CompletableFuture.completedStage(Done.getInstance());
    }
  }

  private static final class Membership implements StaffMembership {
    private boolean silent;

    @Override
    public CompletionStage<Optional<Member>> of(long user) {
      return silent
          ? CompletableFuture.failedStage(new IllegalStateException("no answer"))
          : CompletableFuture.completedStage(
              Optional.of(new Member(user, "Anna", "anna", Optional.empty(), Set.of(31L, 32L))));
    }

    @Override
    public CompletionStage<List<Member>> members(long after, int limit) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<StaffRoles> roles() {
      return CompletableFuture.completedStage(
          new StaffRoles(
              1,
              2,
              List.of(
                  new StaffRoles.Role(33, "Owner", 0, 9, true),
                  new StaffRoles.Role(32, "Moderator", 0, 5, false),
                  new StaffRoles.Role(31, "Helper", 0, 2, false))));
    }
  }

  private ApiResponse ask(String method, String path, String json, String... key) {
    PlayedApi.Request request = request(method, path).session(SESSION).json(json);
    return api.answer(
        (key.length > 0 ? request.header("Idempotency-Key", key[0]) : request).sent());
  }

  private ApiResponse reply(String text, String... key) {
    return ask("POST", "/api/tickets/17/replies", "{\"text\":\"" + text + "\"}", key);
  }

  private static JsonNode json(ApiResponse response) {
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private static boolean isReplay(ApiResponse response) {
    return response.headers().stream()
        .anyMatch(header -> header.name().equals("Idempotent-Replayed"));
  }

  // ---- what the ticket is asked for

  @Test
  void eachOperationIsAnActOfThePersonOverHttpWithNothingToRemove() {
    reply("good morning");
    ask("POST", "/api/tickets/17/notes", "{\"text\":\"a note\"}");
    ask("PATCH", "/api/tickets/17/replies/2", "{\"text\":\"good evening\"}");
    api.answer(request("DELETE", "/api/tickets/17/replies/2").session(SESSION).sent());
    ask("POST", "/api/tickets/17/close", "{\"reason\":\"solved\",\"silent\":true}");
    api.answer(request("POST", "/api/tickets/17/close").session(SESSION).sent());

    assertThat(tickets.asked())
        .containsExactly(
            new TicketCommand.Reply(
                ActSource.counted(1),
                ANNA,
                Content.of("good morning"),
                false,
                false,
                PlayedApi.NOW),
            new TicketCommand.WriteNote(
                ActSource.counted(2), ANNA, Content.of("a note"), PlayedApi.NOW),
            new TicketCommand.EditReply(
                ActSource.counted(3), ANNA, 2, "good evening", false, PlayedApi.NOW),
            new TicketCommand.DeleteReply(ActSource.counted(4), ANNA, 2, false, PlayedApi.NOW),
            new TicketCommand.Close(
                ActSource.counted(5), ANNA, "solved", true, false, PlayedApi.NOW),
            new TicketCommand.Close(ActSource.counted(6), ANNA, "", false, false, PlayedApi.NOW));
  }

  @Test
  void thePortWritesTheTrailAndTheApiNoEntryBesideIt() {
    reply("good morning");
    assertThat(api.audited()).isEmpty();
  }

  @Test
  void whoseRoleIsNotKnownRepliesWithoutOne() {
    membership.silent = true;
    assertThat(reply("good morning").status()).isEqualTo(201);
    assertThat(tickets.asked(TicketCommand.Reply.class))
        .extracting(TicketCommand.Reply::by)
        .containsExactly(new Staff(7, "Anna", ""));
  }

  // ---- refusals

  @ParameterizedTest
  @CsvSource({
    "NO_SUCH_MESSAGE, 404, not_found",
    "NOT_A_REPLY, 409, not_a_reply",
    "ALREADY_DELETED, 409, already_deleted",
    "EMPTY_MESSAGE, 422, empty_message",
    "TOO_LONG, 422, too_long",
    "ALREADY_CLOSING, 409, already_closing",
    "NOT_CLOSED, 409, not_closed"
  })
  void eachReasonOfTheTicketHasACode(TicketReply.Reason reason, int status, String code) {
    tickets.next(new TicketReply.Refused(reason));
    ApiResponse response = reply("good morning");
    assertThat(response.status()).isEqualTo(status);
    assertThat(json(response).path("code").asText()).isEqualTo(code);
    assertThat(json(response).path("detail").asText()).endsWith(".");
  }

  @Test
  void aClosedTicketAnAbsentOneAndAFullOneAreToldApart() {
    tickets.next(new TicketReply.Closed());
    assertThat(json(reply("x")).path("code").asText()).isEqualTo("ticket_closed");
    tickets.next(new TicketReply.Absent());
    assertThat(reply("x").status()).isEqualTo(404);
    tickets.next(new TicketReply.Full());
    assertThat(reply("x").status()).isEqualTo(503);
  }

  @Test
  void aBlindAnswerIsToldWhatWasSaidMeanwhile() {
    tickets.next(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));
    tickets.answer(
        new TicketQuery.NewerMessages(
            List.of(
                new TicketQuery.Said(
                    5, 1_000, "Alice", "", false, false, "one more thing", PlayedApi.NOW))));

    ApiResponse response =
        ask("POST", "/api/tickets/17/replies", "{\"text\":\"x\",\"last_seen\":4}");

    assertThat(response.status()).isEqualTo(409);
    assertThat(json(response).path("code").asText()).isEqualTo("newer_messages");
    JsonNode newer = json(response).path("newer").path(0);
    assertThat(newer.path("number").asInt()).isEqualTo(5);
    assertThat(newer.path("kind").asText()).isEqualTo("member");
    assertThat(newer.path("text").asText()).isEqualTo("one more thing");
    assertThat(tickets.queried()).containsExactly(new TicketQuery.Newer(4, ANNA, 50));
  }

  @Test
  void whoMayNotReadIsToldNothingOfWhatWasSaid() {
    tickets.next(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));

    ApiResponse response =
        api.answer(
            request("POST", "/api/tickets/17/replies")
                .session(WRITER)
                .json("{\"text\":\"x\",\"last_seen\":4}")
                .sent());

    assertThat(response.status()).isEqualTo(409);
    assertThat(json(response).has("newer")).isFalse();
    assertThat(tickets.queried()).isEmpty();
  }

  // ---- once

  @Test
  void aRequestThatComesAgainIsAnsweredWithoutAskingTheTicket() {
    ApiResponse first = reply("once", "key");
    ApiResponse second = reply("once", "\"key\"");

    assertThat(first.status()).isEqualTo(201);
    assertThat(isReplay(first)).isFalse();
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(isReplay(second)).isTrue();
    assertThat(tickets.asked()).hasSize(1);
  }

  /** As after a process that ended between the act and the answer. */
  @Test
  void aRequestOfWhichNoAnswerIsStoredAsksTheTicketWithTheSameSource() {
    sources.forgetful = true;
    reply("once", "key");
    tickets.answer(new TicketQuery.Done(true, true));

    ApiResponse second = reply("once", "key");

    assertThat(isReplay(second)).isTrue();
    assertThat(tickets.asked(TicketCommand.Reply.class))
        .hasSize(2)
        .extracting(TicketCommand.Reply::source)
        .containsOnly(ActSource.counted(1));
  }

  @Test
  void aRequestThatWasRefusedMayComeAgain() {
    tickets.next(new TicketReply.Refused(TicketReply.Reason.ALREADY_CLOSING));
    assertThat(ask("POST", "/api/tickets/17/close", "{}", "key").status()).isEqualTo(409);
    ApiResponse again = ask("POST", "/api/tickets/17/close", "{}", "key");
    assertThat(again.status()).isEqualTo(200);
    assertThat(isReplay(again)).isFalse();
  }

  @Test
  void aKeyWithAnotherBodyOrTicketIsRefused() {
    reply("once", "key");
    assertThat(json(reply("twice", "key")).path("code").asText()).isEqualTo("idempotency_mismatch");
    assertThat(ask("POST", "/api/tickets/18/replies", "{\"text\":\"once\"}", "key").status())
        .isEqualTo(422);
    assertThat(tickets.asked()).hasSize(1);
  }

  @Test
  void whatTheAuthorHasSeenMakesNoOtherRequest() {
    tickets.next(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));
    tickets.answer(new TicketQuery.NewerMessages(List.of()));
    String path = "/api/tickets/17/replies";
    assertThat(ask("POST", path, "{\"text\":\"x\",\"last_seen\":4}", "key").status())
        .isEqualTo(409);
    assertThat(ask("POST", path, "{\"text\":\"x\",\"last_seen\":5}", "key").status())
        .isEqualTo(201);
  }

  @Test
  void aWrongKeyIsRefusedBeforeAnythingIsDone() {
    assertThat(reply("x", "k".repeat(256)).status()).isEqualTo(400);
    assertThat(tickets.asked()).isEmpty();
  }

  // ---- drafts that are sent, and replies that are held

  private ApiResponse post(String path, String json, String... key) {
    return ask("POST", "/api/tickets/1/" + path, json, key);
  }

  private void openTicket(TicketQuery.Said... newer) {
    tickets.answer(
        new TicketQuery.Overview(
            Optional.of(new TicketQuery.Summary(1, MEMBER, 5, 6, false, 3, 0))));
    tickets.answer(new TicketQuery.NewerMessages(List.of(newer)));
  }

  @Test
  void aDraftIsSetAsideBeforeTheActAndForgottenAfterIt() {
    assertThat(post("replies", "{\"text\":\"hello\",\"draft_version\":4}").status()).isEqualTo(201);
    assertThat(post("notes", "{\"text\":\"hello\",\"draft_version\":5}").status()).isEqualTo(201);

    assertThat(composed.done())
        .containsExactly(
            "set aside reply 4", "held ones first", "sent", "set aside note 5", "sent");
    assertThat(tickets.asked(TicketCommand.Reply.class))
        .extracting(TicketCommand.Reply::source)
        .containsExactly(ActSource.counted(1_001));
  }

  @Test
  void aDraftIsOneAgainWhereTheTicketRefuses() {
    tickets.next(new TicketReply.Closed());
    assertThat(post("notes", "{\"text\":\"hello\",\"draft_version\":5}").status()).isEqualTo(409);
    assertThat(composed.done()).containsExactly("set aside note 5", "draft again");
  }

  @Test
  void aDraftStaysAsideWhereTheOutcomeIsNotKnown() {
    tickets.next(CompletableFuture.failedStage(new TimeoutException("late")));
    assertThat(post("notes", "{\"text\":\"hello\",\"draft_version\":5}").status()).isEqualTo(503);
    assertThat(composed.done()).containsExactly("set aside note 5");
  }

  @Test
  void repliesAndTheCloseOfAPersonComeBehindWhatIsHeld() {
    post("replies", "{\"text\":\"hello\",\"hold_seconds\":0}");
    post("close", "{}");
    post("notes", "{\"text\":\"hello\"}");
    assertThat(composed.done()).containsExactly("held ones first", "held ones first");

    composed.slow();
    assertThat(post("replies", "{\"text\":\"hello\"}").status()).isEqualTo(503);
    assertThat(tickets.asked(TicketCommand.Reply.class)).hasSize(1);
  }

  @Test
  void aReplyIsHeldAndTheTicketIsNotAskedForIt() {
    openTicket();
    ApiResponse response =
        post(
            "replies",
            "{\"text\":\"hello\",\"anonymous\":true,\"last_seen\":3,\"hold_seconds\":10,\"draft_version\":4}");

    assertThat(response.status()).isEqualTo(202);
    assertThat(json(response).path("held").asText()).isEqualTo("1");
    assertThat(json(response).path("due_at").asText()).isEqualTo("2026-11-30T12:00:10Z");
    assertThat(composed.held())
        .containsExactly(
            new HeldReplies.Wanted(
                1,
                new Drafts.Words("hello", true, List.of()),
                3,
                ANNA,
                Duration.ofSeconds(10),
                OptionalInt.of(4)));
    assertThat(tickets.asked()).isEmpty();
  }

  @Test
  void whatWouldBeRefusedNowIsNotHeld() {
    openTicket(new TicketQuery.Said(4, 9, "Alice", "", false, false, "wait!", PlayedApi.NOW));
    ApiResponse newer = post("replies", "{\"text\":\"hello\",\"last_seen\":3,\"hold_seconds\":5}");
    assertThat(newer.status()).isEqualTo(409);
    assertThat(json(newer).path("newer").path(0).path("text").asText()).isEqualTo("wait!");

    tickets.answer(new TicketQuery.Overview(Optional.empty()));
    assertThat(post("replies", "{\"text\":\"hello\",\"hold_seconds\":5}").status()).isEqualTo(404);
    tickets.answer(
        new TicketQuery.Overview(
            Optional.of(new TicketQuery.Summary(1, MEMBER, 5, 6, true, 3, 0))));
    assertThat(
            json(post("replies", "{\"text\":\"hello\",\"hold_seconds\":5}")).path("code").asText())
        .isEqualTo("ticket_closed");
    assertThat(
            json(post("replies", "{\"text\":\"\\u200b\",\"hold_seconds\":5}"))
                .path("code")
                .asText())
        .isEqualTo("empty_message");
    assertThat(post("replies", "{\"text\":\"hello\",\"hold_seconds\":61}").status()).isEqualTo(400);
    assertThat(composed.held()).isEmpty();
  }

  @Test
  void aHeldReplyThatComesAgainIsAnsweredAsItWasWhateverWasSaidSince() {
    composed.known(new HeldReplies.Holding.Accepted(17, PlayedApi.NOW, true));
    ApiResponse again =
        post("replies", "{\"text\":\"hello\",\"last_seen\":3,\"hold_seconds\":5}", "key");
    assertThat(again.status()).isEqualTo(202);
    assertThat(isReplay(again)).isTrue();
    assertThat(json(again).path("held").asText()).isEqualTo("17");

    composed.known(new HeldReplies.Holding.OtherRequest());
    assertThat(post("replies", "{\"text\":\"hello\",\"hold_seconds\":5}", "key").status())
        .isEqualTo(422);
    assertThat(composed.held()).isEmpty();
  }
}
