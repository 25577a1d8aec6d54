package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

class CappedAuditLogTest {
  private final List<AuditEntry> written = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private boolean failing;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final CappedAuditLog log =
      new CappedAuditLog(
          new Kept(),
          3,
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          },
          (pause, work) -> {
            assertThat(pause).isEqualTo(Duration.ofMinutes(1));
            later.add(work);
          });

  @Test
  void moreRefusalsThanAreListedAreOneEntryThatCountsThem() {
    for (int i = 0; i < 40; i++) {
      refuse("", "2001:db8:0:" + Integer.toHexString(i % 5) + "::1", "POST", 401);
    }
    assertThat(written).hasSize(3);
    assertThat(later).hasSize(1);

    now = now.plus(Duration.ofMinutes(1));
    later.removeFirst().run();

    assertThat(written).hasSize(4);
    AuditEntry summary = written.getLast();
    assertThat(summary.status()).isEqualTo(401);
    assertThat(summary.isRefusal()).isTrue();
    assertThat(summary.detail()).contains("\"left_out\":37,\"addresses\":5");
    for (int i = 0; i < 5; i++) {
      refuse("", "192.0.2.1", "GET", 401);
    }
    assertThat(written).hasSize(7);
    assertThat(later).hasSize(1);
  }

  @Test
  void aFloodOfStrangersHidesNoRefusalOfAnAdministratorAndNoChange() {
    for (int i = 0; i < 40; i++) {
      refuse("", "192.0.2." + i, "POST", 401);
    }

    refuse("watch", "192.0.2.1", "POST", 403);
    refuse("watch", "192.0.2.1", "GET", 503);
    refuse("root", "192.0.2.1", "POST", 200);
    refuse("root", "192.0.2.1", "POST", 409);
    refuse("root", "192.0.2.1", "POST", 504);
    refuse("watch", "192.0.2.1", "DELETE", 404);
    refuse("watch", "192.0.2.1", "POST", 403);
    for (int i = 0; i < 40; i++) {
      refuse("root", "192.0.2.1", "POST", 200);
    }

    assertThat(written).hasSize(3 + 6 + 40);
    assertThat(later).hasSize(2);
  }

  @Test
  void aQuietMinuteNeedsNoEntryAndAnEndTellsWhatWasLeftOut() {
    for (int minute = 0; minute < 4; minute++) {
      for (int i = 0; i < 3; i++) {
        refuse("", "192.0.2.1", "POST", 401);
      }
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(written).hasSize(12);
    assertThat(later).isEmpty();
    for (int i = 0; i < 4; i++) {
      refuse("", "192.0.2.1", "POST", 401);
    }

    assertThat(log.flush().toCompletableFuture()).isCompleted();

    assertThat(written).hasSize(16);
    assertThat(written.getLast().detail()).contains("\"left_out\":1,\"addresses\":1");
    later.removeFirst().run();
    assertThat(written).hasSize(16);
  }

  @Test
  void aFloodOfPeopleInDiscordHidesNoOtherRefusalAndNoActOfStaff() {
    for (int i = 0; i < 40; i++) {
      actInDiscord(i, 403);
    }
    actInDiscord(40, 200);
    refuse("", "192.0.2.1", "POST", 401);
    refuse("watch", "192.0.2.1", "POST", 403);

    assertThat(written).hasSize(3 + 3);
    later.removeFirst().run();
    assertThat(written.getLast().surface()).isEqualTo("discord");
    assertThat(written.getLast().detail())
        .contains("people in Discord")
        .contains("\"left_out\":37");
  }

  @Test
  void peopleAtOneSurfaceAreCountedApartFromThoseAtAnotherAndFromAdministrators() {
    for (String surface : List.of("discord", "panel", "api", "page", "rpc")) {
      for (int i = 0; i < 40; i++) {
        assertThat(log.writeOnce("7/" + i, refusedAt(surface)).toCompletableFuture()).isCompleted();
      }
    }
    assertThat(written).hasSize(5 * 3);

    List.copyOf(later).forEach(Runnable::run);

    assertThat(written.subList(15, 20))
        .allSatisfy(summary -> assertThat(summary.detail()).contains("\"left_out\":37"))
        .extracting(AuditEntry::surface)
        .containsExactly("discord", "panel", "api", "page", "rpc");
  }

  /** The desk asks every few seconds while the database is away. */
  @Test
  void anActThatIsWrittenAgainAndAgainIsCountedOnce() {
    failing = true;
    for (int i = 0; i < 40; i++) {
      assertThat(log.writeOnce("7/1/403", refusedAt("discord")).toCompletableFuture())
          .isCompletedExceptionally();
      now = now.plus(Duration.ofSeconds(4));
    }
    failing = false;
    assertThat(log.writeOnce("7/1/403", refusedAt("discord")).toCompletableFuture()).isCompleted();
    assertThat(log.writeOnce("7/2/403", refusedAt("discord")).toCompletableFuture()).isCompleted();
    assertThat(log.writeOnce("7/3/403", refusedAt("discord")).toCompletableFuture()).isCompleted();

    assertThat(written).hasSize(3);
    assertThat(later).isEmpty();
  }

  @Test
  void anActThatWasLeftOutIsNotListedWhenItIsWrittenAgain() {
    for (int i = 0; i < 4; i++) {
      actInDiscord(i, 403);
    }
    actInDiscord(3, 403);
    assertThat(written).hasSize(3);
  }

  private AuditEntry refusedAt(String surface) {
    return new AuditEntry(now, "5 (Anna)", "", surface, "POST", "/tickets/7/reply", 403, "{}");
  }

  private void actInDiscord(int act, int status) {
    AuditEntry entry =
        new AuditEntry(now, "5 (Anna)", "", "discord", "POST", "/tickets/7/reply", status, "{}");
    assertThat(log.writeOnce("7/" + act, entry).toCompletableFuture()).isCompleted();
  }

  private void refuse(String caller, String address, String method, int status) {
    assertThat(
            log.write(new AuditEntry(now, caller, address, "rpc", method, "/admin/x", status, "{}"))
                .toCompletableFuture())
        .isCompleted();
  }

  private final class Kept implements AuditLog {
    @Override
    public CompletionStage<Done> write(AuditEntry entry) {
      written.add(entry);
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
      if (failing) {
        return CompletableFuture.failedStage(new IllegalStateException("the database is away"));
      }
      return write(entry);
    }

    @Override
    public void note(AuditEntry entry) {
      written.add(entry);
    }

    @Override
    public CompletionStage<List<Numbered>> read(OptionalLong before, int most) {
      return CompletableFuture.completedStage(List.of());
    }
  }
}
