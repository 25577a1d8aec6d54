package dev.switchboard.webhook;

import dev.switchboard.text.NumericAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The rules for the URL of an endpoint. */
final class WebhookUrl {
  /** As long as common servers take it. */
  static final int LONGEST = 2_000;

  private static final int LAST_PORT = 65_535;

  private WebhookUrl() {}

  /**
   * The objection to a URL; empty if it may be used. A host name is not looked up here: its
   * addresses are judged when something is sent.
   */
  static Optional<String> objection(String text, WebhookSettings settings) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException malformed) {
      return Optional.of("is no URL");
    }
    if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return Optional.of("has to have at most 2,000 characters, all of ASCII");
    }
    String scheme = url.getScheme();
    if (!"https".equals(scheme) && !(settings.http() && "http".equals(scheme))) {
      return Optional.of(
          settings.http()
              ? "has to begin with https:// or http://"
              : "has to begin with https://; webhooks.allow-http permits http://");
    }
    String host = url.getHost();
    if (host == null || url.getPort() == 0 || url.getPort() > LAST_PORT) {
      return Optional.of("has no usable host or port");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return Optional.of("has to have neither a user nor a fragment");
    }
    return objection(NumericAddress.withoutBrackets(host), settings.privateAddresses());
  }

  private static Optional<String> objection(String host, boolean privateToo) {
    if (NumericAddress.isAmbiguous(host)) {
      return Optional.of("has a host that programs read differently");
    }
    Optional<InetAddress> address = NumericAddress.of(host);
    return address.isPresent() && !AddressGuard.permits(address.get(), privateToo)
        ? Optional.of(
            "has an address that is not public; webhooks.allow-private-addresses permits private"
                + " ones")
        : Optional.empty();
  }
}
