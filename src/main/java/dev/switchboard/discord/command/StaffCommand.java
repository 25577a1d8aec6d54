package dev.switchboard.discord.command;

import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Staff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A staff command. The slash command, the typed command, the entry in a message's context menu and
 * the help are all made from this definition. Its words have the keys {@code command.<name>.…} in
 * the catalogue.
 *
 * @param names the names of the command
 * @param options in the order in which they are typed
 * @param place the channels in which it may be used
 * @param handler the action
 */
public record StaffCommand(Names names, List<Option> options, UsableIn place, Handler handler) {
  public StaffCommand {
    options = List.copyOf(options);
  }

  /**
   * The names of a command.
   *
   * @param name the name of the slash command and the long typed name; lower case
   * @param aliases further typed names
   * @param inMenu whether it has an entry in a message's context menu
   */
  public record Names(String name, List<Alias> aliases, boolean inMenu) {
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
   * @param name lower case
   * @param required enforced by Discord for slash commands and by the parser for typed ones
   */
  record Option(String name, Kind kind, boolean required) {}

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

  /** The name of the slash command, which is {@link #name} in English. */
  Message shownName() {
    return text("name");
  }

  /** At most 100 characters. */
  Message description() {
    return text("description");
  }

  /** A typed example, without the prefix. */
  Message example() {
    return text("example");
  }

  /** The entry in a message's context menu; empty for none. */
  Optional<Message> menuEntry() {
    return names.inMenu() ? Optional.of(text("menu")) : Optional.empty();
  }

  /** The name of an option, which is {@link Option#name} in English. */
  Message shownNameOf(Option option) {
    return text("option." + option.name() + ".name");
  }

  /** At most 100 characters. */
  Message descriptionOf(Option option) {
    return text("option." + option.name() + ".description");
  }

  /** All messages about the command. */
  Stream<Message> texts() {
    return Stream.of(
            Stream.of(shownName(), description(), example()),
            menuEntry().stream(),
            options.stream()
                .flatMap(option -> Stream.of(shownNameOf(option), descriptionOf(option))))
        .flatMap(part -> part);
  }

  private Message text(String part) {
    return new Message.Named("command.%s.%s".formatted(name(), part));
  }

  public boolean needsTicket() {
    return place == UsableIn.TICKET;
  }
}
