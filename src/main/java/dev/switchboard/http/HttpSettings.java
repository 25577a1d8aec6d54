package dev.switchboard.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where the product listens; the keys are those of {@code switchboard.http} in {@code
 * reference.conf}.
 *
 * @param host the name or address of the interface to bind
 * @param port the port to bind; 0 takes any free one
 * @param publicUrl how people reach this server from outside, without a slash at its end; links to
 *     stored files are made with it, and none are made if it is absent
 * @param trust whom to believe and to let in from elsewhere
 * @param operators where the admin RPC, metrics and health are served for operators alone; if it is
 *     absent, they are served with everything else
 */
public record HttpSettings(
    String host, int port, Optional<URI> publicUrl, Trust trust, Optional<Address> operators) {
  /**
   * A place to listen at.
   *
   * @param host the name or address of the interface to bind
   * @param port the port to bind
   */
  public record Address(String host, int port) {
    private URI reached() {
      String at =
          switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
          };
      return URI.create("http://" + at + ":" + port);
    }
  }

  /** One place for everything. */
  public HttpSettings(String host, int port, Optional<URI> publicUrl, Trust trust) {
    this(host, port, publicUrl, trust, Optional.empty());
  }

  /** The same server at another place. */
  public HttpSettings at(Address place) {
    return new HttpSettings(place.host(), place.port(), publicUrl, trust, operators);
  }

  /** The address at which this machine itself reaches it. */
  public URI reached() {
    return new Address(host, port).reached();
  }

  /** The same of what is for operators. */
  public URI reachedByOperators() {
    return operators.orElseGet(() -> new Address(host, port)).reached();
  }

  /**
   * Whom to believe.
   *
   * @param proxies from which {@code X-Forwarded-For} is believed
   * @param adminOrigins the origins whose pages may call the admin RPC from a browser; {@code *} is
   *     any
   */
  public record Trust(AddressRanges proxies, List<String> adminOrigins) {
    /** Nobody. */
    public static final Trust NONE = new Trust(AddressRanges.NONE, List.of());

    public Trust {
      adminOrigins = List.copyOf(adminOrigins);
    }
  }
}
