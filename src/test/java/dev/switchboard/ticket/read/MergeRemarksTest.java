package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principal;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MergeRemarksTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Targets targets = new Targets();
  private final MergeRemarks remarks =
      new MergeRemarks(DATABASE.database(), targets, TestWords.ENGLISH);

  @BeforeEach
  void empty() {
    execute("truncate ticket cascade");
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** A merging whose remark waits; the order is that of the tickets. */
  private static void merged(long ticket, long target) {
    execute(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        values (%1$d, 7, 'a', 'a', 8, 'closed', now());
        insert into merge_remark (ticket, target, source, by_name, by_role, at)
        values (%1$d, %2$d, %1$d, 'Anna', '', timestamptz '2026-01-01' + interval '1 second' * %1$d)
        """
            .formatted(ticket, target));
  }

  private static List<Long> waiting() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select ticket from merge_remark order by ticket")
                .mapTo(Long.class)
                .list());
  }

  private void look() throws Exception {
    remarks.tell().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** More targets than a look asks, and none of them takes anything. */
  @Test
  void targetsThatTakeNothingHoldUpNoOther() throws Exception {
    for (long ticket = 1; ticket <= 25; ticket++) {
      merged(ticket, 1_000 + ticket);
      targets.answers.put(1_000 + ticket, CompletableFuture.completedStage(new TicketReply.Full()));
    }
    targets.answers.put(1_003L, CompletableFuture.failedStage(new TimeoutException("no answer")));
    merged(50, 2_000);

    look();
    look();

    assertThat(targets.told).containsExactly(2_000L);
    assertThat(waiting()).hasSize(25).doesNotContain(50L);
  }

  @Test
  void aTargetIsAskedAgainAfterAPauseThatGrows() throws Exception {
    merged(1, 1_001);
    targets.answers.put(1_001L, CompletableFuture.completedStage(new TicketReply.Full()));
    List<Double> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      look();
      look();
      assertThat(targets.asked).as("once after each pause").hasSize(i + 1);
      pauses.add(
          DATABASE
              .database()
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "select ceil(extract(epoch from due_at - now()) / 10) * 10 from merge_remark")
                      .mapTo(Double.class)
                      .one()));
      execute("update merge_remark set due_at = now()");
    }
    assertThat(pauses).startsWith(10.0, 20.0, 40.0, 80.0).endsWith(3_600.0, 3_600.0);

    targets.answers.clear();
    look();
    assertThat(targets.told).containsExactly(1_001L);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void theRemarksOfATargetKeepTheirOrder() throws Exception {
    merged(1, 1_000);
    merged(2, 1_000);
    merged(3, 1_000);

    look();

    assertThat(targets.asked).containsExactly(1L, 2L, 3L);
    assertThat(waiting()).isEmpty();
  }

  /** Tickets that take a remark, unless a test says what they answer. */
  private static final class Targets implements Tickets {
    private final Map<Long, CompletionStage<TicketReply>> answers = new HashMap<>();
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();

    @Override
    public synchronized CompletionStage<TicketReply> ask(
        long ticket, TicketCommand.Unguarded command) {
      asked.add(((TicketCommand.Remark) command).source());
      CompletionStage<TicketReply> answer = answers.get(ticket);
      if (answer != null) {
        return answer;
      }
      told.add(ticket);
      return CompletableFuture.completedStage(new TicketReply.Taken(1));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("a remark is nobody's act");
    }

    @Override
    public <R extends TicketQuery.Answer> CompletionStage<R> ask(
        long ticket, TicketQuery<R> query) {
      throw new AssertionError("nothing is asked");
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {
      throw new AssertionError("an answer is needed");
    }

    @Override
    public void typing(long ticket) {
      throw new AssertionError("nobody types");
    }
  }
}
