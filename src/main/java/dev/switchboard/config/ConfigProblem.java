package dev.switchboard.config;

/**
 * A problem in the configuration, as one line for the person who wrote it.
 *
 * @param subject the key and its environment variable, the file, or another place to correct
 * @param found the present value, with secrets masked
 * @param expected the expected value, or the remedy
 */
public record ConfigProblem(String subject, String found, String expected) {

  /** A problem with a key, with the name of the key's environment variable. */
  public static ConfigProblem about(String key, String found, String expected) {
    return new ConfigProblem(key + " (" + Environment.variableOf(key) + ")", found, expected);
  }

  /** The problem as a line to print. */
  public String line() {
    return subject + ": found " + found + "; expected " + expected;
  }
}
