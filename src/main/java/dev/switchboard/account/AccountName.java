package dev.switchboard.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The normalised name of an account: trimmed, in Unicode's form NFKC, in lower case. It has 1 to 64
 * of {@code a-z 0-9 . _ -}, the first a letter or a digit, and may go on with {@code @} and a
 * domain of up to 128 of {@code a-z 0-9 . -}; an IPv4 address in brackets loses the brackets.
 *
 * @param value the normalised name
 */
public record AccountName(String value) {
  /** The text about an unusable name. */
  public static final String EXPECTED =
      "a name has 1 to 64 letters, digits and . _ - (first a letter or a digit), and may end with @ and a domain";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}(@[a-z0-9][a-z0-9.-]{0,127})?");

  /** Discord's ids have 15 to 19 digits. */
  private static final Pattern DISCORD = Pattern.compile("(?:discord-)?([1-9][0-9]{14,18})");

  private static final String LARGEST_ID = Long.toString(Long.MAX_VALUE);

  private static final Pattern BRACKETS = Pattern.compile("@\\[([0-9]{1,3}(?:\\.[0-9]{1,3}){3})]$");

  public AccountName {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /** Normalises a written name; empty if it is unusable. */
  public static Optional<AccountName> of(String written) {
    String plain =
        Normalizer.normalize(written, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    String bare = BRACKETS.matcher(plain).replaceFirst("@$1");
    return NAME.matcher(bare).matches() ? Optional.of(new AccountName(bare)) : Optional.empty();
  }

  /**
   * The account name for a Discord user. It never changes, so that a user has at most one such
   * account.
   */
  static AccountName ofDiscord(long user) {
    return new AccountName("discord-" + Long.toUnsignedString(user));
  }

  /** The id of the Discord user that the name contains, if any. */
  Optional<Long> discordUser() {
    return Optional.of(DISCORD.matcher(value))
        .filter(Matcher::matches)
        .map(id -> id.group(1))
        .filter(id -> id.length() < LARGEST_ID.length() || id.compareTo(LARGEST_ID) <= 0)
        .map(Long::valueOf);
  }

  /** Whether the name has a domain, and so is an address. */
  public boolean isAddress() {
    return value.indexOf('@') >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
