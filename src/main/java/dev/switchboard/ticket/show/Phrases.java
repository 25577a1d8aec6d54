package dev.switchboard.ticket.show;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import java.util.regex.Pattern;

/** Turns of phrase that recur in what Discord shows of a ticket. */
public final class Phrases {
  /** Discord's own words on a refusal are cut here: they share a message with a text. */
  private static final int LONGEST_DETAIL = 300;

  /** What staff's own lines begin with; no name of a member has it. */
  static final String STAFF = "🛡️ ";

  /** What a remark begins with; no name of a member has it. */
  static final String REMARK = "⚙️ ";

  /** The signs with which lines of ours begin, and what looks like them. */
  private static final Pattern SIGNS = Pattern.compile("[⚙⛭⛮🛡⛨⚠✅📎][\\uFE0E\\uFE0F]*");

  private Phrases() {}

  /** Why Discord would not, as the end of a sentence. */
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

  /** How an entry is named. */
  static String number(Entry entry) {
    return "`#" + entry.number() + "`";
  }

  /** Two texts on a line each; an empty one takes none. */
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

  /** The words on one line, without the meaning that Discord's Markdown would give them. */
  public static String plain(String text) {
    return Literal.inMarkdown(text);
  }

  /** A name, as the words of a link: Discord pairs brackets in them whatever comes before them. */
  public static String label(String name) {
    String seen = Literal.visible(name);
    boolean paired = seen.matches("[^\\[\\]]*(?:\\[[^\\[\\]]*][^\\[\\]]*)*+");
    return plain(paired ? seen : seen.replace('[', '(').replace(']', ')'));
  }

  /**
   * A member's name, in which anybody can write anything: without the signs that tell our lines
   * from members', which stay as they are in all other texts.
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
