package dev.switchboard.ticket.show;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Message;
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
  public static Message forStaff(
      Conversation conversation,
      Optional<Integer> number,
      long message,
      String emoji,
      boolean added) {
    Message what =
        number
            .<Message>map(one -> new Message.Verbatim("`#" + one + "`"))
            .orElseGet(
                () -> new RemarkMessage.OtherMessage(Snowflake.time(message).getEpochSecond()));
    String name = Phrases.member(conversation.opening().member().displayName());
    return added
        ? new RemarkMessage.Reacted(name, shown(emoji), what)
        : new RemarkMessage.ReactionTakenBack(name, shown(emoji), what);
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
  public static Message forMember(
      String staff, Optional<Entry> entry, String emoji, boolean added) {
    String who = Phrases.plain(staff);
    String words =
        entry.map(one -> one.content().text().lines().findFirst().orElse("").strip()).orElse("");
    if (words.isEmpty()) {
      return added
          ? new MemberMessage.Reacted(who, shown(emoji))
          : new MemberMessage.ReactionTakenBack(who, shown(emoji));
    }
    int end = Math.min(words.length(), EXCERPT);
    if (end < words.length() && Character.isHighSurrogate(words.charAt(end - 1))) {
      end--;
    }
    String excerpt = words.substring(0, end) + (end < words.length() ? "…" : "");
    return added
        ? new MemberMessage.ReactedTo(who, shown(emoji), excerpt)
        : new MemberMessage.ReactionTakenBackFrom(who, shown(emoji), excerpt);
  }

  /** A custom emoji of a guild is shown by its name, because other places cannot show it. */
  private static String shown(String emoji) {
    int colon = emoji.lastIndexOf(':');
    return colon < 0
        ? emoji
        : "`:" + Literal.visible(emoji.substring(0, colon)).replace("`", "") + ":`";
  }
}
