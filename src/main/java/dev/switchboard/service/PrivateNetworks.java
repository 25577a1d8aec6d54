package dev.switchboard.service;

import dev.switchboard.service.process.DriverFailed;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The networks that must not be reached through a relay of this server, because they lead to the
 * operator's own machines (IANA's registries of special-purpose addresses).
 */
final class PrivateNetworks {
  /** A network, with its prefix, its first and its last address. */
  record Network(String prefix, String first, String last) {}

  /**
   * The list also has the IPv6 networks that contain IPv4 addresses: for the kernel
   * ::ffff:127.0.0.1 is the same host as 127.0.0.1, but a filter sees another address family. Each
   * entry is a single prefix, because coturn compares the bytes of a range one by one. No entry
   * begins with ::, because coturn treats it as no limit (in {@code addr_less_eq} and {@code
   * ioa_addr_in_range} of its ns_turn_ioaddr.c).
   */
  static final List<Network> ALL =
      List.of(
          new Network("0.0.0.0/8", "0.0.0.0", "0.255.255.255"),
          new Network("10.0.0.0/8", "10.0.0.0", "10.255.255.255"),
          new Network("100.64.0.0/10", "100.64.0.0", "100.127.255.255"),
          new Network("127.0.0.0/8", "127.0.0.0", "127.255.255.255"),
          new Network("169.254.0.0/16", "169.254.0.0", "169.254.255.255"),
          new Network("172.16.0.0/12", "172.16.0.0", "172.31.255.255"),
          new Network("192.0.0.0/24", "192.0.0.0", "192.0.0.255"),
          new Network("192.168.0.0/16", "192.168.0.0", "192.168.255.255"),
          new Network("198.18.0.0/15", "198.18.0.0", "198.19.255.255"),
          new Network("224.0.0.0/3", "224.0.0.0", "255.255.255.255"),
          new Network("::1/128", "::1", "::1"),
          new Network("::ffff:0:0/96", "::ffff:0:0", "::ffff:ffff:ffff"),
          new Network("::ffff:0:0:0/96", "::ffff:0:0:0", "::ffff:0:ffff:ffff"),
          new Network("64:ff9b::/32", "64:ff9b::", "64:ff9b:ffff:ffff:ffff:ffff:ffff:ffff"),
          new Network("2001::/32", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
          new Network("2002::/16", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          // All other addresses that IANA has not given to the internet: private, link-local and
          // multicast.
          new Network("4000::/2", "4000::", "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          new Network("8000::/1", "8000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

  /**
   * The unspecified network, which also leads to this machine. coturn refuses it by itself (since
   * 4.5.2).
   */
  static final String UNSPECIFIED = "::/128";

  private PrivateNetworks() {}

  /** The present addresses of this machine, public ones included. */
  static Stream<String> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(PrivateNetworks::inDigits);
    } catch (SocketException unknown) {
      throw DriverFailed.forNow(
          "the addresses of this machine cannot be read: " + unknown.getMessage());
    }
  }

  /** The digits of an address; of a link-local one without its interface. */
  private static String inDigits(InetAddress address) {
    String digits = address.getHostAddress();
    return address instanceof Inet6Address ? digits.replaceFirst("%.*", "") : digits;
  }
}
