package dev.switchboard.ticket.show;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
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

  /** The reason of a refusal, as the end of a sentence. */
  public static String sentence(Outcome.Refusal reason, String detail) {
    return switch (reason) {
      case DM_CLOSED -> "the member takes no direct messages from the bot";
      case NO_COMMON_GUILD -> "the member shares no server with the bot any more";
      case CHANNEL_GONE -> "the channel does not exist any more";
      case MESSAGE_GONE -> "the message does not exist any more";
      case GUILD_FULL -> "the staff server has no room for another channel";
      case FORBIDDEN -> "the bot lacks a permission (" + plain(clipped(detail)) + ")";
      case TOO_LARGE -> "Discord finds it too large";
      case FAILING -> "Discord fails on it each time (" + plain(clipped(detail)) + ")";
      case INVALID -> "Discord refused it (" + plain(clipped(detail)) + ")";
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

  public static String size(long bytes) {
    if (bytes >= 1 << 20) {
      return "%d MiB".formatted(Math.round(bytes / (double) (1 << 20)));
    }
    return bytes >= 1 << 10 ? "%d KiB".formatted(bytes >> 10) : bytes + " bytes";
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
