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
public record Overrides(Map<String, Entry> entries) {
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
  public record Entry(String host, String target, String comment) {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Put.class, name = "put"),
    @JsonSubTypes.Type(value = Event.Dropped.class, name = "dropped")
  })
  public sealed interface Event {
    record Put(Entry entry, String by, Instant at) implements Event {}

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

  public Outcome wouldPut(Entry entry) {
    if (entry.equals(entries.get(entry.host()))) {
      return Outcome.NOTHING;
    }
    return entries.size() >= MOST && !entries.containsKey(entry.host())
        ? Outcome.TOO_MANY
        : Outcome.DONE;
  }

  public Outcome wouldDrop(String host) {
    return entries.containsKey(host) ? Outcome.DONE : Outcome.UNKNOWN;
  }

  public Overrides apply(Event event) {
    Map<String, Entry> changed = new TreeMap<>(entries);
    switch (event) {
      case Event.Put(Entry entry, _, _) -> changed.put(entry.host(), entry);
      case Event.Dropped(String host, _, _) -> changed.remove(host);
    }
    return new Overrides(changed);
  }

  /** Some of them by host: those that follow one. */
  public List<Entry> after(String host, int most) {
    return entries.values().stream()
        .filter(entry -> entry.host().compareTo(host) > 0)
        .limit(most)
        .toList();
  }

  /** Where that host is looked for instead, if elsewhere. One step: a target has no override. */
  public Optional<String> targetOf(String host) {
    return HostName.of(host)
        .flatMap(name -> Optional.ofNullable(entries.get(name)))
        .map(Entry::target);
  }
}
