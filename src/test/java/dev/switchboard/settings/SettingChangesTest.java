package dev.switchboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Scope;
import dev.switchboard.entity.Decision;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.settings.SettingChanges.Result;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SettingChangesTest {
  private static final ConfiguredDefaults CONFIGURED =
      new ConfiguredDefaults(
          Map.of(Setting.TURN_PORT, "3478", Setting.SS_PORT, "8388", Setting.SMTP_PORT, "25"),
          List.of());

  private final Memory store = new Memory();
  private final Player user = new Player();
  private final SettingChanges changes =
      new SettingChanges(store, CONFIGURED, user, Clock.systemUTC());

  @Test
  void aChangeIsStoredAndFelt() {
    assertThat(now(changes.put(Setting.TURN_PORT, "05000", Principals.ROOT)))
        .isEqualTo(new Result.Done("5000", true, false, Optional.empty()));
    assertThat(now(changes.reset(Setting.TURN_PORT, Principals.ROOT)))
        .isEqualTo(new Result.Done("3478", false, false, Optional.empty()));
    assertThat(user.told).containsExactly("prove 5000", "live 5000", "prove 3478", "live 3478");
  }

  @Test
  void whatCannotBeIsNeitherProvenNorStored() {
    assertThat(now(changes.put(Setting.TURN_PORT, "70000", Principals.ROOT)))
        .isEqualTo(new Result.Unusable("invalid port number: must be 1-65535"));
    assertThat(now(changes.put(Setting.TURN_PORT, "8388", Principals.ROOT)))
        .isEqualTo(new Result.Unusable("port 8388 is taken already, by ss_port"));
    assertThat(user.told).isEmpty();
    assertThat(store.events).isEmpty();
  }

  @Test
  void whatIsProvenImpossibleIsNotStored() {
    user.objection = Optional.of("TCP port 5000 cannot be had");

    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isEqualTo(new Result.Conflict("TCP port 5000 cannot be had; turn_port stays 3478"));
    assertThat(store.events).isEmpty();
    assertThat(user.told).containsExactly("prove 5000");
  }

  @Test
  void whatDoesNotWorkIsTakenBackByAnEventOfItsOwn() {
    now(changes.put(Setting.TURN_PORT, "4000", Principals.ROOT));
    user.told.clear();
    user.felt.add(new Felt.Broken("turn does not run: it ended"));

    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isEqualTo(new Result.Conflict("turn does not run: it ended; turn_port stays 4000"));
    assertThat(user.told).containsExactly("prove 5000", "live 5000", "live 4000");
    assertThat(store.events.getLast()).isInstanceOf(SettingsBook.Event.Restored.class);
    assertThat(store.book.over(CONFIGURED)).containsEntry(Setting.TURN_PORT, "4000");
  }

  @Test
  void whoseUserDoesNotComeBackEitherIsTold() {
    user.felt.add(new Felt.Broken("turn does not run: it ended"));
    user.felt.add(new Felt.NotYet("turn does not run: TCP port 3478 cannot be had"));

    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isEqualTo(
            new Result.Conflict(
                "turn does not run: it ended; turn_port stays 3478, and turn does not run: TCP port"
                    + " 3478 cannot be had"));
  }

  @Test
  void whatIsNotFeltYetIsSaid() {
    user.felt.add(new Felt.NotYet("turn is switched off"));
    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isEqualTo(new Result.Done("5000", true, false, Optional.of("turn is switched off")));

    assertThat(now(changes.put(Setting.SMTP_PORT, "2525", Principals.ROOT)))
        .isEqualTo(
            new Result.Done(
                "2525", true, true, Optional.of("kept for the mail host, which is not there yet")));
  }

  @Test
  void twoAtOnceAreDoneOneAfterTheOtherAndBothAreToldTheTruth() {
    user.wait = new CompletableFuture<>();
    CompletionStage<Result> first =
        changes.put(
            Setting.TURN_PORT, "5000", Principals.administrator("ann", Set.of(Scope.SETTINGS)));
    CompletionStage<Result> second =
        changes.put(
            Setting.TURN_PORT, "6000", Principals.administrator("bob", Set.of(Scope.SETTINGS)));
    assertThat(user.told).containsExactly("prove 5000", "live 5000");

    user.wait.complete("go on");

    assertThat(now(first)).isEqualTo(new Result.Done("5000", true, false, Optional.empty()));
    assertThat(now(second)).isEqualTo(new Result.Done("6000", true, false, Optional.empty()));
    assertThat(user.told).containsExactly("prove 5000", "live 5000", "prove 6000", "live 6000");
  }

  @Test
  void whoIsSlowerOnAnotherNodeIsToldWhatItIsNow() {
    store.meanwhile =
        book ->
            book.apply(
                new SettingsBook.Event.Put(
                    new SettingsBook.Held(
                        Setting.TURN_PORT, "7000", "eve", Clock.systemUTC().instant())));

    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isEqualTo(
            new Result.Conflict(
                "turn_port has been set by eve to 7000 meanwhile; look at it and try again"));
  }

  @Test
  void aFailureDoesNotHoldUpTheNext() {
    store.broken = true;
    assertThat(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT).toCompletableFuture())
        .isCompletedExceptionally();
    store.broken = false;

    assertThat(now(changes.put(Setting.TURN_PORT, "5000", Principals.ROOT)))
        .isInstanceOf(Result.Done.class);
  }

  private static Result now(CompletionStage<Result> result) {
    return result.toCompletableFuture().join();
  }

  /** A store that answers at once. */
  private static final class Memory implements SettingsStore {
    private final List<SettingsBook.Event> events = new ArrayList<>();
    private SettingsBook book = SettingsBook.EMPTY;
    private UnaryOperator<SettingsBook> meanwhile = UnaryOperator.identity();
    private boolean broken;

    @Override
    public CompletionStage<SettingsBook> read() {
      return broken
          ? CompletableFuture.failedStage(new IllegalStateException("the database is away"))
          : CompletableFuture.completedStage(book);
    }

    @Override
    public CompletionStage<Outcome> change(SettingsBook.Command command, Principal by) {
      book = meanwhile.apply(book);
      Decision<SettingsBook.Event, Outcome> decision = book.decide(command, CONFIGURED);
      events.addAll(decision.events());
      decision.events().forEach(event -> book = book.apply(event));
      return CompletableFuture.completedStage(decision.reply());
    }

    @Override
    public CompletionStage<SettingsBatch.Present> readVersion() {
      return CompletableFuture.completedStage(new SettingsBatch.Present(book, events.size()));
    }

    @Override
    public CompletionStage<SettingsBatch.Outcome> changeAll(SettingsBatch batch, Principal by) {
      return CompletableFuture.failedStage(new IllegalStateException("each change by itself"));
    }
  }

  private final class Player implements SettingChanges.User {
    private final List<String> told = new ArrayList<>();
    private Optional<String> objection = Optional.empty();

    /** One for each time; at once when there is none left. */
    private final Deque<Felt> felt = new ArrayDeque<>();

    private CompletableFuture<String> wait = CompletableFuture.completedFuture("no need");

    @Override
    public CompletionStage<Optional<String>> objection(Setting setting, String value) {
      told.add("prove " + value);
      return CompletableFuture.completedStage(objection);
    }

    @Override
    public CompletionStage<Felt> live(Setting setting) {
      told.add("live " + store.book.over(CONFIGURED).get(setting));
      return wait.thenApply(_ -> felt.isEmpty() ? new Felt.AtOnce() : felt.removeFirst());
    }
  }
}
