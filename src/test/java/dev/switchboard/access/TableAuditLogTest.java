package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jdbi.v3.core.result.ResultProducers.returningUpdateCount;

import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit log keeps, and what it may forget. */
class TableAuditLogTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

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
        "select audit_log_forget(1, 1, 100); delete from audit_log where at < now() - interval '2"
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
            DATABASE.database(), new AdminSettings.Audit(1, readDays, refusalDays))
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
