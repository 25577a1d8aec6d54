package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jdbi.v3.core.result.ResultProducers.returningUpdateCount;

import dev.switchboard.SecurityPoint;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.Done;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @EnumSource
  void actsOfStaffEndAtEachSurfaceAndChangesOfAdministratorsNever(Surface surface)
      throws Exception {
    boolean administrators = surface == Surface.RPC || surface == Surface.NODE;
    for (int status : new int[] {200, 409, 503}) {
      now(log.writeOnce("old " + status, actAt(surface, STAFF_DAYS + 1, status, "old " + status)));
    }
    now(log.writeOnce("7/1", actAt(surface, STAFF_DAYS - 1, 200, "new")));

    assertThat(forget(0, 30)).isEqualTo(administrators ? 0 : 3);

    assertThat(actAt(surface, 0, 200, "").isOfStaff()).isEqualTo(!administrators);
    assertThat(details()).hasSize(administrators ? 4 : 1).contains("new");
  }

  /** It runs each hour; the table may have a year of entries. */
  @Test
  void whatIsNotOldEnoughIsNotLookedAt() throws Exception {
    execute(
        """
        insert into audit_log (at, caller, address, surface, method, resource, status, detail)
        select now() - make_interval(days => case n % 4 when 0 then 300 when 1 then 200 else 20 end),
          'c', 'a', case n % 4 when 1 then 'discord' else 'rpc' end, case n % 4 when 2 then 'GET' else 'POST' end, 'r',
          case n % 4 when 3 then 401 else 200 end, 'd'
        from generate_series(1, 100000) n
        """);
    execute("analyze audit_log");
    assertThat(blocks()).as("blocks of the table and its indexes").isLessThan(300);
  }

  private static int blocks() {
    String forgetting = "select audit_log_forget(90, 30, 365, 5000)";
    execute(forgetting);
    String plan =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("explain (analyze, buffers) " + forgetting)
                    .mapTo(String.class)
                    .list()
                    .toString());
    Matcher hit = Pattern.compile("shared hit=([0-9]+)").matcher(plan);
    assertThat(hit.find()).as(plan).isTrue();
    return Integer.parseInt(hit.group(1));
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

  @ParameterizedTest
  @ValueSource(
      strings = {"XX002", "54000", "0A000", "P0001", "22000", "23514", "42501", "25001", "3F000"})
  void whateverTheDatabaseRefusesAnActFor(String state) throws Exception {
    raise(state, "refused");
    try {
      now(log.writeOnce("7/1", act(0, 200, "refused")));
      now(log.writeOnce("7/2", act(0, 200, "act")));
    } finally {
      raiseNothing();
    }
    assertThat(details()).containsExactly("act");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "25006", "40001", "53100", "55P03", "57014", "58030"})
  void whileTheDatabaseIsBusyAnActFailsAndCanBeWrittenAgain(String state) throws Exception {
    raise(state, "act");
    try {
      assertThatThrownBy(() -> now(log.writeOnce("7/1", act(0, 200, "act"))))
          .isInstanceOf(ExecutionException.class);
    } finally {
      raiseNothing();
    }
    now(log.writeOnce("7/1", act(0, 200, "act")));
    assertThat(details()).containsExactly("act");
  }

  @Test
  void ofActsThatAreWrittenTogetherOnlyTheRefusedOneIsLeftOut() throws Exception {
    raise("XX002", "act 250");
    try {
      List<CompletableFuture<Done>> written = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        written.add(log.writeOnce("7/" + i, act(0, 200, "act " + i)).toCompletableFuture());
      }
      now(CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new)));
    } finally {
      raiseNothing();
    }
    assertThat(details()).hasSize(299).contains("act 249", "act 251").doesNotContain("act 250");
  }

  @Test
  void aReadThatTheDatabaseRefusesHoldsUpNoOther() throws Exception {
    raise("XX002", "read 1");
    try {
      for (int i = 0; i < 3; i++) {
        log.note(entry(0, "GET", 200, "read " + i));
      }
      await().untilAsserted(() -> assertThat(details()).containsExactly("read 2", "read 0"));
      log.note(entry(0, "GET", 200, "read 3"));
      await()
          .untilAsserted(() -> assertThat(details()).containsExactly("read 3", "read 2", "read 0"));
    } finally {
      raiseNothing();
    }
  }

  @Test
  void ofReadsThatWaitForABusyDatabaseNoneIsStoredTwice() throws Exception {
    raise("XX002", "read 0");
    raise("53100", "read 2");
    try {
      for (int i = 0; i < 3; i++) {
        log.note(entry(0, "GET", 200, "read " + i));
      }
      await().untilAsserted(() -> assertThat(details()).containsExactly("read 1"));
    } finally {
      raiseNothing();
    }
    await().untilAsserted(() -> assertThat(details()).containsExactly("read 2", "read 1"));
  }

  /** From now on an entry with this detail is an error of that SQLSTATE. */
  private static void raise(String state, String detail) {
    execute(
        """
        create or replace function raise_state() returns trigger language plpgsql as $$
        begin
          raise exception 'raised by a test' using errcode = tg_argv[0];
        end
        $$
        """);
    execute(
        """
        create trigger "raise_%s" before insert on audit_log
          for each row when (new.detail = '%s') execute function raise_state('%s')
        """
            .formatted(detail, detail, state));
  }

  private static void raiseNothing() {
    execute("drop function raise_state cascade");
  }

  private static void execute(String statement) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(statement));
  }

  private AuditEntry act(int daysAgo, int status, String detail) {
    return actAt(Surface.DISCORD, daysAgo, status, detail);
  }

  private AuditEntry actAt(Surface surface, int daysAgo, int status, String detail) {
    return new AuditEntry(
        now.minus(Duration.ofDays(daysAgo)),
        "5 (Anna)",
        "",
        surface.word(),
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

  @SecurityPoint(29)
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
    now(log.write(entry(daysAgo, method, status, detail)));
  }

  private AuditEntry entry(int daysAgo, String method, int status, String detail) {
    return new AuditEntry(
        now.minus(Duration.ofDays(daysAgo)), "c", "a", "rpc", method, "r", status, detail);
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
