package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jdbi.v3.core.result.ResultProducers.returningUpdateCount;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit log keeps, and what it may forget. */
class TableAuditLogTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int STAFF_DAYS = 50;

  private final Instant now = Instant.now();
  private TableAuditLog log;

  @BeforeEach
  void open() {
    log = new TableAuditLog(DATABASE.database());
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("alter table audit_log disable trigger user");
          handle.execute("truncate audit_log");
          handle.execute("alter table audit_log enable trigger user");
        });
  }

  @Test
  void oldReadsAndRefusalsAreForgottenAndChangesNever() throws Exception {
    write(100, "GET", 200, "old read");
    write(20, "GET", 200, "read");
    write(40, "POST", 401, "old refusal");
    write(40, "GET", 503, "old failed read");
    write(40, "DELETE", 404, "old refused change");
    write(20, "POST", 401, "refusal");
    write(4_000, "POST", 200, "change");
    write(4_000, "POST", 409, "change taken back");
    write(4_000, "PUT", 504, "change in doubt");
    write(4_000, "DELETE", 500, "failed change");

    assertThat(forget(90, 30)).isEqualTo(4);

    assertThat(details())
        .containsExactlyInAnyOrder(
            "read", "refusal", "change", "change taken back", "change in doubt", "failed change");
    assertThat(forget(0, 0)).isZero();
    assertThat(forget(1, 0)).isEqualTo(1);
    assertThat(details()).doesNotContain("read").contains("refusal");
  }

  @Test
  void anActThatIsWrittenAgainIsStoredOnceAsItWasFirst() throws Exception {
    now(log.writeOnce("7/71", act(0, 200, "first")));
    now(
        CompletableFuture.allOf(
            log.writeOnce("7/71", act(0, 200, "again")).toCompletableFuture(),
            log.writeOnce("7/72", act(0, 200, "another")).toCompletableFuture(),
            log.writeOnce("7/72", act(0, 200, "another again")).toCompletableFuture()));

    assertThat(details()).containsExactlyInAnyOrder("first", "another");
  }

  @Test
  void actsThatAreWrittenTogetherAreStoredInFewTransactions() throws Exception {
    List<CompletableFuture<Done>> written = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      written.add(log.writeOnce("7/" + i, act(0, 200, "act " + i)).toCompletableFuture());
    }
    now(CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new)));

    assertThat(details()).hasSize(500);
    long transactions =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("select count(distinct xmin::text) from audit_log")
                    .mapTo(Long.class)
                    .one());
    assertThat(transactions).isLessThan(50);
  }

  @Test
  void actsOfStaffHaveAnEndOfTheirOwn() throws Exception {
    now(log.writeOnce("7/1", act(STAFF_DAYS + 1, 200, "old act")));
    now(log.writeOnce("7/2", act(STAFF_DAYS + 1, 409, "old refused act")));
    now(log.writeOnce("7/3", act(STAFF_DAYS - 1, 200, "act")));
    now(log.writeOnce("7/4/403", act(31, 403, "old refusal")));
    now(log.writeOnce("7/5/403", act(20, 403, "refusal")));

    assertThat(forget(0, 30)).isEqualTo(3);

    assertThat(details()).containsExactlyInAnyOrder("act", "refusal");
  }

  @Test
  void anActFailsWhileTheDatabaseIsOutOfReachAndCanBeWrittenAgain() throws Exception {
    Database closed = Database.connect(DATABASE.settings());
    closed.close();

    CompletableFuture<Done> failed =
        new TableAuditLog(closed).writeOnce("7/1", act(0, 200, "act")).toCompletableFuture();

    assertThatThrownBy(() -> failed.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    now(log.writeOnce("7/1", act(0, 200, "act")));
    assertThat(details()).containsExactly("act");
  }

  /** The table may be what is wrong: that keeps nobody from answering members. */
  @Test
  void anActThatTheDatabaseRefusesCompletesAllTheSame() throws Exception {
    execute("alter table audit_log add constraint none check (status < 0) not valid");
    try {
      now(log.writeOnce("7/1", act(0, 200, "act")));
    } finally {
      execute("alter table audit_log drop constraint none");
    }
    assertThat(details()).isEmpty();
  }

  private static void execute(String statement) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(statement));
  }

  private AuditEntry act(int daysAgo, int status, String detail) {
    return new AuditEntry(
        now.minus(Duration.ofDays(daysAgo)),
        "5 (Anna)",
        "",
        "discord",
        "POST",
        "/tickets/7/reply",
        status,
        detail);
  }

  private static <T> T now(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void manyAreForgottenInSeveralTransactions() throws Exception {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into audit_log (at, caller, address, surface, method, resource, status, detail)
                select now() - interval '10 days', '', '', 'rpc', 'GET', '', 401, '' from generate_series(1, 12000)
                """));

    assertThat(forget(90, 9)).isEqualTo(12_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_log set caller = 'x'",
        "delete from audit_log",
        "truncate audit_log",
        "truncate audit_log, deferral cascade",
        "set local switchboard.audit_log_forgets = 'on'; truncate audit_log",
        "set local switchboard.audit_log_forgets = 'on'; update audit_log set status = 401",
        "set local switchboard.audit_log_forgets = 'on'; delete from audit_log where status = 200",
        "set local switchboard.audit_log_forgets = 'on'; delete from audit_log where status = 401",
        "select audit_log_forget(1, 1, 1, 100); delete from audit_log where at < now() - interval '2"
            + " days'",
      })
  void nothingElseChangesOrRemovesAnything(String statement) throws Exception {
    write(9, "POST", 200, "change");
    write(0, "POST", 401, "refusal of today");
    write(0, "GET", 200, "read of today");

    assertThatThrownBy(() ->
            DATABASE
                .database()
                .jdbi()
                .useTransaction(handle -> {
                  for (String one : statement.split("; ", -1)) {
                    handle.createUpdate(one).execute(returningUpdateCount());
                  }
                }))
        .hasMessageContaining("the audit log ");

    assertThat(details()).hasSize(3);
  }

  private long forget(int readDays, int refusalDays) throws Exception {
    return new AuditRetention(
            DATABASE.database(), new AdminSettings.Audit(1, readDays, refusalDays, STAFF_DAYS))
        .forget()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void write(int daysAgo, String method, int status, String detail) throws Exception {
    log.write(
            new AuditEntry(
                now.minus(Duration.ofDays(daysAgo)), "c", "a", "rpc", method, "r", status, detail))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private List<String> details() throws Exception {
    return log
        .read(OptionalLong.empty(), 1_000)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .stream()
        .map(numbered -> numbered.entry().detail())
        .toList();
  }
}
