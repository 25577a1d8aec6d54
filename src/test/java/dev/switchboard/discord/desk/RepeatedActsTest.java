package dev.switchboard.discord.desk;

import static dev.switchboard.discord.desk.DeskStage.CHANNEL;
import static dev.switchboard.discord.desk.DeskStage.message;
import static dev.switchboard.discord.desk.DeskStage.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.AuditedTickets;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process ends between the effect of a typed command and its entry in the audit log. The next
 * one takes the message when the command is late.
 */
class RepeatedActsTest {
  private static final Duration LATER = Duration.ofMinutes(5);
  private static final long STAFF_ROLE = 11;
  private static final long ANOTHER_ROLE = 12;

  private final ScriptedDiscord discord =
      new ScriptedDiscord(_ -> ScriptedDiscord.Reply.json(404, "{}"));
  private final TicketFixture ticket = new TicketFixture();
  private final Trail trail = new Trail();
  private final long id = DeskStage.idOfAge(LATER);
  private DeskStage stage;
  private StaffMessages messages;

  @BeforeEach
  void start() {
    stage = new DeskStage(discord.access());
    Tickets tickets = new AuditedTickets(new OneTicket(), trail, Clock.systemUTC());
    messages =
        new StaffMessages(
            new CommandPorts(
                tickets,
                stage.ports.channels(),
                stage.ports.correspondents(),
                stage.dispatch,
                new PacedRest(stage.rest, 1_000)),
            stage.rules,
            new CommandAnswers(tickets, stage.dispatch, TestWords.ENGLISH));
    ticket.writes("hi");
    ticket.profile();
    ticket.replies("hello");
    ticket.discordDoesAll();
  }

  @AfterEach
  void stop() {
    stage.close();
    discord.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!reply hello again",
        "!edit 2 hello, you",
        "!delete 2",
        "!priority high",
        "!priority normal",
        "!close",
        "!close -s solved"
      })
  void anActThatWasDoneAndNotWrittenDownIsWrittenDownOnce(String typed) {
    trail.away = true;
    assertThatThrownBy(() -> write(typed, STAFF_ROLE, Duration.ofSeconds(1)))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    List<TicketEvent> done = List.copyOf(ticket.journal());

    trail.away = false;
    write(typed, STAFF_ROLE, LATER);
    write(typed, STAFF_ROLE, LATER);

    assertThat(trail.entries).containsOnlyKeys("%d/%d".formatted(TicketFixture.TICKET, id));
    assertThat(ticket.journal()).isEqualTo(done);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!reply hello", "!edit 2 hello, you", "!delete 2", "!priority high", "!close"})
  void whatWasKeptAsANoteIsNotDoneWhenItsAuthorHasBecomeStaff(String typed) {
    write(typed, ANOTHER_ROLE, Duration.ofSeconds(1));
    List<TicketEvent> kept = List.copyOf(ticket.journal());

    write(typed, STAFF_ROLE, LATER);

    assertThat(trail.entries).containsOnlyKeys("%d/%d/403".formatted(TicketFixture.TICKET, id));
    assertThat(ticket.journal()).isEqualTo(kept);
  }

  @Test
  void whatAClosingTicketRefusedAndKeptAsANoteIsOneEntry() {
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    write("!reply hello", STAFF_ROLE, Duration.ofSeconds(1));
    write("!reply hello", STAFF_ROLE, LATER);

    assertThat(trail.entries).containsOnlyKeys("%d/%d/409".formatted(TicketFixture.TICKET, id));
  }

  private void write(String typed, long role, Duration age) {
    JsonNode message = message(id, CHANNEL, 5, role, typed);
    now(messages.written(message, Snowflake.time(id).plus(age)));
  }

  /** The ticket itself, asked without a cluster. */
  private final class OneTicket implements Tickets {
    @Override
    public CompletionStage<TicketReply> ask(long number, TicketCommand.Unguarded command) {
      return CompletableFuture.completedStage(ticket.command(command));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long number, TicketCommand.Act command) {
      return Guarded.with(
          by,
          Right.ANSWER_MEMBERS,
          () -> CompletableFuture.completedStage(ticket.command(command)));
    }

    @Override
    public <R extends TicketQuery.Answer> CompletionStage<R> ask(
        long number, TicketQuery<R> query) {
      return CompletableFuture.completedStage(ticket.ask(query));
    }

    @Override
    public void tell(long number, TicketCommand.Unguarded command) {
      throw new AssertionError("the desk waits for an answer");
    }

    @Override
    public void typing(long number) {
      throw new AssertionError("the desk sees no members type");
    }
  }

  private static final class Trail implements AuditLog {
    private final Map<String, AuditEntry> entries = new LinkedHashMap<>();
    private boolean away;

    @Override
    public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
      if (away) {
        return CompletableFuture.failedStage(new IllegalStateException("the database is away"));
      }
      entries.putIfAbsent(act, entry);
      return CompletableFuture.completedStage(Done.getInstance());
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
