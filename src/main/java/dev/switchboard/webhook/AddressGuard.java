package dev.switchboard.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The addresses that a webhook may be sent to: those of the public Internet. The sources are the
 * registries of IANA for special purposes (RFC 6890), IPv4 and IPv6.
 */
final class AddressGuard {
  private static final int IPV4_BYTES = 4;

  private AddressGuard() {}

  /**
   * Whether it may be connected to.
   *
   * @param privateToo whether also loopback, private and shared addresses; link-local ones, at
   *     which clouds tell the secrets of a machine, are never permitted
   */
  static boolean permits(InetAddress address, boolean privateToo) {
    return address instanceof Inet4Address
        ? permitsVersion4(address, privateToo)
        : permitsVersion6(address, privateToo);
  }

  private static boolean permitsVersion4(InetAddress address, boolean privateToo) {
    byte[] bytes = address.getAddress();
    if (isIn(bytes, 8, 0)
        || isIn(bytes, 16, 169, 254)
        || isIn(bytes, 4, 224)
        || isIn(bytes, 4, 240)) {
      return false;
    }
    boolean special =
        isIn(bytes, 24, 192, 0, 0)
            || isIn(bytes, 24, 192, 0, 2)
            || isIn(bytes, 24, 192, 88, 99)
            || isIn(bytes, 15, 198, 18)
            || isIn(bytes, 24, 198, 51, 100)
            || isIn(bytes, 24, 203, 0, 113);
    boolean own =
        isIn(bytes, 8, 10)
            || isIn(bytes, 10, 100, 64)
            || isIn(bytes, 8, 127)
            || isIn(bytes, 12, 172, 16)
            || isIn(bytes, 16, 192, 168);
    return !special && (privateToo || !own);
  }

  private static boolean permitsVersion6(InetAddress address, boolean privateToo) {
    byte[] bytes = address.getAddress();
    if (isIn(bytes, 96, 0x00, 0x64, 0xff, 0x9b)) {
      // NAT64 (RFC 6052): the IPv4 address behind it counts.
      return permits(embedded(bytes), privateToo);
    }
    boolean own = address.isLoopbackAddress() || isIn(bytes, 7, 0xfc);
    if (own) {
      return privateToo;
    }
    // 2001::/23 has Teredo and ORCHID, 2002::/16 is 6to4, 2001:db8::/32 and 3fff::/20 are examples.
    return isIn(bytes, 3, 0x20)
        && !isIn(bytes, 23, 0x20, 0x01)
        && !isIn(bytes, 32, 0x20, 0x01, 0x0d, 0xb8)
        && !isIn(bytes, 16, 0x20, 0x02)
        && !isIn(bytes, 20, 0x3f, 0xff);
  }

  private static InetAddress embedded(byte[] bytes) {
    try {
      return InetAddress.getByAddress(
          Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Whether an address begins with the first bits of some bytes; missing bytes are 0. */
  private static boolean isIn(byte[] address, int bits, int... prefix) {
    for (int bit = 0; bit < bits; bit++) {
      int at = bit / 8;
      int mask = 0x80 >> bit % 8;
      int wanted = at < prefix.length ? prefix[at] : 0;
      if ((address[at] & mask) != (wanted & mask)) {
        return false;
      }
    }
    return true;
  }
}
