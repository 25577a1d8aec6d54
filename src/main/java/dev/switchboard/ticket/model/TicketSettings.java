package dev.switchboard.ticket.model;

import dev.switchboard.values.CheckedValues;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How tickets behave; the keys are those of {@code switchboard.ticket} in {@code reference.conf}.
 *
 * @param messages what members are told
 * @param ping who is pinged about a new ticket
 * @param signing how staff sign their replies
 * @param pace what is waited for, and how long
 * @param relay what is carried over between a member and staff
 */
public record TicketSettings(
    Messages messages, Ping ping, Signing signing, Pace pace, Relay relay) {
  private static final long MEBIBYTE = 1024L * 1024;

  /** The longest message that Discord takes, in characters. */
  private static final int MESSAGE_LENGTH = 2000;

  /**
   * Reads them.
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
            values.choice(
                "ticket.signature",
                Map.of(
                    "name", Signature.NAME,
                    "name-and-role", Signature.NAME_AND_ROLE,
                    "anonymous", Signature.ANONYMOUS)),
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

  /**
   * What members are told; an empty text is not sent.
   *
   * @param welcome after their first message of a ticket
   * @param closing when their ticket is closed, unless silently
   * @param delayed when their message has not reached staff in time
   * @param busy when their ticket has to wait because too many are opened at once
   */
  public record Messages(String welcome, String closing, String delayed, String busy) {}

  /** Who is pinged in the channel of a new ticket. */
  public sealed interface Ping {
    /** Reads it; to be called once, since Discord's side is told of it, too. */
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

    /** Those who see the channel and are online. */
    record Here() implements Ping {}

    /** All who see the channel. */
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

  /** What a member sees of the person who answers. */
  public enum Signature {
    /** The name shown in the staff guild. */
    NAME,
    /** The name, and the highest of the person's roles. */
    NAME_AND_ROLE,
    /** Only the name that stands for the staff as a whole. */
    ANONYMOUS
  }

  /**
   * What is waited for, and how long.
   *
   * @param delayNoticeAfter how long a message may be on its way to staff before its member is told
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
   * What is carried over between a member and staff.
   *
   * @param copyLimit the largest attachment that is copied to the file store, in bytes
   * @param dailyCopies how many bytes of one member's attachments are copied in a day; 0 for any
   *     number
   * @param typing whether each side sees the other type
   * @param reactions whether reactions show on the other side
   */
  public record Relay(long copyLimit, long dailyCopies, boolean typing, boolean reactions) {}
}
