package dev.switchboard.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Every setting there is. The name is part of the journal and of the admin RPC: never changed. The
 * defaults are those of {@code switchboard.services} in {@code reference.conf}.
 */
public enum Setting {
  SMTP_PORT(Kind.PORT, Consumer.MAIL_HOST),
  SUBMISSION_PORT(Kind.PORT, Consumer.MAIL_HOST),
  IMAP_PORT(Kind.PORT, Consumer.MAIL_HOST),
  TURN_PORT(Kind.PORT, Consumer.TURN),
  DOVECOT_PORT(Kind.PORT, Consumer.MAIL_HOST),
  IROH_PORT(Kind.PORT, Consumer.IROH),
  SS_PORT(Kind.PORT, Consumer.SHADOWSOCKS),
  SMTP_HOSTNAME(Kind.HOST, Consumer.MAIL_HOST),
  TURN_REALM(Kind.HOST, Consumer.TURN),
  TURN_SECRET(Kind.SECRET, Consumer.TURN),
  TURN_RELAY_IP(Kind.ADDRESS, Consumer.TURN),
  TURN_TTL(Kind.SECONDS, Consumer.TURN_CREDENTIALS),
  IROH_RELAY_URL(Kind.URL, Consumer.IROH_ADDRESS),
  SS_CIPHER(Kind.CIPHER, Consumer.SHADOWSOCKS),
  SS_PASSWORD(Kind.SECRET, Consumer.SHADOWSOCKS);

  private final Kind kind;
  private final Consumer consumer;

  Setting(Kind kind, Consumer consumer) {
    this.kind = kind;
    this.consumer = consumer;
  }

  public Kind kind() {
    return kind;
  }

  public Consumer consumer() {
    return consumer;
  }

  public Effect effect() {
    return switch (consumer) {
      case MAIL_HOST -> Effect.LATER;
      case TURN, IROH, SHADOWSOCKS -> Effect.RESTART_OF_SERVICE;
      case TURN_CREDENTIALS, IROH_ADDRESS -> Effect.LIVE;
    };
  }

  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /** As {@code turn_port}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All names that it is asked for by, its own first: documents and clients call one in two ways.
   */
  public List<String> wireNames() {
    return this == DOVECOT_PORT ? List.of(wireName(), "sasl_port") : List.of(wireName());
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
