package dev.switchboard.http.setup;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which a browser may reach the page. A page of another site that makes its own name
 * lead to this machine (DNS rebinding) is told by the name. The port is free, since a tunnel or a
 * container may change it.
 */
public final class HostNames {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<v6>[0-9a-fA-F:]+)]|(?<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?");

  private final Set<String> names;

  /**
   * @param told names and addresses besides those of loopback
   */
  public HostNames(Set<String> told) {
    this.names =
        Stream.concat(LOOPBACK.stream(), told.stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the value of a header {@code Host} names this page. */
  public boolean allow(String host) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String six = matcher.group("v6");
    String name = six == null ? matcher.group("name") : six;
    return names.contains(name.toLowerCase(Locale.ROOT));
  }
}
