package dev.switchboard.http;

import dev.switchboard.text.NumericAddress;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/**
 * The address that a request comes from: the other end of the connection. Only a trusted proxy of
 * the operator is believed in {@code X-Forwarded-For}.
 */
public final class PeerAddress {
  private static final String FORWARDED_FOR = "x-forwarded-for";

  private static final List<String> OF_PROXIES = List.of(FORWARDED_FOR, "forwarded");

  private final AddressRanges proxies;
  private final UntoldProxies untold;

  /**
   * @param untold records untrusted addresses that forward calls
   */
  public PeerAddress(AddressRanges proxies, UntoldProxies untold) {
    this.proxies = proxies;
    this.untold = untold;
  }

  public InetAddress of(HttpRequest request) {
    InetAddress peer =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    if (proxies.contain(peer)) {
      return forwarded(peer, chain(request));
    }
    if (hasHeaderOfProxies(request)) {
      untold.forwards(peer);
    }
    return peer;
  }

  /**
   * The last address that is not a trusted proxy. Each proxy adds the address that it sees, so
   * anybody may have written the entries before an untrusted address. At an entry that is no
   * address the search ends with the last known one: the proxy that added the entry.
   */
  private InetAddress forwarded(InetAddress peer, List<String> chain) {
    InetAddress last = peer;
    for (String entry : chain.reversed()) {
      Optional<InetAddress> before = NumericAddress.forwarded(entry);
      if (before.isEmpty()) {
        return last;
      }
      last = before.get();
      if (!proxies.contain(last)) {
        return last;
      }
    }
    return last;
  }

  private static boolean hasHeaderOfProxies(HttpRequest request) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .anyMatch(header -> OF_PROXIES.contains(header.lowercaseName()));
  }

  /** The entries of all lines of the header, which are one list (RFC 9110, section 5.3). */
  private static List<String> chain(HttpRequest request) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(FORWARDED_FOR))
        .flatMap(header -> Arrays.stream(header.value().split(",", -1)))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
