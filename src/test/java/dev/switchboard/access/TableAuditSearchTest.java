package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableAuditSearchTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final AuditSearch.Wanted ALL = wanted("", null, null);

  private final TableAuditSearch search = new TableAuditSearch(DATABASE.database());

  @BeforeAll
  static void fill() {
    TableAuditLog log = new TableAuditLog(DATABASE.database());
    write(log, 0, "7 (Sam)", "panel", "POST", "/tickets/1/reply", 200);
    write(log, 1, "7 (Sam)", "discord", "POST", "/tickets/12/close", 409);
    write(log, 2, "77 (Sue)", "panel", "POST", "/tickets/1/note", 403);
    write(log, 3, "root", "rpc", "GET", "/admin/status", 200);
    write(log, 4, "a%b\\c", "rpc", "POST", "/admin/registration", 200);
  }

  private static void write(
      TableAuditLog log,
      int hour,
      String caller,
      String surface,
      String method,
      String what,
      int status) {
    log.write(
            new AuditEntry(
                NOON.plus(Duration.ofHours(hour)), caller, "", surface, method, what, status, "{}"))
        .toCompletableFuture()
        .join();
  }

  private static AuditSearch.Wanted wanted(
      String actor,
      @org.jspecify.annotations.Nullable Surface surface,
      AuditSearch.@org.jspecify.annotations.Nullable Kind kind) {
    return new AuditSearch.Wanted(
        Optional.of(actor).filter(text -> !text.isEmpty()),
        Optional.ofNullable(surface),
        Optional.ofNullable(kind),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private List<String> found(AuditSearch.Wanted wanted) {
    return search.find(wanted, OptionalLong.empty(), 50).toCompletableFuture().join().stream()
        .map(one -> one.entry().resource())
        .toList();
  }

  @Test
  void entriesAreFoundByActorSurfaceAndKind() {
    assertThat(found(ALL)).hasSize(5).startsWith("/admin/registration");
    assertThat(found(wanted("7 ", null, null)))
        .containsExactly("/tickets/12/close", "/tickets/1/reply");
    assertThat(found(wanted("7", null, null))).hasSize(3);
    assertThat(found(wanted("a%b\\", null, null))).containsExactly("/admin/registration");
    assertThat(found(wanted("%", null, null))).isEmpty();
    assertThat(found(wanted("", Surface.DISCORD, null))).containsExactly("/tickets/12/close");
    assertThat(found(wanted("", null, AuditSearch.Kind.READ))).containsExactly("/admin/status");
    assertThat(found(wanted("", null, AuditSearch.Kind.REFUSAL)))
        .containsExactly("/tickets/1/note");
    assertThat(found(wanted("7", Surface.PANEL, AuditSearch.Kind.ACT)))
        .containsExactly("/tickets/1/reply");
  }

  @Test
  void entriesAreFoundByTimeAndTicket() {
    assertThat(
            found(
                new AuditSearch.Wanted(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(NOON.plus(Duration.ofHours(1))),
                    Optional.of(NOON.plus(Duration.ofHours(3))),
                    OptionalLong.empty())))
        .containsExactly("/tickets/1/note", "/tickets/12/close");
    assertThat(
            found(
                new AuditSearch.Wanted(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.of(1))))
        .containsExactly("/tickets/1/note", "/tickets/1/reply");
  }

  @Test
  void aPartGoesOnBehindAnEntry() {
    List<AuditLog.Numbered> first =
        search.find(ALL, OptionalLong.empty(), 2).toCompletableFuture().join();
    List<AuditLog.Numbered> rest =
        search
            .find(ALL, OptionalLong.of(first.getLast().number()), 50)
            .toCompletableFuture()
            .join();
    assertThat(rest).hasSize(3);
    assertThat(rest.getFirst().number()).isLessThan(first.getLast().number());
  }
}
