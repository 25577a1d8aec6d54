package dev.switchboard.config;

import dev.switchboard.text.Graphemes;
import java.util.regex.Pattern;

/** Texts that are safe to show: without secrets, and shortened to one line. */
final class Redaction {
  private static final int LONGEST = 80;

  /** The form of a bot's token: three parts of base64url. People paste it into wrong places. */
  private static final Pattern TOKEN = Pattern.compile("[\\w-]{18,}\\.[\\w-]{5,}\\.[\\w-]{16,}");

  /** Passwords in the query and before the host of a URL. */
  private static final Pattern URL_PASSWORD =
      Pattern.compile(
          "(?<=[?&;](?i:password|sslpassword)=)[^&;\\s]*|(?<=://[^/@:\\s]{0,64}:)\\S*(?=@)");

  private Redaction() {}

  static String text(String text) {
    String masked = URL_PASSWORD.matcher(TOKEN.matcher(text).replaceAll("***")).replaceAll("***");
    String line = masked.replaceAll("\\s+", " ");
    return Graphemes.shortened(line, LONGEST + 1);
  }
}
