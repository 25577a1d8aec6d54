package dev.switchboard.settings;

import dev.switchboard.text.NumericAddress;
import java.net.InetAddress;

/** Addresses at which only this machine reaches something. */
public final class LocalAddress {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";

  private LocalAddress() {}

  /** Whether that is one; a name other than {@code localhost} is none. */
  public static boolean is(String host) {
    return host.equalsIgnoreCase("localhost")
        || NumericAddress.bare(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /**
   * Where something listens that is configured to listen at an address.
   *
   * @param localOnly {@code true} or {@code false}, as a setting says; empty where none does
   */
  public static String of(String configured, String localOnly) {
    boolean local = is(configured);
    if (localOnly.isEmpty() || local == Boolean.parseBoolean(localOnly)) {
      return configured;
    }
    return local ? EVERYWHERE : LOOPBACK;
  }
}
