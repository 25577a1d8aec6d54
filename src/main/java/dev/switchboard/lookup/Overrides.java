package dev.switchboard.lookup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The overrides of host names, which take precedence over the name service: the state and its
 * decisions.
 *
 * @param entries the overrides by normalised host name
 */
public record Overrides(Map<String, NameOverride> entries) {
  public static final Overrides NONE = new Overrides(Map.of());

  /** The kind, with a single entity for all overrides, because they are few. */
  public static final Kind<Overrides, Event> KIND =
      Kind.of(
          "NameOverrides",
          new Format<>("name-override-events", 1023, Event.class),
          NONE,
          Overrides::apply);

  /** The number of overrides that fit into one message between nodes: 64 KiB. */
  static final int PAGE = 20;

  /** The known version of a reader that knows none. */
  static final long NO_VERSION = -1;

  /** The limit on overrides: more are the mistake of a script. */
  static final int MOST = 1_000;

  public Overrides {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /**
   * An override.
   *
   * @param host the normalised name of the host
   * @param target the normalised name, or the address, to use in its place
   * @param comment the reason; may be empty
   */
  public record NameOverride(String host, String target, String comment) {}

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Put.class, name = "put"),
    @JsonSubTypes.Type(value = Event.Dropped.class, name = "dropped")
  })
  public sealed interface Event {
    record Put(NameOverride entry, String by, Instant at) implements Event {}

    record Dropped(String host, String by, Instant at) implements Event {}
  }

  /** Adds or replaces an override. */
  record Put(NameOverride entry, String by, Instant at)
      implements Kind.Command<Overrides, Event, Outcome> {
    @Override
    public Decision<Event, Outcome> decide(Overrides overrides) {
      return follow(overrides.wouldPut(entry), new Event.Put(entry, by, at));
    }
  }

  /** Removes an override. */
  record Drop(String host, String by, Instant at)
      implements Kind.Command<Overrides, Event, Outcome> {
    @Override
    public Decision<Event, Outcome> decide(Overrides overrides) {
      return follow(overrides.wouldDrop(host), new Event.Dropped(host, by, at));
    }
  }

  /**
   * Asks for a page of overrides, ordered by host.
   *
   * @param known the version that the caller knows; if it is current, the page is empty
   * @param after the last host of the page before; empty for the first page
   */
  record Show(long known, String after) implements Kind.Query<Overrides, Shown> {
    @Override
    public Shown read(Overrides overrides, long version) {
      if (known == version) {
        return new Shown(version, List.of(), false);
      }
      List<NameOverride> following = overrides.after(after, PAGE + 1);
      return new Shown(
          version, following.subList(0, Math.min(PAGE, following.size())), following.size() > PAGE);
    }
  }

  /**
   * A page of overrides.
   *
   * @param version the number of events behind the state
   * @param more whether further overrides follow
   */
  record Shown(long version, List<NameOverride> entries, boolean more) implements ClusterMessage {}

  private static Decision<Event, Outcome> follow(Outcome outcome, Event event) {
    return outcome == Outcome.DONE ? Decision.store(event, outcome) : Decision.reply(outcome);
  }

  /** The result of a command. */
  public enum Outcome implements ClusterMessage {
    DONE,
    /** The state is already as requested. */
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

  /** Some overrides, ordered by host, after the given host. */
  public List<NameOverride> after(String host, int most) {
    return entries.values().stream()
        .filter(nameOverride -> nameOverride.host().compareTo(host) > 0)
        .limit(most)
        .toList();
  }

  /** The target of a host's override, if there is one. The target's own override is not applied. */
  public Optional<String> targetOf(String host) {
    return HostName.of(host)
        .flatMap(name -> Optional.ofNullable(entries.get(name)))
        .map(NameOverride::target);
  }
}
