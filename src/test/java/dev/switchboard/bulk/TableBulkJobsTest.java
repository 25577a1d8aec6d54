package dev.switchboard.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Hash;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.read.TableReadMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bulk jobs in the tables, carried out on tickets that remember what they are asked. */
class TableBulkJobsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Staff ANNA = new Staff(7, "Anna", "Moderator");

  private final FakeTickets tickets = new FakeTickets();
  private volatile boolean heldIsSent = true;
  private volatile Set<Right> rights = EnumSet.allOf(Right.class);
  private final BulkRunner runner =
      new BulkRunner(
          DATABASE.database(),
          tickets,
          (_, _) -> CompletableFuture.completedStage(heldIsSent),
          new TableReadMarks(DATABASE.database()),
          _ ->
              CompletableFuture.completedStage(
                  new PanelAccess(Optional.empty(), false, rights, Set.of())),
          Clock.systemUTC());
  private final TableBulkJobs resting = new TableBulkJobs(DATABASE.database(), () -> {});
  private final TableBulkJobs jobs = new TableBulkJobs(DATABASE.database(), runner::wake);

  @BeforeEach
  void emptyTables() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("truncate bulk_job, act_request cascade"));
  }

  private static Principal anna(Set<Right> rights) {
    return new Principal.DiscordUser(
        7, "Anna", rights, new Principal.Source(Surface.PANEL, Optional.of("192.0.2.1"), "req_1"));
  }

  private static Principal anna() {
    return anna(EnumSet.allOf(Right.class));
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  private static BulkJobs.Order close(Long... wanted) {
    return new BulkJobs.Order(
        new BulkAct.Close("solved", true), ANNA, List.of(wanted), Optional.empty());
  }

  private static BulkJobs.Job started(BulkJobs.Begun begun) {
    return ((BulkJobs.Begun.Started) begun).job();
  }

  private BulkJobs.Job ended(long job) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> done(jobs.job(anna(), job)).orElseThrow(),
            one -> one.waiting() == 0 && one.ended().isPresent());
  }

  private List<BulkJobs.Result> results(long job) {
    return done(jobs.results(anna(), job, 0, 200)).orElseThrow().rows();
  }

  @Test
  void eachTicketIsActedOnOnceWithASourceOfItsOwn() {
    long job = started(done(jobs.begin(anna(), close(3L, 1L, 2L)))).number();

    BulkJobs.Job ended = ended(job);

    assertThat(ended.state()).isEqualTo(BulkJobs.State.DONE);
    assertThat(ended.done()).isEqualTo(3);
    assertThat(tickets.asked(TicketCommand.Close.class))
        .hasSize(3)
        .allSatisfy(close -> {
          assertThat(close.by()).isEqualTo(ANNA);
          assertThat(close.reason()).isEqualTo("solved");
          assertThat(close.silent()).isTrue();
        })
        .extracting(TicketCommand.Close::source)
        .doesNotHaveDuplicates();
    assertThat(results(job)).extracting(BulkJobs.Result::ticket).containsExactly(3L, 1L, 2L);
    assertThat(tickets.acted())
        .allMatch(by -> by.source().address().equals(Optional.of("192.0.2.1")));
  }

  @Test
  void whatTheOwnerHoldsInATicketComesBeforeItIsClosed() {
    heldIsSent = false;
    long job = started(done(jobs.begin(anna(), close(1L)))).number();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                DATABASE
                    .database()
                    .jdbi()
                    .withHandle(handle ->
                        handle
                            .createQuery("select tries from bulk_act where job = :job")
                            .bind("job", job)
                            .mapTo(Integer.class)
                            .one()),
            Integer.valueOf(1)::equals);
    assertThat(tickets.asked()).isEmpty();

    heldIsSent = true;
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              runner.wake();
              return done(jobs.job(anna(), job)).orElseThrow().done();
            },
            Integer.valueOf(1)::equals);
  }

  @Test
  void aTicketThatRefusesIsToldAndTheOthersGoOn() {
    tickets.next(new TicketReply.Refused(TicketReply.Reason.ALREADY_CLOSING));
    tickets.next(new TicketReply.Absent());
    long job = started(done(jobs.begin(anna(), close(1L, 2L, 3L)))).number();

    BulkJobs.Job ended = ended(job);

    assertThat(ended.refused()).isEqualTo(2);
    assertThat(ended.done()).isEqualTo(1);
    assertThat(results(job))
        .extracting(BulkJobs.Result::code)
        .containsExactlyInAnyOrder("already_closing", "not_found", "");
  }

  @Test
  void whatNobodyKnowsIsAskedForAgainWithTheSameSource() {
    tickets.next(CompletableFuture.failedStage(new TimeoutException("no answer")));
    long job = started(done(jobs.begin(anna(), close(1L)))).number();

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              runner.wake();
              return tickets.asked(TicketCommand.Close.class).size();
            },
            Integer.valueOf(2)::equals);

    assertThat(ended(job).done()).isEqualTo(1);
    assertThat(tickets.asked(TicketCommand.Close.class))
        .extracting(TicketCommand.Close::source)
        .containsOnly(tickets.asked(TicketCommand.Close.class).getFirst().source());
  }

  @Test
  void theRightsAreAskedForAtEachAct() {
    long job = started(done(resting.begin(anna(), close(1L, 2L)))).number();
    rights = EnumSet.of(Right.VIEW_TICKETS);
    runner.wake();

    assertThat(ended(job).refused()).isEqualTo(2);
    assertThat(results(job)).extracting(BulkJobs.Result::code).containsOnly("forbidden");
    assertThat(tickets.asked()).isEmpty();
    assertThatThrownBy(() -> done(jobs.begin(anna(EnumSet.of(Right.VIEW_TICKETS)), close(1L))))
        .hasCauseInstanceOf(NotPermitted.class);
  }

  @Test
  void theSameRequestBeginsOneJob() {
    ActSources.Request request = new ActSources.Request(Hash.of("scope"), Hash.of("body"));
    BulkJobs.Order order =
        new BulkJobs.Order(
            new BulkAct.SetPriority(Priority.HIGH), ANNA, List.of(1L), Optional.of(request));
    BulkJobs.Begun first = done(resting.begin(anna(), order));
    BulkJobs.Begun again = done(resting.begin(anna(), order));

    assertThat(again).isEqualTo(new BulkJobs.Begun.Started(started(first), true));
    assertThat(
            done(
                resting.begin(
                    anna(),
                    new BulkJobs.Order(
                        order.act(),
                        ANNA,
                        List.of(2L),
                        Optional.of(new ActSources.Request(request.scope(), Hash.of("other")))))))
        .isEqualTo(new BulkJobs.Begun.Other());
    assertThat(done(jobs.all(anna()))).hasSize(1);
  }

  @Test
  void aUserHasAFewJobsAtATimeAndSeesNoOthers() {
    for (int i = 0; i < BulkJobs.RUNNING; i++) {
      done(resting.begin(anna(), close(1L)));
    }

    assertThat(done(resting.begin(anna(), close(1L)))).isEqualTo(new BulkJobs.Begun.TooMany());
    Principal bob =
        new Principal.DiscordUser(8, "Bob", EnumSet.allOf(Right.class), anna().source());
    assertThat(done(jobs.all(bob))).isEmpty();
    long job = done(jobs.all(anna())).getFirst().number();
    assertThat(done(jobs.job(bob, job))).isEmpty();
    assertThat(done(jobs.cancel(bob, job))).isEmpty();
    assertThat(done(jobs.results(bob, job, 0, 10))).isEmpty();
  }

  @Test
  void aJobThatIsCancelledBeginsNothingMore() {
    long job = started(done(resting.begin(anna(), close(1L, 2L)))).number();

    BulkJobs.Job cancelled = done(jobs.cancel(anna(), job)).orElseThrow();
    runner.wake();

    assertThat(cancelled.state()).isEqualTo(BulkJobs.State.CANCELLED);
    assertThat(cancelled.cancelled()).isEqualTo(2);
    assertThat(done(jobs.cancel(anna(), job))).hasValue(cancelled);
    long next = started(done(jobs.begin(anna(), close(3L)))).number();
    assertThat(ended(next).done()).isEqualTo(1);
    assertThat(tickets.asked()).hasSize(1);
  }

  @Test
  void whatWasBegunBeforeTheCancelIsFinished() {
    CompletableFuture<TicketReply> slow = new CompletableFuture<>();
    tickets.next(slow);
    long job = started(done(jobs.begin(anna(), close(1L)))).number();
    await().atMost(PATIENCE).until(() -> tickets.asked().size() == 1);

    BulkJobs.Job cancelled = done(jobs.cancel(anna(), job)).orElseThrow();
    slow.complete(new TicketReply.Taken(0));

    assertThat(cancelled.waiting()).isEqualTo(1);
    assertThat(ended(job))
        .satisfies(one -> {
          assertThat(one.state()).isEqualTo(BulkJobs.State.CANCELLED);
          assertThat(one.done()).isEqualTo(1);
        });
  }

  @Test
  void theResultsComeInParts() {
    Long[] many = LongStream.rangeClosed(1, 5).boxed().toArray(Long[]::new);
    long job = started(done(resting.begin(anna(), close(many)))).number();

    var first = done(jobs.results(anna(), job, 0, 3)).orElseThrow();
    var second = done(jobs.results(anna(), job, first.rows().getLast().place(), 3)).orElseThrow();

    assertThat(first.more()).isTrue();
    assertThat(second.more()).isFalse();
    assertThat(second.rows()).extracting(BulkJobs.Result::ticket).containsExactly(4L, 5L);
  }

  @Test
  void jobsAreForgottenAWeekBehindTheirEnd() {
    long job = started(done(jobs.begin(anna(), close(1L)))).number();
    ended(job);
    done(jobs.forget());
    assertThat(done(jobs.job(anna(), job))).isPresent();

    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("update bulk_job set ended_at = now() - interval '8 days'"));
    done(jobs.forget());

    assertThat(done(jobs.job(anna(), job))).isEmpty();
  }

  @Test
  void aJobWithoutTicketsHasEnded() {
    BulkJobs.Job job = started(done(jobs.begin(anna(), close())));

    assertThat(job.state()).isEqualTo(BulkJobs.State.DONE);
    assertThat(job.ended()).isPresent();
  }
}
