package dev.switchboard.config;

/**
 * One thing that is wrong with what the process was told, in one line for the person who told it.
 *
 * @param subject the key and its environment variable, the file, or whatever else is to be
 *     corrected
 * @param found what is there, with secrets masked
 * @param expected what belongs there, or what to do
 */
public record ConfigProblem(String subject, String found, String expected) {

  /** A finding about a key, which names the key's environment variable too. */
  public static ConfigProblem about(String key, String found, String expected) {
    return new ConfigProblem(key + " (" + Environment.variableOf(key) + ")", found, expected);
  }

  /** The finding as a line to print. */
  public String line() {
    return subject + ": found " + found + "; expected " + expected;
  }
}
