package dev.switchboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.settings.SettingsBook.Command;
import dev.switchboard.settings.SettingsBook.Decision;
import dev.switchboard.settings.SettingsBook.Event;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsBook.Refusal;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsBookTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ConfiguredDefaults CONFIGURED =
      new ConfiguredDefaults(
          Map.of(
              Setting.SMTP_PORT, "25",
              Setting.SUBMISSION_PORT, "587",
              Setting.IMAP_PORT, "993",
              Setting.DOVECOT_PORT, "24",
              Setting.TURN_PORT, "3478",
              Setting.IROH_PORT, "3340",
              Setting.SS_PORT, "8388"),
          List.of(
              new ConfiguredDefaults.ReservedPorts(3002, 3002, "http.port"),
              new ConfiguredDefaults.ReservedPorts(49_152, 65_535, "services.turn.min-port")));

  @Test
  void whatIsSetCountsUntilItIsReset() {
    SettingsBook set =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "5000"));

    assertThat(set.over(CONFIGURED)).containsEntry(Setting.TURN_PORT, "5000");
    assertThat(set.of(Setting.TURN_PORT).map(Held::by)).hasValue("root");
    SettingsBook reset = after(set, reset(set, Setting.TURN_PORT));
    assertThat(reset).isEqualTo(SettingsBook.EMPTY);
    assertThat(reset.over(CONFIGURED)).containsEntry(Setting.TURN_PORT, "3478");
  }

  @Test
  void whatIsHeldAndCannotBeUsedAnyMoreCountsForNothingUntilItIsSetOrReset() {
    SettingsBook held = holding(Setting.TURN_PORT, "70000");

    assertThat(held.over(CONFIGURED)).containsEntry(Setting.TURN_PORT, "3478");
    assertThat(held.inForce(Setting.TURN_PORT)).isEmpty();
    assertThat(held.objection(Setting.TURN_PORT)).hasValue("invalid port number: must be 1-65535");
    assertThat(held.objection(Setting.IROH_PORT)).isEmpty();
    // It keeps nothing from other settings either.
    SettingsBook other = after(held, put(held, Setting.IROH_PORT, "5000"));
    assertThat(other.over(CONFIGURED)).containsEntry(Setting.IROH_PORT, "5000");
    SettingsBook set = after(held, put(held, Setting.TURN_PORT, "6000"));
    assertThat(set.over(CONFIGURED)).containsEntry(Setting.TURN_PORT, "6000");
    assertThat(set.objection(Setting.TURN_PORT)).isEmpty();
    assertThat(after(held, reset(held, Setting.TURN_PORT))).isEqualTo(SettingsBook.EMPTY);
  }

  @Test
  void aSecretThatCannotBeUsedAnyMoreGivesWayToTheGeneratedOne() {
    SettingsBook made =
        after(
            holding(Setting.TURN_SECRET, "a b"),
            new Command.Generate(new Held(Setting.TURN_SECRET, "made", "generated", NOW)));

    assertThat(made.over(CONFIGURED)).containsEntry(Setting.TURN_SECRET, "made");
  }

  private static SettingsBook holding(Setting setting, String value) {
    return SettingsBook.EMPTY.apply(new Event.Put(new Held(setting, value, "root", NOW)));
  }

  @Test
  void whatIsSoAlreadyIsNoEvent() {
    SettingsBook set =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "5000"));

    assertThat(set.decide(put(set, Setting.TURN_PORT, "5000"), CONFIGURED))
        .isEqualTo(new Decision.Nothing());
    assertThat(SettingsBook.EMPTY.decide(reset(SettingsBook.EMPTY, Setting.TURN_PORT), CONFIGURED))
        .isEqualTo(new Decision.Nothing());
  }

  @Test
  void noTwoServicesHaveOnePort() {
    assertThat(refusal(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "8388")))
        .isEqualTo(new Refusal(Refusal.Why.UNUSABLE, "port 8388 is taken already, by ss_port"));
    assertThat(refusal(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "3002")))
        .isEqualTo(new Refusal(Refusal.Why.UNUSABLE, "port 3002 is taken already, by http.port"));
    assertThat(refusal(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.SS_PORT, "50000")))
        .isEqualTo(
            new Refusal(
                Refusal.Why.UNUSABLE, "port 50000 is taken already, by services.turn.min-port"));

    SettingsBook moved =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.SS_PORT, "5000"));
    SettingsBook both = after(moved, put(moved, Setting.TURN_PORT, "8388"));
    assertThat(refusal(both, reset(both, Setting.SS_PORT)).words())
        .isEqualTo("port 8388 is taken already, by turn_port");
  }

  @Test
  void whatIsNotUsedYetKeepsNoPortFromAServiceThatRuns() {
    assertThat(
            SettingsBook.EMPTY.decide(
                put(SettingsBook.EMPTY, Setting.TURN_PORT, "587"), CONFIGURED))
        .isInstanceOf(Decision.Persist.class);
    assertThat(refusal(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.IMAP_PORT, "3478")))
        .isEqualTo(new Refusal(Refusal.Why.UNUSABLE, "port 3478 is taken already, by turn_port"));
  }

  @Test
  void whoDecidedOnSomethingElseIsToldWhatItIsNow() {
    Command late = put(SettingsBook.EMPTY, Setting.TURN_PORT, "6000");
    Command lateReset = reset(SettingsBook.EMPTY, Setting.TURN_PORT);
    SettingsBook set =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "5000"));

    assertThat(refusal(set, late))
        .isEqualTo(
            new Refusal(
                Refusal.Why.CHANGED_MEANWHILE,
                "turn_port has been set by root to 5000 meanwhile; look at it and try again"));
    assertThat(refusal(set, lateReset).why()).isEqualTo(Refusal.Why.CHANGED_MEANWHILE);
    assertThat(refusal(SettingsBook.EMPTY, put(set, Setting.TURN_PORT, "6000")).words())
        .isEqualTo("turn_port has been reset meanwhile; look at it and try again");
  }

  @Test
  void aSecretIsNeitherSaidNorPrinted() {
    SettingsBook set =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_SECRET, "my-secret"));

    assertThat(refusal(set, put(SettingsBook.EMPTY, Setting.TURN_SECRET, "other")).words())
        .doesNotContain("my-secret");
    assertThat(set.toString()).doesNotContain("my-secret");
    assertThat(
            new ConfiguredDefaults(Map.of(Setting.SS_PASSWORD, "my-secret"), List.of()).toString())
        .doesNotContain("my-secret");
  }

  @Test
  void whatDidNotWorkIsTakenBackUnlessSomebodyHasChangedIt() {
    SettingsBook former =
        after(SettingsBook.EMPTY, put(SettingsBook.EMPTY, Setting.TURN_PORT, "5000"));
    SettingsBook failed = after(former, put(former, Setting.TURN_PORT, "6000"));
    Command restore =
        new Command.Restore(
            Setting.TURN_PORT,
            failed.of(Setting.TURN_PORT),
            former.of(Setting.TURN_PORT),
            "why",
            NOW);

    assertThat(after(failed, restore)).isEqualTo(former);
    SettingsBook other = after(failed, put(failed, Setting.TURN_PORT, "7000"));
    assertThat(other.decide(restore, CONFIGURED)).isEqualTo(new Decision.Nothing());
  }

  @Test
  void whateverIsDoneNoTwoServicesThatAreThereHaveOnePort() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Setting> ports =
        Arrays.stream(Setting.values()).filter(one -> one.kind() == SettingType.PORT).toList();
    List<String> numbers = List.of("24", "25", "587", "993", "3340", "3478", "8388", "5000");
    SettingsBook book = SettingsBook.EMPTY;
    for (int i = 0; i < 5_000; i++) {
      Setting setting = ports.get(random.nextInt(ports.size()));
      Command command =
          random.nextInt(4) == 0
              ? reset(book, setting)
              : put(book, setting, numbers.get(random.nextInt(numbers.size())));
      book = after(book, command);
      Map<Setting, String> values = book.over(CONFIGURED);
      assertThat(ports.stream().filter(one -> one.consumer().inUse()).map(values::get))
          .as("seed %d, step %d", seed, i)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aSecretIsMadeOnceAndCountsWhereNoneIsSetOrConfigured() {
    Command first = new Command.Generate(new Held(Setting.SS_PASSWORD, "one", "generated", NOW));
    Command second = new Command.Generate(new Held(Setting.SS_PASSWORD, "two", "generated", NOW));

    SettingsBook made = after(SettingsBook.EMPTY, first);
    assertThat(made.over(CONFIGURED)).containsEntry(Setting.SS_PASSWORD, "one");
    assertThat(made.of(Setting.SS_PASSWORD)).isEmpty();
    assertThat(made.decide(second, CONFIGURED)).isEqualTo(new Decision.Nothing());
    SettingsBook set = after(made, put(made, Setting.SS_PASSWORD, "mine"));
    assertThat(set.over(CONFIGURED)).containsEntry(Setting.SS_PASSWORD, "mine");
    assertThat(after(set, reset(set, Setting.SS_PASSWORD)).over(CONFIGURED))
        .containsEntry(Setting.SS_PASSWORD, "one");
    ConfiguredDefaults configuredDefaults =
        new ConfiguredDefaults(Map.of(Setting.SS_PASSWORD, "theirs"), List.of());
    assertThat(made.over(configuredDefaults)).containsEntry(Setting.SS_PASSWORD, "theirs");
    assertThat(SettingsBook.EMPTY.decide(first, configuredDefaults))
        .isEqualTo(new Decision.Nothing());
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    Held held = new Held(Setting.TURN_PORT, "5000", "root", NOW);
    FILES.assertSame(new Event.Put(held), "settings-set");
    FILES.assertSame(new Event.Reset(Setting.SS_CIPHER, "root", NOW), "settings-reset");
    FILES.assertSame(
        new Event.Restored(Setting.TURN_PORT, Optional.of(held), "it did not start", NOW),
        "settings-restored");
    FILES.assertSame(
        new Event.Generated(new Held(Setting.TURN_SECRET, "made", "generated", NOW)),
        "settings-generated");
    assertThat(
            Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("settings-" + name + ".json")).exists());
  }

  private static Command put(SettingsBook seen, Setting setting, String value) {
    return new Command.Put(new Held(setting, value, "root", NOW), seen.of(setting));
  }

  private static Command reset(SettingsBook seen, Setting setting) {
    return new Command.Reset(setting, seen.of(setting), "root", NOW);
  }

  private static SettingsBook after(SettingsBook book, Command command) {
    return book.decide(command, CONFIGURED) instanceof Decision.Persist(Event event)
        ? book.apply(event)
        : book;
  }

  private static Refusal refusal(SettingsBook book, Command command) {
    return book.decide(command, CONFIGURED) instanceof Decision.Refuse(Refusal refusal)
        ? refusal
        : new Refusal(Refusal.Why.UNUSABLE, "not refused");
  }
}
