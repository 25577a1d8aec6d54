package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

class AuditedTicketsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Staff ANNA = new Staff(5, "Anna", "Moderator");
  private static final Principal BY_ANNA = Principals.anna(Right.ANSWER_MEMBERS);
  private static final String SECRET = "what nobody else may read";

  private final FakeTickets tickets = new FakeTickets();
  private final Trail trail = new Trail();
  private final AuditedTickets audited =
      new AuditedTickets(tickets, trail, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void eachActIsAnEntryWithIdsAndLengthsAndNoWords() {
    act(new TicketCommand.Reply(81, ANNA, Content.of(SECRET), true, true, NOW));
    act(new TicketCommand.EditReply(82, ANNA, 3, SECRET, true, NOW));
    act(new TicketCommand.DeleteReply(83, ANNA, 3, true, NOW));
    act(new TicketCommand.Close(84, ANNA, SECRET, true, true, NOW));

    assertThat(trail.entries)
        .containsExactly(
            Map.entry(
                "7/81",
                entry(
                    "reply",
                    200,
                    "{\"request\":\"71\",\"characters\":25,\"files\":0,\"anonymous\":true}")),
            Map.entry(
                "7/82", entry("edit", 200, "{\"request\":\"71\",\"number\":3,\"characters\":25}")),
            Map.entry("7/83", entry("delete", 200, "{\"request\":\"71\",\"number\":3}")),
            Map.entry(
                "7/84",
                entry(
                    "close",
                    200,
                    "{\"request\":\"71\",\"reason_characters\":25,\"silent\":true}")));
  }

  @Test
  void aRefusalOfTheTicketIsAnEntryBesideTheActThatSucceedsLater() {
    TicketCommand.Act delete = new TicketCommand.DeleteReply(83, ANNA, 3, true, NOW);
    tickets.next(new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    act(delete);
    act(delete);

    assertThat(trail.entries.keySet()).containsExactly("7/83/404", "7/83");
    assertThat(trail.entry("7/83/404").detail())
        .isEqualTo("{\"request\":\"71\",\"number\":3,\"refused\":\"no such message\"}");
  }

  @Test
  void aChangeOfHowATicketIsHandledNamesThePropertyAndItsValue() {
    act(
        new TicketCommand.Handle(
            85, ANNA, new HandlingChange.SetPriority(Priority.HIGH), true, NOW));

    assertThat(trail.entry("7/85").resource()).isEqualTo("/tickets/7/priority");
    assertThat(trail.entry("7/85").detail()).isEqualTo("{\"request\":\"71\",\"value\":\"high\"}");
  }

  /** Its channel may stand there still: whoever asked has it deleted again. */
  @Test
  void theCloseOfAClosedTicketIsAnEntryAboutItsChannelAndNoRefusal() {
    tickets.otherwise(_ -> new TicketReply.Closed());
    act(new TicketCommand.Close(84, ANNA, SECRET, true, true, NOW));
    act(new TicketCommand.DeleteReply(85, ANNA, 3, true, NOW));

    assertThat(trail.entries.keySet()).containsExactly("7/84", "7/85/409");
    assertThat(trail.entry("7/84"))
        .isEqualTo(
            entry(
                "close",
                200,
                "{\"request\":\"71\",\"reason_characters\":25,\"silent\":true,\"already\":\"closed\",\"done\":\"channel deleted again\"}"));
  }

  /** Over HTTP nobody deletes a channel. */
  @Test
  void theCloseOfAClosedTicketOverHttpIsARefusal() {
    tickets.otherwise(_ -> new TicketReply.Closed());
    long source = ActSource.counted(1);

    act(new TicketCommand.Close(source, ANNA, SECRET, true, true, NOW));

    assertThat(trail.entries.keySet()).containsExactly("7/" + source + "/409");
  }

  @Test
  void aPrincipalWithoutTheRightIsRefusedAndWrittenDown() {
    CompletableFuture<TicketReply> refused =
        audited
            .act(Principals.anna(), 7, new TicketCommand.Close(84, ANNA, SECRET, true, true, NOW))
            .toCompletableFuture();

    assertThat(refused)
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(NotPermitted.class);
    assertThat(tickets.asked()).isEmpty();
    assertThat(trail.entry("7/84/403").status()).isEqualTo(403);
    assertThat(trail.entry("7/84/403").detail()).doesNotContain(SECRET);
  }

  /** A process that ends between the two has not answered, and whoever asked asks again. */
  @Test
  void anActIsAnsweredWhenItIsStoredAndInTheTrail() {
    CompletableFuture<TicketReply> stored = new CompletableFuture<>();
    tickets.next(stored);
    trail.written = new CompletableFuture<>();
    CompletableFuture<TicketReply> answer =
        audited
            .act(BY_ANNA, 7, new TicketCommand.DeleteReply(83, ANNA, 3, true, NOW))
            .toCompletableFuture();
    assertThat(trail.entries).isEmpty();

    stored.complete(new TicketReply.Taken(3));
    assertThat(trail.entries).containsOnlyKeys("7/83");
    assertThat(answer).isNotDone();

    trail.written.complete(Done.getInstance());
    assertThat(answer).isCompletedWithValue(new TicketReply.Taken(3));
  }

  @Test
  void anActWhoseOutcomeIsUnknownIsNotWrittenDownAndOneThatCannotBeWrittenFails() {
    TicketCommand.Act delete = new TicketCommand.DeleteReply(83, ANNA, 3, true, NOW);
    tickets.next(CompletableFuture.failedStage(new IllegalStateException("no answer")));
    assertThat(audited.act(BY_ANNA, 7, delete).toCompletableFuture()).isCompletedExceptionally();
    assertThat(trail.entries).isEmpty();

    trail.written = CompletableFuture.failedFuture(new IllegalStateException("away"));
    assertThat(audited.act(BY_ANNA, 7, delete).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void noMethodOfThePortTakesAnActWithoutAPrincipal() {
    List<Class<?>> acts = List.of(TicketCommand.Act.class.getPermittedSubclasses());
    assertThat(acts).contains(TicketCommand.Reply.class);
    assertThat(Tickets.class.getMethods())
        .filteredOn(method ->
            Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> acts.stream().anyMatch(type::isAssignableFrom)))
        .isNotEmpty()
        .allSatisfy(method -> assertThat(method.getParameterTypes()).contains(Principal.class));
  }

  private void act(TicketCommand.Act command) {
    assertThat(audited.act(BY_ANNA, 7, command).toCompletableFuture()).isCompleted();
  }

  private static AuditEntry entry(String verb, int status, String detail) {
    return new AuditEntry(
        NOW, "5 (Anna)", "", "discord", "POST", "/tickets/7/" + verb, status, detail);
  }

  private static final class Trail implements AuditLog {
    private final Map<String, AuditEntry> entries = new LinkedHashMap<>();

    AuditEntry entry(String act) {
      return Objects.requireNonNull(entries.get(act), act);
    }

    private CompletableFuture<Done> written = CompletableFuture.completedFuture(Done.getInstance());

    @Override
    public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
      assertThat(Optional.ofNullable(entries.put(act, entry))).isEmpty();
      return written;
    }

    @Override
    public CompletionStage<Done> write(AuditEntry entry) {
      throw new AssertionError("an act has an identity");
    }

    @Override
    public void note(AuditEntry entry) {
      throw new AssertionError("an act is no read");
    }

    @Override
    public CompletionStage<List<Numbered>> read(OptionalLong before, int most) {
      throw new AssertionError("nobody reads here");
    }
  }
}
