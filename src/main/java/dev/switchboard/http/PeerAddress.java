package dev.switchboard.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/**
 * From where a request comes: the other end of the connection, unless that is a proxy of the
 * operator's, who alone is believed in {@code X-Forwarded-For}.
 */
final class PeerAddress {
  /** What can be read as an address without asking a name server. */
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final Set<InetAddress> proxies;

  PeerAddress(Set<InetAddress> proxies) {
    this.proxies = proxies;
  }

  InetAddress of(HttpRequest request) {
    InetAddress peer =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    return proxies.contains(peer) ? forwarded(request).orElse(peer) : peer;
  }

  /**
   * The last address that is not one of the proxies: what stands before it anybody may have sent.
   */
  private Optional<InetAddress> forwarded(HttpRequest request) {
    List<String> chain =
        request
            .getHeader("X-Forwarded-For")
            .map(HttpHeader::value)
            .map(value -> Arrays.stream(value.split(",")).map(String::strip).toList())
            .orElse(List.of());
    return chain.reversed().stream()
        .map(PeerAddress::parse)
        .filter(address -> address.isEmpty() || !proxies.contains(address.get()))
        .findFirst()
        .flatMap(address -> address);
  }

  private static Optional<InetAddress> parse(String address) {
    String bare = address.replaceAll("^\\[|\\](:[0-9]+)?$", "");
    if (!NUMERIC.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
