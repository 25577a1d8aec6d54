package dev.switchboard.settings;

import dev.switchboard.text.NumericAddress;
import java.net.InetAddress;

/** Addresses that can be reached from this machine only. */
public final class LocalAddress {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";

  private LocalAddress() {}

  /** Whether a host is such an address; of names, only {@code localhost} is. */
  public static boolean is(String host) {
    return host.equalsIgnoreCase("localhost")
        || NumericAddress.bare(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /**
   * The address on which a service listens.
   *
   * @param localOnly the setting, {@code true} or {@code false}; empty if it has no value
   */
  public static String of(String configured, String localOnly) {
    boolean local = is(configured);
    if (localOnly.isEmpty() || local == Boolean.parseBoolean(localOnly)) {
      return configured;
    }
    return local ? EVERYWHERE : LOOPBACK;
  }
}
