package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.service.Toggle;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBatch;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveSettingsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

  private static final TicketSettings CONFIGURED =
      new TicketSettings(
          new TicketSettings.Messages("welcome", "closing", "delayed", "busy"),
          new TicketSettings.Ping.Nobody(),
          new TicketSettings.Signing(TicketSettings.Signature.NAME, "Staff Team"),
          new TicketSettings.Pace(Duration.ofMinutes(1), Duration.ofSeconds(5), 60, Duration.ZERO),
          new TicketSettings.Relay(1, 2, true, true));

  private static final ConfiguredDefaults DEFAULTS =
      new ConfiguredDefaults(
          Map.of(
              Setting.WELCOME_MESSAGE, "welcome",
              Setting.CLOSING_MESSAGE, "closing",
              Setting.DELAYED_MESSAGE, "delayed",
              Setting.BUSY_MESSAGE, "busy",
              Setting.SIGNATURE, "name",
              Setting.ANONYMOUS_NAME, "Staff Team",
              Setting.NEW_TICKETS_PER_MINUTE, "60",
              Setting.BOT_STATUS, "DM for support"),
          List.of());

  private final LiveSettings live =
      new LiveSettings(
          CONFIGURED,
          DEFAULTS,
          new SettingsBatch.Present(SettingsBook.EMPTY, 0),
          new Toggle.Position(true, Optional.empty(), Optional.empty(), 0));

  private static SettingsBatch.Present with(Setting setting, String value, long version) {
    return new SettingsBatch.Present(
        new SettingsBook(List.of(new Held(setting, value, "root", NOW)), List.of()), version);
  }

  static Stream<Setting> readEachTime() {
    return Arrays.stream(Setting.values()).filter(one -> one.consumer().readsEachTime());
  }

  @Test
  void withoutAChangeTheConfiguredValuesHold() {
    assertThat(live.get()).isEqualTo(CONFIGURED);
    assertThat(live.status()).isEqualTo("DM for support");
  }

  @ParameterizedTest
  @MethodSource("readEachTime")
  void eachOfThemTakesAChangeAtOnce(Setting setting) {
    String value =
        setting == Setting.SIGNATURE
            ? "anonymous"
            : setting == Setting.NEW_TICKETS_PER_MINUTE ? "7" : "other";

    live.changed(with(setting, value, 1));

    assertThat(live.get() + live.status())
        .isNotEqualTo(CONFIGURED + "DM for support")
        .containsIgnoringCase(value);
  }

  @Test
  void whatIsReadLateDoesNotHideWhatIsNewer() {
    live.changed(with(Setting.WELCOME_MESSAGE, "newer", 2));
    live.changed(with(Setting.WELCOME_MESSAGE, "older", 1));

    assertThat(live.get().messages().welcome()).isEqualTo("newer");
  }

  @Test
  void whatCannotBeUsedAnyMoreCountsForNothing() {
    live.changed(with(Setting.NEW_TICKETS_PER_MINUTE, "many", 1));

    assertThat(live.get().pace().newTicketsPerMinute()).isEqualTo(60);
  }
}
