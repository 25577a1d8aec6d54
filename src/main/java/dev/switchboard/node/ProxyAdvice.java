package dev.switchboard.node;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.text.NumericAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Whether there must be a reverse proxy that the configuration does not name. Only what is certain
 * is said: this server speaks plain HTTP, so a public address with https is a proxy's, and so is
 * one that leads to a server which listens on this machine only.
 */
public final class ProxyAdvice {
  private ProxyAdvice() {}

  /** What to tell the operator, if anything. */
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
