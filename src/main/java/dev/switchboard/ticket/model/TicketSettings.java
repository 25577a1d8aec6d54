package dev.switchboard.ticket.model;

import dev.switchboard.values.CheckedValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of tickets: the keys below {@code switchboard.ticket} in {@code reference.conf}.
 *
 * @param messages the texts that the bot sends to members
 * @param ping the people who are pinged about a new ticket
 * @param signing how staff sign their replies
 * @param pace waiting times and rates
 * @param relay what is relayed between a member and staff
 */
public record TicketSettings(
    Messages messages, Ping ping, Signing signing, Pace pace, Relay relay) {
  private static final long MEBIBYTE = 1024L * 1024;

  /** The longest message that Discord accepts, in characters. */
  private static final int MESSAGE_LENGTH = 2000;

  /**
   * Reads the settings.
   *
   * @param ping as {@link Ping#of} reads it
   */
  public static TicketSettings of(CheckedValues values, Ping ping) {
    return new TicketSettings(
        new Messages(
            values.text("ticket.welcome-message", 0, MESSAGE_LENGTH),
            values.text("ticket.closing-message", 0, MESSAGE_LENGTH),
            values.text("ticket.delayed-message", 0, MESSAGE_LENGTH),
            values.text("ticket.busy-message", 0, MESSAGE_LENGTH)),
        ping,
        new Signing(
            values.choice("ticket.signature", Signature.WORDS),
            values.text("ticket.anonymous-name", 1, 80)),
        new Pace(
            values.duration("ticket.delay-notice-after", Duration.ofSeconds(1), Duration.ofDays(1)),
            values.duration("ticket.attachment-wait", Duration.ZERO, Duration.ofMinutes(1)),
            values.number("ticket.new-tickets-per-minute", 1, 10_000),
            values.duration("ticket.young-account", Duration.ZERO, Duration.ofDays(3_650))),
        new Relay(
            values.bytes("ticket.copy-limit", 0, 10 * 1024 * MEBIBYTE),
            values.bytes("ticket.daily-copies", 0, 1024 * 1024 * MEBIBYTE),
            values.flag("ticket.relay-typing"),
            values.flag("ticket.relay-reactions")));
  }

  /** The same settings with other values of those that change while the server runs. */
  public TicketSettings with(Messages others, Signing signs, int newTicketsPerMinute) {
    return new TicketSettings(
        others,
        ping,
        signs,
        new Pace(
            pace.delayNoticeAfter(),
            pace.attachmentWait(),
            newTicketsPerMinute,
            pace.youngAccount()),
        relay);
  }

  /**
   * The texts that the bot sends to members; an empty text is not sent.
   *
   * @param welcome sent after the first message of a ticket
   * @param closing sent when a ticket is closed, unless silently
   * @param delayed sent when a message has not reached staff in time
   * @param busy sent when a ticket has to wait because too many are opened at once
   */
  public record Messages(String welcome, String closing, String delayed, String busy) {}

  /** The people who are pinged in the channel of a new ticket. */
  public sealed interface Ping {
    /** Reads the setting. Call it once: the Discord component needs the same value. */
    static Ping of(CheckedValues values) {
      String key = "ticket.ping";
      return switch (values.text(key, 0, MESSAGE_LENGTH).strip().toLowerCase(Locale.ROOT)) {
        case "", "none" -> new Nobody();
        case "here" -> new Here();
        case "everyone" -> new Everyone();
        default -> {
          List<Long> roles = values.ids(key, "none, here, everyone, or ids of roles");
          yield roles.isEmpty() ? new Nobody() : new Roles(roles);
        }
      };
    }

    /** Nobody. */
    record Nobody() implements Ping {}

    /** People who see the channel and are online. */
    record Here() implements Ping {}

    /** All people who see the channel. */
    record Everyone() implements Ping {}

    /**
     * The members of some roles.
     *
     * @param ids the roles' ids, at least one
     */
    record Roles(List<Long> ids) implements Ping {
      public Roles {
        ids = List.copyOf(ids);
      }
    }
  }

  /**
   * How staff sign their replies.
   *
   * @param signature what a member sees above a reply that is not explicitly anonymous
   * @param anonymousName the name that stands for the staff in an anonymous reply
   */
  public record Signing(Signature signature, String anonymousName) {}

  /** The signature that a member sees of the person who answers. */
  public enum Signature {
    /** The name shown in the staff guild. */
    NAME("name"),
    /** The name, and the highest of the person's roles. */
    NAME_AND_ROLE("name-and-role"),
    /** Only the name that stands for the staff as a whole. */
    ANONYMOUS("anonymous");

    /** The signatures by the words of the configuration. */
    public static final Map<String, Signature> WORDS =
        Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Signature::word, signature -> signature));

    private final String word;

    Signature(String word) {
      this.word = word;
    }

    /** The word of the configuration. */
    public String word() {
      return word;
    }
  }

  /**
   * Waiting times and rates.
   *
   * @param delayNoticeAfter how long a message may take to reach staff before the member gets a
   *     notice
   * @param attachmentWait how long a text waits for the copies of its attachments
   * @param newTicketsPerMinute how many tickets may be opened in a minute by accounts that look
   *     like a raid ({@code Admission}) before the next ones wait
   * @param youngAccount an account younger than this looks like a raid; zero for none
   */
  public record Pace(
      Duration delayNoticeAfter,
      Duration attachmentWait,
      int newTicketsPerMinute,
      Duration youngAccount) {}

  /**
   * Limits and switches of the relay between a member and staff.
   *
   * @param copyLimit the largest attachment that is copied to the file store, in bytes
   * @param dailyCopies the bytes of one member's attachments that are copied in a day; 0 for no
   *     limit
   * @param typing whether each side sees that the other is typing
   * @param reactions whether reactions are shown on the other side
   */
  public record Relay(long copyLimit, long dailyCopies, boolean typing, boolean reactions) {}
}
