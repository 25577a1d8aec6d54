package dev.switchboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principals;
import dev.switchboard.entity.EntityStage;
import dev.switchboard.settings.SettingsBook.Command;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsBook.Refusal;
import dev.switchboard.settings.SettingsStore.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of {@link SettingsStore}, which every implementation keeps. */
class SettingsStoreContractTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final ConfiguredDefaults CONFIGURED =
      new ConfiguredDefaults(
          Map.of(Setting.TURN_PORT, "3478", Setting.IROH_PORT, "3340"), List.of());
  private static final Held PORT = new Held(Setting.TURN_PORT, "5000", "root", NOW);

  abstract static class Contract {
    abstract SettingsStore store();

    private static SettingsBook kept(Outcome outcome) {
      return ((Outcome.Kept) outcome).book();
    }

    private static Refusal.Why refused(Outcome outcome) {
      return ((Outcome.Refused) outcome).refusal().why();
    }

    @Test
    void aSettingIsReadAsItWasSetUntilItIsReset() {
      assertThat(now(store().read())).isEqualTo(SettingsBook.EMPTY);

      SettingsBook set =
          kept(now(store().change(new Command.Put(PORT, Optional.empty()), Principals.ROOT)));
      assertThat(set.of(Setting.TURN_PORT)).hasValue(PORT);
      assertThat(now(store().read())).isEqualTo(set);

      assertThat(
              kept(
                  now(
                      store()
                          .change(
                              new Command.Reset(Setting.TURN_PORT, Optional.of(PORT), "root", NOW),
                              Principals.ROOT))))
          .isEqualTo(SettingsBook.EMPTY);
      assertThat(now(store().read())).isEqualTo(SettingsBook.EMPTY);
    }

    @Test
    void aChangeOfAStateThatIsGoneIsRefused() {
      now(store().change(new Command.Put(PORT, Optional.empty()), Principals.ROOT));
      Held other = new Held(Setting.TURN_PORT, "6000", "other", NOW);

      assertThat(
              refused(
                  now(store().change(new Command.Put(other, Optional.empty()), Principals.ROOT))))
          .isEqualTo(Refusal.Why.CHANGED_MEANWHILE);
      assertThat(now(store().read()).of(Setting.TURN_PORT)).hasValue(PORT);

      assertThat(
              kept(now(store().change(new Command.Put(other, Optional.of(PORT)), Principals.ROOT))))
          .isEqualTo(now(store().read()));
    }

    @Test
    void aPortThatAnotherServiceHasIsRefused() {
      Held taken = new Held(Setting.TURN_PORT, "3340", "root", NOW);

      assertThat(
              refused(
                  now(store().change(new Command.Put(taken, Optional.empty()), Principals.ROOT))))
          .isEqualTo(Refusal.Why.UNUSABLE);
      assertThat(now(store().read())).isEqualTo(SettingsBook.EMPTY);
    }

    private static SettingsBatch batch(OptionalLong seen, SettingsBatch.Change... changes) {
      return new SettingsBatch(List.of(changes), seen, "anna", NOW);
    }

    private static SettingsBatch.Change to(Setting setting, String value) {
      return new SettingsBatch.Change(setting, Optional.of(value));
    }

    private static SettingsBatch.Change reset(Setting setting) {
      return new SettingsBatch.Change(setting, Optional.empty());
    }

    @Test
    void severalSettingsAreChangedTogether() {
      assertThat(now(store().readVersion()).version()).isZero();

      SettingsBatch.Outcome outcome =
          now(
              store()
                  .changeAll(
                      batch(
                          OptionalLong.of(0),
                          to(Setting.WELCOME_MESSAGE, "Hello!"),
                          to(Setting.BOT_STATUS, " DM us "),
                          reset(Setting.SIGNATURE)),
                      Principals.ROOT));

      SettingsBatch.Present present = ((SettingsBatch.Outcome.Kept) outcome).present();
      assertThat(((SettingsBatch.Outcome.Kept) outcome).former()).isEqualTo(SettingsBook.EMPTY);
      assertThat(present.version()).isEqualTo(2);
      assertThat(present.book().of(Setting.BOT_STATUS))
          .hasValue(new Held(Setting.BOT_STATUS, "DM us", "anna", NOW));
      assertThat(now(store().readVersion())).isEqualTo(present);
      assertThat(now(store().read())).isEqualTo(present.book());

      outcome =
          now(
              store()
                  .changeAll(
                      batch(OptionalLong.of(2), reset(Setting.BOT_STATUS)), Principals.ROOT));
      assertThat(((SettingsBatch.Outcome.Kept) outcome).present().book().of(Setting.BOT_STATUS))
          .isEmpty();
    }

    @Test
    void aBatchOfWhichOneChangeIsRefusedChangesNothing() {
      for (SettingsBatch.Change bad :
          List.of(
              to(Setting.NEW_TICKETS_PER_MINUTE, "0"),
              to(Setting.WELCOME_MESSAGE, "twice"),
              to(Setting.TURN_PORT, "5000"))) {
        SettingsBatch.Outcome outcome =
            now(
                store()
                    .changeAll(
                        batch(OptionalLong.empty(), to(Setting.WELCOME_MESSAGE, "Hello!"), bad),
                        Principals.ROOT));
        assertThat(((SettingsBatch.Outcome.Refused) outcome).refusal().why())
            .isEqualTo(Refusal.Why.UNUSABLE);
        assertThat(now(store().readVersion()))
            .isEqualTo(new SettingsBatch.Present(SettingsBook.EMPTY, 0));
      }
    }

    @Test
    void aBatchOnSettingsThatWereChangedMeanwhileIsRefused() {
      now(store().change(new Command.Put(PORT, Optional.empty()), Principals.ROOT));

      SettingsBatch.Outcome outcome =
          now(
              store()
                  .changeAll(
                      batch(OptionalLong.of(0), to(Setting.WELCOME_MESSAGE, "Hello!")),
                      Principals.ROOT));

      assertThat(((SettingsBatch.Outcome.Refused) outcome).refusal().why())
          .isEqualTo(Refusal.Why.CHANGED_MEANWHILE);
      assertThat(now(store().readVersion()).version()).isEqualTo(1);
    }

    @Test
    void aSecretIsGeneratedOnce() {
      Held first = new Held(Setting.TURN_SECRET, "first", "generated", NOW);
      Held second = new Held(Setting.TURN_SECRET, "second", "generated", NOW);

      now(store().change(new Command.Generate(first), Principals.ROOT));
      now(store().change(new Command.Generate(second), Principals.ROOT));

      assertThat(now(store().read()).over(CONFIGURED)).containsEntry(Setting.TURN_SECRET, "first");
    }

    @Test
    void aChangeThatFailedIsTakenBack() {
      now(store().change(new Command.Put(PORT, Optional.empty()), Principals.ROOT));

      SettingsBook restored =
          kept(
              now(
                  store()
                      .change(
                          new Command.Restore(
                              Setting.TURN_PORT,
                              Optional.of(PORT),
                              Optional.empty(),
                              "it does not run",
                              NOW),
                          Principals.ROOT)));

      assertThat(restored).isEqualTo(SettingsBook.EMPTY);
      assertThat(now(store().read())).isEqualTo(SettingsBook.EMPTY);
    }
  }

  @Nested
  class Sharded extends Contract {
    private EntityStage stage;
    private SettingsStore sharded;

    @BeforeEach
    void start() {
      stage = new EntityStage(SettingsEntity.kind(CONFIGURED));
      sharded = new ShardedSettingsStore(stage.entities(SettingsEntity.KIND));
    }

    @AfterEach
    void stop() {
      stage.close();
    }

    @Override
    SettingsStore store() {
      return sharded;
    }
  }

  @Nested
  class InMemory extends Contract {
    private final SettingsStore memory = new SettingsInMemory(CONFIGURED);

    @Override
    SettingsStore store() {
      return memory;
    }
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
