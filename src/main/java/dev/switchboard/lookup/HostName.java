package dev.switchboard.lookup;

import dev.switchboard.text.NumericAddress;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Normalised host names and addresses, by RFC 1123 and RFC 5890. */
public final class HostName {
  private static final int LONGEST = 253;
  private static final Pattern NAME =
      Pattern.compile("(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*");

  private HostName() {}

  /** The name in lower case, in ASCII, without a dot at its end; empty if it is no host name. */
  public static Optional<String> of(String written) {
    String plain = written.strip();
    try {
      String ascii = IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      String bare = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      return bare.length() <= LONGEST
              && NAME.matcher(bare).matches()
              && !NumericAddress.endsInNumber(bare)
          ? Optional.of(bare)
          : Optional.empty();
    } catch (IllegalArgumentException notName) {
      return Optional.empty();
    }
  }

  /** As {@link #of}, or an IP address, written with or without brackets. */
  public static Optional<String> orAddress(String written) {
    return NumericAddress.of(NumericAddress.withoutBrackets(written.strip()))
        .map(InetAddress::getHostAddress)
        .or(() -> of(written));
  }
}
