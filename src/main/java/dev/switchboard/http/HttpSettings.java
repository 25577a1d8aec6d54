package dev.switchboard.http;

import dev.switchboard.text.NumericAddress;
import dev.switchboard.values.CheckedValues;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses at which the product listens. The keys are those of {@code switchboard.http} in
 * {@code reference.conf}.
 *
 * @param host the name or address of the interface to bind
 * @param port the port to bind; 0 takes any free one
 * @param publicUrl how people reach this server from outside, without a slash at its end; links to
 *     stored files are made with it, and none are made if it is absent
 * @param trust the trusted proxies and the origins that may call
 * @param operators the address for operators alone, with the admin RPC, metrics and health; if
 *     absent, these are served with everything else
 */
public record HttpSettings(
    String host, int port, Optional<URI> publicUrl, Trust trust, Optional<Address> operators) {
  private static final int LAST_PORT = 65_535;

  /** Reads the settings. */
  public static HttpSettings of(CheckedValues values) {
    int port = values.number("http.port", 0, LAST_PORT);
    Optional<Address> operators =
        values.parsed(
            "http.operator-address",
            Address::parse,
            "a host and a port, as 127.0.0.1:3003 or [::1]:3003");
    if (operators.filter(place -> place.port() == port).isPresent()) {
      values.wrong("http.operator-address", "another port, since http.port has it");
    }
    return new HttpSettings(
        values.host("http.host"), port, values.url("http.public-url"), Trust.of(values), operators);
  }

  /**
   * An address to listen at.
   *
   * @param host the name or address of the interface to bind
   * @param port the port to bind
   */
  public record Address(String host, int port) {
    private static final Pattern FORM =
        Pattern.compile(
            "(?:(?<host>[^:\\[\\]\\s/]+)|\\[(?<v6>[0-9a-fA-F:.]+)]):(?<port>[1-9][0-9]{0,4})");

    /** Reads {@code 127.0.0.1:3003} or {@code [::1]:3003}. Empty for any other text. */
    public static Optional<Address> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > LAST_PORT) {
        return Optional.empty();
      }
      String name = matcher.group("host");
      String host = name == null ? matcher.group("v6") : name;
      boolean known =
          name == null ? NumericAddress.of(host).isPresent() : !NumericAddress.isAmbiguous(name);
      return known
          ? Optional.of(new Address(host, Integer.parseInt(matcher.group("port"))))
          : Optional.empty();
    }

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

  /** One address for everything. */
  public HttpSettings(String host, int port, Optional<URI> publicUrl, Trust trust) {
    this(host, port, publicUrl, trust, Optional.empty());
  }

  /** The same settings with another address. */
  public HttpSettings at(Address place) {
    return new HttpSettings(place.host(), place.port(), publicUrl, trust, operators);
  }

  /** The URL of the server on this machine. */
  public URI reached() {
    return new Address(host, port).reached();
  }

  /** The URL of the operators' address on this machine. */
  public URI reachedByOperators() {
    return operators.orElseGet(() -> new Address(host, port)).reached();
  }

  /**
   * The trusted proxies and origins.
   *
   * @param proxies the addresses from which {@code X-Forwarded-For} is believed
   * @param adminOrigins the origins whose pages may call the admin RPC from a browser; {@code *} is
   *     any
   */
  public record Trust(AddressRanges proxies, List<String> adminOrigins) {
    /** No proxy and no origin. */
    public static final Trust NONE = new Trust(AddressRanges.NONE, List.of());

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/?#\\s]+");

    private static Trust of(CheckedValues values) {
      List<AddressRanges.Range> proxies =
          values.list(
              "http.trusted-proxies",
              AddressRanges.Range::parse,
              "addresses such as 10.0.0.2 or ::1 and ranges such as 10.0.0.0/8, but not all"
                  + " addresses, with commas between them");
      List<String> origins =
          values.list(
              "admin.origins",
              text -> Optional.of(text).filter(ORIGIN.asMatchPredicate()),
              "origins such as https://panel.example.org, with commas between them");
      return new Trust(new AddressRanges(Set.copyOf(proxies)), origins);
    }

    public Trust {
      adminOrigins = List.copyOf(adminOrigins);
    }
  }
}
