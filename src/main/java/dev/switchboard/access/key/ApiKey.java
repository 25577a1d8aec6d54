package dev.switchboard.access.key;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key of the REST API: plain decisions, and the state that follows from them. The entity's id is
 * the hash of the key; the key itself is nowhere.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ApiKey.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = ApiKey.Made.class, name = "made"),
  @JsonSubTypes.Type(value = ApiKey.Deleted.class, name = "deleted")
})
public sealed interface ApiKey extends ClusterMessage {
  /** A use is stored only when the stored one is so old: never a write for each request. */
  Duration USE_STORED_EVERY = Duration.ofSeconds(60);

  /** Nobody has made it. */
  record Absent() implements ApiKey {}

  /** It is there; it may be revoked or expired. */
  record Made(Key key) implements ApiKey {}

  /** It was deleted, for good. */
  record Deleted(String by, Instant at) implements ApiKey {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Event.Used.class, name = "used"),
    @JsonSubTypes.Type(value = Event.Revoked.class, name = "revoked"),
    @JsonSubTypes.Type(value = Event.Deleted.class, name = "deleted")
  })
  sealed interface Event {
    /** It was made. */
    record Created(
        long number,
        String name,
        String preview,
        Set<KeyPermission> permissions,
        Optional<Instant> expires,
        String by,
        Instant at)
        implements Event {
      public Created {
        permissions = KeyPermission.inOrder(permissions);
      }

      Key key() {
        return new Key(
            number,
            name,
            preview,
            permissions,
            at,
            by,
            expires,
            Optional.empty(),
            Optional.empty());
      }
    }

    /** A request came with it. */
    record Used(Instant at) implements Event {}

    /** It is good no more, and is still shown. */
    record Revoked(String by, Instant at) implements Event {}

    /** It is good no more, and is not shown any more. */
    record Deleted(String by, Instant at) implements Event {}
  }

  /** Makes it. The reply is whether that was done: a key is made once. */
  record Create(
      long number,
      String name,
      String preview,
      Set<KeyPermission> permissions,
      Optional<Instant> expires,
      String by,
      Instant at)
      implements Kind.Command<ApiKey, Event, Boolean> {
    @Override
    public Decision<Event, Boolean> decide(ApiKey key) {
      return switch (key) {
        case Absent _ -> Decision.store(created(), true);
        case Made _, Deleted _ -> Decision.reply(false);
      };
    }

    Event.Created created() {
      return new Event.Created(number, name, preview, permissions, expires, by, at);
    }
  }

  /** Uses it. The reply is what is known of it if it is good at that time. */
  record Use(Instant at) implements Kind.Command<ApiKey, Event, Optional<Key>> {
    @Override
    public Decision<Event, Optional<Key>> decide(ApiKey key) {
      return switch (key) {
        case Made(Key made) when made.isGoodAt(at) -> used(made);
        case Made _, Absent _, Deleted _ -> Decision.reply(Optional.empty());
      };
    }

    private Decision<Event, Optional<Key>> used(Key made) {
      boolean noted =
          made.used().map(used -> at.isBefore(used.plus(USE_STORED_EVERY))).orElse(false);
      return noted
          ? Decision.reply(Optional.of(made))
          : Decision.store(new Event.Used(at), Optional.of(made.usedAt(at)));
    }
  }

  /** Revokes it. The reply is whether there is one; of several revocations the first counts. */
  record Revoke(String by, Instant at) implements Kind.Command<ApiKey, Event, Boolean> {
    @Override
    public Decision<Event, Boolean> decide(ApiKey key) {
      return switch (key) {
        case Made(Key made) when made.revoked().isEmpty() ->
            Decision.store(new Event.Revoked(by, at), true);
        case Made _ -> Decision.reply(true);
        case Absent _, Deleted _ -> Decision.reply(false);
      };
    }
  }

  /** Deletes it. The reply is whether there was one. */
  record Delete(String by, Instant at) implements Kind.Command<ApiKey, Event, Boolean> {
    @Override
    public Decision<Event, Boolean> decide(ApiKey key) {
      return switch (key) {
        case Made _ -> Decision.store(new Event.Deleted(by, at), true);
        case Absent _, Deleted _ -> Decision.reply(false);
      };
    }
  }

  /** Asks for the state. */
  record Look() implements Kind.Query<ApiKey, ApiKey> {
    @Override
    public ApiKey read(ApiKey key, long version) {
      return key;
    }
  }

  /** The state after an event. */
  default ApiKey apply(Event event) {
    return switch (event) {
      case Event.Created created -> new Made(created.key());
      case Event.Used(Instant at) ->
          this instanceof Made(Key made) ? new Made(made.usedAt(at)) : this;
      case Event.Revoked(String by, Instant at) ->
          this instanceof Made(Key made)
              ? new Made(made.revoked(new Key.Revocation(by, at)))
              : this;
      case Event.Deleted(String by, Instant at) -> new Deleted(by, at);
    };
  }
}
