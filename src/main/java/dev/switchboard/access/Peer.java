package dev.switchboard.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The other end of a call, before anything is known of its token.
 *
 * @param address from where it calls
 * @param local whether it is the command of this installation, as its private file proves;
 *     strangers who share its address are counted apart from it
 */
public record Peer(InetAddress address, boolean local) {
  private static final String LOCAL = "local";

  /** An IPv6 address stands for its /64, which one person has all of. */
  private static final int SUBNET_BYTES = 8;

  /** One who is known by its address alone. */
  public static Peer at(InetAddress address) {
    return new Peer(address, false);
  }

  /** For people. */
  public String shown() {
    return address.getHostAddress();
  }

  /** Those with the same key are one for whatever is counted by address. */
  public String key() {
    if (local) {
      return LOCAL;
    }
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, SUBNET_BYTES) : bytes);
  }
}
