package dev.switchboard.discord.command;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.text.Markdown;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts of the desk for staff in Discord. */
public final class Wording {
  public static final String NOT_STAFF = "Only staff can do this.";
  public static final String NO_TICKET_HERE = "This channel is no ticket.";
  public static final String TICKET_CLOSED =
      "This ticket is closed. The member's next message opens a new one.";

  static final String DELETED_AGAIN =
      "The ticket is closed. Its channel stood there still and is being deleted now.";
  public static final String TICKET_ABSENT = "There is no such ticket.";
  public static final String NOT_STORED =
      "Not stored: nothing was sent and nothing was changed. Please try again in a moment.";
  public static final String FAILED =
      "This could not be done: something is wrong on our side. The operator finds it in the log.";
  public static final String UNKNOWN_INTERACTION = "This is not known here (any more).";
  public static final String NOT_A_SHOWN_MESSAGE = "This message is not one of the ticket's.";
  public static final String ONLY_REPLIES = "Only replies of staff can be edited or deleted.";
  public static final String MENU_TOO_SLOW =
      "The reply could not be read in time. Please use `/edit` with its number.";
  public static final String EDIT_NOT_DONE = "An edited message is not carried out; send it anew.";
  public static final String LATE_BUTTON = "Do it now";
  public static final String LATE_GONE =
      "The message with the command is gone, so nothing was done.";
  public static final String LATE_CHANGED =
      "The message says something else than what was offered here, so nothing was done. Type the"
          + " command anew if it is wanted.";
  public static final String LATE_NOT_STAFFS =
      "Whoever typed the command is not staff any more, so nothing was done.";
  static final String EDIT_TITLE = "Edit reply";
  static final String EDIT_LABEL = "The new text";

  /** Leaves room in the message for the text around the quote. */
  private static final int LONGEST_QUOTE = 1500;

  private static final int LONGEST_WORD = 41;

  private Wording() {}

  public static String refused(Reason reason) {
    return switch (reason) {
      case NO_SUCH_MESSAGE -> "There is no message with this number in the ticket.";
      case NOT_A_REPLY -> ONLY_REPLIES;
      case ALREADY_DELETED -> "This reply is already deleted.";
      case EMPTY_MESSAGE -> "There is nothing to send: write a text or attach a file.";
      case TOO_LONG -> "The text is too long to stand in the place of the old one.";
      case ALREADY_CLOSING -> "This ticket is being closed already.";
      case NOT_CLOSED -> "This ticket is not closed.";
      case NEWER_MESSAGES -> "More was said meanwhile. Look at it first.";
      case TICKET_EXISTS -> "The member has an open ticket already.";
      case ALREADY_MERGED -> "This ticket was merged already.";
      case NOT_LATER -> "A ticket is merged into a later ticket only.";
      case OTHER_MEMBER -> "The other ticket is of another member, or there is none.";
      case PURGED -> "What was said in this ticket is erased.";
    };
  }

