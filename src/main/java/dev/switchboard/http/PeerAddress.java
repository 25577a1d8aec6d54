package dev.switchboard.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/**
 * From where a request comes: the other end of the connection, unless that is a proxy of the
 * operator's, who alone is believed in {@code X-Forwarded-For}.
 */
public final class PeerAddress {
  private static final String FORWARDED_FOR = "x-forwarded-for";

  private final AddressRanges proxies;

  public PeerAddress(AddressRanges proxies) {
    this.proxies = proxies;
  }

  InetAddress of(HttpRequest request) {
    InetAddress peer =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    return proxies.contain(peer) ? forwarded(peer, chain(request)) : peer;
  }

  /**
   * The last address that is no proxy of ours. Each proxy adds the address that it sees behind what
   * it was sent, so what stands before an address that is not trusted anybody may have written.
   * What is no address ends the way: the proxy that added it is the last one that is known.
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

  /** All lines of the header are one list, in their order (RFC 9110, section 5.3). */
  private static List<String> chain(HttpRequest request) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(FORWARDED_FOR))
        .flatMap(header -> Arrays.stream(header.value().split(",", -1)))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
