package dev.switchboard.values;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The values of the configuration by their keys, written without {@code switchboard.} in front. A
 * value that is wrong becomes a finding for the operator (the key, the value with secrets masked,
 * and the text {@code expected}); a harmless value is returned in its place until everything has
 * been read. No method throws for what an operator wrote. Each key has to be read once, since each
 * reading of a wrong value makes a finding.
 */
public interface CheckedValues {
  /** The form that the values of a setting have which administrators can change, too. */
  interface Shape {
    /** What is wrong with a value; empty where it can be used. */
    Optional<String> objection(String value);

    /** The one way to write a value that can be used. */
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

  /** The name or the address of a host; no number that programs read as different addresses. */
  String host(String key);

  /** A text that matches a regular expression as a whole; empty where the value is empty. */
  Optional<String> matching(String key, String pattern, String expected);

  /** A text of one line that is never shown; can be empty. */
  String secret(String key);

  /** A text without blanks that is never shown; an empty text stands for a wrong one. */
  String secret(String key, String expected);

  /** An id of Discord's, 15 to 19 digits; 0 stands for a wrong one. */
  long requiredId(String key, String expected);

  /** An id of Discord's, 15 to 19 digits; empty where the value is empty. */
  OptionalLong id(String key);

  /** Ids of Discord's, each once. */
  List<Long> ids(String key);

  /** Ids of Discord's, each once. */
  List<Long> ids(String key, String expected);

  /** Makes a finding where the value is empty. */
  void required(String key, String expected);

  /** A whole number within both limits. */
  int number(String key, int least, int most);

  /** True or false, also written as yes or no, on or off. */
  boolean flag(String key);

  /** The choice that the value names; any of them stands for a wrong one. */
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
   * @param parser gives nothing for a text that is wrong
   */
  <T> Optional<T> parsed(String key, Function<String, Optional<T>> parser, String expected);

  /**
   * A list of values of any other form, each once; a text with commas is a list, too, as in an
   * environment variable.
   *
   * @param parser gives nothing for a text that is wrong
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

  /** Makes a finding of a value that has the right form and cannot be used all the same. */
  void wrong(String key, String expected);

  /**
   * Makes a finding of a secret without showing it.
   *
   * @param found the words that stand for the secret
   */
  void unusable(String key, String found, String expected);
}
