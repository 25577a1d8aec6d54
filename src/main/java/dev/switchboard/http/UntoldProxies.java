package dev.switchboard.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Untrusted addresses of this machine or of a private network that forward calls: probably proxies
 * that the configuration does not name. All callers behind one share its address. Public addresses
 * are left out, since strangers can send the same headers. Thread-safe.
 */
public final class UntoldProxies {
  /** The most addresses that are reported. */
  static final int MOST = 10;

  private static final Logger LOG = LoggerFactory.getLogger(UntoldProxies.class);

  private final Set<InetAddress> seen = ConcurrentHashMap.newKeySet();

  /** The number of such addresses, up to {@link #MOST}. */
  public int number() {
    return seen.size();
  }

  /** Records a call from an untrusted address with a header that only proxies send. */
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
