package dev.switchboard.settings;

import dev.switchboard.text.NumericAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the values of a setting look like. What is wrong with one is said in the words of the system
 * whose clients we serve, and in its order: control characters, form, characters, length; then what
 * that system did not look at.
 */
public enum SettingType {
  /** 1 to 65535. */
  PORT,
  /** 1 to 65535, the first or the last of a range. */
  RELAY_PORT,
  /** True or false. */
  FLAG,
  /** Where something is found under this server's address. */
  PATH,
  /** A whole number of seconds. */
  SECONDS,
  /** The name or the address of a machine. */
  HOST,
  /** A realm of TURN: a host's name, or an address. */
  REALM,
  /** An IP address in digits. */
  ADDRESS,
  /** An IP address at which others reach one machine. */
  RELAY_ADDRESS,
  /** Of http or https. */
  URL,
  /** One of Shadowsocks. */
  CIPHER,
  /** Shown only to who asks for just this one and may. */
  SECRET;

  private static final int LONGEST = 253;

  /** Of a realm: coturn does not start with a longer one. */
  private static final int LONGEST_REALM = 127;

  private static final int LAST_PORT = 65_535;

  private static final Pattern CONTROL = Pattern.compile("[\\x00\\r\\n]");
  private static final Pattern PORT_NUMBER = Pattern.compile("\\+?0*([1-9][0-9]{0,4})");

  /** Up to 31 years. */
  private static final Pattern POSITIVE = Pattern.compile("\\+?0*([1-9][0-9]{0,8})");

  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9._:/@-]+");

  /**
   * All of ASCII that is printed, but for quotation marks, backslashes and blanks: what programs
   * make of these in their files differs, and the tests of that system want them refused.
   */
  private static final Pattern PLAIN_SECRET = Pattern.compile("[\\x21-\\x7e&&[^\"'`\\\\]]+");

  private static final Pattern TRUE = Pattern.compile("(?i)true|yes|on|1");
  private static final Pattern FALSE = Pattern.compile("(?i)false|no|off|0");

  /** With the brackets around an IPv6 address. */
  private static final Pattern PLAIN_URL = Pattern.compile("[a-zA-Z0-9._:/@\\[\\]-]+");

  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*-(\\.|$))[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62}(\\.[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62})*");
  private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

  /** Only such as also prove that nothing was changed on the way; by every name that is usual. */
  private static final Map<String, String> CIPHERS =
      Map.of(
          "aes-128-gcm", "aes-128-gcm",
          "aes-192-gcm", "aes-192-gcm",
          "aes-256-gcm", "aes-256-gcm",
          "chacha20-ietf-poly1305", "chacha20-ietf-poly1305",
          "xchacha20-ietf-poly1305", "xchacha20-ietf-poly1305",
          "aead_aes_128_gcm", "aes-128-gcm",
          "aead_aes_192_gcm", "aes-192-gcm",
          "aead_aes_256_gcm", "aes-256-gcm",
          "aead_chacha20_poly1305", "chacha20-ietf-poly1305");

  /** What is wrong with a value, if anything. */
  public Optional<String> objection(String value) {
    if (CONTROL.matcher(value).find()) {
      return Optional.of("value contains invalid characters");
    }
    return switch (this) {
      case PORT, RELAY_PORT -> unless(isPort(value), "invalid port number: must be 1-65535");
      case FLAG ->
          unless(
              TRUE.matcher(value).matches() || FALSE.matcher(value).matches(),
              "invalid value: expected true|false");
      case PATH -> AdminPath.objection(value);
      case SECONDS ->
          unless(POSITIVE.matcher(value).matches(), "invalid TTL: must be a positive integer");
      case HOST -> inCharacters(PLAIN, value, isHost(value), "invalid host name or IP address");
      case REALM ->
          inCharacters(
              PLAIN, value, LONGEST_REALM, isHost(value), "invalid host name or IP address");
      case ADDRESS -> inCharacters(PLAIN, value, isAddress(value), "invalid IP address");
      case RELAY_ADDRESS ->
          inCharacters(PLAIN, value, isAddress(value), "invalid IP address")
              .or(() -> unless(isOfOne(value), "invalid IP address: expected that of one machine"));
      case URL ->
          inCharacters(
              PLAIN_URL, value, isUrl(value), "invalid URL: must begin with http:// or https://");
      case CIPHER ->
          inCharacters(
              PLAIN,
              value,
              cipher(value).isPresent(),
              "unknown cipher (expected " + ciphers() + ")");
      case SECRET -> inCharacters(PLAIN_SECRET, value, true, "");
    };
  }

  /** The one way to write a value that can be used. */
  public String canonical(String value) {
    return switch (this) {
      case PORT, RELAY_PORT, SECONDS -> value.replaceFirst("^\\+?0*", "");
      case FLAG -> Boolean.toString(TRUE.matcher(value).matches());
      case HOST, REALM, ADDRESS, RELAY_ADDRESS, URL, CIPHER, SECRET, PATH -> value;
    };
  }

  /** The cipher that a name means. */
  public static Optional<String> cipher(String name) {
    return Optional.ofNullable(CIPHERS.get(name.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> inCharacters(
      Pattern characters, String value, boolean fits, String objection) {
    return inCharacters(characters, value, LONGEST, fits, objection);
  }

  private static Optional<String> inCharacters(
      Pattern characters, String value, int longest, boolean fits, String objection) {
    if (!characters.matcher(value).matches()) {
      return Optional.of("value contains disallowed characters");
    }
    if (value.length() > longest) {
      return Optional.of("value too long (max %d characters)".formatted(longest));
    }
    return unless(fits, objection);
  }

  private static Optional<String> unless(boolean fits, String objection) {
    return fits ? Optional.empty() : Optional.of(objection);
  }

  private static boolean isPort(String value) {
    return PORT_NUMBER.matcher(value).matches()
        && Integer.parseInt(PORT.canonical(value)) <= LAST_PORT;
  }

  private static boolean isHost(String value) {
    return isAddress(value)
        || (NAME.matcher(value).matches() && !NumericAddress.isAmbiguous(value));
  }

  private static boolean isAddress(String value) {
    return NumericAddress.of(value).isPresent();
  }

  /** Whether an address is of one machine; one that is mapped into IPv6 is read as what it maps. */
  private static boolean isOfOne(String address) {
    return NumericAddress.of(address)
        .filter(of -> !of.isAnyLocalAddress() && !of.isMulticastAddress() && !of.equals(BROADCAST))
        .isPresent();
  }

  private static boolean isUrl(String value) {
    try {
      URI url = new URI(value);
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      return web
          && url.getHost() != null
          && !NumericAddress.isAmbiguous(NumericAddress.withoutBrackets(url.getHost()))
          && url.getUserInfo() == null;
    } catch (URISyntaxException noUrl) {
      return false;
    }
  }

  private static String ciphers() {
    return CIPHERS.values().stream().distinct().sorted().collect(Collectors.joining("|"));
  }
}
