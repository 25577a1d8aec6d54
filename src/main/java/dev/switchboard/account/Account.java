package dev.switchboard.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known under a name: the account that bears it, if any, whether the name is blocked,
 * and what is still to be erased of an account that is gone. Plain decisions, and the state that
 * follows from them. Passwords are never here, only their hashes.
 */
public record Account(
    Optional<Holder> holder, Optional<Block> block, Optional<Leftovers> leftovers) {
  /** A name that nobody ever had. */
  public static final Account NONE =
      new Account(Optional.empty(), Optional.empty(), Optional.empty());

  /** On each event. Fixed for ever. */
  static final String TAG = "account";

  /** One entity for each normalised name. */
  public static final Kind<Account, Event> KIND =
      Kind.of("Account", new Format<>("account-events", 1021, Event.class), NONE, Account::apply)
          .tagged(_ -> Set.of(TAG));

  /**
   * The account.
   *
   * @param passwordHash of Argon2id; empty where nobody may sign in by password
   * @param origin how it came to be
   * @param discordUser whose it is on Discord, if anybody's
   * @param maxBytes how much it may store: empty for the default, 0 for any amount
   */
  public record Holder(
      Optional<String> passwordHash,
      Origin origin,
      Optional<Long> discordUser,
      Instant created,
      Optional<Long> maxBytes) {
    Holder withQuota(Optional<Long> bytes) {
      return new Holder(passwordHash, origin, discordUser, created, bytes);
    }

    @Override
    public String toString() {
      return "Holder[origin=%s, created=%s]".formatted(origin, created);
    }
  }

  /** How an account came to be. */
  public enum Origin {
    /** Somebody asked for it, while registration was open. */
    REGISTERED,
    /** An administrator made it. */
    MADE,
    /** At the first login by way of Discord. */
    DISCORD
  }

  /** The name may not be taken. */
  public record Block(String reason, String by, Instant at) {}

  /**
   * What an account left behind when it was removed.
   *
   * @param discordUser whose stored messages and files are to be erased
   */
  public record Leftovers(long discordUser, Instant since) {}

  /** What is asked for. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Create.class, name = "create"),
    @JsonSubTypes.Type(value = Command.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = Command.Erased.class, name = "erased"),
    @JsonSubTypes.Type(value = Command.Block.class, name = "block"),
    @JsonSubTypes.Type(value = Command.Unblock.class, name = "unblock"),
    @JsonSubTypes.Type(value = Command.SetQuota.class, name = "set-quota")
  })
  public sealed interface Command {
    record Create(
        Optional<String> passwordHash,
        Origin origin,
        Optional<Long> discordUser,
        String by,
        Instant at)
        implements Command {
      @Override
      public String toString() {
        return "Create[origin=%s, by=%s, at=%s]".formatted(origin, by, at);
      }
    }

    /** Ends the account, if there is one, and blocks the name. */
    record Remove(String reason, String by, Instant at) implements Command {}

    /** What was left behind is erased, as far as it can be now. */
    record Erased(Belongings.Erasure erasure, Instant at) implements Command {}

    record Block(String reason, String by, Instant at) implements Command {}

    record Unblock(String by, Instant at) implements Command {}

    /**
     * Says how much the account may store.
     *
     * @param maxBytes empty for the default, 0 for any amount
     */
    record SetQuota(Optional<Long> maxBytes, String by, Instant at) implements Command {}
  }

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Event.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Event.Erased.class, name = "erased"),
    @JsonSubTypes.Type(value = Event.Blocked.class, name = "blocked"),
    @JsonSubTypes.Type(value = Event.Unblocked.class, name = "unblocked"),
    @JsonSubTypes.Type(value = Event.QuotaSet.class, name = "quota-set")
  })
  public sealed interface Event {
    record Created(
        Optional<String> passwordHash,
        Origin origin,
        Optional<Long> discordUser,
        String by,
        Instant at)
        implements Event {
      @Override
      public String toString() {
        return "Created[origin=%s, by=%s, at=%s]".formatted(origin, by, at);
      }
    }

    /**
     * Credentials, quota and sessions ended with it, and the name is blocked, all at once. Enough
     * to be the same name without what came before, which is deleted: hashes of passwords with it.
     */
    record Removed(String reason, String by, Optional<Leftovers> leftovers, Instant at)
        implements Event {}

    /** Nothing is left of it. */
    record Erased(Belongings.Erasure erasure, Instant at) implements Event {}

    record Blocked(String reason, String by, Instant at) implements Event {}

    record Unblocked(String by, Instant at) implements Event {}

    record QuotaSet(Optional<Long> maxBytes, String by, Instant at) implements Event {}
  }

  /** What becomes of a command. */
  public sealed interface Decision {
    record Persist(Event event) implements Decision {}

    /** It is so already. */
    record Nothing() implements Decision {}

    record Refuse(Reason reason) implements Decision {}
  }

  /** Why something is not done. */
  public enum Reason {
    /** The name is taken. */
    TAKEN,
    /** The name is blocked. */
    BLOCKED,
    /** What the former account of that name left behind is not erased yet. */
    NOT_ERASED_YET,
    /** There is no account of that name. */
    UNKNOWN
  }

  public Decision decide(Command command) {
    return switch (command) {
      case Command.Create create -> decide(create);
      case Command.Remove(String reason, String by, Instant at) ->
          holder.isEmpty() && block.isPresent()
              ? new Decision.Nothing()
              : new Decision.Persist(new Event.Removed(reason, by, leftBehind(at), at));
      case Command.Erased(Belongings.Erasure erasure, Instant at) ->
          leftovers.isPresent() && erasure.kept() == 0
              ? new Decision.Persist(new Event.Erased(erasure, at))
              : new Decision.Nothing();
      case Command.Block(String reason, String by, Instant at) ->
          new Decision.Persist(new Event.Blocked(reason, by, at));
      case Command.Unblock(String by, Instant at) ->
          block.isPresent()
              ? new Decision.Persist(new Event.Unblocked(by, at))
              : new Decision.Nothing();
      case Command.SetQuota(Optional<Long> maxBytes, String by, Instant at) ->
          holder
              .<Decision>map(held ->
                  held.maxBytes().equals(maxBytes)
                      ? new Decision.Nothing()
                      : new Decision.Persist(new Event.QuotaSet(maxBytes, by, at)))
              .orElseGet(() -> new Decision.Refuse(Reason.UNKNOWN));
    };
  }

  private Decision decide(Command.Create create) {
    if (holder.isPresent()) {
      return new Decision.Refuse(Reason.TAKEN);
    }
    if (block.isPresent()) {
      return new Decision.Refuse(Reason.BLOCKED);
    }
    if (leftovers.isPresent()) {
      return new Decision.Refuse(Reason.NOT_ERASED_YET);
    }
    return new Decision.Persist(
        new Event.Created(
            create.passwordHash(),
            create.origin(),
            create.discordUser(),
            create.by(),
            create.at()));
  }

  /** What is to be erased once the account is removed. */
  private Optional<Leftovers> leftBehind(Instant at) {
    return holder
        .flatMap(Holder::discordUser)
        .map(user -> new Leftovers(user, at))
        .or(() -> leftovers);
  }

  public Account apply(Event event) {
    return switch (event) {
      case Event.Created(
              Optional<String> hash,
              Origin origin,
              Optional<Long> user,
              _,
              Instant at) ->
          new Account(
              Optional.of(new Holder(hash, origin, user, at, Optional.empty())), block, leftovers);
      case Event.Removed(String reason, String by, Optional<Leftovers> left, Instant at) ->
          // The first ones did not say what was left.
          new Account(
              Optional.empty(),
              Optional.of(new Block(reason, by, at)),
              left.or(() -> leftBehind(at)));
      case Event.Erased _ -> new Account(holder, block, Optional.empty());
      case Event.Blocked(String reason, String by, Instant at) ->
          new Account(holder, Optional.of(new Block(reason, by, at)), leftovers);
      case Event.Unblocked _ -> new Account(holder, Optional.empty(), leftovers);
      case Event.QuotaSet(Optional<Long> maxBytes, _, _) ->
          new Account(holder.map(held -> held.withQuota(maxBytes)), block, leftovers);
    };
  }
}
