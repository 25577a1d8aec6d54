package dev.switchboard.access.grant;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrustedPanelRightsTest {
  private static final Principal ANNA = Principals.anna(Right.MANAGE_PERMISSIONS);

  private final AtomicLong nanos = new AtomicLong();
  private final FakeStaff staff = new FakeStaff();
  private final FakeGrants stored = new FakeGrants();
  private final TrustedPanelRights rights =
      new TrustedPanelRights(SuperAdministrators.NONE, staff, stored, nanos::get);
  private final Grants grants = rights.noticed();

  private static final class FakeGrants implements Grants {
    private final List<Grant> all = new ArrayList<>();
    private boolean failing;

    @Override
    public CompletionStage<List<Grant>> all() {
      return failing
          ? CompletableFuture.failedStage(new IllegalStateException("out of reach"))
          : CompletableFuture.completedStage(List.copyOf(all));
    }

    @Override
    public CompletionStage<Granting> grant(Subject subject, Permission permission, Principal by) {
      Grant grant = new Grant(all.size() + 1, subject, permission, by.name(), Instant.EPOCH);
      all.add(grant);
      return CompletableFuture.completedStage(new Granting.Granted(grant, true));
    }

    @Override
    public CompletionStage<Revoking> revoke(long id, Principal by) {
      all.removeIf(grant -> grant.id() == id);
      return CompletableFuture.completedStage(new Revoking.Unknown());
    }
  }

  private Set<Permission> permissions(long user) throws Exception {
    return rights.of(user).toCompletableFuture().get(30, SECONDS).permissions();
  }

  @Test
  void whatIsGrantedHereCountsAtOnceAndSoDoesItsEnd() throws Exception {
    staff.joins(8);
    assertThat(permissions(8)).isEmpty();
    var _ = grants.grant(Subject.user(8), Permission.VIEW_BANS, ANNA);
    assertThat(permissions(8)).containsExactly(Permission.VIEW_BANS);
    var _ = grants.revoke(1, ANNA);
    assertThat(permissions(8)).isEmpty();
  }

  @Test
  void aReadingThatAChangeOvertookIsNotKept() throws Exception {
    staff.joins(8);
    CompletableFuture<Void> slow = new CompletableFuture<>();
    staff.answersAfter(slow);
    CompletableFuture<PanelAccess> before = rights.of(8).toCompletableFuture();
    staff.answersAfter(CompletableFuture.completedStage(null));
    var _ = grants.grant(Subject.user(8), Permission.VIEW_BANS, ANNA);
    assertThat(permissions(8)).containsExactly(Permission.VIEW_BANS);
    slow.complete(null);
    before.get(30, SECONDS);
    assertThat(permissions(8)).containsExactly(Permission.VIEW_BANS);
  }

  @SecurityPoint(23)
  @Test
  void whatIsWithdrawnElsewhereIsKnownWithinASecond() throws Exception {
    staff.joins(8);
    var _ = stored.grant(Subject.user(8), Permission.VIEW_BANS, ANNA);
    assertThat(permissions(8)).containsExactly(Permission.VIEW_BANS);
    staff.leaves(8);
    nanos.addAndGet(TrustedPanelRights.TRUSTED.toNanos() - 1);
    assertThat(permissions(8)).containsExactly(Permission.VIEW_BANS);
    nanos.addAndGet(1);
    assertThat(permissions(8)).isEmpty();
    assertThat(TrustedPanelRights.TRUSTED).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void manyRequestsAskOnce() throws Exception {
    staff.joins(8);
    for (int i = 0; i < 100; i++) {
      permissions(8);
    }
    assertThat(staff.asked).isEqualTo(1);
  }

  @Test
  void whoIsNotInTheGuildHasNoRightWhateverIsGranted() throws Exception {
    var _ = grants.grant(Subject.user(8), Permission.VIEW_BANS, ANNA);
    var _ = grants.grant(Subject.role(1), Permission.VIEW_BANS, ANNA);
    assertThat(rights.of(8).toCompletableFuture().get(30, SECONDS)).isEqualTo(PanelAccess.NONE);
  }

  @Test
  void aFailureIsNotKept() throws Exception {
    staff.joins(8);
    stored.failing = true;
    assertThat(rights.of(8).toCompletableFuture()).isCompletedExceptionally();
    stored.failing = false;
    assertThat(permissions(8)).isEmpty();
  }
}
