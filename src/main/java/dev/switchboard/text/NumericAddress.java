package dev.switchboard.text;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in digits, as people and proxies write them. No name server is asked. The one reader of
 * them: that of the JDK also takes {@code 2130706433}, {@code 127.1} and {@code 0177.1}, which
 * other programs read differently.
 */
public final class NumericAddress {
  /** Without leading zeros, which some programs read as octal. */
  private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";

  private static final Pattern VERSION_4 = Pattern.compile("%1$s(?:\\.%1$s){3}".formatted(OCTET));
  private static final Pattern VERSION_6 =
      Pattern.compile(
          "([0-9a-fA-F:]*:(?:[0-9a-fA-F:]*|%1$s(?:\\.%1$s){3}))(?:%%[\\w.~-]+)?".formatted(OCTET));

  /** What the URL standard of the WHATWG takes for an address: the last label is a number. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?:.*[.:])?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern BRACKETS = Pattern.compile("\\[(.*)\\](?::([0-9]{1,5}))?");
  private static final Pattern WITH_PORT =
      Pattern.compile("(%1$s(?:\\.%1$s){3}):([0-9]{1,5})".formatted(OCTET));
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

  private static final int LAST_PORT = 65_535;

  private NumericAddress() {}

  /**
   * An address alone: {@code 192.0.2.1} or {@code 2001:db8::1}. One of IPv4 that is written as IPv6
   * ({@code ::ffff:192.0.2.1}) is that of IPv4. One with a zone means something on one machine
   * only, and is none.
   */
  public static Optional<InetAddress> of(String text) {
    return text.contains("%") ? Optional.empty() : bare(text);
  }

  /** Whether it may be taken for an address where it stands for the name of a host. */
  public static boolean endsInNumber(String host) {
    return ENDS_IN_NUMBER.matcher(host).matches();
  }

  /** Whether it may be taken for an address, and is none as {@link #of} reads it. */
  public static boolean isAmbiguous(String host) {
    return endsInNumber(host) && of(host).isEmpty();
  }

  /** A host as it stands in a URL, where an address of IPv6 has brackets around it. */
  public static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** As {@link #of}, or with a zone ({@code fe80::1%eth0}), which does not count. */
  public static Optional<InetAddress> bare(String text) {
    Matcher version6 = VERSION_6.matcher(text);
    if (version6.matches()) {
      return literal(version6.group(1));
    }
    return VERSION_4.matcher(text).matches() ? literal(text) : Optional.empty();
  }

  /**
   * An address as a proxy forwards it: alone, in brackets, in quotes, or with a port ({@code
   * 192.0.2.1:4711}, {@code [2001:db8::1]:4711}).
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
