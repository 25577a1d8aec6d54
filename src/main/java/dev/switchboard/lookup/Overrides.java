package dev.switchboard.lookup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hosts that are looked for elsewhere than where the name service says. Plain decisions, and the
 * state that follows from them.
 *
 * @param entries by normalised name
 */
public record Overrides(Map<String, NameOverride> entries) {
  public static final Overrides NONE = new Overrides(Map.of());

  /** More are a mistake of a script. */
  static final int MOST = 1_000;

  public Overrides {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /**
   * One of them.
   *
   * @param host the normalised name that is looked for
   * @param target the normalised name, or the address, that is taken for it
   * @param comment why; may be empty
   */
  public record NameOverride(String host, String target, String comment) {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Put.class, name = "put"),
    @JsonSubTypes.Type(value = Event.Dropped.class, name = "dropped")
  })
  public sealed interface Event {
    record Put(NameOverride entry, String by, Instant at) implements Event {}

    record Dropped(String host, String by, Instant at) implements Event {}
  }

  /** What becomes of a wish. */
  public enum Outcome {
    DONE,
    /** It is so already. */
    NOTHING,
    TOO_MANY,
    UNKNOWN
  }

  public Outcome wouldPut(NameOverride nameOverride) {
    if (nameOverride.equals(entries.get(nameOverride.host()))) {
      return Outcome.NOTHING;
    }
    return entries.size() >= MOST && !entries.containsKey(nameOverride.host())
        ? Outcome.TOO_MANY
        : Outcome.DONE;
  }

  public Outcome wouldDrop(String host) {
    return entries.containsKey(host) ? Outcome.DONE : Outcome.UNKNOWN;
  }

  public Overrides apply(Event event) {
    Map<String, NameOverride> changed = new TreeMap<>(entries);
    switch (event) {
      case Event.Put(NameOverride nameOverride, _, _) ->
          changed.put(nameOverride.host(), nameOverride);
      case Event.Dropped(String host, _, _) -> changed.remove(host);
    }
    return new Overrides(changed);
  }

  /** Some of them by host: those that follow one. */
  public List<NameOverride> after(String host, int most) {
    return entries.values().stream()
        .filter(nameOverride -> nameOverride.host().compareTo(host) > 0)
        .limit(most)
        .toList();
  }

  /** Where that host is looked for instead, if elsewhere. One step: a target has no override. */
  public Optional<String> targetOf(String host) {
    return HostName.of(host)
        .flatMap(name -> Optional.ofNullable(entries.get(name)))
        .map(NameOverride::target);
  }
}
