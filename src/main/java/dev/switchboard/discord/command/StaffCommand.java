package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.Staff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A staff command, defined once: the slash command, the command typed as a message, the entry in a
 * message's context menu and the help are all made from this.
 *
 * @param names what it is called
 * @param usage what people are told of it, and what it takes
 * @param place where it makes sense
 * @param handler what it does
 */
public record StaffCommand(Names names, Usage usage, UsableIn place, Handler handler) {
  /**
   * How a command is called.
   *
   * @param name the slash command's name, and the long name when typed; lower case
   * @param aliases further names when typed
   * @param menu its entry in a message's context menu; empty for none
   */
  public record Names(String name, List<Alias> aliases, String menu) {
    public Names {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * A further name when typed.
   *
   * @param flags the flags that this name sets by itself
   */
  record Alias(String name, Set<String> flags) {
    Alias {
      flags = Set.copyOf(flags);
    }

    static Alias of(String name) {
      return new Alias(name, Set.of());
    }
  }

  /**
   * How a command is used.
   *
   * @param description at most 100 characters
   * @param options in the order in which they are typed
   * @param example what could be typed, without the prefix
   */
  public record Usage(String description, List<Option> options, String example) {
    public Usage {
      options = List.copyOf(options);
    }
  }

  /**
   * @param name lower case
   * @param required Discord asks for it; when typed, it is an error to leave it out
   */
  record Option(String name, Kind kind, String description, boolean required) {}

  /** What an option holds, and how it is typed. */
  sealed interface Kind {
    /** Everything that is left of the message. */
    record Text(int longest) implements Kind {}

    /** The number of a reply, from 1: one word of digits. Discord is told which there are. */
    record ReplyNumber() implements Kind {}

    /**
     * Set or not.
     *
     * @param letter {@code s} for {@code -s}, beside {@code --name}, before the text; empty where
     *     it cannot be typed
     */
    record Flag(Optional<String> letter) implements Kind {}

    /** A file; when typed, any number of files that hang on the message. */
    record File() implements Kind {}
  }

  public enum UsableIn {
    ANYWHERE,
    TICKET
  }

  /** Pure: from what was asked to what is to be done. */
  @FunctionalInterface
  public interface Handler {
    CommandStep run(Occasion occasion, Arguments arguments);
  }

  /**
   * Who asks, when, and how.
   *
   * @param source Discord's id of the message or interaction
   * @param typed whether it is a message in the channel, which goes once its effect is stored
   */
  public record Occasion(long source, Staff by, boolean typed, Instant at) {}

  public String name() {
    return names.name();
  }

  public boolean needsTicket() {
    return place == UsableIn.TICKET;
  }
}
