package dev.switchboard.text;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only parser of numeric IP addresses, as people and proxies write them. It asks no name
 * server. The parser of the JDK is not used, because it also accepts {@code 2130706433}, {@code
 * 127.1} and {@code 0177.1}, which other programs read differently.
 */
public final class NumericAddress {
  /** An octet without leading zeros, which some programs read as octal. */
  private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";

  private static final Pattern VERSION_4 = Pattern.compile("%1$s(?:\\.%1$s){3}".formatted(OCTET));
  private static final Pattern VERSION_6 =
      Pattern.compile(
          "([0-9a-fA-F:]*:(?:[0-9a-fA-F:]*|%1$s(?:\\.%1$s){3}))(?:%%[\\w.~-]+)?".formatted(OCTET));

  /**
   * A host that the URL standard of the WHATWG takes for an address: its last label is a number.
   */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?:.*[.:])?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern BRACKETS = Pattern.compile("\\[(.*)\\](?::([0-9]{1,5}))?");
  private static final Pattern WITH_PORT =
      Pattern.compile("(%1$s(?:\\.%1$s){3}):([0-9]{1,5})".formatted(OCTET));
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

  private static final int LAST_PORT = 65_535;

  private NumericAddress() {}

  /**
   * An address alone: {@code 192.0.2.1} or {@code 2001:db8::1}. An IPv4-mapped IPv6 address ({@code
   * ::ffff:192.0.2.1}) gives the IPv4 address. An address with a zone gives none, because it is
   * valid on one machine only.
   */
  public static Optional<InetAddress> of(String text) {
    return text.contains("%") ? Optional.empty() : bare(text);
  }

  /** Whether a host may be read as an address and not as a name. */
  public static boolean endsInNumber(String host) {
    return ENDS_IN_NUMBER.matcher(host).matches();
  }

  /** Whether a host may be read as an address, but not by {@link #of}. */
  public static boolean isAmbiguous(String host) {
    return endsInNumber(host) && of(host).isEmpty();
  }

  /** A host of a URL without the brackets of an IPv6 address. */
  public static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** As {@link #of}, but a zone ({@code fe80::1%eth0}) is allowed and ignored. */
  public static Optional<InetAddress> bare(String text) {
    Matcher version6 = VERSION_6.matcher(text);
    if (version6.matches()) {
      return literal(version6.group(1));
    }
    return VERSION_4.matcher(text).matches() ? literal(text) : Optional.empty();
  }

  /**
   * An address in the forms that proxies forward: alone, in brackets, in quotes, or with a port
   * ({@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}).
   */
  public static Optional<InetAddress> forwarded(String text) {
    Matcher quoted = QUOTED.matcher(text);
    String inner = quoted.matches() ? quoted.group(1) : text;
    Matcher brackets = BRACKETS.matcher(inner);
    if (brackets.matches()) {
      return isPort(brackets.group(2)) ? bare(brackets.group(1)) : Optional.empty();
    }
    Matcher withPort = WITH_PORT.matcher(inner);
    if (withPort.matches()) {
      return isPort(withPort.group(2)) ? bare(withPort.group(1)) : Optional.empty();
    }
    return bare(inner);
  }

  private static boolean isPort(@Nullable String digits) {
    return digits == null || Integer.parseInt(digits) <= LAST_PORT;
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
