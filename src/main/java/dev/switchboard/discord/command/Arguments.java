package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.Content;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The arguments of a staff command, by the names of its options.
 *
 * @param texts the given text options
 * @param numbers the given number options
 * @param flags the flags that are set
 * @param carried the files and other parts of the message; its text is not used
 */
public record Arguments(
    Map<String, String> texts, Map<String, Integer> numbers, Set<String> flags, Content carried) {
  /** The option of several commands that names a reply. */
  public static final String NUMBER = "number";

  public static final Arguments NONE = new Arguments(Map.of(), Map.of(), Set.of(), Content.of(""));

  public Arguments {
    texts = Map.copyOf(texts);
    numbers = Map.copyOf(numbers);
    flags = Set.copyOf(flags);
  }

  /** The text without white space at its ends; empty if the option was not given. */
  String text(String option) {
    return texts.getOrDefault(option, "").strip();
  }

  OptionalInt number(String option) {
    Integer number = numbers.get(option);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  boolean flag(String option) {
    return flags.contains(option);
  }

  /**
   * Whether the message of a typed command is deleted with its effect: not where it has files that
   * the command leaves.
   */
  boolean leavesNothingOf(StaffCommand.Occasion occasion) {
    return occasion.typed() && carried.attachments().isEmpty() && carried.extras().isEmpty();
  }

  /** The text option together with the files and other parts of the message. */
  Content content(String option) {
    return new Content(text(option), carried.attachments(), carried.extras(), carried.answers());
  }
}
