package dev.switchboard.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a name: its account, if any, its block, and the data of a removed account that is
 * still to be erased; with its decisions. It holds only hashes of passwords, never passwords.
 */
public record Account(
    Optional<Holder> holder, Optional<Block> block, Optional<Leftovers> leftovers) {
  /** The state of a name that was never used. */
  public static final Account NONE =
      new Account(Optional.empty(), Optional.empty(), Optional.empty());

  /** The tag of each event. It can never change. */
  static final String TAG = "account";

  /** The kind of the account entities; an entity's id is the normalised name. */
  public static final Kind<Account, Event> KIND =
      Kind.of("Account", new Format<>("account-events", 1021, Event.class), NONE, Account::apply)
          .tagged(_ -> Set.of(TAG));

  /**
   * The account.
   *
   * @param passwordHash the Argon2id hash; empty if nobody may sign in by password
   * @param origin how it was made
   * @param discordUser the user id of its holder on Discord, if any
   * @param maxBytes its quota in bytes: empty for the default, 0 for no limit
   * @param renewed when its password was changed or its name unblocked last
   * @param secondFactor the second factor, also while it is only begun
   */
  public record Holder(
      Optional<String> passwordHash,
      Origin origin,
      Optional<Long> discordUser,
      Instant created,
      Optional<Long> maxBytes,
      Optional<Instant> renewed,
      Optional<SecondFactor> secondFactor) {
    /** As it is made, or as an earlier version knew it. */
    public Holder(
        Optional<String> passwordHash,
        Origin origin,
        Optional<Long> discordUser,
        Instant created,
        Optional<Long> maxBytes) {
      this(
          passwordHash, origin, discordUser, created, maxBytes, Optional.empty(), Optional.empty());
    }

    /**
     * Since when its password is what it is and its name is not blocked, to the nanosecond: the
     * mark by which a session of earlier credentials is known.
     */
    public Instant since() {
      return renewed.orElse(created);
    }

    Holder withQuota(Optional<Long> bytes) {
      return new Holder(passwordHash, origin, discordUser, created, bytes, renewed, secondFactor);
    }

    Holder withPassword(String hash, Instant at) {
      return new Holder(
          Optional.of(hash), origin, discordUser, created, maxBytes, Optional.of(at), secondFactor);
    }

    Holder renewedAt(Instant at) {
      return new Holder(
          passwordHash, origin, discordUser, created, maxBytes, Optional.of(at), secondFactor);
    }

    Holder withSecondFactor(Optional<SecondFactor> factor) {
      return new Holder(passwordHash, origin, discordUser, created, maxBytes, renewed, factor);
    }

    Holder withDiscordUser(Optional<Long> user) {
      return new Holder(passwordHash, origin, user, created, maxBytes, renewed, secondFactor);
    }

    @Override
    public String toString() {
      return "Holder[origin=%s, created=%s]".formatted(origin, created);
    }
  }

  /** How an account was made. */
  public enum Origin {
    /** By a registration. */
    REGISTERED,
    /** By an administrator. */
    MADE,
    /** At the first login through Discord. */
    DISCORD
  }

  /** A block: no account may be made with the name. */
  public record Block(String reason, String by, Instant at) {}

  /**
   * The data that a removed account left behind.
   *
   * @param discordUser the user whose stored messages and files are to be erased
   */
  public record Leftovers(long discordUser, Instant since) {}

  /** A request that may change the name. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Create.class, name = "create"),
    @JsonSubTypes.Type(value = Command.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = Command.Erased.class, name = "erased"),
    @JsonSubTypes.Type(value = Command.Block.class, name = "block"),
    @JsonSubTypes.Type(value = Command.Unblock.class, name = "unblock"),
    @JsonSubTypes.Type(value = Command.SetQuota.class, name = "set-quota"),
    @JsonSubTypes.Type(value = CredentialCommand.ChangePassword.class, name = "change-password"),
    @JsonSubTypes.Type(
        value = CredentialCommand.BeginSecondFactor.class,
        name = "begin-second-factor"),
    @JsonSubTypes.Type(
        value = CredentialCommand.ConfirmSecondFactor.class,
        name = "confirm-second-factor"),
    @JsonSubTypes.Type(value = CredentialCommand.UseCode.class, name = "use-code"),
    @JsonSubTypes.Type(value = CredentialCommand.EndSecondFactor.class, name = "end-second-factor"),
    @JsonSubTypes.Type(value = CredentialCommand.Link.class, name = "link"),
    @JsonSubTypes.Type(value = CredentialCommand.Unlink.class, name = "unlink")
  })
  public sealed interface Command
      permits CredentialCommand,
          Command.Create,
          Command.Remove,
          Command.Erased,
          Command.Block,
          Command.Unblock,
          Command.SetQuota {
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

    /**
     * Removes the account, if there is one, and blocks the name.
     *
     * @param discordUser the Discord user whom {@link AccountLinks} names; empty for none
     */
    record Remove(String reason, String by, Instant at, Optional<Long> discordUser)
        implements Command {}

    /** Reports an erasure of the data left behind, as far as it is possible now. */
    record Erased(Belongings.Erasure erasure, Instant at) implements Command {}

    record Block(String reason, String by, Instant at) implements Command {}

    record Unblock(String by, Instant at) implements Command {}

    /**
     * Sets the quota of the account.
     *
     * @param maxBytes empty for the default, 0 for no limit
     */
    record SetQuota(Optional<Long> maxBytes, String by, Instant at) implements Command {}
  }

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Event.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Event.Erased.class, name = "erased"),
    @JsonSubTypes.Type(value = Event.Blocked.class, name = "blocked"),
    @JsonSubTypes.Type(value = Event.Unblocked.class, name = "unblocked"),
    @JsonSubTypes.Type(value = Event.QuotaSet.class, name = "quota-set"),
    @JsonSubTypes.Type(value = CredentialEvent.PasswordChanged.class, name = "password-changed"),
    @JsonSubTypes.Type(
        value = CredentialEvent.SecondFactorBegun.class,
        name = "second-factor-begun"),
    @JsonSubTypes.Type(value = CredentialEvent.SecondFactorOn.class, name = "second-factor-on"),
    @JsonSubTypes.Type(value = CredentialEvent.CodeUsed.class, name = "code-used"),
    @JsonSubTypes.Type(value = CredentialEvent.RecoveryCodeUsed.class, name = "recovery-code-used"),
    @JsonSubTypes.Type(
        value = CredentialEvent.SecondFactorEnded.class,
        name = "second-factor-ended"),
    @JsonSubTypes.Type(value = CredentialEvent.Linked.class, name = "linked"),
    @JsonSubTypes.Type(value = CredentialEvent.Unlinked.class, name = "unlinked")
  })
  public sealed interface Event
      permits CredentialEvent,
          Event.Created,
          Event.Removed,
          Event.Erased,
          Event.Blocked,
          Event.Unblocked,
          Event.QuotaSet {
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
     * The account, its credentials, quota and sessions ended, and the name is blocked, all at once.
     * The event is enough to restore the state, so that all earlier events, with hashes of
     * passwords, are deleted.
     */
    record Removed(String reason, String by, Optional<Leftovers> leftovers, Instant at)
        implements Event {}

    /** All data left behind is erased. */
    record Erased(Belongings.Erasure erasure, Instant at) implements Event {}

    record Blocked(String reason, String by, Instant at) implements Event {}

    record Unblocked(String by, Instant at) implements Event {}

    record QuotaSet(Optional<Long> maxBytes, String by, Instant at) implements Event {}
  }

  /** The decision on a command. */
  public sealed interface Decision {
    record Persist(Event event) implements Decision {}

    /** The state is already as requested. */
    record Nothing() implements Decision {}

    record Refuse(Reason reason) implements Decision {}
  }

  /** The reason of a refusal. */
  public enum Reason {
    /** The name is taken. */
    TAKEN,
    /** The name is blocked. */
    BLOCKED,
    /** Data of the former account with the name is not erased yet. */
    NOT_ERASED_YET,
    /** There is no account with the name. */
    UNKNOWN,
    /** The password was changed, or the name blocked, since it was checked. */
    CHANGED,
    /** The code of the second factor is wrong, or was used before. */
    WRONG_CODE,
    /** The second factor is on already. */
    SECOND_FACTOR_ON,
    /** There is no second factor. */
    SECOND_FACTOR_OFF
  }

  public Decision decide(Command command) {
    return switch (command) {
      case Command.Create create -> decide(create);
      case Command.Remove(String reason, String by, Instant at, Optional<Long> user) ->
          holder.isEmpty() && block.isPresent()
              ? new Decision.Nothing()
              : new Decision.Persist(new Event.Removed(reason, by, leftBehind(user, at), at));
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
      case CredentialCommand credential ->
          holder.map(credential::decide).orElseGet(() -> new Decision.Refuse(Reason.UNKNOWN));
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

  /** The data to erase once the account is removed. */
  private Optional<Leftovers> leftBehind(Optional<Long> linked, Instant at) {
    return holder
        .flatMap(held -> linked.or(held::discordUser))
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
          // The oldest events lack the leftovers.
          new Account(
              Optional.empty(),
              Optional.of(new Block(reason, by, at)),
              left.or(() -> leftBehind(Optional.empty(), at)));
      case Event.Erased _ -> new Account(holder, block, Optional.empty());
      case Event.Blocked(String reason, String by, Instant at) ->
          new Account(holder, Optional.of(new Block(reason, by, at)), leftovers);
      case Event.Unblocked(_, Instant at) ->
          new Account(holder.map(held -> held.renewedAt(at)), Optional.empty(), leftovers);
      case Event.QuotaSet(Optional<Long> maxBytes, _, _) ->
          new Account(holder.map(held -> held.withQuota(maxBytes)), block, leftovers);
      case CredentialEvent credential ->
          new Account(holder.map(credential::apply), block, leftovers);
    };
  }
}
