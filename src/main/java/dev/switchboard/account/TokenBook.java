package dev.switchboard.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.text.WellFormed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The registration tokens, each good for a number of accounts: the state and its decisions. All are
 * in one entity, because they are few and are listed together.
 *
 * @param tokens the tokens, in the order in which they were made
 */
public record TokenBook(List<Token> tokens) implements ClusterMessage {
  public static final TokenBook EMPTY = new TokenBook(List.of());

  /**
   * The kind, with a single entity for all tokens, so that of simultaneous calls each sees the uses
   * before it.
   */
  public static final Kind<TokenBook, Event> KIND =
      Kind.of(
          "RegistrationTokens",
          new Format<>("registration-token-events", 1041, Event.class),
          EMPTY,
          TokenBook::apply);

  /** The limit on tokens: all have to fit into one message between nodes (1 MiB). */
  static final int MOST = 500;

  /** The largest number of accounts that a token may make. */
  static final int MOST_USES = 1_000_000;

  private static final int LONGEST_COMMENT = 200;

  /** Characters that need no escape in an address, and enough of them to prevent guessing. */
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._~-]{6,128}");

  public TokenBook {
    tokens = List.copyOf(tokens);
  }

  /**
   * A registration token. It is kept in plain text, because administrators pass it on again.
   *
   * @param maxUses the number of accounts that it may make
   * @param used the number of its uses so far
   * @param comment for administrators; may be empty
   * @param createdBy the name of the principal who made it
   * @param expires the time from which it is invalid; empty for never
   */
  public record Token(
      String token,
      int maxUses,
      int used,
      String comment,
      Instant created,
      String createdBy,
      Optional<Instant> expires) {
    public boolean hasExpiredAt(Instant now) {
      return expires.map(end -> !now.isBefore(end)).orElse(false);
    }

    public boolean isUsedUp() {
      return used >= maxUses;
    }

    private Token withUsed(int number) {
      return new Token(token, maxUses, number, comment, created, createdBy, expires);
    }

    /** Without the token itself, which is a secret. */
    @Override
    public String toString() {
      return "Token[maxUses=%d, used=%d, createdBy=%s]".formatted(maxUses, used, createdBy);
    }
  }

  /** A change of the tokens. */
  public sealed interface Command extends Kind.Command<TokenBook, Event, Answer> {
    /**
     * Makes a token. An existing token keeps its count of uses and takes the other values from
     * this.
     */
    record Make(Token token) implements Command {}

    /** Counts one use. */
    record Use(String token, Instant at) implements Command {}

    record Revoke(String token, String by, Instant at) implements Command {}

    @Override
    default Decision<Event, Answer> decide(TokenBook book) {
      return book.decide(this);
    }
  }

  /** Asks for all tokens. */
  record All() implements Kind.Query<TokenBook, TokenBook> {
    @Override
    public TokenBook read(TokenBook book, long version) {
      return book;
    }
  }

  /**
   * The reply to a command.
   *
   * @param against the reason of a refusal; empty if the command is done
   * @param book the tokens after the command
   */
  public record Answer(Optional<Reason> against, TokenBook book) implements ClusterMessage {}

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Made.class, name = "made"),
    @JsonSubTypes.Type(value = Event.Used.class, name = "used"),
    @JsonSubTypes.Type(value = Event.Revoked.class, name = "revoked")
  })
  public sealed interface Event {
    record Made(Token token) implements Event {}

    record Used(String token, Instant at) implements Event {}

    record Revoked(String token, String by, Instant at) implements Event {}
  }

  /** The reason of a refusal. */
  public enum Reason {
    UNUSABLE("token must be 6 to 128 letters, digits and . _ ~ -"),
    USES("max_uses must be at most 1000000"),
    COMMENT("comment must be one line of at most 200 characters"),
    EXPIRED_ALREADY("the time at which it expires is over already"),
    TOO_MANY("there are 500 registration tokens already; revoke some first"),
    UNKNOWN("registration token not found"),
    EXPIRED("registration token has expired"),
    USED_UP("registration token has been fully used");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The reason in words, for people. */
    public String words() {
      return words;
    }
  }

  public Decision<Event, Answer> decide(Command command) {
    return switch (command) {
      case Command.Make(Token next) ->
          unless(
              objection(next),
              new Event.Made(next.withUsed(of(next.token()).map(Token::used).orElse(0))));
      case Command.Use(String token, Instant at) ->
          unless(objection(token, at), new Event.Used(token, at));
      case Command.Revoke(String token, String by, Instant at) ->
          unless(
              of(token).isPresent() ? Optional.empty() : Optional.of(Reason.UNKNOWN),
              new Event.Revoked(token, by, at));
    };
  }

  private Decision<Event, Answer> unless(Optional<Reason> against, Event event) {
    return against.isPresent()
        ? Decision.reply(new Answer(against, this))
        : Decision.store(event, new Answer(against, apply(event)));
  }

  public TokenBook apply(Event event) {
    return switch (event) {
      case Event.Made(Token made) ->
          new TokenBook(
              of(made.token()).isPresent()
                  ? tokens.stream()
                      .map(one -> one.token().equals(made.token()) ? made : one)
                      .toList()
                  : Stream.concat(tokens.stream(), Stream.of(made)).toList());
      case Event.Used(String token, _) ->
          new TokenBook(
              tokens.stream()
                  .map(one -> one.token().equals(token) ? one.withUsed(one.used() + 1) : one)
                  .toList());
      case Event.Revoked(String token, _, _) ->
          new TokenBook(tokens.stream().filter(one -> !one.token().equals(token)).toList());
    };
  }

  /** The token with these characters, if there is one. */
  public Optional<Token> of(String token) {
    return tokens.stream().filter(one -> one.token().equals(token)).findFirst();
  }

  /** The reason why a token cannot be used at this time; empty if it can. */
  public Optional<Reason> objection(String token, Instant now) {
    Optional<Token> found = of(token);
    if (found.isEmpty()) {
      return Optional.of(Reason.UNKNOWN);
    }
    if (found.get().hasExpiredAt(now)) {
      return Optional.of(Reason.EXPIRED);
    }
    return found.get().isUsedUp() ? Optional.of(Reason.USED_UP) : Optional.empty();
  }

  private Optional<Reason> objection(Token next) {
    if (!USABLE.matcher(next.token()).matches()) {
      return Optional.of(Reason.UNUSABLE);
    }
    if (next.maxUses() > MOST_USES) {
      return Optional.of(Reason.USES);
    }
    if (next.comment().length() > LONGEST_COMMENT || !WellFormed.isLine(next.comment())) {
      return Optional.of(Reason.COMMENT);
    }
    if (next.hasExpiredAt(next.created())) {
      return Optional.of(Reason.EXPIRED_ALREADY);
    }
    return tokens.size() >= MOST && of(next.token()).isEmpty()
        ? Optional.of(Reason.TOO_MANY)
        : Optional.empty();
  }
}
