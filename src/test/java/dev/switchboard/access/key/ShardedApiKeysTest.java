package dev.switchboard.access.key;

import static dev.switchboard.entity.StoredEntities.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.MovedClock;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.access.Scope;
import dev.switchboard.access.Secret;
import dev.switchboard.access.TrustedAnswers;
import dev.switchboard.access.key.ApiKeys.Creating;
import dev.switchboard.access.key.ApiKeys.Creating.Created;
import dev.switchboard.access.key.ApiKeys.Reason;
import dev.switchboard.entity.StoredEntities;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys with the product's journal and a real database. */
class ShardedApiKeysTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Set<KeyPermission> READ = Set.of(KeyPermission.READ_TICKETS);

  private static Optional<StoredEntities<ApiKey, ApiKey.Event>> started = Optional.empty();

  private final MovedClock clock = new MovedClock(START);
  private StoredEntities<ApiKey, ApiKey.Event> stage;
  private ApiKeys keys;

  @BeforeEach
  void start() {
    stage = started.orElseGet(() -> new StoredEntities<>(DATABASE, ApiKeyEntity.KIND));
    started = Optional.of(stage);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("truncate api_key, event_journal, snapshot"));
    keys = node();
  }

  @AfterAll
  static void stop() {
    started.ifPresent(StoredEntities::close);
  }

  /** The keys as another node has them: what it trusts is its own. */
  private ApiKeys node() {
    return Guarded.port(
        ApiKeys.class,
        new ShardedApiKeys(stage.entities(), new KeyRows(DATABASE.database()), clock, clock),
        Right.MANAGE_KEYS);
  }

  @Test
  void aKeyOpensAfterARestart() throws Exception {
    Created created = created("billing", Optional.empty());
    assertThat(created.text()).matches("rustmail_[0-9a-f]{64}").startsWith(created.key().preview());
    assertThat(created.key().by()).isEqualTo("root");
    stage.restart();
    keys = node();

    KeyHolder holder = result(keys.holder(created.text())).orElseThrow();
    assertThat(holder).isEqualTo(new KeyHolder(created.key().number(), "billing", READ));
    assertThat(holder.may(KeyPermission.READ_MESSAGES)).isTrue();
    assertThat(result(keys.all())).containsExactly(created.key().usedAt(START));
  }

  @SecurityPoint(25)
  @Test
  void onlyHashesAreStored() throws Exception {
    Created created = created("billing", Optional.empty());
    for (int minute = 0; minute < 2 * ApiKeyEntity.SNAPSHOT_EVERY; minute++) {
      assertThat(result(keys.holder(created.text()))).isPresent();
      clock.passes(Duration.ofMinutes(1));
    }
    await().atMost(20, SECONDS).until(() -> stage.snapshots("%") > 0);

    String digits = created.text().substring(created.key().preview().length());
    for (String table : List.of("api_key", "event_journal", "snapshot")) {
      assertThat(everything(table))
          .as(table)
          .contains(Secret.hash(created.text()))
          .doesNotContain(digits, digits.substring(0, 8));
    }
    assertThat(created.toString()).doesNotContain(digits);
    assertThat(stage.events("%")).isLessThanOrEqualTo(2 * ApiKeyEntity.SNAPSHOT_EVERY);
  }

  /** All of a table, as text; what is stored as bytes is text, too. */
  private static String everything(String table) {
    String bytes =
        switch (table) {
          case "event_journal" -> "convert_from(event_payload, 'UTF8')";
          case "snapshot" -> "convert_from(snapshot_payload, 'UTF8')";
          default -> "''";
        };
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select coalesce(string_agg(t::text || %s, ' '), '') from %s t"
                        .formatted(bytes, table))
                .mapTo(String.class)
                .one());
  }

  @SecurityPoint(26)
  @Test
  void whatIsNoGoodKeyIsAnsweredTheSame() throws Exception {
    Created revoked = created("revoked", Optional.empty());
    Created expired = created("expired", Optional.of(START.plusSeconds(1)));
    Created deleted = created("deleted", Optional.empty());
    result(keys.revoke(revoked.key().number(), Principals.ROOT));
    result(keys.delete(deleted.key().number(), Principals.ROOT));
    clock.passes(Duration.ofSeconds(1));
    int events = stage.events("%");

    for (String presented :
        List.of(
            "",
            "rustmail_",
            "rustmail_" + "0".repeat(64),
            Secret.hash(expired.text()),
            revoked.text(),
            expired.text(),
            deleted.text(),
            revoked.text().toUpperCase(Locale.ROOT))) {
      assertThat(result(keys.holder(presented))).as(presented).isEmpty();
    }
    assertThat(stage.events("%")).as("nothing is stored of it").isEqualTo(events);
  }

  @Test
  void aKeyIsGoodUntilItExpiresAlsoWhileTheLastAnswerIsTrusted() throws Exception {
    Created created = created("billing", Optional.of(START.plusSeconds(60)));
    clock.passes(Duration.ofMillis(59_999));
    assertThat(result(keys.holder(created.text()))).isPresent();
    clock.passes(Duration.ofMillis(1));

    assertThat(result(keys.holder(created.text()))).isEmpty();
    assertThat(result(keys.all())).extracting(Key::name).containsExactly("billing");
  }

  @SecurityPoint(25)
  @Test
  void aRevokedKeyOpensNothingHereAtOnceAndElsewhereWithinHalfASecond() throws Exception {
    ApiKeys other = node();
    Created created = created("billing", Optional.empty());
    assertThat(result(keys.holder(created.text()))).isPresent();
    assertThat(result(other.holder(created.text()))).isPresent();

    assertThat(result(keys.revoke(created.key().number(), Principals.ROOT))).isTrue();
    assertThat(result(keys.holder(created.text()))).isEmpty();
    clock.passes(TrustedAnswers.TRUSTED);
    assertThat(result(other.holder(created.text()))).isEmpty();

    assertThat(result(keys.all()))
        .containsExactly(created.key().usedAt(START).revoked(new Key.Revocation("root", START)));
    assertThat(result(keys.revoke(created.key().number(), Principals.ROOT))).isTrue();
    stage.restart();
    assertThat(result(node().holder(created.text()))).isEmpty();
  }

  @Test
  void aDeletedKeyIsListedNoMoreAndItsNumberIsNotUsedAgain() throws Exception {
    Created first = created("billing", Optional.empty());
    assertThat(result(keys.holder(first.text()))).isPresent();

    assertThat(result(keys.delete(first.key().number(), Principals.ROOT))).isTrue();
    assertThat(result(keys.holder(first.text()))).isEmpty();
    assertThat(result(keys.all())).isEmpty();
    assertThat(result(keys.delete(first.key().number(), Principals.ROOT))).isFalse();
    assertThat(result(keys.revoke(first.key().number(), Principals.ROOT))).isFalse();
    assertThat(created("billing", Optional.empty()).key().number())
        .isGreaterThan(first.key().number());
  }

  @SecurityPoint(25)
  @Test
  void theLastUseIsStoredOnceInAMinute() throws Exception {
    Created created = created("billing", Optional.empty());
    for (int second = 0; second <= 120; second++) {
      assertThat(result(keys.holder(created.text()))).isPresent();
      clock.passes(Duration.ofSeconds(1));
    }

    assertThat(stage.events("%")).as("it was made, and used at 0, 60 and 120 s").isEqualTo(4);
    assertThat(result(keys.all())).containsExactly(created.key().usedAt(START.plusSeconds(120)));
  }

  /** An entity that is woken takes longer than a millisecond. */
  @SecurityPoint(26)
  @Test
  void aGuessWakesNoEntity() throws Exception {
    ApiKeys impatient =
        new ShardedApiKeys(
            stage.entities().within(Duration.ofMillis(1)),
            new KeyRows(DATABASE.database()),
            clock,
            clock);

    for (int guess = 0; guess < 10; guess++) {
      assertThat(result(impatient.holder("rustmail_%064x".formatted(guess)))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "a\u001bb", "\ud83d"})
  void aNameIsALine(String name) throws Exception {
    assertThat(create(name, READ, Optional.empty()))
        .isEqualTo(new Creating.Refused(Reason.NAME_UNUSABLE));
    assertThat(create("n".repeat(101), READ, Optional.empty()))
        .isEqualTo(new Creating.Refused(Reason.NAME_UNUSABLE));
    assertThat(created(" " + "n".repeat(100) + " ", Optional.empty()).key().name()).hasSize(100);
  }

  @Test
  void aKeyNeedsAPermissionAndATimeToCome() throws Exception {
    assertThat(create("billing", Set.of(), Optional.empty()))
        .isEqualTo(new Creating.Refused(Reason.NO_PERMISSION));
    assertThat(create("billing", READ, Optional.of(START)))
        .isEqualTo(new Creating.Refused(Reason.EXPIRED_ALREADY));
    assertThat(result(keys.all())).isEmpty();
  }

  @Test
  void thereIsAnEndOfKeys() throws Exception {
    fill(ApiKeys.MOST - 1);
    CompletionStage<Creating> one = keys.create("a", READ, Optional.empty(), Principals.ROOT);
    CompletionStage<Creating> other = keys.create("b", READ, Optional.empty(), Principals.ROOT);

    assertThat(List.of(result(one), result(other)))
        .as("of two at once")
        .hasAtLeastOneElementOfType(Created.class)
        .contains(new Creating.Refused(Reason.TOO_MANY));
    clock.passes(ShardedApiKeys.MAKING);
    assertThat(result(keys.all())).hasSize(1);
    assertThat(create("c", READ, Optional.empty()))
        .as("rows whose keys were never made are gone")
        .isInstanceOf(Created.class);
  }

  @Test
  void keysNeedTheRight() throws Exception {
    Created created = created("billing", Optional.empty());
    Principal host = Principals.administrator("host", Set.of(Scope.READ, Scope.ACCOUNTS));
    long number = created.key().number();

    for (CompletionStage<?> refused :
        List.<CompletionStage<?>>of(
            keys.create("mine", READ, Optional.empty(), host),
            keys.revoke(number, host),
            keys.delete(number, host))) {
      assertThatThrownBy(() -> result(refused)).hasCauseInstanceOf(NotPermitted.class);
    }
    assertThat(result(keys.all())).containsExactly(created.key());
  }

  @SecurityPoint(25)
  @Test
  void aKeyIsGoodForNothingThatItsMakerMayNotDo() throws Exception {
    Principal reader = Principals.anna(Right.MANAGE_KEYS, Right.VIEW_TICKETS);
    Principal answering =
        Principals.anna(Right.MANAGE_KEYS, Right.VIEW_TICKETS, Right.ANSWER_MEMBERS);

    for (KeyPermission beyond :
        List.of(
            KeyPermission.WRITE_TICKETS,
            KeyPermission.CREATE_TICKETS,
            KeyPermission.REPLY_TICKETS,
            KeyPermission.CLOSE_TICKETS)) {
      assertThatThrownBy(() ->
              result(
                  keys.create(
                      "mine",
                      Set.of(beyond, KeyPermission.READ_TICKETS),
                      Optional.empty(),
                      reader)))
          .hasCauseInstanceOf(NotPermitted.class);
    }
    assertThat(result(keys.all())).isEmpty();
    assertThat(result(keys.create("mine", READ, Optional.empty(), reader)))
        .isInstanceOf(Created.class);
    assertThat(
            result(
                keys.create(
                    "mine", Set.of(KeyPermission.WRITE_TICKETS), Optional.empty(), answering)))
        .isInstanceOf(Created.class);
  }

  private static void fill(int number) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    """
                    insert into api_key (hash, made)
                    select 'hash ' || i, :made from generate_series(1, :number) i
                    """)
                .bind("made", START.atOffset(ZoneOffset.UTC))
                .bind("number", number)
                .execute());
  }

  private Created created(String name, Optional<Instant> expires) throws Exception {
    return (Created) create(name, READ, expires);
  }

  private Creating create(String name, Set<KeyPermission> permissions, Optional<Instant> expires)
      throws Exception {
    return result(keys.create(name, permissions, expires, Principals.ROOT));
  }
}
