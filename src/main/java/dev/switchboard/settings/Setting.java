package dev.switchboard.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting there is, a line for each. The name is part of the journal and of the admin RPC:
 * never changed. The key is that of its default in {@code reference.conf}, under {@code
 * switchboard}; without one, the default follows from other keys.
 */
public enum Setting {
  SMTP_PORT(Kind.PORT, Consumer.MAIL_HOST, "services.mail.smtp-port"),
  SUBMISSION_PORT(Kind.PORT, Consumer.MAIL_HOST, "services.mail.submission-port"),
  SUBMISSION_TLS_PORT(Kind.PORT, Consumer.MAIL_HOST, "services.mail.submission-tls-port"),
  IMAP_PORT(Kind.PORT, Consumer.MAIL_HOST, "services.mail.imap-port"),
  TURN_PORT(Kind.PORT, Consumer.TURN, "services.turn.port"),
  DOVECOT_PORT(Kind.PORT, Consumer.MAIL_HOST, "services.mail.dovecot-port"),
  IROH_PORT(Kind.PORT, Consumer.IROH, "services.iroh.port"),
  SS_PORT(Kind.PORT, Consumer.SHADOWSOCKS, "services.shadowsocks.port"),
  HTTP_PORT(Kind.PORT, Consumer.HTTP),
  HTTPS_PORT(Kind.PORT, Consumer.HTTPS),
  SMTP_HOSTNAME(Kind.HOST, Consumer.MAIL_HOST, "services.mail.hostname"),
  TURN_REALM(Kind.REALM, Consumer.TURN, "services.turn.realm"),
  TURN_SECRET(Kind.SECRET, Consumer.TURN, "services.turn.secret"),
  TURN_RELAY_IP(Kind.RELAY_ADDRESS, Consumer.TURN, "services.turn.relay-ip"),
  TURN_RELAY_PORT_MIN(Kind.RELAY_PORT, Consumer.TURN),
  TURN_RELAY_PORT_MAX(Kind.RELAY_PORT, Consumer.TURN),
  TURN_TTL(Kind.SECONDS, Consumer.TURN_CREDENTIALS, "services.turn.ttl"),
  IROH_RELAY_URL(Kind.URL, Consumer.IROH_ADDRESS, "services.iroh.relay-url"),
  SS_CIPHER(Kind.CIPHER, Consumer.SHADOWSOCKS, "services.shadowsocks.cipher"),
  SS_PASSWORD(Kind.SECRET, Consumer.SHADOWSOCKS, "services.shadowsocks.password"),
  ADMIN_PATH(Kind.PATH, Consumer.ADMIN_PATH, "admin.path"),
  REGISTRATION_TOKEN_REQUIRED(Kind.FLAG, Consumer.REGISTRATION, "registration.token-required"),
  SMTP_LOCAL_ONLY(Kind.FLAG, Consumer.MAIL_HOST),
  SUBMISSION_LOCAL_ONLY(Kind.FLAG, Consumer.MAIL_HOST),
  SUBMISSION_TLS_LOCAL_ONLY(Kind.FLAG, Consumer.MAIL_HOST),
  IMAP_LOCAL_ONLY(Kind.FLAG, Consumer.MAIL_HOST),
  DOVECOT_LOCAL_ONLY(Kind.FLAG, Consumer.MAIL_HOST),
  TURN_LOCAL_ONLY(Kind.FLAG, Consumer.TURN),
  IROH_LOCAL_ONLY(Kind.FLAG, Consumer.IROH),
  SS_LOCAL_ONLY(Kind.FLAG, Consumer.SHADOWSOCKS),
  HTTP_LOCAL_ONLY(Kind.FLAG, Consumer.HTTP),
  HTTPS_LOCAL_ONLY(Kind.FLAG, Consumer.HTTPS);

  private static final String LOCAL_ONLY = "_local_only";
  private static final String ACCESS = "_access";

  private final Kind kind;
  private final Consumer consumer;
  private final Optional<String> key;

  Setting(Kind kind, Consumer consumer) {
    this.kind = kind;
    this.consumer = consumer;
    this.key = Optional.empty();
  }

  Setting(Kind kind, Consumer consumer, String key) {
    this.kind = kind;
    this.consumer = consumer;
    this.key = Optional.of(key);
  }

  /** The key of its default, under {@code switchboard}; empty where it follows from others. */
  public Optional<String> key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }

  public Consumer consumer() {
    return consumer;
  }

  public Effect effect() {
    return switch (consumer) {
      case MAIL_HOST, HTTPS -> Effect.LATER;
      case TURN, IROH, SHADOWSOCKS -> Effect.RESTART_OF_SERVICE;
      case HTTP -> Effect.RELOAD;
      case TURN_CREDENTIALS, IROH_ADDRESS, ADMIN_PATH, REGISTRATION -> Effect.LIVE;
    };
  }

  public boolean isSecret() {
    return kind.isSecret();
  }

  /** As {@code turn_port}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All names that it is asked for by, its own first: documents and clients call one in two ways,
   * and ask whether something is local only, or who has access to it.
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

  /** Whether it says that something is reached from this machine only. */
  public boolean isAboutAccess() {
    return wireName().endsWith(LOCAL_ONLY);
  }

  /** Whether a name asks for {@code local} or {@code public} in place of true or false. */
  public static boolean asksForAccess(String wireName) {
    return wireName.endsWith(ACCESS);
  }

  /** The key that goes with a name: {@code __TURN_PORT__} with {@code turn_port}. */
  public static String key(String wireName) {
    return "__" + wireName.toUpperCase(Locale.ROOT) + "__";
  }

  /** Those on which some consumer lives. */
  public static Stream<Setting> of(Consumer consumer) {
    return Stream.of(values()).filter(setting -> setting.consumer == consumer);
  }
}
