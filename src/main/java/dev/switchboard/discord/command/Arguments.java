package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.Content;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a staff command was given, by the names of its options.
 *
 * @param texts the text options that were given
 * @param numbers the number options that were given
 * @param flags the flags that were set
 * @param carried the files and other parts that came with it; its text is not used
 */
public record Arguments(
    Map<String, String> texts, Map<String, Integer> numbers, Set<String> flags, Content carried) {
  public static final Arguments NONE = new Arguments(Map.of(), Map.of(), Set.of(), Content.of(""));

  public Arguments {
    texts = Map.copyOf(texts);
    numbers = Map.copyOf(numbers);
    flags = Set.copyOf(flags);
  }

  /** Without white space at its ends; empty where it was not given. */
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

  /** The words of a text option together with all that came with them. */
  Content content(String option) {
    return new Content(text(option), carried.attachments(), carried.extras(), carried.answers());
  }
}
