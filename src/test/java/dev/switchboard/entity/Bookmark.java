package dev.switchboard.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * A place in a long list, one for each reader. Only tests ask it.
 *
 * @param entry the number of the last entry that was read; 0 for none
 */
public record Bookmark(long entry) implements ClusterMessage {
  /** One entity for each reader. */
  public static final Kind<Bookmark, Event> KIND =
      Kind.of(
          "TestBookmark",
          new Format<>("test-bookmark-events", 9002, Event.class),
          new Bookmark(0),
          Bookmark::apply);

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes(@JsonSubTypes.Type(value = Event.Moved.class, name = "moved"))
  public sealed interface Event {
    record Moved(long entry, Instant at) implements Event {}
  }

  /** Moves it on, never back. The reply is where it is then. */
  public record Move(long entry, Instant at) implements Kind.Command<Bookmark, Event, Bookmark> {
    @Override
    public Decision<Event, Bookmark> decide(Bookmark now) {
      return entry <= now.entry()
          ? Decision.reply(now)
          : Decision.store(new Event.Moved(entry, at), new Bookmark(entry));
    }
  }

  /** Asks where it is. */
  public record Look() implements Kind.Query<Bookmark, Bookmark> {
    @Override
    public Bookmark read(Bookmark now, long version) {
      return now;
    }
  }

  private Bookmark apply(Event event) {
    return switch (event) {
      case Event.Moved(long to, _) -> new Bookmark(to);
    };
  }
}
