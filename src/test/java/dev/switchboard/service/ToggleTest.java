package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToggleTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Toggle NEW = new Toggle.Untouched();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theConfigurationCountsUntilSomebodySwitchesIt(boolean configured) {
    assertThat(NEW.position(configured))
        .isEqualTo(new Toggle.Position(configured, Optional.empty(), Optional.empty(), 0));

    Toggle switched = after(NEW, new Toggle.Switch(true, "root", NOW));

    assertThat(switched.position(configured))
        .isEqualTo(new Toggle.Position(true, Optional.of("root"), Optional.of(NOW), 1));
  }

  @Test
  void switchingItToWhatItIsChangesNothing() {
    Toggle on = after(NEW, new Toggle.Switch(true, "root", NOW));

    assertThat(on.decide(new Toggle.Switch(true, "other", NOW.plusSeconds(1)))).isEmpty();
    assertThat(after(on, new Toggle.Switch(false, "other", NOW.plusSeconds(1))).position(true))
        .isEqualTo(
            new Toggle.Position(false, Optional.of("other"), Optional.of(NOW.plusSeconds(1)), 2));
  }

  @Test
  void aRenewalSwitchesItOffAndOnAgainAndOnWhereItIsOff() {
    Toggle.Renewal renewal = new Toggle.Renewal("root", NOW);
    Toggle.Event off = new Toggle.Event.Switched(false, "root", NOW);
    Toggle.Event on = new Toggle.Event.Switched(true, "root", NOW);

    assertThat(NEW.renew(true, renewal)).containsExactly(off, on);
    assertThat(NEW.renew(false, renewal)).containsExactly(on);
    assertThat(NEW.apply(off).renew(true, renewal)).containsExactly(on);
    assertThat(NEW.apply(off).apply(on).position(false).number()).isEqualTo(2);
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(new Toggle.Event.Switched(true, "root", NOW), "toggle-switched");
    assertThat(
            Arrays.stream(Toggle.Event.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("toggle-" + name + ".json")).exists());
  }

  private static Toggle after(Toggle toggle, Toggle.Switch command) {
    return toggle.decide(command).map(toggle::apply).orElse(toggle);
  }
}
