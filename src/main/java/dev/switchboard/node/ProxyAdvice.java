package dev.switchboard.node;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.text.NumericAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Finds out whether a reverse proxy is missing from the configuration, and reports only certain
 * cases: this server speaks plain HTTP, so a public https URL needs a proxy, and so does a public
 * URL of a server that listens on this machine only.
 */
public final class ProxyAdvice {
  private ProxyAdvice() {}

  /** The advice for the operator, if any. */
  public static Optional<String> about(HttpSettings http) {
    Optional<URI> elsewhere = http.publicUrl().filter(url -> !isLocal(url.getHost()));
    boolean needsProxy =
        elsewhere
            .filter(url -> "https".equals(url.getScheme()) || isLocal(http.host()))
            .isPresent();
    return needsProxy && http.trust().proxies().ranges().isEmpty()
        ? elsewhere.map(url ->
            "%s (switchboard.http.public-url) leads here by way of a proxy, and switchboard.http.trusted-proxies names none: all callers would share its address, and one who guesses admin tokens would lock out the others"
                .formatted(url))
        : Optional.empty();
  }

  private static boolean isLocal(String host) {
    return LocalAddress.is(NumericAddress.withoutBrackets(host));
  }
}
