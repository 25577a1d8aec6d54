package dev.switchboard.values;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The values of the configuration by their keys, written without the prefix {@code switchboard.}. A
 * wrong value becomes a finding for the operator (the key, the value with secrets masked, and the
 * text {@code expected}); a harmless value is returned in its place, so that everything is read. No
 * method throws for a wrong value. Read each key once, because each reading of a wrong value makes
 * a finding.
 */
public interface CheckedValues {
  /** The form of the values of a setting, which administrators can change too. */
  interface Shape {
    /** The objection to a value; empty if it is usable. */
    Optional<String> objection(String value);

    /** The canonical form of a usable value. */
    String canonical(String value);

    /** Whether a value must never be shown. */
    boolean isSecret();
  }

  /** Whether a key has another value than its default. */
  boolean differs(String key);

  /** Whether two keys have the same value. */
  boolean same(String key, String other);

  /** A text; with {@code shortest} 0 it can be empty. */
  String text(String key, int shortest, int longest);

  /** A text without blanks. */
  String word(String key, int shortest, int longest);

  /** The name or the address of a host; not a number that programs read as different addresses. */
  String host(String key);

  /** A text that matches a regular expression as a whole; empty where the value is empty. */
  Optional<String> matching(String key, String pattern, String expected);

  /** A text of one line that is never shown; can be empty. */
  String secret(String key);

  /** A text without blanks that is never shown; an empty text in place of a wrong value. */
  String secret(String key, String expected);

  /** A Discord id of 15 to 19 digits; 0 in place of a wrong value. */
  long requiredId(String key, String expected);

  /** A Discord id of 15 to 19 digits; empty if the value is empty. */
  OptionalLong id(String key);

  /** Ids of Discord's, each once. */
  List<Long> ids(String key);

  /** Ids of Discord's, each once. */
  List<Long> ids(String key, String expected);

  /** Makes a finding if the value is empty. */
  void required(String key, String expected);

  /** A whole number within both limits. */
  int number(String key, int least, int most);

  /** True or false, also written as yes or no, on or off. */
  boolean flag(String key);

  /** The choice that the value names; any choice in place of a wrong value. */
  <T> T choice(String key, Map<String, T> choices);

  /** A time with its unit, within both limits. */
  Duration duration(String key, Duration shortest, Duration longest);

  /** A size in bytes, with its unit, within both limits. */
  long bytes(String key, long least, long most);

  /** An http or https URL, without the slash at its end; empty where the value is empty. */
  Optional<URI> url(String key);

  /**
   * A value of any other form; empty where the value is empty.
   *
   * @param parser gives an empty result for a wrong text
   */
  <T> Optional<T> parsed(String key, Function<String, Optional<T>> parser, String expected);

  /**
   * A list of values of any other form, each once; a text with commas is a list, too, as in an
   * environment variable.
   *
   * @param parser gives an empty result for a wrong text
   */
  <T> List<T> list(String key, Function<String, Optional<T>> parser, String expected);

  /**
   * The canonical value of a setting that administrators can change, too.
   *
   * @param required whether it must not be empty
   */
  String shaped(String key, Shape shape, boolean required);

  /** A program and its arguments; a text with blanks is a list, too. */
  List<String> command(String key);

  /** Makes a finding of a value that has the right form but cannot be used. */
  void wrong(String key, String expected);

  /**
   * Makes a finding of a secret without showing it.
   *
   * @param found the text that stands for the secret
   */
  void unusable(String key, String found, String expected);
}
