package dev.switchboard.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * The default quota, for accounts without a quota of their own, with its decision.
 *
 * @param maxBytes empty for the configured value, 0 for no limit
 */
public record DefaultQuota(Optional<Long> maxBytes) implements ClusterMessage {
  public static final DefaultQuota CONFIGURED = new DefaultQuota(Optional.empty());

  /** The kind, with a single entity. */
  public static final Kind<DefaultQuota, Event> KIND =
      Kind.of(
          "DefaultQuota",
          new Format<>("default-quota-events", 1022, Event.class),
          CONFIGURED,
          DefaultQuota::apply);

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes(@JsonSubTypes.Type(value = Event.Set.class, name = "set"))
  public sealed interface Event {
    /**
     * The default quota was set.
     *
     * @param maxBytes empty for the configured value
     */
    record Set(Optional<Long> maxBytes, String by, Instant at) implements Event {}
  }

  /**
   * Sets the default quota. The reply is the new value.
   *
   * @param wanted empty for the configured value
   */
  record Set(Optional<Long> wanted, String by, Instant at)
      implements Kind.Command<DefaultQuota, Event, DefaultQuota> {
    @Override
    public Decision<Event, DefaultQuota> decide(DefaultQuota now) {
      return new Decision<>(now.decide(wanted, by, at).stream().toList(), new DefaultQuota(wanted));
    }
  }

  /** Asks for the default quota. */
  record Look() implements Kind.Query<DefaultQuota, DefaultQuota> {
    @Override
    public DefaultQuota read(DefaultQuota now, long version) {
      return now;
    }
  }

  /** The event that makes this the default quota; empty if it is so already. */
  public Optional<Event> decide(Optional<Long> wanted, String by, Instant at) {
    return maxBytes.equals(wanted) ? Optional.empty() : Optional.of(new Event.Set(wanted, by, at));
  }

  public DefaultQuota apply(Event event) {
    return switch (event) {
      case Event.Set(Optional<Long> wanted, _, _) -> new DefaultQuota(wanted);
    };
  }
}
