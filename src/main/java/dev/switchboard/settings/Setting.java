package dev.switchboard.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings, a line for each. A name is part of the journal and of the admin RPC and never
 * changes. The key, under {@code switchboard} in {@code reference.conf}, has its default; without a
 * key, the default follows from other keys.
 */
public enum Setting {
  SMTP_PORT(SettingType.PORT, SettingUser.MAIL_HOST, "services.mail.smtp-port"),
  SUBMISSION_PORT(SettingType.PORT, SettingUser.MAIL_HOST, "services.mail.submission-port"),
  SUBMISSION_TLS_PORT(SettingType.PORT, SettingUser.MAIL_HOST, "services.mail.submission-tls-port"),
  IMAP_PORT(SettingType.PORT, SettingUser.MAIL_HOST, "services.mail.imap-port"),
  TURN_PORT(SettingType.PORT, SettingUser.TURN, "services.turn.port"),
  DOVECOT_PORT(SettingType.PORT, SettingUser.MAIL_HOST, "services.mail.dovecot-port"),
  IROH_PORT(SettingType.PORT, SettingUser.IROH, "services.iroh.port"),
  SS_PORT(SettingType.PORT, SettingUser.SHADOWSOCKS, "services.shadowsocks.port"),
  HTTP_PORT(SettingType.PORT, SettingUser.HTTP),
  HTTPS_PORT(SettingType.PORT, SettingUser.HTTPS),
  SMTP_HOSTNAME(SettingType.HOST, SettingUser.MAIL_HOST, "services.mail.hostname"),
  TURN_REALM(SettingType.REALM, SettingUser.TURN, "services.turn.realm"),
  TURN_SECRET(SettingType.SECRET, SettingUser.TURN, "services.turn.secret"),
  TURN_RELAY_IP(SettingType.RELAY_ADDRESS, SettingUser.TURN, "services.turn.relay-ip"),
  TURN_RELAY_PORT_MIN(SettingType.RELAY_PORT, SettingUser.TURN),
  TURN_RELAY_PORT_MAX(SettingType.RELAY_PORT, SettingUser.TURN),
  TURN_TTL(SettingType.SECONDS, SettingUser.TURN_CREDENTIALS, "services.turn.ttl"),
  IROH_RELAY_URL(SettingType.URL, SettingUser.IROH_ADDRESS, "services.iroh.relay-url"),
  SS_CIPHER(SettingType.CIPHER, SettingUser.SHADOWSOCKS, "services.shadowsocks.cipher"),
  SS_PASSWORD(SettingType.SECRET, SettingUser.SHADOWSOCKS, "services.shadowsocks.password"),
  ADMIN_PATH(SettingType.PATH, SettingUser.ADMIN_PATH, "admin.path"),
  REGISTRATION_TOKEN_REQUIRED(
      SettingType.FLAG, SettingUser.REGISTRATION, "registration.token-required"),
  BOT_STATUS(SettingType.STATUS_LINE, SettingUser.PRESENCE, "discord.status"),
  WELCOME_MESSAGE(SettingType.MESSAGE, SettingUser.TICKETS, "ticket.welcome-message"),
  CLOSING_MESSAGE(SettingType.MESSAGE, SettingUser.TICKETS, "ticket.closing-message"),
  DELAYED_MESSAGE(SettingType.MESSAGE, SettingUser.TICKETS, "ticket.delayed-message"),
  BUSY_MESSAGE(SettingType.MESSAGE, SettingUser.TICKETS, "ticket.busy-message"),
  SIGNATURE(SettingType.SIGNATURE, SettingUser.TICKETS, "ticket.signature"),
  ANONYMOUS_NAME(SettingType.NAME_SHOWN, SettingUser.TICKETS, "ticket.anonymous-name"),
  NEW_TICKETS_PER_MINUTE(
      SettingType.TICKETS_PER_MINUTE, SettingUser.TICKETS, "ticket.new-tickets-per-minute"),
  SMTP_LOCAL_ONLY(SettingType.FLAG, SettingUser.MAIL_HOST),
  SUBMISSION_LOCAL_ONLY(SettingType.FLAG, SettingUser.MAIL_HOST),
  SUBMISSION_TLS_LOCAL_ONLY(SettingType.FLAG, SettingUser.MAIL_HOST),
  IMAP_LOCAL_ONLY(SettingType.FLAG, SettingUser.MAIL_HOST),
  DOVECOT_LOCAL_ONLY(SettingType.FLAG, SettingUser.MAIL_HOST),
  TURN_LOCAL_ONLY(SettingType.FLAG, SettingUser.TURN),
  IROH_LOCAL_ONLY(SettingType.FLAG, SettingUser.IROH),
  SS_LOCAL_ONLY(SettingType.FLAG, SettingUser.SHADOWSOCKS),
  HTTP_LOCAL_ONLY(SettingType.FLAG, SettingUser.HTTP),
  HTTPS_LOCAL_ONLY(SettingType.FLAG, SettingUser.HTTPS);

  private static final String LOCAL_ONLY = "_local_only";
  private static final String ACCESS = "_access";

  private final SettingType settingType;
  private final SettingUser settingUser;
  private final Optional<String> key;

  Setting(SettingType settingType, SettingUser settingUser) {
    this.settingType = settingType;
    this.settingUser = settingUser;
    this.key = Optional.empty();
  }

  Setting(SettingType settingType, SettingUser settingUser, String key) {
    this.settingType = settingType;
    this.settingUser = settingUser;
    this.key = Optional.of(key);
  }

  /**
   * The key of its default, under {@code switchboard}; empty if the default follows from other
   * keys.
   */
  public Optional<String> key() {
    return key;
  }

  public SettingType kind() {
    return settingType;
  }

  public SettingUser consumer() {
    return settingUser;
  }

  public Effect effect() {
    return switch (settingUser) {
      case MAIL_HOST, HTTPS -> Effect.LATER;
      case TURN, IROH, SHADOWSOCKS -> Effect.RESTART_OF_SERVICE;
      case HTTP -> Effect.RELOAD;
      case TURN_CREDENTIALS, IROH_ADDRESS, ADMIN_PATH, REGISTRATION, PRESENCE, TICKETS ->
          Effect.LIVE;
    };
  }

  public boolean isSecret() {
    return settingType.isSecret();
  }

  /** The name in the journal and in the admin RPC, such as {@code turn_port}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All names in requests, its own first. Documents and clients have two names for some settings,
   * and ask for {@code local_only} or {@code access}.
   */
  public List<String> wireNames() {
    String own = wireName();
    Stream<String> names =
        own.startsWith("dovecot_")
            ? Stream.of(own, own.replaceFirst("dovecot", "sasl"))
            : Stream.of(own);
    return names
        .flatMap(name ->
            isAboutAccess() ? Stream.of(name, name.replace(LOCAL_ONLY, ACCESS)) : Stream.of(name))
        .toList();
  }

  /** Whether the setting restricts a service to this machine. */
  public boolean isAboutAccess() {
    return wireName().endsWith(LOCAL_ONLY);
  }

  /** Whether a name asks for {@code local} or {@code public} in place of true or false. */
  public static boolean asksForAccess(String wireName) {
    return wireName.endsWith(ACCESS);
  }

  /** The key of a name in requests: {@code __TURN_PORT__} for {@code turn_port}. */
  public static String key(String wireName) {
    return "__" + wireName.toUpperCase(Locale.ROOT) + "__";
  }

  /** The settings of a user. */
  public static Stream<Setting> of(SettingUser settingUser) {
    return Stream.of(values()).filter(setting -> setting.settingUser == settingUser);
  }
}
