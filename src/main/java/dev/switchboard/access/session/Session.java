package dev.switchboard.access.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The session of one browser: plain decisions, and the state that follows from them. The entity's
 * id is the hash of the session's token; the token itself is nowhere.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Session.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = Session.Live.class, name = "live"),
  @JsonSubTypes.Type(value = Session.Ended.class, name = "ended")
})
public sealed interface Session extends ClusterMessage {
  /** A use is stored only when the stored one is so old: never a write for each request. */
  Duration USE_STORED_EVERY = Duration.ofSeconds(60);

  /** Nobody has opened it. */
  record Absent() implements Session {}

  /** It is open, unless it has expired without a use since then. */
  record Live(LiveSession session) implements Session {}

  /**
   * It is over for good.
   *
   * @param by the principal that ended it; empty where it expired or was replaced
   */
  record Ended(Ending why, Optional<String> by, Instant at) implements Session {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Event.Used.class, name = "used"),
    @JsonSubTypes.Type(value = Event.Ended.class, name = "ended")
  })
  sealed interface Event {
    /** A login was successful. */
    record Opened(Holder holder, Client client, Instant at, Duration idle, Instant end)
        implements Event {}

    /** A request came with its token. */
    record Used(Client client, Instant at) implements Event {}

    /** It is over; {@code by} is empty where it expired or was replaced. */
    record Ended(Ending why, Optional<String> by, Instant at) implements Event {}
  }

  /**
   * Opens it. The reply is whether that was done: a session is opened once.
   *
   * @param idle how long it stays live without a use
   * @param end from when on it is over in any case
   */
  record Open(Holder holder, Client client, Instant at, Duration idle, Instant end)
      implements Kind.Command<Session, Event, Boolean> {
    @Override
    public Decision<Event, Boolean> decide(Session session) {
      return switch (session) {
        case Absent _ -> Decision.store(new Event.Opened(holder, client, at, idle, end), true);
        case Live _, Ended _ -> Decision.reply(false);
      };
    }
  }

  /** Uses it. The reply is the session if it is live at that time; one that is not ends. */
  record Use(Client client, Instant at)
      implements Kind.Command<Session, Event, Optional<LiveSession>> {
    @Override
    public Decision<Event, Optional<LiveSession>> decide(Session session) {
      return switch (session) {
        case Live(LiveSession live) when live.isLiveAt(at) -> used(live);
        case Live _ ->
            Decision.store(new Event.Ended(Ending.EXPIRED, Optional.empty(), at), Optional.empty());
        case Absent _, Ended _ -> Decision.reply(Optional.empty());
      };
    }

    private Decision<Event, Optional<LiveSession>> used(LiveSession live) {
      return at.isBefore(live.used().plus(USE_STORED_EVERY))
          ? Decision.reply(Optional.of(live))
          : Decision.store(new Event.Used(client, at), Optional.of(live.usedBy(client, at)));
    }
  }

  /** Ends it. The reply is whether it was live until then. */
  record End(Ending why, Optional<String> by, Instant at)
      implements Kind.Command<Session, Event, Boolean> {
    @Override
    public Decision<Event, Boolean> decide(Session session) {
      return switch (session) {
        case Live(LiveSession live) when live.isLiveAt(at) ->
            Decision.store(new Event.Ended(why, by, at), true);
        case Live _ -> Decision.store(new Event.Ended(Ending.EXPIRED, Optional.empty(), at), false);
        case Absent _, Ended _ -> Decision.reply(false);
      };
    }
  }

  /** Asks for the state. */
  record Look() implements Kind.Query<Session, Session> {
    @Override
    public Session read(Session session, long version) {
      return session;
    }
  }

  /** The state after an event. */
  default Session apply(Event event) {
    return switch (event) {
      case Event.Opened(Holder holder, Client client, Instant at, Duration idle, Instant end) ->
          new Live(new LiveSession(holder, at, client, at, client, idle, end));
      case Event.Used(Client client, Instant at) ->
          this instanceof Live(LiveSession live) ? new Live(live.usedBy(client, at)) : this;
      case Event.Ended(Ending why, Optional<String> by, Instant at) -> new Ended(why, by, at);
    };
  }
}
