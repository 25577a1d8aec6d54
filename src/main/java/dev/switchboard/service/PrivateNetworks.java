package dev.switchboard.service;

import java.util.List;

/**
 * Networks that nobody should reach through a relay of ours, since they lead to the operator's own
 * machines (IANA's registries of special-purpose addresses).
 */
final class PrivateNetworks {
  /** A network, by its prefix and by its first and last address. */
  record Network(String prefix, String first, String last) {}

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
          new Network("240.0.0.0/4", "240.0.0.0", "255.255.255.255"),
          new Network("::1/128", "::1", "::1"),
          new Network("64:ff9b::/96", "64:ff9b::", "64:ff9b::ffff:ffff"),
          new Network("fc00::/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
          new Network("fe80::/10", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));

  private PrivateNetworks() {}
}
