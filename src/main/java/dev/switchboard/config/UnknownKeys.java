package dev.switchboard.config;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds unknown keys, and suggests the known ones that were probably meant. */
final class UnknownKeys {
  private final Set<String> known;
  private final Set<String> sections;

  UnknownKeys(Set<String> known) {
    this.known = known;
    this.sections =
        known.stream()
            .map(key -> key.substring(0, key.lastIndexOf('.')))
            .collect(toUnmodifiableSet());
  }

  /**
   * The problems, ordered by name. Values are not shown: one may be a secret under a wrong key.
   *
   * @param values all values, resolved
   * @param roots the names at the root of {@code values} to check
   */
  List<ConfigProblem> in(Config values, Set<String> roots) {
    List<ConfigProblem> findings = new ArrayList<>();
    Map<String, ConfigValue> looked = new TreeMap<>(values.root());
    looked.keySet().retainAll(roots);
    collect("", looked, findings);
    return findings;
  }

  private void collect(
      String above, Map<String, ConfigValue> section, Collection<ConfigProblem> findings) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(section).entrySet()) {
      ConfigValue value = entry.getValue();
      String key = above + ConfigUtil.joinPath(entry.getKey());
      if (sections.contains(key)) {
        if (value instanceof ConfigObject inner) {
          collect(key + ".", inner, findings);
        } else {
          findings.add(
              new ConfigProblem(
                  key, "a single value (" + ValueOrigin.of(value) + ")", "a section, in braces"));
        }
      } else if (!known.contains(key)) {
        findings.add(
            new ConfigProblem(
                key, "a key that nothing reads (" + ValueOrigin.of(value) + ")", advice(key)));
      }
    }
  }

  private String advice(String key) {
    return nearest(key)
        .map(near ->
            sections.contains(near) ? near : near + " (" + Environment.variableOf(near) + ")")
        .orElse("one of the keys of project-docs/configuration.md");
  }

  /** A known key with a small difference in spelling, or the same name in another section. */
  private Optional<String> nearest(String key) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    return NearestName.to(key, known)
        .or(() -> known.stream().filter(other -> other.endsWith("." + name)).findFirst())
        .or(() -> NearestName.to(Configuration.SECTION + "." + key, known))
        .or(() -> NearestName.to(key, sections))
        .or(() -> NearestName.to(Configuration.SECTION + "." + key, sections))
        .filter(near -> !near.equals(key));
  }
}
