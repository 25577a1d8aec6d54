package dev.switchboard.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proxies that the product was not told of: addresses of this machine or of a private network that
 * forward calls of others, and are not trusted. Behind one all callers share its address. Strangers
 * in the Internet may write the same headers, so their addresses are none. Safe for use by several
 * threads.
 */
public final class UntoldProxies {
  /** More are told by none of them. */
  static final int MOST = 10;

  private static final Logger LOG = LoggerFactory.getLogger(UntoldProxies.class);

  private final Set<InetAddress> seen = ConcurrentHashMap.newKeySet();

  /** How many there are, up to {@link #MOST}. */
  public int number() {
    return seen.size();
  }

  /** A call came from there with a header that only a proxy writes, and was not believed. */
  void forwards(InetAddress peer) {
    if (isNear(peer) && seen.size() < MOST && seen.add(peer)) {
      LOG.warn(
          "Calls come through {}, which is not in switchboard.http.trusted-proxies: all of its"
              + " callers share its address, so one who guesses admin tokens locks out the others."
              + " Name it there if it is a proxy of yours.",
          peer.getHostAddress());
    }
  }

  private static boolean isNear(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || isUniqueLocal(address);
  }

  /** RFC 4193: fc00::/7. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
  }
}
