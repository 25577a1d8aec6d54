package dev.switchboard.discord.command;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.text.Markdown;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses what the desk says to staff, and makes what people wrote safe in it. Pure. */
public final class Wording {
  public static final Message NOT_STAFF = new DeskMessage.NotStaff();
  public static final Message NO_TICKET_HERE = new DeskMessage.NoTicketHere();
  public static final Message TICKET_CLOSED = new DeskMessage.TicketClosed();
  public static final Message TICKET_ABSENT = new DeskMessage.TicketAbsent();
  public static final Message NOT_STORED = new DeskMessage.NotStored();
  public static final Message FAILED = new DeskMessage.Failed();
  public static final Message UNKNOWN_INTERACTION = new DeskMessage.UnknownInteraction();
  public static final Message NOT_A_SHOWN_MESSAGE = new DeskMessage.NotAShownMessage();
  public static final Message ONLY_REPLIES = new DeskMessage.OnlyReplies();
  public static final Message MENU_TOO_SLOW = new DeskMessage.MenuTooSlow();
  public static final Message EDIT_NOT_DONE = new DeskMessage.EditNotDone();
  public static final Message LATE_BUTTON = new DeskMessage.LateButton();
  public static final Message LATE_GONE = new DeskMessage.LateGone();
  public static final Message LATE_CHANGED = new DeskMessage.LateChanged();
  public static final Message LATE_NOT_STAFFS = new DeskMessage.LateNotStaffs();

  /** Leaves room in the message for the text around the quote. */
  private static final int LONGEST_QUOTE = 1500;

  private static final int LONGEST_WORD = 41;

  private Wording() {}

  public static Message refused(Reason reason) {
    return switch (reason) {
      case NO_SUCH_MESSAGE -> new DeskMessage.NoSuchMessage();
      case NOT_A_REPLY -> ONLY_REPLIES;
      case ALREADY_DELETED -> new DeskMessage.AlreadyDeleted();
      case EMPTY_MESSAGE -> new DeskMessage.EmptyMessage();
      case TOO_LONG -> new DeskMessage.TooLong();
      case ALREADY_CLOSING -> new DeskMessage.AlreadyClosing();
      case NOT_CLOSED -> new DeskMessage.NotClosed();
      case NEWER_MESSAGES -> new DeskMessage.NewerMessages();
      case TICKET_EXISTS -> new DeskMessage.TicketExists();
      case ALREADY_MERGED -> new DeskMessage.AlreadyMerged();
      case NOT_LATER -> new DeskMessage.NotLater();
      case OTHER_MEMBER -> new DeskMessage.OtherMember();
      case PURGED -> new DeskMessage.Purged();
    };
  }

  /** The text for a ticket's reply without a more specific text. */
  public static Message unexpected(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Closed _ -> TICKET_CLOSED;
      case TicketReply.Absent _ -> TICKET_ABSENT;
      case TicketReply.Refused(Reason reason) -> refused(reason);
      case TicketReply.Taken _, TicketReply.Full _ -> new DeskMessage.Done();
    };
  }

  /** A reply as a suggestion; at most 100 characters. It has no words of ours. */
  static String choice(TicketQuery.Excerpt reply) {
    return reply.words().isEmpty()
        ? "#" + reply.number()
        : "#%d · %s".formatted(reply.number(), reply.words());
  }

  public static Message replied(int number) {
    return number > 0 ? new DeskMessage.Replied(number) : new DeskMessage.RepliedUnnumbered();
  }

  static Message closing(boolean silent) {
    return silent ? new DeskMessage.ClosingSilently() : new DeskMessage.Closing();
  }

  static Message identity(TicketQuery.Summary ticket) {
    return new DeskMessage.Identity(
        ticket.member().id(), inCode(ticket.member().userName()), ticket.ticket());
  }

  static Message pong(Duration latency) {
    return latency.isZero()
        ? new DeskMessage.PongUnmeasured()
        : new DeskMessage.Pong(latency.toMillis());
  }

  static Message missing(String option) {
    return new DeskMessage.Missing(option);
  }

  static Message notANumber(String option, String found) {
    return new DeskMessage.NotANumber(option, shortened(found));
  }

  static Message notAChoice(String option, List<String> values, String found) {
    return new DeskMessage.NotAChoice(option, String.join(", ", values), shortened(found));
  }

  static Message tooMuch(String found) {
    return new DeskMessage.TooMuch(shortened(found));
  }

  static Message noSuchCommand(String word, String help) {
    return new DeskMessage.NoSuchCommand(shortened(word), help);
  }

  public static Message unknownWord(String word, String help) {
    return new DeskMessage.UnknownWord(shortened(word), help);
  }

  /**
   * The answer to a mention of the bot.
   *
   * @param meant the typed form of the command that was probably meant
   */
  public static Message mentioned(Optional<String> meant, String prefix, String help) {
    return meant
        .<Message>map(command -> new DeskMessage.MentionedWithCommand(prefix, command))
        .orElseGet(() -> new DeskMessage.Mentioned(prefix, help));
  }

  public static String late(Words words, String command, long by, Duration age, Content typed) {
    return words.of(new DeskMessage.Late(command, by, since(age))) + quote(words, typed);
  }

  public static String afterTheEnd(Words words, long ticket, long by, Content typed) {
    return words.of(new DeskMessage.AfterTheEnd(by, ticket)) + quote(words, typed);
  }

  /** What was typed, on lines of its own. */
  private static String quote(Words words, Content typed) {
    StringBuilder lines = new StringBuilder();
    String text = typed.text().strip();
    boolean whole = text.length() <= LONGEST_QUOTE;
    String shown =
        whole ? text : Markdown.split(text, LONGEST_QUOTE, LONGEST_QUOTE).getFirst() + "…";
    shown.lines().forEach(quoted -> lines.append("\n> ").append(quoted));
    if (!typed.attachments().isEmpty()) {
      String files =
          typed.attachments().stream()
              .map(file -> Literal.inMarkdown(file.name()))
              .collect(Collectors.joining(", "));
      lines.append('\n').append(words.of(new DeskMessage.WithFiles(files)));
    }
    return lines.toString();
  }

  private static Message since(Duration age) {
    if (age.toDays() > 1) {
      return new DeskMessage.DaysAgo(age.toDays());
    }
    if (age.toHours() > 1) {
      return new DeskMessage.HoursAgo(age.toHours());
    }
    return new DeskMessage.MinutesAgo(Math.max(2, age.toMinutes()));
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
