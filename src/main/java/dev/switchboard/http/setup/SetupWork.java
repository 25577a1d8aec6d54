package dev.switchboard.http.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to what the setup page asks and does. Values are texts by the keys of the configuration,
 * without the prefix {@code switchboard.}. Calls are made one after the other.
 */
public interface SetupWork {
  /** A thing of Discord that a person may choose. */
  record Named(String id, String name) {}

  /**
   * The bot of a token.
   *
   * @param invitation the address that invites it to a guild
   */
  record Bot(String id, String name, String invitation, List<Named> guilds) {
    public Bot {
      guilds = List.copyOf(guilds);
    }
  }

  /** What stands in the staff guild. */
  record Place(List<Named> categories, List<Named> channels, List<Named> roles) {
    public Place {
      categories = List.copyOf(categories);
      channels = List.copyOf(channels);
      roles = List.copyOf(roles);
    }
  }

  /**
   * A wrong answer of the person.
   *
   * @param key the key of the field; empty if it is about no single one
   * @param words what is wrong, and what to do
   */
  record Wrong(String key, String words) {}

  /**
   * The outcome of a step.
   *
   * @param result empty if something is wrong
   * @param wrongs empty if nothing is
   */
  record Step<T>(Optional<T> result, List<Wrong> wrongs) {
    public Step {
      wrongs = List.copyOf(wrongs);
    }

    /** A step that is done. */
    public static <T> Step<T> done(T result) {
      return new Step<>(Optional.of(result), List.of());
    }

    /** A step that has to be repeated with other values. */
    public static <T> Step<T> wrong(List<Wrong> wrongs) {
      return new Step<>(Optional.empty(), wrongs);
    }
  }

  /** Whether the key is set elsewhere, so that the page need not ask for it. */
  boolean isTold(String key);

  /** The address of this server for people, where none is given. */
  String ownAddress();

  /** The file that is written. */
  String file();

  /** Checks a token at Discord. */
  CompletionStage<Step<Bot>> bot(String token);

  /** Checks the guilds and the public address, and looks into the staff guild. */
  CompletionStage<Step<Place>> place(Map<String, String> values);

  /**
   * Makes a category that only the bot, the staff roles and administrators can see.
   *
   * @return its id and name
   */
  CompletionStage<Step<Named>> makeCategory(Bot bot, Map<String, String> values);

  /**
   * Checks all values but the category's privacy.
   *
   * @param values with any id in the place of a category that is still to be made
   * @return the result is of no interest
   */
  CompletionStage<Step<String>> check(Map<String, String> values);

  /**
   * Checks all values live, and writes the file.
   *
   * @return the path of the file
   */
  CompletionStage<Step<String>> finish(Map<String, String> values);
}
