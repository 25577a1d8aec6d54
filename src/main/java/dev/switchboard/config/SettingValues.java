package dev.switchboard.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.switchboard.settings.Origin;
import dev.switchboard.text.NumericAddress;
import dev.switchboard.text.WellFormed;
import dev.switchboard.values.CheckedValues;
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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values by key (without {@code switchboard.}). A wrong value becomes a {@link
 * ConfigProblem}, and a harmless one replaces it until all are read.
 */
final class SettingValues implements CheckedValues {
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{14,18}");
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

  @Override
  public boolean differs(String key) {
    return configuration.differs(full(key));
  }

  @Override
  public boolean same(String key, String other) {
    return raw(key).equals(raw(other));
  }

  @Override
  public String text(String key, int shortest, int longest) {
    String text = raw(key);
    if (text.length() < shortest || text.length() > longest) {
      wrong(key, "%,d to %,d characters".formatted(shortest, longest));
    }
    return text;
  }

  @Override
  public String word(String key, int shortest, int longest) {
    String text = raw(key);
    if (text.length() < shortest
        || text.length() > longest
        || text.chars().anyMatch(Character::isWhitespace)) {
      wrong(key, "%d to %d characters without blanks".formatted(shortest, longest));
    }
    return text;
  }

  @Override
  public String host(String key) {
    String text = word(key, 1, 255);
    if (isAmbiguous(text)) {
      wrong(key, "the name of a host, or an address as 127.0.0.1 or ::1");
    }
    return text;
  }

  private static boolean isAmbiguous(String host) {
    return NumericAddress.isAmbiguous(NumericAddress.withoutBrackets(host));
  }

  @Override
  public Optional<String> matching(String key, String pattern, String expected) {
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

  @Override
  public String secret(String key) {
    String text = raw(key);
    if (text.chars().anyMatch(Character::isISOControl)) {
      found(key, "a secret with a line break in it" + origin(key), "one line");
    }
    return text;
  }

  @Override
  public String secret(String key, String expected) {
    String text = secret(key);
    if (text.isEmpty()) {
      found(key, "nothing", expected);
    } else if (text.chars().anyMatch(Character::isWhitespace)) {
      found(key, "a secret with blanks in it" + origin(key), expected);
    }
    return text.chars().allMatch(SettingValues::isVisible) ? text : "";
  }

  private static boolean isVisible(int character) {
    return !Character.isWhitespace(character) && !Character.isISOControl(character);
  }

  @Override
  public long requiredId(String key, String expected) {
    if (raw(key).isEmpty()) {
      found(key, "nothing", expected);
      return 0;
    }
    return id(key).orElse(0);
  }

  @Override
  public OptionalLong id(String key) {
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

  @Override
  public List<Long> ids(String key) {
    return ids(key, "Discord's ids (15 to 19 digits each) with commas between them");
  }

  @Override
  public List<Long> ids(String key, String expected) {
    List<String> texts = list(key);
    List<Long> ids = texts.stream().flatMap(text -> parseId(text).stream()).distinct().toList();
    if (!texts.stream().allMatch(text -> parseId(text).isPresent())) {
      wrong(key, expected);
    }
    return ids;
  }

  /** A list of {@code host:port}, or a text with commas, as in an environment variable. */
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

  @Override
  public void required(String key, String expected) {
    if (raw(key).isEmpty()) {
      found(key, "nothing", expected);
    }
  }

  @Override
  public int number(String key, int least, int most) {
    try {
      int number = Integer.parseInt(raw(key).strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notWhole) {
      // A value out of range becomes a finding too.
    }
    wrong(key, "a whole number from %d to %d".formatted(least, most));
    return least;
  }

  @Override
  public boolean flag(String key) {
    return choice(
        key,
        Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false));
  }

  @Override
  public <T> T choice(String key, Map<String, T> choices) {
    T chosen = choices.get(raw(key).strip());
    if (chosen == null) {
      wrong(key, "one of " + String.join(", ", new TreeSet<>(choices.keySet())));
      return choices.values().iterator().next();
    }
    return chosen;
  }

  @Override
  public Duration duration(String key, Duration shortest, Duration longest) {
    // HOCON reads a bare number as milliseconds, but people mean seconds: the unit is required.
    if (DURATION.matcher(raw(key).strip()).matches()) {
      try {
        Duration duration = configuration.value(full(key)).atKey("it").getDuration("it");
        if (duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0) {
          return duration;
        }
      } catch (ConfigException notDuration) {
        // Becomes a finding below.
      }
    }
    wrong(
        key,
        "a time with its unit (as 10s or 2m) from %s to %s"
            .formatted(said(shortest), said(longest)));
    return shortest;
  }

  @Override
  public long bytes(String key, long least, long most) {
    if (DURATION.matcher(raw(key).strip()).matches()) {
      try {
        long bytes = configuration.value(full(key)).atKey("it").getBytes("it");
        if (bytes >= least && bytes <= most) {
          return bytes;
        }
      } catch (ConfigException notSize) {
        // Becomes a finding below.
      }
    }
    wrong(key, "a size with its unit (as 10 MiB) up to " + most / (1024 * 1024) + " MiB");
    return least;
  }

  @Override
  public Optional<URI> url(String key) {
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
      // Becomes a finding below.
    }
    wrong(key, "a URL that begins with https:// or http://");
    return Optional.empty();
  }

  @Override
  public <T> Optional<T> parsed(String key, Function<String, Optional<T>> parser, String expected) {
    String text = raw(key).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = parser.apply(text);
    if (value.isEmpty()) {
      wrong(key, expected);
    }
    return value;
  }

  @Override
  public <T> List<T> list(String key, Function<String, Optional<T>> parser, String expected) {
    List<String> texts = list(key);
    List<T> all = texts.stream().flatMap(text -> parser.apply(text).stream()).toList();
    if (all.size() != texts.size()) {
      wrong(key, expected);
    }
    return all;
  }

  @Override
  public String shaped(String key, Shape shape, boolean required) {
    String text = shape.isSecret() ? secret(key) : raw(key).strip();
    if (text.isEmpty() && !required) {
      return text;
    }
    Optional<String> objection = shape.objection(text);
    if (objection.isPresent()) {
      String shown = shape.isSecret() ? "a secret" : "\"" + Redaction.text(text) + "\"";
      found(key, shown + origin(key), "a usable value (" + objection.get() + ")");
      return "";
    }
    return shape.canonical(text);
  }

  @Override
  public List<String> command(String key) {
    return configuration.value(full(key)) instanceof ConfigList items
        ? items.stream().map(item -> String.valueOf(item.unwrapped())).toList()
        : Arrays.stream(raw(key).split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** A list, or a text with commas, as in an environment variable. */
  private List<String> list(String key) {
    return Arrays.stream(raw(key).split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  @Override
  public void wrong(String key, String expected) {
    String shown = "\"" + Redaction.text(raw(key)) + "\"";
    found(key, (raw(key).isEmpty() ? "nothing" : shown) + origin(key), expected);
  }

  @Override
  public void unusable(String key, String found, String expected) {
    found(key, found + origin(key), expected);
  }

  private void found(String key, String found, String expected) {
    findings.add(ConfigProblem.about(full(key), found, expected));
  }

  /** The origin of each value that is no default, by its key. */
  Map<String, Origin> origins() {
    return configuration.origins();
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
