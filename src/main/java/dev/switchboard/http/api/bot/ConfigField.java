package dev.switchboard.http.api.bot;

import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.settings.Origin;
import dev.switchboard.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The fields of {@code /api/bot/config}. Groups and names are those of Rustmail where it has them;
 * a field without a setting is fixed while the server runs.
 */
enum ConfigField {
  STATUS("bot", "status", Setting.BOT_STATUS),
  WELCOME_MESSAGE("bot", "welcome_message", Setting.WELCOME_MESSAGE),
  CLOSE_MESSAGE("bot", "close_message", Setting.CLOSING_MESSAGE),
  /** Whether transcripts of closed tickets are posted to a log channel. */
  ENABLE_LOGS("bot", "enable_logs", "log-channel"),
  /** There are no feature requests here. */
  ENABLE_FEATURES("bot", "enable_features", ""),
  ENABLE_PANEL("bot", "enable_panel", "panel.enabled"),
  /** Messages are shown as plain texts. */
  EMBEDDED_MESSAGE("thread", "embedded_message", ""),
  /** Only embeds have a colour. */
  USER_MESSAGE_COLOR("thread", "user_message_color", ""),
  DELAYED_MESSAGE("ticket", "delayed_message", Setting.DELAYED_MESSAGE),
  BUSY_MESSAGE("ticket", "busy_message", Setting.BUSY_MESSAGE),
  SIGNATURE("ticket", "signature", Setting.SIGNATURE),
  ANONYMOUS_NAME("ticket", "anonymous_name", Setting.ANONYMOUS_NAME),
  NEW_TICKETS_PER_MINUTE("ticket", "new_tickets_per_minute", Setting.NEW_TICKETS_PER_MINUTE);

  /** More than a body holds: lengths and ranges are the setting's. */
  private static final int ANY_LENGTH = 1 << 17;

  private final String group;
  private final String word;
  private final Optional<Setting> setting;
  private final String configured;

  ConfigField(String group, String word, Setting setting) {
    this.group = group;
    this.word = word;
    this.setting = Optional.of(setting);
    this.configured = setting.key().orElse("");
  }

  ConfigField(String group, String word, String configured) {
    this.group = group;
    this.word = word;
    this.setting = Optional.empty();
    this.configured = configured;
  }

  /** The groups, in the order in which they are shown. */
  static List<String> groups() {
    return Arrays.stream(values()).map(field -> field.group).distinct().toList();
  }

  static List<ConfigField> of(String group) {
    return Arrays.stream(values()).filter(field -> field.group.equals(group)).toList();
  }

  /** The name in its group. */
  String word() {
    return word;
  }

  /** The name with its group, as {@code bot.status}. */
  String key() {
    return group + "." + word;
  }

  /** The place in a body, as {@code bot/status}. */
  String place() {
    return group + "/" + word;
  }

  /** What changes it; empty where it is fixed. */
  Optional<Setting> setting() {
    return setting;
  }

  /** The origin of its configured value. */
  Origin origin(ConfigFacts facts) {
    return configured.isEmpty() ? Origin.DEFAULT : facts.origin().apply(configured);
  }

  /** The value of a fixed field. */
  Optional<Object> fixed(ConfigFacts facts) {
    return switch (this) {
      case ENABLE_LOGS -> Optional.of(facts.logs());
      case ENABLE_PANEL -> Optional.of(facts.panel());
      case ENABLE_FEATURES, EMBEDDED_MESSAGE -> Optional.of(false);
      case USER_MESSAGE_COLOR -> Optional.empty();
      case STATUS,
          WELCOME_MESSAGE,
          CLOSE_MESSAGE,
          DELAYED_MESSAGE,
          BUSY_MESSAGE,
          SIGNATURE,
          ANONYMOUS_NAME,
          NEW_TICKETS_PER_MINUTE ->
          throw new IllegalStateException(key() + " is not fixed");
    };
  }

  /** The value of a setting, as answers have it. */
  Object shown(String value) {
    return this == NEW_TICKETS_PER_MINUTE ? (Object) Integer.parseInt(value) : value;
  }

  /** The value in a body, in the words of the setting or the fixed field; empty for null. */
  Optional<String> read(Fields fields) {
    return switch (this) {
      case NEW_TICKETS_PER_MINUTE -> {
        var number = fields.optionalNumber(word, Integer.MIN_VALUE, Integer.MAX_VALUE);
        yield number.isPresent()
            ? Optional.of(Long.toString(number.getAsLong()))
            : Optional.empty();
      }
      case ENABLE_LOGS, ENABLE_PANEL, ENABLE_FEATURES, EMBEDDED_MESSAGE ->
          fields.isNull(word)
              ? Optional.empty()
              : Optional.of(Boolean.toString(fields.flag(word, false)));
      case STATUS,
          WELCOME_MESSAGE,
          CLOSE_MESSAGE,
          USER_MESSAGE_COLOR,
          DELAYED_MESSAGE,
          BUSY_MESSAGE,
          SIGNATURE,
          ANONYMOUS_NAME ->
          fields.optionalText(word, 0, ANY_LENGTH);
    };
  }
}
