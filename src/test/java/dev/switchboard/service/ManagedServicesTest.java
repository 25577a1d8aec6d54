package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.service.process.Observation;
import dev.switchboard.service.process.Observation.State;
import dev.switchboard.settings.SettingChanges.Felt;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManagedServicesTest {
  @Test
  void aChangeIsHeldBrokenWhereWhatRanDoesNotAndNotWhereItTakesLong() {
    assertThat(felt(true, State.RUNNING)).isEqualTo(new Felt.AtOnce());
    assertThat(felt(true, State.BACKING_OFF))
        .isEqualTo(new Felt.Broken("turn does not run: why not"));
    assertThat(felt(true, State.FAILED)).isEqualTo(new Felt.Broken("turn does not run: why not"));
    assertThat(felt(false, State.FAILED)).isEqualTo(new Felt.NotYet("turn does not run: why not"));
    assertThat(felt(true, State.STOPPED)).isEqualTo(new Felt.NotYet("turn is switched off"));
    assertThat(felt(true, State.STARTING))
        .isEqualTo(new Felt.NotYet("turn is still on its way: why not"));
  }

  private static Felt felt(boolean ran, State state) {
    return ManagedServices.felt(
        new TurnService(), ran, new Observation(state, Instant.EPOCH, Optional.of("why not")));
  }
}
