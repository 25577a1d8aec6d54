package dev.switchboard.http.page;

import dev.switchboard.http.HttpSettings;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.StoredFile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Addresses of stored files below the public URL: {@code /files/<key>/<name>}. Everybody who knows
 * the key, which is the SHA-256 of the bytes, may read the file. The name is for people.
 */
public final class FileLinks implements Links {
  private final Optional<URI> publicUrl;

  public FileLinks(HttpSettings settings) {
    publicUrl = settings.publicUrl();
  }

  @Override
  public String to(StoredFile file) {
    return publicUrl.map(url -> url + path(file)).orElse("");
  }

  /** The path of a stored file on this server. */
  public static String path(StoredFile file) {
    return "/files/" + file.key() + "/" + segment(file.name());
  }

  /** A name as a single path segment, in an encoding that no proxy splits. */
  private static String segment(String name) {
    String plain = name.replaceAll("[/\\\\\\p{Cntrl}]", "_");
    boolean dots = plain.isEmpty() || plain.equals(".") || plain.equals("..");
    return URLEncoder.encode(dots ? "file" : plain, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
