package dev.switchboard.http;

import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.StoredFile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Addresses of stored files below the public URL: {@code /files/<key>/<name>}. Who knows the key,
 * which is the SHA-256 of the bytes, may read the file; the name is for people.
 */
public final class FileLinks implements Links {
  private final Optional<URI> publicUrl;

  public FileLinks(HttpSettings settings) {
    publicUrl = settings.publicUrl();
  }

  @Override
  public String to(StoredFile file) {
    return publicUrl
        .map(url -> url + "/files/" + file.key() + "/" + segment(file.name()))
        .orElse("");
  }

  /** A name as one segment of a path, which no proxy takes for more than that. */
  private static String segment(String name) {
    String plain = name.replaceAll("[/\\\\\\p{Cntrl}]", "_");
    boolean dots = plain.isEmpty() || plain.equals(".") || plain.equals("..");
    return URLEncoder.encode(dots ? "file" : plain, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
