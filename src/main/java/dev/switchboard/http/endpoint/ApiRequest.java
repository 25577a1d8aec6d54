package dev.switchboard.http.endpoint;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;

/**
 * A request as it arrived.
 *
 * @param method as {@code GET}, in capitals
 * @param path with its percent-encoding
 * @param query the parameters in their order, decoded; a name may come more than once
 * @param headers by their names in lower case
 * @param contentType the media type of the body without parameters; empty where none was sent
 * @param content the body, at most 64 KiB; empty where it is still arriving
 * @param from the address of the caller, behind trusted proxies
 * @param arriving the body of an operation that takes a file; empty for all others
 */
public record ApiRequest(
    String method,
    String path,
    List<Parameter> query,
    Map<String, List<String>> headers,
    String contentType,
    ByteString content,
    InetAddress from,
    Optional<Arriving> arriving) {
  /** A body that is not in memory. */
  public interface Arriving {
    /** The declared length in bytes. */
    OptionalLong length();

    /**
     * The bytes, to be read where blocking is allowed, once, and closed by the reader. Reading
     * fails with {@link dev.switchboard.http.BodyTooSlow}.
     *
     * @param holder whoever sends them, who may send a part of all bodies at once
     * @throws ProblemException where too many bodies are read now
     */
    InputStream open(String holder);
  }

  /** A request with its body. */
  public ApiRequest(
      String method,
      String path,
      List<Parameter> query,
      Map<String, List<String>> headers,
      String contentType,
      ByteString content,
      InetAddress from) {
    this(method, path, query, headers, contentType, content, from, Optional.empty());
  }

  /** The same, with a body that is not in memory. */
  ApiRequest withArriving(Arriving body) {
    return new ApiRequest(
        method, path, query, headers, contentType, content, from, Optional.of(body));
  }

  /** The body as a file, however it came. */
  public Arriving file() {
    return arriving.orElseGet(() ->
        new Arriving() {
          @Override
          public OptionalLong length() {
            return OptionalLong.of(content.size());
          }

          @Override
          public InputStream open(String holder) {
            return new ByteArrayInputStream(content.toArray());
          }
        });
  }

  /** A parameter of the query. */
  public record Parameter(String name, String value) {}

  /** The bytes of the body. */
  public byte[] body() {
    return content.toArray();
  }

  /** The first header of a name. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** The value of a cookie, the first one where several have the name (RFC 6265). */
  public Optional<String> cookie(String name) {
    for (String line : headers.getOrDefault("cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          return Optional.of(pair.substring(equals + 1).strip());
        }
      }
    }
    return Optional.empty();
  }
}
