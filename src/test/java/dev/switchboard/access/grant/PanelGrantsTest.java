package dev.switchboard.access.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.grant.Grants.Granting;
import dev.switchboard.access.grant.Grants.Revoking;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelGrantsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private PanelGrants grants = PanelGrants.NONE;

  private <R> R on(Kind.Command<PanelGrants, PanelGrants.Event, R> command) {
    Decision<PanelGrants.Event, R> decision = command.decide(grants);
    decision.events().forEach(event -> grants = grants.apply(event));
    return decision.reply();
  }

  private Granting give(Subject subject, Permission permission) {
    return on(new PanelGrants.Give(subject, permission, "5 (Anna)", NOW));
  }

  private Revoking revoke(long id, boolean last) {
    return on(new PanelGrants.Revoke(id, last, "5 (Anna)", NOW));
  }

  private static Grant grant(long id, Subject subject, Permission permission) {
    return new Grant(id, subject, permission, "5 (Anna)", NOW);
  }

  @Test
  void idsCountUpAndAreNeverUsedAgain() {
    Grant first = grant(1, Subject.user(8), Permission.VIEW_BANS);
    assertThat(give(first.subject(), first.permission()))
        .isEqualTo(new Granting.Granted(first, true));
    assertThat(give(Subject.role(8), Permission.VIEW_BANS))
        .isEqualTo(new Granting.Granted(grant(2, Subject.role(8), Permission.VIEW_BANS), true));
    assertThat(revoke(1, false)).isEqualTo(new Revoking.Revoked(first));
    assertThat(revoke(2, false)).isInstanceOf(Revoking.Revoked.class);
    assertThat(give(Subject.user(8), Permission.VIEW_BANS))
        .isEqualTo(new Granting.Granted(grant(3, Subject.user(8), Permission.VIEW_BANS), true));
  }

  @Test
  void theSameGrantAgainIsTheOneThatThereIs() {
    Granting.Granted first = (Granting.Granted) give(Subject.user(8), Permission.VIEW_BANS);
    PanelGrants before = grants;
    Decision<PanelGrants.Event, Granting> again =
        new PanelGrants.Give(Subject.user(8), Permission.VIEW_BANS, "root", NOW.plusSeconds(9))
            .decide(grants);
    assertThat(again.events()).isEmpty();
    assertThat(again.reply()).isEqualTo(new Granting.Granted(first.grant(), false));
    assertThat(grants).isEqualTo(before);
  }

  @Test
  void whatIsNotThereCannotBeRevoked() {
    assertThat(revoke(1, true)).isEqualTo(new Revoking.Unknown());
    give(Subject.user(8), Permission.VIEW_BANS);
    assertThat(revoke(2, true)).isEqualTo(new Revoking.Unknown());
  }

  @SecurityPoint(24)
  @Test
  void theLastAdministratorStays() {
    give(Subject.user(8), Permission.MANAGE_PERMISSIONS);
    give(Subject.role(9), Permission.MANAGE_PERMISSIONS);
    give(Subject.role(9), Permission.VIEW_BANS);
    assertThat(revoke(1, false)).isInstanceOf(Revoking.Revoked.class);
    assertThat(revoke(2, false)).isEqualTo(new Revoking.LastAdministrator());
    assertThat(revoke(3, false)).isInstanceOf(Revoking.Revoked.class);
    assertThat(revoke(2, true)).isInstanceOf(Revoking.Revoked.class);
    assertThat(grants.byId()).isEmpty();
  }

  @Test
  void theirNumberHasAnEnd() {
    for (int i = 1; i <= PanelGrants.MOST; i++) {
      assertThat(give(Subject.user(i), Permission.VIEW_BANS)).isInstanceOf(Granting.Granted.class);
    }
    assertThat(give(Subject.user(1), Permission.VIEW_AUDIT)).isEqualTo(new Granting.TooMany());
    assertThat(give(Subject.user(1), Permission.VIEW_BANS)).isInstanceOf(Granting.Granted.class);
    revoke(5, false);
    assertThat(give(Subject.user(1), Permission.VIEW_AUDIT)).isInstanceOf(Granting.Granted.class);
  }

  @Test
  void pagesFollowEachOtherAndAKnownVersionIsNotSentAgain() {
    for (int i = 1; i <= PanelGrants.PAGE + 1; i++) {
      give(Subject.user(i), Permission.VIEW_BANS);
    }
    PanelGrants.Shown first = new PanelGrants.Show(PanelGrants.NO_VERSION, 0).read(grants, 300);
    assertThat(first.grants()).hasSize(PanelGrants.PAGE);
    assertThat(first.more()).isTrue();
    PanelGrants.Shown second =
        new PanelGrants.Show(PanelGrants.NO_VERSION, PanelGrants.PAGE).read(grants, 300);
    assertThat(second.grants()).extracting(Grant::id).containsExactly(PanelGrants.PAGE + 1L);
    assertThat(second.more()).isFalse();
    assertThat(new PanelGrants.Show(300, 0).read(grants, 300))
        .isEqualTo(new PanelGrants.Shown(300, List.of(), false));
  }
}
