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
 * How much an account may store that has no quota of its own. A plain decision, and the state that
 * follows from it.
 *
 * @param maxBytes empty while it is as configured, 0 for any amount
 */
public record DefaultQuota(Optional<Long> maxBytes) implements ClusterMessage {
  public static final DefaultQuota CONFIGURED = new DefaultQuota(Optional.empty());

  /** One entity. */
  public static final Kind<DefaultQuota, Event> KIND =
      Kind.of(
          "DefaultQuota",
          new Format<>("default-quota-events", 1022, Event.class),
          CONFIGURED,
          DefaultQuota::apply);

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes(@JsonSubTypes.Type(value = Event.Set.class, name = "set"))
  public sealed interface Event {
    /**
     * It is that from now on.
     *
     * @param maxBytes empty for what is configured
     */
    record Set(Optional<Long> maxBytes, String by, Instant at) implements Event {}
  }

  /**
   * Asks for it to be that. The reply is what it is then.
   *
   * @param wanted empty for what is configured
   */
  record Set(Optional<Long> wanted, String by, Instant at)
      implements Kind.Command<DefaultQuota, Event, DefaultQuota> {
    @Override
    public Decision<Event, DefaultQuota> decide(DefaultQuota now) {
      return new Decision<>(now.decide(wanted, by, at).stream().toList(), new DefaultQuota(wanted));
    }
  }

  /** Asks what it is. */
  record Look() implements Kind.Query<DefaultQuota, DefaultQuota> {
    @Override
    public DefaultQuota read(DefaultQuota now, long version) {
      return now;
    }
  }

  /** What is to happen so that it is that; nothing, if it is. */
  public Optional<Event> decide(Optional<Long> wanted, String by, Instant at) {
    return maxBytes.equals(wanted) ? Optional.empty() : Optional.of(new Event.Set(wanted, by, at));
  }

  public DefaultQuota apply(Event event) {
    return switch (event) {
      case Event.Set(Optional<Long> wanted, _, _) -> new DefaultQuota(wanted);
    };
  }
}