  /** The text for a ticket's reply without a more specific text. */
  public static String unexpected(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Closed _ -> TICKET_CLOSED;
      case TicketReply.Absent _ -> TICKET_ABSENT;
      case TicketReply.Refused(Reason reason) -> refused(reason);
      case TicketReply.Taken _, TicketReply.Full _ -> "It is done.";
    };
  }

  /** A reply as a suggestion; at most 100 characters. */
  static String choice(TicketQuery.Excerpt reply) {
    return reply.words().isEmpty()
        ? "#" + reply.number()
        : "#%d · %s".formatted(reply.number(), reply.words());
  }

  public static String replied(int number) {
    return number > 0
        ? "Message " + number + " is on its way to the member."
        : "Your message is on its way to the member.";
  }

  static String edited(int number) {
    return "Message " + number + " is being changed on both sides.";
  }

  static String deleted(int number) {
    return "Message " + number + " is being deleted on both sides.";
  }

  static String closing(boolean silent) {
    return silent
        ? "The ticket is being closed. The member is told nothing."
        : "The ticket is being closed.";
  }

  static String identity(TicketQuery.Summary ticket) {
    return "Member: <@%d> (`%s`)\nUser id: `%d`\nTicket: `%d`"
        .formatted(
            ticket.member().id(),
            inCode(ticket.member().userName()),
            ticket.member().id(),
            ticket.ticket());
  }

  static String pong(Duration latency) {
    return latency.isZero()
        ? "Pong. Discord's heartbeat was not measured yet."
        : "Pong. Discord's heartbeat takes " + latency.toMillis() + " ms.";
  }

  static String wrong(String problem, String usage, String example) {
    return "%s\nUsage: `%s`, for example `%s`".formatted(problem, usage, example);
  }

  static String missing(String option) {
    return "The " + option + " is missing.";
  }

  static String notANumber(String option, String found) {
    return "The %s must be the number of a message, such as 3, not “%s”."
        .formatted(option, shortened(found));
  }

  static String notAChoice(String option, List<String> values, String found) {
    return "The %s must be one of %s, not “%s”."
        .formatted(option, String.join(", ", values), shortened(found));
  }

  static String tooMuch(String found) {
    return "The command takes nothing more, but “%s” stands behind it. Nothing was done."
        .formatted(shortened(found));
  }

  static String noSuchCommand(String word, String help) {
    return "There is no command “%s”. `%s` names all there are.".formatted(shortened(word), help);
  }

  public static String unknownWord(String word, String help) {
    return "There is no command `%s`, so this was kept as a note. `%s` names all there are."
        .formatted(shortened(word), help);
  }

  /**
   * The answer to a mention of the bot.
   *
   * @param meant the typed form of the command that was probably meant
   */
  public static String mentioned(Optional<String> meant, String prefix, String help) {
    return meant
        .map(command ->
            "This was kept as a note and not executed: a command begins with `%s`, as in `%s`."
                .formatted(prefix, command))
        .orElseGet(() ->
            "This was kept as a note. A command begins with `%s`; `%s` names all there are."
                .formatted(prefix, help));
  }

  public static String late(String command, long by, Duration age, Content typed) {
    StringBuilder line = new StringBuilder();
    line.append(
        "`%s` by <@%d> was typed %s ago, while nobody was here to see it. It was not executed."
            .formatted(command, by, roughly(age)));
    quote(line, typed);
    return line.toString();
  }

  public static String afterTheEnd(long ticket, long by, Content typed) {
    StringBuilder line = new StringBuilder();
    line.append(
        "⚠️ <@%d> wrote this in the channel of ticket #%d when that had been closed: it is kept nowhere else, and was not sent to the member."
            .formatted(by, ticket));
    quote(line, typed);
    return line.toString();
  }

  private static void quote(StringBuilder line, Content typed) {
    String text = typed.text().strip();
    boolean whole = text.length() <= LONGEST_QUOTE;
    String shown =
        whole ? text : Markdown.split(text, LONGEST_QUOTE, LONGEST_QUOTE).getFirst() + "…";
    shown.lines().forEach(quoted -> line.append("\n> ").append(quoted));
    if (!typed.attachments().isEmpty()) {
      line.append("\n(with files: ")
          .append(
              typed.attachments().stream()
                  .map(file -> Literal.inMarkdown(file.name()))
                  .collect(Collectors.joining(", ")))
          .append(')');
    }
  }

  public static String lateDone(String command, long by) {
    return "`%s` was executed now, by <@%d>.".formatted(command, by);
  }

  public static String notExecuted(String what, long by) {
    return ("%s by <@%d> was not executed: it did not reach us in time. Please do it again if it is"
            + " still wanted.")
        .formatted(what, by);
  }

  public static String unreadable(String detail) {
    return "This channel's history could not be read, so notes and commands that were typed here"
        + " while nobody was there to see them may be missing: "
        + detail;
  }

  public static String answerFor(String what, long by, String answer) {
    return "%s by <@%d>: %s".formatted(what, by, answer);
  }

  private static String roughly(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " days";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " hours";
    }
    return String.format(Locale.ROOT, "%d minutes", Math.max(2, age.toMinutes()));
  }

  /** Makes the text safe within Markdown code. */
  private static String inCode(String words) {
    return Literal.visible(words).replace('`', '\'');
  }

  /** Shortens the text for a line of ours, safe within Markdown code. */
  private static String shortened(String word) {
    String plain = inCode(word);
    return Graphemes.shortened(plain, LONGEST_WORD);
  }
}
