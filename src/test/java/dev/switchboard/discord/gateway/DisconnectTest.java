package dev.switchboard.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DisconnectTest {
  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4008, 4999})
  void mostCloseCodesLeaveTheSessionToBeResumed(int code) {
    assertThat(new Disconnect.Closed(code, "").verdict()).isEqualTo(Disconnect.Verdict.RESUME);
  }

  @ParameterizedTest
  @ValueSource(ints = {4007, 4009})
  void someCloseCodesEndTheSession(int code) {
    assertThat(new Disconnect.Closed(code, "").verdict()).isEqualTo(Disconnect.Verdict.IDENTIFY);
  }

  @ParameterizedTest
  @ValueSource(ints = {4004, 4010, 4011, 4012, 4013, 4014})
  void someCloseCodesNeedSomebodyToAct(int code) {
    assertThat(new Disconnect.Closed(code, "").verdict()).isEqualTo(Disconnect.Verdict.REFUSED);
  }

  @Test
  void onlyAnInvalidSessionThatCannotBeResumedIsBegunAnew() {
    assertThat(new Disconnect.Invalid(false).verdict()).isEqualTo(Disconnect.Verdict.IDENTIFY);
    assertThat(new Disconnect.Invalid(true).verdict()).isEqualTo(Disconnect.Verdict.RESUME);
    assertThat(new Disconnect.Asked().verdict()).isEqualTo(Disconnect.Verdict.RESUME);
    assertThat(new Disconnect.Broken("").verdict()).isEqualTo(Disconnect.Verdict.RESUME);
  }
}
