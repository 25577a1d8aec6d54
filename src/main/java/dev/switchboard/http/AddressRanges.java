package dev.switchboard.http;

import dev.switchboard.text.NumericAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ranges of addresses in CIDR notation (RFC 4632 and RFC 4291): {@code 10.0.0.0/8} is every address
 * that begins with 10.
 */
public record AddressRanges(Set<Range> ranges) {
  /** No address. */
  public static final AddressRanges NONE = new AddressRanges(Set.of());

  private static final Pattern CIDR = Pattern.compile("(.*?)(?:/([0-9]{1,3}))?");

  /** The length in bits of the prefix of an IPv4 address that is written as IPv6. */
  private static final int MAPPED = 96;

  public AddressRanges {
    ranges = Set.copyOf(ranges);
  }

  /** Whether the address is in one of the ranges. An IPv4 address is in no IPv6 range. */
  public boolean contain(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * One range.
   *
   * @param first its lowest address
   * @param prefix the number of leading bits that all its addresses share
   */
  public record Range(InetAddress first, int prefix) {
    public Range {
      first = masked(first, prefix);
    }

    /**
     * Reads {@code 10.0.0.2}, {@code 10.0.0.0/8} or {@code fd00::/8}. Empty for any other text, and
     * for a range of all addresses ({@code /0}), which would trust everybody.
     */
    public static Optional<Range> parse(String text) {
      Matcher cidr = CIDR.matcher(text);
      if (!cidr.matches()) {
        return Optional.empty();
      }
      String written = NumericAddress.withoutBrackets(cidr.group(1));
      return NumericAddress.bare(written)
          .flatMap(address -> {
            int longest = address.getAddress().length * 8;
            boolean mapped = written.contains(":") && !(address instanceof Inet6Address);
            int prefix =
                cidr.group(2) == null
                    ? longest
                    : Integer.parseInt(cidr.group(2)) - (mapped ? MAPPED : 0);
            return prefix >= 1 && prefix <= longest
                ? Optional.of(new Range(address, prefix))
                : Optional.empty();
          });
    }

    boolean contains(InetAddress address) {
      return address.getAddress().length == first.getAddress().length
          && masked(address, prefix).equals(first);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
      byte[] bytes = address.getAddress();
      int whole = prefix / 8;
      if (whole < bytes.length) {
        bytes[whole] &= (byte) (0xFF00 >> (prefix % 8));
        Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
      }
      try {
        return InetAddress.getByAddress(bytes);
      } catch (UnknownHostException impossible) {
        throw new IllegalStateException("the length is right", impossible);
      }
    }
  }
}
