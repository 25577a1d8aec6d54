package dev.switchboard.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * How a stored file is given out. Only what browsers show without running anything in it is shown;
 * everything else, HTML and SVG above all, is downloaded: members choose what they upload.
 *
 * @param mediaType what the answer says it is
 * @param disposition the {@code Content-Disposition}
 */
record ServedAs(String mediaType, String disposition) {
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

  private static final String UNKNOWN = "application/octet-stream";

  /** By the name's ending, since the bytes' own word about themselves is not to be trusted. */
  static ServedAs of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String mediaType = SHOWN.getOrDefault(ending, UNKNOWN);
    String kind = mediaType.equals(UNKNOWN) ? "attachment" : "inline";
    return new ServedAs(mediaType, kind + names(name));
  }

  /** The name for old clients and, in full, for today's (RFC 6266, section 4.3). */
  private static String names(String given) {
    // Marks that turn the direction of writing make one ending look like another.
    String name =
        given.replaceAll("[\\p{Cntrl}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "");
    String ascii = name.replaceAll("[^A-Za-z0-9._ ()-]", "_");
    String full =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, full);
  }
}
