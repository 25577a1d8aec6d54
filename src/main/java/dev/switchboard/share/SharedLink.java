package dev.switchboard.share;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a share leads to: an address of a kind that a page may offer to whoever comes by. */
public final class SharedLink {
  /** Nothing that runs in the page or carries a page of its own. */
  public static final Set<String> SCHEMES =
      Set.of("https", "openpgp4fpr", "mailto", "xmpp", "matrix", "discord", "tel", "sip", "sips");

  /** What is said where a text cannot be one. */
  public static final String EXPECTED =
      "a url begins with https:, openpgp4fpr:, mailto:, xmpp:, matrix:, discord:, tel: or sip: and has at most 1,500 characters";

  /** A QR code holds 2,331 bytes with enough of them spare to be read from a screen. */
  private static final int LONGEST = 1_500;

  private SharedLink() {}

  /** The address, if it is such a one. */
  public static Optional<String> of(String written) {
    String plain = written.strip();
    int colon = plain.indexOf(':');
    if (colon < 1
        || colon == plain.length() - 1
        || plain.getBytes(StandardCharsets.UTF_8).length > LONGEST
        || plain
            .codePoints()
            .anyMatch(point ->
                Invisible.is(point)
                    || Character.isWhitespace(point)
                    || Character.isSpaceChar(point))) {
      return Optional.empty();
    }
    String scheme = plain.substring(0, colon).toLowerCase(Locale.ROOT);
    String normalised = scheme + plain.substring(colon);
    boolean good =
        SCHEMES.contains(scheme) && (!scheme.equals("https") || leadsToAHost(normalised));
    return good ? Optional.of(normalised) : Optional.empty();
  }

  private static boolean leadsToAHost(String address) {
    try {
      URI uri = new URI(address);
      return uri.getHost() != null && uri.getRawUserInfo() == null;
    } catch (URISyntaxException notAddress) {
      return false;
    }
  }
}
