package dev.switchboard.http.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a stored file. Only types that browsers show without running code are shown.
 * Everything else, HTML and SVG above all, is downloaded: members choose the files that they
 * upload.
 *
 * @param mediaType the {@code Content-Type} of the answer
 * @param disposition the {@code Content-Disposition}
 */
public record ServedAs(String mediaType, String disposition) {
  private static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("oga", "audio/ogg"),
          Map.entry("opus", "audio/ogg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("flac", "audio/flac"),
          Map.entry("txt", "text/plain"),
          Map.entry("log", "text/plain"));

  /** The images that browsers have shown for long, without a codec of the system's. */
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private static final String UNKNOWN = "application/octet-stream";

  /** Chosen by the file's extension, since the declared media type is not to be trusted. */
  static ServedAs of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String mediaType = SHOWN.getOrDefault(ending, UNKNOWN);
    String kind = mediaType.equals(UNKNOWN) ? "attachment" : "inline";
    return new ServedAs(mediaType, kind + names(name));
  }

  /** As {@link #of}, where only images are shown. */
  public static ServedAs image(String name) {
    ServedAs as = of(name);
    return IMAGES.contains(as.mediaType()) ? as : new ServedAs(UNKNOWN, "attachment" + names(name));
  }

  /** Whether a browser may show it. */
  public boolean isInline() {
    return disposition.startsWith("inline");
  }

  /** The name in ASCII for old clients and in full for current ones (RFC 6266, section 4.3). */
  private static String names(String given) {
    // Characters that change the direction of writing can disguise an extension.
    String name =
        given.replaceAll("[\\p{Cntrl}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "");
    String ascii = name.replaceAll("[^A-Za-z0-9._ ()-]", "_");
    String full =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, full);
  }
}
