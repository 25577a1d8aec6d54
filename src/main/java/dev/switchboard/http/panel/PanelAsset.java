package dev.switchboard.http.panel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * A file that the panel's page loads. Its name holds a hash of its content.
 *
 * @param type its media type
 * @param plain its content
 * @param compressed its content by the name of the content coding, such as {@code br}
 */
record PanelAsset(String type, ByteString plain, Map<String, ByteString> compressed) {
  /** The smallest first. */
  private static final List<String> PREFERRED = List.of("br", "gzip");

  PanelAsset {
    compressed = Map.copyOf(compressed);
  }

  /** The content coding that suits a caller best; empty for none. */
  Optional<String> coding(AcceptedCodings accepted) {
    return PREFERRED.stream()
        .filter(compressed::containsKey)
        .filter(accepted::contains)
        .findFirst();
  }
}
