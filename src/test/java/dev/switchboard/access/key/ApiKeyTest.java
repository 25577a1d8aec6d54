package dev.switchboard.access.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.key.ApiKey.Event;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Kind;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant END = NOW.plusSeconds(3_600);
  private static final Set<KeyPermission> PERMISSIONS =
      Set.of(KeyPermission.UPLOAD_FILES, KeyPermission.READ_TICKETS);
  private static final ApiKey.Create CREATE =
      new ApiKey.Create(
          7, "billing", "rustmail_0a1b2c3d", PERMISSIONS, Optional.of(END), "root", NOW);
  private static final Key KEY =
      new Key(
          7,
          "billing",
          "rustmail_0a1b2c3d",
          PERMISSIONS,
          NOW,
          "root",
          Optional.of(END),
          Optional.empty(),
          Optional.empty());
  private static final ApiKey ABSENT = new ApiKey.Absent();
  private static final ApiKey MADE = new ApiKey.Made(KEY);
  private static final ApiKey REVOKED =
      new ApiKey.Made(KEY.usedAt(NOW).revoked(new Key.Revocation("root", NOW)));
  private static final ApiKey DELETED = new ApiKey.Deleted("root", NOW);

  @Test
  void aKeyIsMadeOnce() {
    assertThat(CREATE.decide(ABSENT).reply()).isTrue();
    assertThat(after(ABSENT, CREATE)).isEqualTo(MADE);
    assertThat(CREATE.decide(MADE)).isEqualTo(Decision.reply(false));
    assertThat(CREATE.decide(DELETED)).isEqualTo(Decision.reply(false));
  }

  /** It was used, and is used again after so many seconds. */
  @ParameterizedTest
  @CsvSource({"0,0", "59,0", "60,1", "61,1"})
  void aUseIsStoredOnceInAMinute(int seconds, int events) {
    ApiKey used = after(MADE, new ApiKey.Use(NOW));
    assertThat(used).isEqualTo(new ApiKey.Made(KEY.usedAt(NOW)));
    Instant at = NOW.plusSeconds(seconds);
    Decision<Event, Optional<Key>> decision = new ApiKey.Use(at).decide(used);

    assertThat(decision.events()).hasSize(events);
    assertThat(decision.reply()).hasValue(KEY.usedAt(events == 0 ? NOW : at));
    assertThat(after(used, new ApiKey.Use(at)))
        .isEqualTo(new ApiKey.Made(decision.reply().orElseThrow()));
  }

  @Test
  void aKeyIsGoodUntilItExpires() {
    assertThat(new ApiKey.Use(END.minusMillis(1)).decide(MADE).reply()).isPresent();
    assertThat(new ApiKey.Use(END).decide(MADE)).isEqualTo(Decision.reply(Optional.empty()));
  }

  @Test
  void whatIsAbsentRevokedOrDeletedOpensNothingAndStoresNothing() {
    for (ApiKey key : List.of(ABSENT, REVOKED, DELETED)) {
      assertThat(new ApiKey.Use(NOW).decide(key)).isEqualTo(Decision.reply(Optional.empty()));
    }
  }

  @Test
  void aRevokedKeyIsKeptAndTheFirstRevocationCounts() {
    ApiKey revoked = after(MADE, new ApiKey.Revoke("root", NOW));

    assertThat(revoked).isEqualTo(new ApiKey.Made(KEY.revoked(new Key.Revocation("root", NOW))));
    assertThat(new ApiKey.Revoke("host", END).decide(revoked)).isEqualTo(Decision.reply(true));
    assertThat(new ApiKey.Revoke("host", END).decide(ABSENT)).isEqualTo(Decision.reply(false));
    assertThat(new ApiKey.Revoke("host", END).decide(DELETED)).isEqualTo(Decision.reply(false));
  }

  @Test
  void aKeyIsDeletedForGood() {
    ApiKey.Delete delete = new ApiKey.Delete("root", NOW);

    for (ApiKey key : List.of(MADE, REVOKED)) {
      assertThat(delete.decide(key).reply()).isTrue();
      assertThat(after(key, delete)).isEqualTo(DELETED);
    }
    for (ApiKey key : List.of(ABSENT, DELETED)) {
      assertThat(delete.decide(key)).isEqualTo(Decision.reply(false));
    }
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(CREATE.created(), "api-key-created");
    FILES.assertSame(
        new Event.Created(
            8, "ever", "rustmail_00000000", PERMISSIONS, Optional.empty(), "root", NOW),
        "api-key-created-for-ever");
    FILES.assertSame(new Event.Used(NOW), "api-key-used");
    FILES.assertSame(new Event.Revoked("root", NOW), "api-key-revoked");
    FILES.assertSame(new Event.Deleted("root", NOW), "api-key-deleted");
    FILES.assertSame(REVOKED, "api-key-state-made");
    FILES.assertSame(DELETED, "api-key-state-deleted");
  }

  @Test
  void whatGoesBetweenNodesComesOutAsItWentIn() {
    ActorTestKit kit =
        ActorTestKit.create(
            "nodes",
            ConfigFactory.parseString(
                    """
                    pekko.cluster.jmx.enabled = off
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """)
                .withFallback(Kinds.configuration()));
    try {
      List.of(
              CREATE,
              new ApiKey.Use(NOW),
              new ApiKey.Revoke("root", NOW),
              new ApiKey.Delete("root", NOW),
              new ApiKey.Look(),
              ABSENT,
              MADE,
              REVOKED,
              DELETED,
              Optional.of(KEY))
          .forEach(message -> kit.serializationTestKit().verifySerialization(message, true));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static <R> ApiKey after(ApiKey key, Kind.Command<ApiKey, Event, R> command) {
    ApiKey changed = key;
    for (Event event : command.decide(key).events()) {
      changed = ApiKeyEntity.KIND.apply(changed, event);
    }
    return changed;
  }
}
