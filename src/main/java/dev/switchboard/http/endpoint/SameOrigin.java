package dev.switchboard.http.endpoint;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells requests of our own pages from those that a page of another site has a browser send.
 * Browsers send {@code Sec-Fetch-Site} (W3C Fetch Metadata) to https and to loopback, and {@code
 * Origin} elsewhere. A request with a cookie and without both is refused: a program uses an API
 * key.
 */
public final class SameOrigin {
  private final Optional<String> publicOrigin;

  /**
   * @param publicUrl the address at which people reach this server; without one, the {@code Host}
   *     of each request is taken for it
   */
  public SameOrigin(Optional<URI> publicUrl) {
    this.publicOrigin = publicUrl.map(SameOrigin::origin);
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }

  /** Whether a request that changes something was sent by one of our own pages. */
  boolean sentByOurPage(ApiRequest request) {
    Optional<String> site = request.header("Sec-Fetch-Site");
    if (site.isPresent()) {
      return site.get().equals("same-origin");
    }
    return request
        .header("Origin")
        .map(origin -> origin.toLowerCase(Locale.ROOT))
        .filter(origin -> isOurs(origin, request))
        .isPresent();
  }

  /**
   * Whether a navigation was begun by our own page, or by a person who typed the address or used a
   * bookmark.
   */
  public boolean isOwnNavigation(ApiRequest request) {
    return request
        .header("Sec-Fetch-Site")
        .filter(site -> site.equals("same-origin") || site.equals("none"))
        .isPresent();
  }

  private boolean isOurs(String origin, ApiRequest request) {
    if (publicOrigin.isPresent()) {
      return publicOrigin.get().equals(origin);
    }
    return request
        .header("Host")
        .map(host -> "http://" + host.toLowerCase(Locale.ROOT))
        .filter(origin::equals)
        .isPresent();
  }
}
