package dev.switchboard.ticket.show;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Staff;
import java.util.regex.Pattern;

/** Phrases and names that recur in the texts of a ticket. */
public final class Phrases {
  /** The longest detail of a refusal in Discord's own words: it shares a message with a text. */
  private static final int LONGEST_DETAIL = 300;

  /** The start of a line of staff; it is removed from members' names. */
  static final String STAFF = "🛡️ ";

  /** The start of a remark; it is removed from members' names. */
  static final String REMARK = "⚙️ ";

  /** The signs with which the bot's lines begin, and similar signs. */
  private static final Pattern SIGNS = Pattern.compile("[⚙⛭⛮🛡⛨⚠✅📎][\\uFE0E\\uFE0F]*");

  private Phrases() {}

  /** The reason of a refusal, as a part of other messages. */
  public static Message reason(Outcome.Refusal reason, String detail) {
    return switch (reason) {
      case DM_CLOSED -> new RefusalMessage.DmClosed();
      case NO_COMMON_GUILD -> new RefusalMessage.NoCommonGuild();
      case CHANNEL_GONE -> new RefusalMessage.ChannelGone();
      case MESSAGE_GONE -> new RefusalMessage.MessageGone();
      case GUILD_FULL -> new RefusalMessage.GuildFull();
      case FORBIDDEN -> new RefusalMessage.Forbidden(plain(clipped(detail)));
      case TOO_LARGE -> new RefusalMessage.TooLarge();
      case FAILING -> new RefusalMessage.Failing(plain(clipped(detail)));
      case INVALID -> new RefusalMessage.Invalid(plain(clipped(detail)));
    };
  }

  static String clipped(String detail) {
    return Graphemes.shortened(detail, LONGEST_DETAIL);
  }

  /** The name of an entry. */
  static String number(Entry entry) {
    return "`#" + entry.number() + "`";
  }

  /** Two texts on a line each; an empty text takes no line. */
  public static String join(String first, String second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first + second;
    }
    return first + "\n" + second;
  }

  public static Message size(long bytes) {
    if (bytes >= 1 << 20) {
      return new EntryMessage.Mebibytes(Math.round(bytes / (double) (1 << 20)));
    }
    return bytes >= 1 << 10
        ? new EntryMessage.Kibibytes(bytes >> 10)
        : new EntryMessage.Bytes(bytes);
  }

  /** A person of staff with the highest role, if there is one. */
  static Message person(Staff staff) {
    return staff.topRole().isEmpty()
        ? new Message.Verbatim(bold(staff.name()))
        : new EntryMessage.WithRole(bold(staff.name()), plain(staff.topRole()));
  }

  /** The text on one line, with its Markdown escaped. */
  public static String plain(String text) {
    return Literal.inMarkdown(text);
  }

  /** A name as the text of a link: Discord pairs brackets in it, even escaped ones. */
  public static String label(String name) {
    String seen = Literal.visible(name);
    boolean paired = seen.matches("[^\\[\\]]*(?:\\[[^\\[\\]]*][^\\[\\]]*)*+");
    return plain(paired ? seen : seen.replace('[', '(').replace(']', ')'));
  }

  /**
   * A member's name without the signs that mark the bot's own lines, because a name may contain
   * anything. All other texts keep these signs.
   */
  public static String member(String name) {
    return plain(SIGNS.matcher(name).replaceAll(""));
  }

  /** A member's name, as a heading shows it. */
  public static String boldMember(String name) {
    return bold(SIGNS.matcher(name).replaceAll(""));
  }

  /** A name, as a heading shows it. */
  public static String bold(String name) {
    String plain = plain(name);
    return "**" + (plain.isEmpty() ? "(no name)" : plain) + "**";
  }
}
