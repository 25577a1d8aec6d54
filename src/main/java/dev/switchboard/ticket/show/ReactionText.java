package dev.switchboard.ticket.show;

import dev.switchboard.text.Literal;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.timing.Snowflake;
import java.util.Optional;

/** Texts about reactions that Discord cannot show on the other side's message. */
public final class ReactionText {
  private static final int EXCERPT = 80;

  private ReactionText() {}

  /**
   * The text for staff about a member's reaction.
   *
   * @param number the number of the message; a message without a number is named by its time
   */
  public static String forStaff(
      Conversation conversation,
      Optional<Integer> number,
      long message,
      String emoji,
      boolean added) {
    String what =
        number
            .map(one -> "`#" + one + "`")
            .orElseGet(() ->
                "a message of the bot, or an earlier one, of <t:%d>"
                    .formatted(Snowflake.time(message).getEpochSecond()));
    return "**%s** %s %s."
        .formatted(
            Phrases.member(conversation.opening().member().displayName()),
            added
                ? "reacted with " + shown(emoji) + " to"
                : "took back the reaction " + shown(emoji) + " to",
            what);
  }

  /**
   * Whether the member gets a text about a reaction that was refused for this reason; if not, they
   * cannot be reached.
   */
  public static boolean isTold(Outcome.Refusal reason) {
    return switch (reason) {
      case MESSAGE_GONE, CHANNEL_GONE, DM_CLOSED, NO_COMMON_GUILD -> false;
      case GUILD_FULL, FORBIDDEN, TOO_LARGE, FAILING, INVALID -> true;
    };
  }

  /** The text for a member about a reaction of staff. */
  public static String forMember(String staff, Optional<Entry> entry, String emoji, boolean added) {
    String line =
        "**%s** %s %s"
            .formatted(
                Phrases.plain(staff),
                added ? "reacted with" : "took back the reaction",
                shown(emoji));
    String words =
        entry.map(one -> one.content().text().lines().findFirst().orElse("").strip()).orElse("");
    if (words.isEmpty()) {
      return line + ".";
    }
    int end = Math.min(words.length(), EXCERPT);
    if (end < words.length() && Character.isHighSurrogate(words.charAt(end - 1))) {
      end--;
    }
    return line + " to:\n> " + words.substring(0, end) + (end < words.length() ? "…" : "");
  }

  /** A custom emoji of a guild is shown by its name, because other places cannot show it. */
  private static String shown(String emoji) {
    int colon = emoji.lastIndexOf(':');
    return colon < 0
        ? emoji
        : "`:" + Literal.visible(emoji.substring(0, colon)).replace("`", "") + ":`";
  }
}
