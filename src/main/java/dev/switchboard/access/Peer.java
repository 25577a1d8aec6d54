package dev.switchboard.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The other end of a call, before its token is checked.
 *
 * @param address its network address
 * @param local whether it is the command of this installation, proved by its private file; other
 *     peers with its address are counted apart
 */
public record Peer(InetAddress address, boolean local) {
  private static final String LOCAL = "local";

  /** IPv6 addresses are counted by their /64, which one person usually controls. */
  private static final int SUBNET_BYTES = 8;

  /** A peer that is known by its address alone. */
  public static Peer at(InetAddress address) {
    return new Peer(address, false);
  }

  /** The address, for people. */
  public String shown() {
    return address.getHostAddress();
  }

  /** The key for counts by address. */
  public String key() {
    if (local) {
      return LOCAL;
    }
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, SUBNET_BYTES) : bytes);
  }
}
