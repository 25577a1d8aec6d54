package dev.switchboard.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.SettingType;
import dev.switchboard.text.NumericAddress;
import dev.switchboard.text.WellFormed;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values by key (without {@code switchboard.}). A wrong one becomes a {@link
 * ConfigProblem}, and something harmless stands in for it until all are read.
 */
final class SettingValues {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<host>[^:\\[\\]\\s/]+)|\\[(?<v6>[0-9a-fA-F:.]+)]):(?<port>[1-9][0-9]{0,4})");

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{14,18}");
  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/?#\\s]+");
  private static final Pattern NODE = Pattern.compile("([^\\s:,]+):([1-9][0-9]{0,4})");
  private static final Pattern DURATION = Pattern.compile("\\d+(\\.\\d+)?\\s*[a-zA-Z]+");

  private final Configuration configuration;
  private final List<ConfigProblem> findings;

  SettingValues(Configuration configuration) {
    this.configuration = configuration;
    this.findings = new ArrayList<>(configuration.misspelt());
  }

  List<ConfigProblem> findings() {
    return findings;
  }

  /** Whether a key has another value than its default. */
  boolean differs(String key) {
    return configuration.differs(full(key));
  }

  /** Whether two keys hold the same. */
  boolean same(String key, String other) {
    return raw(key).equals(raw(other));
  }

  /** A text of some length; 0 allows none. */
  String text(String key, int shortest, int longest) {
    String text = raw(key);
    if (text.length() < shortest || text.length() > longest) {
      wrong(key, "%,d to %,d characters".formatted(shortest, longest));
    }
    return text;
  }

  /** A text without blanks. */
  String word(String key, int shortest, int longest) {
    String text = raw(key);
    if (text.length() < shortest
        || text.length() > longest
        || text.chars().anyMatch(Character::isWhitespace)) {
      wrong(key, "%d to %d characters without blanks".formatted(shortest, longest));
    }
    return text;
  }

  /** Where to listen or to be reached; no number that programs read as different addresses. */
  String host(String key) {
    String text = word(key, 1, 255);
    if (isAmbiguous(text)) {
      wrong(key, "the name of a host, or an address as 127.0.0.1 or ::1");
    }
    return text;
  }

  private static boolean isAmbiguous(String host) {
    return NumericAddress.isAmbiguous(NumericAddress.withoutBrackets(host));
  }

  Optional<String> matching(String key, String pattern, String expected) {
    String text = raw(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches(pattern)) {
      wrong(key, expected);
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** A text that is never shown. */
  String secret(String key) {
    String text = raw(key);
    if (text.chars().anyMatch(Character::isISOControl)) {
      found(key, "a secret with a line break in it" + origin(key), "one line");
    }
    return text;
  }

  String secret(String key, String expected) {
    String text = secret(key);
    if (text.isEmpty()) {
      found(key, "nothing", expected);
    } else if (text.chars().anyMatch(Character::isWhitespace)) {
      found(key, "a secret with blanks in it" + origin(key), expected);
    }
    return text;
  }

  long requiredId(String key, String expected) {
    if (raw(key).isEmpty()) {
      found(key, "nothing", expected);
      return 0;
    }
    return id(key).orElse(0);
  }

  OptionalLong id(String key) {
    String text = raw(key);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return parseId(text)
        .map(OptionalLong::of)
        .orElseGet(() -> {
          wrong(key, "one of Discord's ids, 15 to 19 digits");
          return OptionalLong.empty();
        });
  }

  List<Long> ids(String key) {
    return ids(key, "Discord's ids (15 to 19 digits each) with commas between them");
  }

  /** A list, or as in an environment variable a text with commas. */
  List<Long> ids(String key, String expected) {
    List<String> texts = list(key);
    List<Long> ids = texts.stream().flatMap(text -> parseId(text).stream()).distinct().toList();
    if (!texts.stream().allMatch(text -> parseId(text).isPresent())) {
      wrong(key, expected);
    }
    return ids;
  }

  /** A list of {@code host:port}, or as in an environment variable a text with commas. */
  List<ClusterSettings.Node> nodes(String key) {
    List<String> texts =
        Arrays.stream(raw(key).split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    List<ClusterSettings.Node> nodes =
        texts.stream().flatMap(text -> parseNode(text).stream()).distinct().toList();
    if (nodes.size() != texts.size()) {
      wrong(key, "host:port of nodes, each once, with commas between them");
    }
    return nodes;
  }

  private static Optional<ClusterSettings.Node> parseNode(String text) {
    Matcher node = NODE.matcher(text);
    return node.matches()
            && !isAmbiguous(node.group(1))
            && Integer.parseInt(node.group(2)) <= 65_535
        ? Optional.of(new ClusterSettings.Node(node.group(1), Integer.parseInt(node.group(2))))
        : Optional.empty();
  }

  /** Finds a key that is not set where it has to be. */
  void required(String key, String expected) {
    if (raw(key).isEmpty()) {
      found(key, "nothing", expected);
    }
  }

  int number(String key, int least, int most) {
    try {
      int number = Integer.parseInt(raw(key).strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notWhole) {
      // Falls through to the finding, as what is out of range does.
    }
    wrong(key, "a whole number from %d to %d".formatted(least, most));
    return least;
  }

  boolean flag(String key) {
    return choice(
        key,
        Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false));
  }

  <T> T choice(String key, Map<String, T> choices) {
    T chosen = choices.get(raw(key).strip());
    if (chosen == null) {
      wrong(key, "one of " + String.join(", ", new TreeSet<>(choices.keySet())));
      return choices.values().iterator().next();
    }
    return chosen;
  }

  /**
   * HOCON would take a bare number for milliseconds; a person meant seconds, so the unit is a must.
   */
  Duration duration(String key, Duration shortest, Duration longest) {
    if (DURATION.matcher(raw(key).strip()).matches()) {
      try {
        Duration duration = configuration.value(full(key)).atKey("it").getDuration("it");
        if (duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0) {
          return duration;
        }
      } catch (ConfigException notDuration) {
        // Falls through to the finding.
      }
    }
    wrong(
        key,
        "a time with its unit (as 10s or 2m) from %s to %s"
            .formatted(said(shortest), said(longest)));
    return shortest;
  }

  /** A size in bytes, with its unit. */
  long bytes(String key, long least, long most) {
    if (DURATION.matcher(raw(key).strip()).matches()) {
      try {
        long bytes = configuration.value(full(key)).atKey("it").getBytes("it");
        if (bytes >= least && bytes <= most) {
          return bytes;
        }
      } catch (ConfigException notSize) {
        // Falls through to the finding.
      }
    }
    wrong(key, "a size with its unit (as 10 MiB) up to " + most / (1024 * 1024) + " MiB");
    return least;
  }

  /** An http or https URL, without the slash at its end. */
  Optional<URI> url(String key) {
    String text = raw(key).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.replaceFirst("/+$", ""));
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && !isAmbiguous(url.getHost())
          && url.getQuery() == null
          && url.getFragment() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException notUrl) {
      // Falls through to the finding.
    }
    wrong(key, "a URL that begins with https:// or http://");
    return Optional.empty();
  }

  /** A place to listen at, as {@code 127.0.0.1:3003}; none where it is empty. */
  Optional<HttpSettings.Address> address(String key) {
    String text = raw(key).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = ADDRESS.matcher(text);
    if (matcher.matches() && Integer.parseInt(matcher.group("port")) <= 65_535) {
      String name = matcher.group("host");
      String host = name == null ? matcher.group("v6") : name;
      boolean known =
          name == null ? NumericAddress.of(host).isPresent() : !NumericAddress.isAmbiguous(name);
      if (known) {
        return Optional.of(new HttpSettings.Address(host, Integer.parseInt(matcher.group("port"))));
      }
    }
    wrong(key, "a host and a port, as 127.0.0.1:3003 or [::1]:3003");
    return Optional.empty();
  }

  /** Addresses of machines, in digits, and ranges of them. */
  AddressRanges addresses(String key) {
    List<String> texts = list(key);
    List<AddressRanges.Range> ranges =
        texts.stream().flatMap(text -> AddressRanges.Range.parse(text).stream()).toList();
    if (ranges.size() != texts.size()) {
      wrong(
          key,
          "addresses such as 10.0.0.2 or ::1 and ranges such as 10.0.0.0/8, but not all addresses,"
              + " with commas between them");
    }
    return new AddressRanges(Set.copyOf(ranges));
  }

  /** Origins of web pages, or a star for any. */
  List<String> origins(String key) {
    List<String> origins = list(key);
    if (!origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
      wrong(key, "origins such as https://panel.example.org, with commas between them");
    }
    return origins;
  }

  /**
   * The value of something that administrators may set, too; may be empty where that means none.
   */
  String setting(String key, SettingType settingType, boolean required) {
    String text = settingType == SettingType.SECRET ? secret(key) : raw(key).strip();
    if (text.isEmpty() && !required) {
      return text;
    }
    Optional<String> objection = settingType.objection(text);
    if (objection.isPresent()) {
      String shown =
          settingType == SettingType.SECRET ? "a secret" : "\"" + Redaction.text(text) + "\"";
      found(key, shown + origin(key), "a usable value (" + objection.get() + ")");
      return "";
    }
    return settingType.canonical(text);
  }

  /** A program and its arguments: a list, or as in an environment variable a text with blanks. */
  List<String> command(String key) {
    return configuration.value(full(key)) instanceof ConfigList items
        ? items.stream().map(item -> String.valueOf(item.unwrapped())).toList()
        : Arrays.stream(raw(key).split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** A list, or as in an environment variable a text with commas. */
  private List<String> list(String key) {
    return Arrays.stream(raw(key).split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /** Finds a value that cannot be, although it looks as it should. */
  void wrong(String key, String expected) {
    String shown = "\"" + Redaction.text(raw(key)) + "\"";
    found(key, (raw(key).isEmpty() ? "nothing" : shown) + origin(key), expected);
  }

  /** Finds a secret that cannot be, without showing it. */
  void unusable(String key, String found, String expected) {
    found(key, found + origin(key), expected);
  }

  private void found(String key, String found, String expected) {
    findings.add(ConfigProblem.about(full(key), found, expected));
  }

  private String origin(String key) {
    return " (" + ValueOrigin.of(configuration.value(full(key))) + ")";
  }

  private String raw(String key) {
    ConfigValue value = configuration.value(full(key));
    return switch (value) {
      case ConfigList list ->
          String.join(",", list.stream().map(item -> String.valueOf(item.unwrapped())).toList());
      case ConfigObject section -> "{...}";
      default -> WellFormed.text(String.valueOf(value.unwrapped()));
    };
  }

  private static Optional<Long> parseId(String text) {
    return ID.matcher(text.strip()).matches()
        ? Optional.of(text.strip())
            .filter(id -> id.length() < 19 || id.compareTo("9223372036854775807") <= 0)
            .map(Long::valueOf)
        : Optional.empty();
  }

  private static String full(String key) {
    return Configuration.SECTION + "." + key;
  }

  private static String said(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
