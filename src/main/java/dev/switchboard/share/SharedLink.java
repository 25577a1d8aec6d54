package dev.switchboard.share;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The link of a share: an address with a scheme that is safe on a public page. */
public final class SharedLink {
  /** The allowed schemes: none that runs code in the page or carries a page of its own. */
  public static final Set<String> SCHEMES =
      Set.of("https", "openpgp4fpr", "mailto", "xmpp", "matrix", "discord", "tel", "sip", "sips");

  /** The text about an unusable link. */
  public static final String EXPECTED =
      "a url begins with https:, openpgp4fpr:, mailto:, xmpp:, matrix:, discord:, tel: or sip: and has at most 1,500 characters";

  /** The longest link, in bytes: a QR code that can be read from a screen holds 2,331. */
  private static final int LONGEST = 1_500;

  private SharedLink() {}

  /** The address with its scheme in lower case; empty if it is unusable. */
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
