package dev.switchboard.access;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The named tokens of administrators: the state, its commands and its events. It holds only hashes,
 * never the tokens themselves.
 *
 * @param grants the tokens, in the order in which they were given
 */
public record AdminGrants(List<Grant> grants) implements ClusterMessage {
  public static final AdminGrants NONE = new AdminGrants(List.of());

  /** The kind, with a single entity for all named tokens, because they are few. */
  public static final Kind<AdminGrants, Event> KIND =
      Kind.of(
          "AdminTokens",
          new Format<>("admin-tokens-events", 1005, Event.class),
          NONE,
          AdminGrants::apply);

  /** The limit on tokens: more are the mistake of a script. */
  static final int MOST = 1_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@ -]{0,63}");

  public AdminGrants {
    grants = List.copyOf(grants);
  }

  /**
   * A named token and its scopes.
   *
   * @param hash SHA-256 of the token, in hexadecimal digits
   * @param expires the time from which it is invalid; empty for never
   * @param givenBy the name of the token that gave it
   */
  public record Grant(
      String name,
      String hash,
      Set<Scope> scopes,
      Instant given,
      Optional<Instant> expires,
      String givenBy) {
    public Grant {
      scopes = Set.copyOf(scopes);
    }

    /** Whether it has not expired at this time. */
    public boolean isGoodAt(Instant now) {
      return expires.map(now::isBefore).orElse(true);
    }
  }

  /** A change of the tokens. The reply is the reason of a refusal; empty if the change is made. */
  public sealed interface Command extends Kind.Command<AdminGrants, Event, Optional<Reason>> {
    record Give(Grant grant) implements Command {}

    record Take(String name, String by, Instant at) implements Command {}

    @Override
    default Decision<Event, Optional<Reason>> decide(AdminGrants grants) {
      return grants.decide(this);
    }
  }

  /** Asks for all tokens. */
  record All() implements Kind.Query<AdminGrants, AdminGrants> {
    @Override
    public AdminGrants read(AdminGrants grants, long version) {
      return grants;
    }
  }

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Given.class, name = "given"),
    @JsonSubTypes.Type(value = Event.Taken.class, name = "taken")
  })
  public sealed interface Event {
    record Given(Grant grant) implements Event {}

    record Taken(String name, String by, Instant at) implements Event {}
  }

  /** The reason of a refusal. */
  public enum Reason implements ClusterMessage {
    NAME_UNUSABLE("a name has 1 to 64 letters, digits, blanks and . _ @ -, and is not root"),
    NAME_TAKEN("there is a token of that name already"),
    NO_SCOPE("a token needs at least one scope"),
    EXPIRED_ALREADY("the time at which it expires is over already"),
    TOO_MANY("there are 1,000 tokens already; take some back first"),
    UNKNOWN("there is no token of that name");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The reason in words, for people. */
    public String words() {
      return words;
    }
  }

  public Decision<Event, Optional<Reason>> decide(Command command) {
    return switch (command) {
      case Command.Give(Grant grant) -> unless(objection(grant), new Event.Given(grant));
      case Command.Take(String name, String by, Instant at) ->
          unless(
              named(name).isPresent() ? Optional.empty() : Optional.of(Reason.UNKNOWN),
              new Event.Taken(name, by, at));
    };
  }

  private static Decision<Event, Optional<Reason>> unless(Optional<Reason> against, Event event) {
    return against.isPresent() ? Decision.reply(against) : Decision.store(event, against);
  }

  public AdminGrants apply(Event event) {
    return switch (event) {
      case Event.Given(Grant grant) ->
          new AdminGrants(Stream.concat(grants.stream(), Stream.of(grant)).toList());
      case Event.Taken(String name, _, _) ->
          new AdminGrants(grants.stream().filter(grant -> !grant.name().equals(name)).toList());
    };
  }

  /** The token with this hash, if it is valid at this time. */
  public Optional<Grant> holderOf(String hash, Instant now) {
    return grants.stream()
        .filter(grant -> grant.hash().equals(hash) && grant.isGoodAt(now))
        .findFirst();
  }

  private Optional<Grant> named(String name) {
    return grants.stream().filter(grant -> grant.name().equals(name)).findFirst();
  }

  private Optional<Reason> objection(Grant grant) {
    if (!NAME.matcher(grant.name()).matches() || grant.name().equalsIgnoreCase(Caller.ROOT_NAME)) {
      return Optional.of(Reason.NAME_UNUSABLE);
    }
    if (named(grant.name()).isPresent()) {
      return Optional.of(Reason.NAME_TAKEN);
    }
    if (grant.scopes().isEmpty()) {
      return Optional.of(Reason.NO_SCOPE);
    }
    if (!grant.isGoodAt(grant.given())) {
      return Optional.of(Reason.EXPIRED_ALREADY);
    }
    return grants.size() >= MOST ? Optional.of(Reason.TOO_MANY) : Optional.empty();
  }
}
