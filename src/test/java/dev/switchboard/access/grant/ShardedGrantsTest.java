package dev.switchboard.access.grant;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.Grants.Granting;
import dev.switchboard.access.grant.Grants.Revoking;
import dev.switchboard.entity.Entities;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The grants with the product's journal and a real database. */
class ShardedGrantsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Principal ANNA =
      Principals.anna(
          Right.MANAGE_PERMISSIONS, Right.MANAGE_SESSIONS, Right.VIEW_TICKETS, Right.VIEW_BANS);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private ActorTestKit kit;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            "Grants", JournalConfig.of(DATABASE.settings()).withFallback(Kinds.configuration()));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(20, SECONDS)
        .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    Entities.start(kit.system(), PanelGrants.KIND);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("truncate event_journal, event_tag cascade"));
  }

  private Grants grants(SuperAdministrators supers) {
    return new ShardedGrants(
        Entities.of(kit.system(), PanelGrants.KIND, Duration.ofSeconds(30)),
        Clock.fixed(NOW, ZoneOffset.UTC),
        supers);
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, SECONDS);
  }

  private static void lacks(CompletionStage<?> stage, Right right) {
    assertThatThrownBy(() -> result(stage))
        .hasCauseInstanceOf(NotPermitted.class)
        .cause()
        .extracting(failure -> ((NotPermitted) failure).missing())
        .isEqualTo(right);
  }

  @Test
  void whatIsGrantedIsThereAfterARestartAndOnOtherNodes() throws Exception {
    Grants here = grants(SuperAdministrators.NONE);
    Grants there = grants(SuperAdministrators.NONE);
    Grant first = new Grant(1, Subject.role(20), Permission.VIEW_TICKETS, "5 (Anna)", NOW);
    assertThat(result(there.all())).isEmpty();
    assertThat(result(here.grant(Subject.role(20), Permission.VIEW_TICKETS, ANNA)))
        .isEqualTo(new Granting.Granted(first, true));
    assertThat(result(there.grant(Subject.role(20), Permission.VIEW_TICKETS, ANNA)))
        .isEqualTo(new Granting.Granted(first, false));
    assertThat(result(there.all())).containsExactly(first);
    result(here.grant(Subject.user(8), Permission.VIEW_BANS, ANNA));
    assertThat(result(here.revoke(2, ANNA))).isInstanceOf(Revoking.Revoked.class);
    kit.shutdownTestKit();
    start();
    here = grants(SuperAdministrators.NONE);
    assertThat(result(here.all())).containsExactly(first);
    assertThat(result(here.grant(Subject.user(8), Permission.VIEW_BANS, ANNA)))
        .extracting(granting -> ((Granting.Granted) granting).grant().id())
        .isEqualTo(3L);
  }

  @Test
  void manyAreReadInPages() throws Exception {
    Grants grants = grants(SuperAdministrators.NONE);
    List<CompletionStage<Granting>> given = new ArrayList<>();
    int number = 2 * PanelGrants.PAGE + 3;
    for (int i = 1; i <= number; i++) {
      given.add(grants.grant(Subject.user(i), Permission.VIEW_BANS, ANNA));
    }
    for (CompletionStage<Granting> one : given) {
      assertThat(result(one)).isInstanceOf(Granting.Granted.class);
    }
    assertThat(result(grants.all())).hasSize(number);
    assertThat(result(grants(SuperAdministrators.NONE).all()))
        .isEqualTo(result(grants.all()))
        .extracting(Grant::id)
        .isSorted();
  }

  @Test
  void whoMayNotManagePermissionsChangesNone() throws Exception {
    Grants grants = grants(SuperAdministrators.NONE);
    Principal other = Principals.anna(Right.VIEW_TICKETS);
    result(grants.grant(Subject.user(8), Permission.VIEW_TICKETS, ANNA));
    lacks(grants.grant(Subject.user(9), Permission.VIEW_TICKETS, other), Right.MANAGE_PERMISSIONS);
    lacks(grants.revoke(1, other), Right.MANAGE_PERMISSIONS);
    assertThat(result(grants.all())).hasSize(1);
  }

  @SecurityPoint(24)
  @Test
  void nobodyGrantsMoreThanTheyHold() throws Exception {
    Grants grants = grants(SuperAdministrators.NONE);
    lacks(grants.grant(Subject.user(5), Permission.MANAGE_API_KEYS, ANNA), Right.MANAGE_KEYS);
    lacks(grants.grant(Subject.user(5), Permission.MANAGE_TICKETS, ANNA), Right.ANSWER_MEMBERS);
    assertThat(result(grants.all())).isEmpty();
  }

  @SecurityPoint(24)
  @Test
  void theLastAdministratorStaysUnlessTheConfigurationNamesOne() throws Exception {
    Grants without = grants(SuperAdministrators.NONE);
    result(without.grant(Subject.user(5), Permission.MANAGE_PERMISSIONS, ANNA));
    assertThat(result(without.revoke(1, ANNA))).isEqualTo(new Revoking.LastAdministrator());
    Grants with = grants(new SuperAdministrators(Set.of(), Set.of(40L)));
    assertThat(result(with.revoke(1, ANNA))).isInstanceOf(Revoking.Revoked.class);
    assertThat(result(with.revoke(1, ANNA))).isEqualTo(new Revoking.Unknown());
  }
}
