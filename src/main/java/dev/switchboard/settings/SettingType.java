package dev.switchboard.settings;

import dev.switchboard.text.NumericAddress;
import dev.switchboard.text.WellFormed;
import dev.switchboard.values.CheckedValues;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a setting's values. Objections use the words and the order of the system whose
 * clients this server serves: control characters, form, characters, length; then the checks that
 * that system did not have.
 */
public enum SettingType implements CheckedValues.Shape {
  /** 1 to 65535. */
  PORT,
  /** 1 to 65535, the first or the last of a range. */
  RELAY_PORT,
  /** True or false. */
  FLAG,
  /** A path under this server's address. */
  PATH,
  /** A whole number of seconds. */
  SECONDS,
  /** The name or the IP address of a machine. */
  HOST,
  /** A realm of TURN: a host name or an IP address. */
  REALM,
  /** An IP address in digits. */
  ADDRESS,
  /** An IP address at which other machines reach one machine. */
  RELAY_ADDRESS,
  /** A URL with http or https. */
  URL,
  /** A cipher of Shadowsocks. */
  CIPHER,
  /**
   * A line that stands below the bot's name on Discord: 0 to 128 characters, without blanks around
   * it.
   */
  STATUS_LINE,
  /** A message of the bot to a member: 0 to 2000 characters, with line breaks; empty for none. */
  MESSAGE,
  /** A name that members see, 1 to 80 characters. */
  NAME_SHOWN,
  /**
   * How members see the person who answers: {@code name}, {@code name-and-role} or {@code
   * anonymous}.
   */
  SIGNATURE,
  /** A number of tickets in a minute, 1 to 10,000. */
  TICKETS_PER_MINUTE,
  /**
   * A secret: shown only in the answer to a request for this setting alone, to callers with the
   * scope {@code settings}.
   */
  SECRET;

  private static final int LONGEST = 253;

  /** The longest realm: coturn does not start with a longer one. */
  private static final int LONGEST_REALM = 127;

  private static final int LAST_PORT = 65_535;

  /** The longest state of a custom status that Discord shows. */
  private static final int LONGEST_STATUS = 128;

  /** The longest message that Discord accepts. */
  private static final int LONGEST_MESSAGE = 2_000;

  private static final int LONGEST_NAME = 80;
  private static final int MOST_TICKETS = 10_000;

  private static final Pattern CONTROL = Pattern.compile("[\\x00\\r\\n]");

  /** Control characters other than the line break. */
  private static final Pattern NO_MESSAGE = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");

  private static final Pattern NO_LINE = Pattern.compile("\\p{Cntrl}");
  private static final Pattern SIGNATURES = Pattern.compile("name|name-and-role|anonymous");
  private static final Pattern PORT_NUMBER = Pattern.compile("\\+?0*([1-9][0-9]{0,4})");

  /** Seconds of up to 31 years. */
  private static final Pattern POSITIVE = Pattern.compile("\\+?0*([1-9][0-9]{0,8})");

  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9._:/@-]+");

  /**
   * Printable ASCII without quotation marks, backslashes and blanks: programs read these
   * differently in their files, and the tests of the former system want them refused.
   */
  private static final Pattern PLAIN_SECRET = Pattern.compile("[\\x21-\\x7e&&[^\"'`\\\\]]+");

  private static final Pattern TRUE = Pattern.compile("(?i)true|yes|on|1");
  private static final Pattern FALSE = Pattern.compile("(?i)false|no|off|0");

  /** Also allows the brackets around an IPv6 address. */
  private static final Pattern PLAIN_URL = Pattern.compile("[a-zA-Z0-9._:/@\\[\\]-]+");

  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*-(\\.|$))[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62}(\\.[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62})*");
  private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

  /** The usual names of ciphers; only authenticated ciphers are allowed. */
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

  @Override
  public Optional<String> objection(String value) {
    if (forbidden().matcher(value).find() || !WellFormed.text(value).equals(value)) {
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
      case STATUS_LINE -> inLength(value.strip(), 0, LONGEST_STATUS);
      case MESSAGE -> inLength(value, 0, LONGEST_MESSAGE);
      case NAME_SHOWN -> inLength(value.strip(), 1, LONGEST_NAME);
      case SIGNATURE ->
          unless(
              SIGNATURES.matcher(value).matches(),
              "invalid value: expected name|name-and-role|anonymous");
      case TICKETS_PER_MINUTE ->
          unless(
              POSITIVE.matcher(value).matches()
                  && Integer.parseInt(SECONDS.canonical(value)) <= MOST_TICKETS,
              "invalid number: must be 1-" + MOST_TICKETS);
    };
  }

  private Pattern forbidden() {
    return switch (this) {
      case MESSAGE -> NO_MESSAGE;
      case STATUS_LINE, NAME_SHOWN -> NO_LINE;
      case PORT,
          RELAY_PORT,
          FLAG,
          PATH,
          SECONDS,
          HOST,
          REALM,
          ADDRESS,
          RELAY_ADDRESS,
          URL,
          CIPHER,
          SECRET,
          SIGNATURE,
          TICKETS_PER_MINUTE ->
          CONTROL;
    };
  }

  private static Optional<String> inLength(String value, int least, int most) {
    return unless(
        value.length() >= least && value.length() <= most,
        "invalid length: must be %d to %d characters".formatted(least, most));
  }

  @Override
  public String canonical(String value) {
    return switch (this) {
      case PORT, RELAY_PORT, SECONDS, TICKETS_PER_MINUTE -> value.replaceFirst("^\\+?0*", "");
      case STATUS_LINE, NAME_SHOWN -> value.strip();
      case FLAG -> Boolean.toString(TRUE.matcher(value).matches());
      case HOST, REALM, ADDRESS, RELAY_ADDRESS, URL, CIPHER, SECRET, PATH, MESSAGE, SIGNATURE ->
          value;
    };
  }

  @Override
  public boolean isSecret() {
    return this == SECRET;
  }

  /** The cipher with this name. */
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

  /**
   * Whether an address is of one machine; an IPv4-mapped IPv6 address is read as the IPv4 address.
   */
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
