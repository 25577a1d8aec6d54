package dev.switchboard.share;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The short name of a share. It is a path of this server, so it must not be the name of another
 * page.
 */
public final class Slug {
  /** The text about an unusable slug. */
  public static final String EXPECTED =
      "a slug has 3 to 64 letters, digits and _ -, the first a letter or a digit, and is no page of this server";

  /**
   * The names of present and former pages of this server, its panel and the system that it
   * replaces.
   */
  public static final Set<String> RESERVED =
      Set.of(
          "s",
          "api",
          "new",
          "share",
          "shares",
          "files",
          "metrics",
          "admin",
          "panel",
          "assets",
          "static",
          "health",
          "login",
          "logout",
          "signin",
          "signup",
          "register",
          "oauth",
          "oauth2",
          "auth",
          "callback",
          "account",
          "accounts",
          "settings",
          "tickets",
          "ticket",
          "inbox",
          "app",
          "docs",
          "qr",
          "madmail",
          "mxdeliv",
          "webimap",
          "websmtp",
          "inv",
          "invite",
          "index",
          "favicon",
          "robots",
          "manifest",
          "sandbox",
          "status",
          "search",
          "help",
          "about",
          "privacy",
          "terms");

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{2,63}");
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int RANDOM_LENGTH = 8;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Slug() {}

  /** The slug in lower case; empty if it is unusable. */
  public static Optional<String> of(String written) {
    String slug = written.strip().toLowerCase(Locale.ROOT);
    return SLUG.matcher(slug).matches() && !RESERVED.contains(slug)
        ? Optional.of(slug)
        : Optional.empty();
  }

  /** A random slug of 40 bits, without characters that look alike. */
  public static String random() {
    StringBuilder slug = new StringBuilder(RANDOM_LENGTH);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      slug.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return slug.toString();
  }
}
