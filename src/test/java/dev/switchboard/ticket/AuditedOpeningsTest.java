package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditSearch.Wanted;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.access.TableAuditLog;
import dev.switchboard.access.TableAuditSearch;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.Staff;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditedOpeningsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Principal ANNA = Principals.anna(Right.ANSWER_MEMBERS);

  private static void open(long source, CompletionStage<Opening> opening) throws Exception {
    new AuditedOpenings(
            (_, _) -> opening,
            new TableAuditLog(DATABASE.database()),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .open(
            ANNA,
            new OpeningRequest(
                source,
                new Staff(5, "Anna", "Moderator"),
                new Member(9, "alice", "Alice"),
                500,
                "",
                List.of(),
                "hello",
                NOW))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static List<String> found(OptionalLong ticket) throws Exception {
    return new TableAuditSearch(DATABASE.database())
            .find(
                new Wanted(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ticket),
                OptionalLong.empty(),
                10)
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .stream()
            .map(one -> described(one.entry()))
            .toList();
  }

  private static String described(AuditEntry entry) {
    return entry.resource() + " " + entry.status();
  }

  @Test
  void theEntryIsFoundWithTheActsInTheTicketThatWasOpened() throws Exception {
    open(1, CompletableFuture.completedStage(new Opening.Opened(71)));
    open(2, CompletableFuture.completedStage(new Opening.Exists(72)));

    assertThat(found(OptionalLong.of(71))).containsExactly("/tickets/71/open 200");
    assertThat(found(OptionalLong.of(72))).containsExactly("/tickets/72/open 409");
    assertThat(found(OptionalLong.of(7))).isEmpty();
  }

  @Test
  void whereNoTicketIsKnownTheEntryHasNone() throws Exception {
    assertThatThrownBy(() ->
            open(3, CompletableFuture.failedStage(new NotPermitted(ANNA, Right.ANSWER_MEMBERS))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NotPermitted.class);
    assertThat(found(OptionalLong.empty())).contains("/tickets/open 403");
  }
}
