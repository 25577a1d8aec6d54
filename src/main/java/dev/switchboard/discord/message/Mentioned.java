package dev.switchboard.discord.message;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a message that begins with a mention of the bot, as commands of many other bots do. */
public final class Mentioned {
  private static final Pattern BEGINNING =
      Pattern.compile("^\\s*<@!?(\\d{1,20})>[\\s,:]*(\\S{1,100})(?s:.*)");

  private Mentioned() {}

  /**
   * The first word after the mention, without the command prefix; empty if the mention is not of
   * the bot or no word follows.
   */
  public static Optional<String> word(String text, long bot, String prefix) {
    var found = BEGINNING.matcher(text);
    if (!found.matches() || !found.group(1).equals(Long.toUnsignedString(bot))) {
      return Optional.empty();
    }
    String word = found.group(2);
    String bare = word.startsWith(prefix) ? word.substring(prefix.length()) : word;
    return Optional.of(bare).filter(one -> !one.isEmpty());
  }
}
