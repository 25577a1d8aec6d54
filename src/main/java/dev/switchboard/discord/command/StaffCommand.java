package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.Staff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A staff command. The slash command, the typed command, the entry in a message's context menu and
 * the help are all made from this definition.
 *
 * @param names the names of the command
 * @param usage its description and options
 * @param place the channels in which it may be used
 * @param handler the action
 */
public record StaffCommand(Names names, Usage usage, UsableIn place, Handler handler) {
  /**
   * The names of a command.
   *
   * @param name the name of the slash command and the long typed name; lower case
   * @param aliases further typed names
   * @param menu the entry in a message's context menu; empty for none
   */
  public record Names(String name, List<Alias> aliases, String menu) {
    public Names {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * A further typed name.
   *
   * @param flags the flags that this name sets
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
   * The description and options of a command.
   *
   * @param description at most 100 characters
   * @param options in the order in which they are typed
   * @param example a typed example, without the prefix
   */
  public record Usage(String description, List<Option> options, String example) {
    public Usage {
      options = List.copyOf(options);
    }
  }

  /**
   * @param name lower case
   * @param required enforced by Discord for slash commands and by the parser for typed ones
   */
  record Option(String name, Kind kind, String description, boolean required) {}

  /** The type of an option, and its typed form. */
  sealed interface Kind {
    /** The rest of the message. */
    record Text(int longest) implements Kind {}

    /** The number of a reply, from 1: one word of digits. Discord gets suggestions for it. */
    record ReplyNumber() implements Kind {}

    /** One of these words; upper or lower case if typed. */
    record Choice(List<String> values) implements Kind {
      public Choice {
        values = List.copyOf(values);
      }
    }

    /**
     * A flag, set or not set.
     *
     * @param letter {@code s} for {@code -s}, besides {@code --name}, before the text; empty if the
     *     flag cannot be typed
     */
    record Flag(Optional<String> letter) implements Kind {}

    /** A file; a typed command takes all files of its message. */
    record File() implements Kind {}
  }

  public enum UsableIn {
    ANYWHERE,
    TICKET
  }

  /** Converts the arguments to the first step. Pure. */
  @FunctionalInterface
  public interface Handler {
    CommandStep run(Occasion occasion, Arguments arguments);
  }

  /**
   * The user, time and form of a command.
   *
   * @param source Discord's id of the message or interaction
   * @param typed whether it is a message in the channel, which is deleted once its effect is stored
   */
  public record Occasion(long source, Staff by, boolean typed, Instant at) {}

  public String name() {
    return names.name();
  }

  public boolean needsTicket() {
    return place == UsableIn.TICKET;
  }
}
