package dev.switchboard.http.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * The panel as {@code src/main/panel} builds it, from the class path, in memory.
 *
 * @param page the HTML with {@link #NONCE} in the places of the nonce
 * @param docs the HTML of the page that shows the REST API, likewise
 * @param firstSegments the first segments of the paths of all pages, as {@code tickets}
 * @param assets the files below {@code /assets} by name
 */
public record PanelFiles(
    String page, String docs, Set<String> firstSegments, Map<String, PanelAsset> assets) {
  /** What stands for the nonce in the built page. */
  static final String NONCE = "@NONCE@";

  private static final String FOLDER = "/panel/";

  /** About ten times of what there is. */
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  /** Reads the files. Empty where the panel was left out of the build. */
  public static Optional<PanelFiles> read() {
    try (InputStream list = PanelFiles.class.getResourceAsStream(FOLDER + "files.json")) {
      return list == null ? Optional.empty() : Optional.of(new Reading().all(list));
    } catch (IOException failure) {
      throw new UncheckedIOException("the panel cannot be read from the class path", failure);
    }
  }

  public PanelFiles {
    firstSegments = Set.copyOf(firstSegments);
    assets = Map.copyOf(assets);
  }

  private static final class Reading {
    private int left = MOST_BYTES;

    PanelFiles all(InputStream list) throws IOException {
      JsonNode told = JsonMapper.builder().build().readTree(list);
      Set<String> segments = new HashSet<>();
      told.path("pages").forEach(page -> segments.add(page.asText()));
      Map<String, PanelAsset> assets = new HashMap<>();
      for (JsonNode asset : told.path("assets")) {
        String name = asset.path("name").asText();
        Map<String, ByteString> compressed = new HashMap<>();
        for (JsonNode coding : asset.path("encodings")) {
          compressed.put(coding.asText(), file("assets/" + name + "." + coding.asText()));
        }
        assets.put(
            name, new PanelAsset(asset.path("type").asText(), file("assets/" + name), compressed));
      }
      return new PanelFiles(html("index.html"), html("docs.html"), segments, assets);
    }

    private String html(String name) throws IOException {
      return new String(file(name).toArray(), StandardCharsets.UTF_8);
    }

    private ByteString file(String name) throws IOException {
      try (InputStream file = PanelFiles.class.getResourceAsStream(FOLDER + name)) {
        if (file == null) {
          throw new IOException("the panel's file " + name + " is not on the class path");
        }
        byte[] content = file.readNBytes(left + 1);
        left -= content.length;
        if (left < 0) {
          throw new IOException("the panel's files are larger than " + MOST_BYTES + " bytes");
        }
        return ByteString.fromArray(content);
      }
    }
  }
}
