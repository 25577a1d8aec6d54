package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.text.Literal;
import dev.switchboard.text.Message;
import dev.switchboard.text.Unseen;
import dev.switchboard.ticket.model.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses a command typed as a message. Pure. */
public final class PrefixParser {
  /** The most digits that always fit into an {@code int}. */
  private static final int MOST_DIGITS = 9;

  private final Commands commands;

  /** The result of parsing a message. */
  public sealed interface Parsed {
    /** A message that does not start with the prefix and a word. */
    record Ordinary() implements Parsed {}

    /** A message that starts with the prefix and an unknown word. */
    record Unknown(String word) implements Parsed {}

    /** A command that cannot be executed as typed, with an explanation. */
    record Wrong(StaffCommand command, Message text) implements Parsed {}

    record Command(StaffCommand command, Arguments arguments) implements Parsed {}
  }

  public PrefixParser(Commands commands) {
    this.commands = commands;
  }

  /**
   * Parses a message. The prefix and the name stand together at its start; white space, including a
   * new line, separates the rest. Names match in upper or lower case, and only as a whole: {@code
   * !reply} is never {@code !r} with the text {@code eply}.
   */
  public Parsed parse(Content message) {
    String text = message.text();
    String prefix = commands.prefix();
    if (!text.startsWith(prefix)) {
      return new Parsed.Ordinary();
    }
    Words words = new Words(text.substring(prefix.length()));
    String name = words.startsWithSpace() ? "" : words.next();
    if (name.isEmpty() || !Character.isLetter(name.codePointAt(0))) {
      return new Parsed.Ordinary();
    }
    return commands
        .typed(Literal.visible(name))
        .map(named -> arguments(named, words, message))
        .orElseGet(() -> new Parsed.Unknown(prefix + name));
  }

  private Parsed arguments(Commands.Named named, Words words, Content message) {
    StaffCommand command = named.command();
    Map<String, String> texts = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> flags = new HashSet<>(named.flags());
    takeFlags(command, words, flags);
    for (Option option : command.options()) {
      switch (option.kind()) {
        case Kind.ReplyNumber _ -> {
          String word = words.next();
          if (word.isEmpty()) {
            return wrong(command, Wording.missing(option.name()));
          }
          int number = number(word);
          if (number < 1) {
            return wrong(command, Wording.notANumber(option.name(), word));
          }
          numbers.put(option.name(), number);
        }
        case Kind.Choice(List<String> values) -> {
          String word = words.next();
          if (word.isEmpty() && option.required()) {
            return wrong(command, Wording.missing(option.name()));
          }
          String value = word.toLowerCase(Locale.ROOT);
          if (!word.isEmpty() && !values.contains(value)) {
            return wrong(command, Wording.notAChoice(option.name(), values, word));
          }
          texts.put(option.name(), value);
        }
        case Kind.Text _ -> {
          String rest = words.rest();
          if (rest.isEmpty() && option.required()) {
            return wrong(command, Wording.missing(option.name()));
          }
          texts.put(option.name(), rest);
        }
        case Kind.Flag _, Kind.File _ -> {}
      }
    }
    String more = words.rest();
    // Otherwise they would go with the message, or with what they were meant to add to the command.
    if (!Unseen.is(more)) {
      return wrong(command, Wording.tooMuch(more));
    }
    return new Parsed.Command(command, new Arguments(texts, numbers, flags, message));
  }

  private Parsed wrong(StaffCommand command, Message problem) {
    return new Parsed.Wrong(command, commands.wrong(command, problem));
  }

  private static void takeFlags(StaffCommand command, Words words, Set<String> flags) {
    boolean more = true;
    while (more) {
      more = false;
      for (Option option : command.options()) {
        if (option.kind() instanceof Kind.Flag(var letter)
            && letter.isPresent()
            && (words.take("-" + letter.get()) || words.take("--" + option.name()))) {
          flags.add(option.name());
          more = true;
        }
      }
    }
  }

  /** The number, with or without a leading {@code #}; 0 if it is not one. */
  private static int number(String word) {
    String digits = word.startsWith("#") ? word.substring(1) : word;
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Integer.parseInt(digits) : 0;
  }

  /** A text that is read word by word. */
  private static final class Words {
    private String left;

    Words(String text) {
      this.left = text;
    }

    boolean startsWithSpace() {
      return !left.isEmpty() && isSpace(left.codePointAt(0));
    }

    /** The next word; empty at the end. */
    String next() {
      left = skipSpace(left);
      int end = 0;
      while (end < left.length() && !isSpace(left.codePointAt(end))) {
        end += Character.charCount(left.codePointAt(end));
      }
      String word = left.substring(0, end);
      left = left.substring(end);
      return word;
    }

    /** Takes the next word if it is this one, in upper or lower case. */
    boolean take(String wanted) {
      String before = left;
      if (next().equalsIgnoreCase(wanted)) {
        return true;
      }
      left = before;
      return false;
    }

    /** The rest of the text; white space within it is kept. */
    String rest() {
      String rest = skipSpace(left).stripTrailing();
      left = "";
      return rest;
    }

    private static String skipSpace(String text) {
      int start = 0;
      while (start < text.length() && isSpace(text.codePointAt(start))) {
        start += Character.charCount(text.codePointAt(start));
      }
      return text.substring(start);
    }

    /** Includes no-break spaces, which phones insert and Java does not count as white space. */
    private static boolean isSpace(int point) {
      return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }
  }
}
