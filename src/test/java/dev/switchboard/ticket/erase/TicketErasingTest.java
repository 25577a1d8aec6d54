package dev.switchboard.ticket.erase;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.CommandsOnly;
import dev.switchboard.ticket.erase.Erasing.Erased;
import dev.switchboard.ticket.erase.Erasing.Whose;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which tickets are asked to forget, and what is told of it. */
class TicketErasingTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final CompletionStage<TicketReply> NO_ANSWER = new CompletableFuture<>();
  private static final CompletionStage<TicketReply> DONE =
      CompletableFuture.completedStage(new TicketReply.Taken(0));
  private static final CompletionStage<TicketReply> DONE_BEFORE =
      CompletableFuture.completedStage(new TicketReply.Closed());

  @BeforeEach
  void empty() {
    execute("truncate ticket, inbox, ticket_channel cascade");
  }

  @Test
  void aTicketThatDoesNotAnswerIsToldOfAndAskedOnceMore() throws Exception {
    for (long ticket = 1; ticket <= 3; ticket++) {
      closedTicket(ticket, 100 + ticket);
    }
    CompletionStage<TicketReply> lost = CompletableFuture.failedStage(new TimeoutException());

    assertThat(erase(new Answers(Map.of(1L, DONE, 2L, lost, 3L, NO_ANSWER))))
        .isEqualTo(new Erased(1, 1, 0, 0, 0, 2));
    // The tables do not know yet what was done.
    assertThat(erase(new Answers(Map.of(1L, DONE_BEFORE, 2L, DONE, 3L, DONE))))
        .isEqualTo(new Erased(2, 2, 0, 0, 0, 0));
  }

  @Test
  void whatThereIsNoTimeForRemains() throws Exception {
    for (long ticket = 1; ticket <= 20; ticket++) {
      closedTicket(ticket, 100 + ticket);
    }
    Answers answers = new Answers(Map.of());

    TicketErasing hurried =
        new TicketErasing(
            DATABASE.database(),
            answers,
            Clock.systemUTC(),
            new TicketErasing.Patience(Duration.ofMillis(-1), Duration.ofSeconds(1)));

    assertThat(result(hurried.erase(new Whose.All(), false, Principals.ROOT)))
        .isEqualTo(new Erased(0, 0, 0, 0, 20, 0));
    assertThat(answers.asked).isEmpty();
  }

  @Test
  void aTicketStaysWhileItsMemberOrItsChannelHasSomethingThatNobodyHasTaken() throws Exception {
    closedTicket(1, 101);
    closedTicket(2, 102);
    closedTicket(3, 103);
    execute("insert into ticket_channel (channel_id, ticket) values (902, 2)");
    waits("1", "member:101");
    waits("2", "channel:902");
    waits("3", "member:1030");
    Answers answers = new Answers(Map.of(1L, DONE, 2L, DONE, 3L, DONE));

    assertThat(erase(answers)).isEqualTo(new Erased(1, 1, 0, 2, 0, 0));
    assertThat(answers.asked).containsExactly(3L);

    execute("update inbox set payload = null");
    assertThat(erase(answers).kept()).isZero();
    assertThat(answers.asked).containsExactlyInAnyOrder(3L, 1L, 2L, 3L);
  }

  @Test
  void whatADryRunSaysIsWhatIsErasedThen() throws Exception {
    Map<Long, CompletionStage<TicketReply>> done = new HashMap<>();
    for (long ticket = 1; ticket <= 40; ticket++) {
      closedTicket(ticket, 100 + ticket % 4);
      done.put(ticket, DONE);
    }
    closedTicket(41, 200);
    execute("update ticket set status = 'open' where ticket = 41");
    execute(
        """
        insert into ticket_file (ticket, number, attachment, place, name, size, content_type, key)
        values (5, 1, 1, 0, 'f', 1, 'a/b', 'k'), (5, 1, 2, 1, 'g', 1, 'a/b', null)
        """);
    waits("1", "member:103");
    Answers answers = new Answers(done);

    Erased all = dry(answers, new Whose.All());
    assertThat(all).isEqualTo(new Erased(30, 30, 1, 11, 0, 0));
    assertThat(dry(answers, new Whose.Delivered())).isEqualTo(all);
    assertThat(dry(answers, new Whose.OfMember(102))).isEqualTo(new Erased(10, 10, 0, 0, 0, 0));
    assertThat(dry(answers, new Whose.OfMember(999))).isEqualTo(Erased.NOTHING);
    assertThat(answers.asked).as("a dry run asks no ticket").isEmpty();
    assertThat(erase(answers)).isEqualTo(all);
  }

  private static Erased dry(Answers answers, Whose whose) throws Exception {
    return result(
        new TicketErasing(DATABASE.database(), answers, Clock.systemUTC())
            .erase(whose, true, Principals.ROOT));
  }

  @Test
  void anyUserOfTheDatabaseMayHaveWhatWasReadBroughtToTheDisk() {
    boolean may =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select bool_and(has_function_privilege('pg_monitor', oid, 'execute')) from pg_proc
                        where proname = 'pg_logical_emit_message'
                        """)
                    .mapTo(Boolean.class)
                    .one());
    assertThat(may).isTrue();
  }

  private static Erased erase(Answers answers) throws Exception {
    TicketErasing erasing =
        new TicketErasing(
            DATABASE.database(),
            answers,
            Clock.systemUTC(),
            new TicketErasing.Patience(Duration.ofSeconds(20), Duration.ofMillis(300)));
    return result(erasing.erase(new Whose.All(), false, Principals.ROOT));
  }

  /** What tickets answer. */
  private record Answers(Map<Long, CompletionStage<TicketReply>> answers, List<Long> asked)
      implements CommandsOnly {
    Answers(Map<Long, CompletionStage<TicketReply>> answers) {
      this(answers, new ArrayList<>());
    }

    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
      assertThat(command).isInstanceOf(TicketCommand.Purge.class);
      asked.add(ticket);
      return Objects.requireNonNull(answers.get(ticket));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {}

    @Override
    public void typing(long ticket) {}
  }

  private static void closedTicket(long ticket, long member) {
    execute(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        values (%1$d, %2$d, 'a', 'a', 8, 'closed', now());
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous,
          text, extras, answers, delivery, at)
        values (%1$d, 1, 9, 'member', %2$d, 'a', '', false, '', '{}', 0, 'delivered', now())
        """
            .formatted(ticket, member));
  }

  private static void waits(String key, String route) {
    execute(
        """
        insert into inbox (kind, key, route, ordering, rank, received_at, payload)
        values ('message', '%s', '%s', 1, 0, now(), '{}')
        """
            .formatted(key, route));
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.createScript(sql).execute());
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }
}
