package dev.switchboard.account;

import dev.switchboard.access.Principal;
import dev.switchboard.account.Account.Holder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@link OwnAccounts} by the sharded entities and the table of links. */
public final class ShardedOwnAccounts implements OwnAccounts {
  private final AccountShards shards;
  private final AccountLinks links;
  private final TrustedStandings standings;
  private final Passwords passwords;
  private final Clock clock;
  private final SecureRandom secrets = new SecureRandom();
  private final RandomText random = new RandomText();

  /**
   * Accounts by these entities and links.
   *
   * @param standings forgets an account whose link is made or ended here
   */
  public ShardedOwnAccounts(
      AccountShards shards,
      AccountLinks links,
      TrustedStandings standings,
      Passwords passwords,
      Clock clock) {
    this.shards = shards;
    this.links = links;
    this.standings = standings;
    this.passwords = passwords;
    this.clock = clock;
  }

  private CompletionStage<Optional<Holder>> holder(AccountName name) {
    return shards
        .look(name)
        .thenApply(account -> account.block().isPresent() ? Optional.empty() : account.holder());
  }

  @Override
  public CompletionStage<Optional<Shown>> find(AccountName name) {
    return holder(name)
        .thenCombine(
            links.userOf(name), (holder, user) -> holder.map(held -> shown(name, held, user)));
  }

  private static Shown shown(AccountName name, Holder holder, Optional<Long> user) {
    Optional<SecondFactor> factor = holder.secondFactor().filter(SecondFactor::isOn);
    return new Shown(
        name,
        holder.created(),
        holder.passwordHash().isPresent(),
        factor.isPresent(),
        factor.map(one -> one.recovery().size()).orElse(0),
        user);
  }

  // ---- the password

  /** Who has proved to know the password, or why nobody has. */
  private sealed interface Proof {
    record Given(Holder holder) implements Proof {}

    record Lacking(Refusal why) implements Proof {}
  }

  private CompletionStage<Proof> proof(AccountName name, Optional<String> password) {
    return holder(name)
        .thenCompose(holder -> {
          if (holder.isEmpty()) {
            return lacking(Refusal.UNKNOWN);
          }
          Optional<String> hash = holder.get().passwordHash();
          if (hash.isEmpty() || password.isEmpty()) {
            return lacking(hash.isEmpty() ? Refusal.NO_PASSWORD : Refusal.WRONG_PASSWORD);
          }
          return passwords
              .matches(password.get(), hash)
              .thenApply(right ->
                  right
                      ? new Proof.Given(holder.get())
                      : new Proof.Lacking(Refusal.WRONG_PASSWORD));
        });
  }

  private static CompletionStage<Proof> lacking(Refusal why) {
    return CompletableFuture.completedStage(new Proof.Lacking(why));
  }

  @Override
  public CompletionStage<Changing> changePassword(
      AccountName name, Optional<String> present, String next, Principal by) {
    return proof(name, present)
        .thenCompose(proof ->
            switch (proof) {
              case Proof.Given(Holder holder) -> change(name, holder.since(), next, by);
              case Proof.Lacking(Refusal why)
                  when why == Refusal.NO_PASSWORD && present.isEmpty() ->
                  holder(name)
                      .thenCompose(holder ->
                          holder
                              .filter(held -> held.passwordHash().isEmpty())
                              .map(held -> change(name, held.since(), next, by))
                              .orElseGet(() -> refused(Refusal.WRONG_PASSWORD)));
              case Proof.Lacking(Refusal why) -> refused(why);
            });
  }

  private static CompletionStage<Changing> refused(Refusal why) {
    return CompletableFuture.completedStage(new Changing.Refused(why));
  }

  private CompletionStage<Changing> change(
      AccountName name, Instant since, String next, Principal by) {
    return passwords
        .hash(next)
        .thenCompose(hash -> {
          Instant now = clock.instant();
          return shards
              .change(name, new CredentialCommand.ChangePassword(hash, since, by.name(), now))
              .thenApply(against ->
                  against
                      .<Changing>map(reason -> new Changing.Refused(refusal(reason)))
                      .orElseGet(() -> new Changing.Changed(now)));
        });
  }

  private static Refusal refusal(Account.Reason reason) {
    return switch (reason) {
      case CHANGED -> Refusal.WRONG_PASSWORD;
      case WRONG_CODE -> Refusal.WRONG_CODE;
      case SECOND_FACTOR_ON -> Refusal.ON_ALREADY;
      case SECOND_FACTOR_OFF -> Refusal.NOT_ON;
      case TAKEN, BLOCKED, NOT_ERASED_YET, UNKNOWN -> Refusal.UNKNOWN;
    };
  }

  /** What a change answers after the password was proved. */
  private CompletionStage<Optional<Refusal>> proved(
      AccountName name,
      String password,
      Function<Holder, CompletionStage<Optional<Refusal>>> change) {
    return proof(name, Optional.of(password))
        .thenCompose(proof ->
            switch (proof) {
              case Proof.Given(Holder holder) -> change.apply(holder);
              case Proof.Lacking(Refusal why) -> CompletableFuture.completedStage(Optional.of(why));
            });
  }

  private CompletionStage<Optional<Refusal>> changed(AccountName name, CredentialCommand command) {
    return shards
        .change(name, command)
        .thenApply(against -> against.map(ShardedOwnAccounts::refusal));
  }

  // ---- the second factor

  @Override
  public CompletionStage<Beginning> beginSecondFactor(
      AccountName name, String password, Principal by) {
    byte[] secret = new byte[Totp.SECRET_BYTES];
    secrets.nextBytes(secret);
    CredentialCommand begin =
        new CredentialCommand.BeginSecondFactor(Totp.base32(secret), clock.instant());
    return proved(name, password, _ -> changed(name, begin))
        .thenCompose(refusal ->
            refusal.isPresent()
                ? CompletableFuture.completedStage(new Beginning.Refused(refusal.get()))
                : shown(name));
  }

  /** The secret that counts, which may have been made a little earlier. */
  private CompletionStage<Beginning> shown(AccountName name) {
    return holder(name)
        .thenApply(holder ->
            holder
                .flatMap(Holder::secondFactor)
                .filter(factor -> !factor.isOn())
                .<Beginning>map(factor -> new Beginning.Begun(factor.secret()))
                .orElseGet(() -> new Beginning.Refused(Refusal.ON_ALREADY)));
  }

  @Override
  public CompletionStage<Confirming> confirmSecondFactor(
      AccountName name, String code, Principal by) {
    List<String> codes =
        Stream.generate(random::recoveryCode).limit(SecondFactor.RECOVERY_CODES).toList();
    return changed(
            name,
            new CredentialCommand.ConfirmSecondFactor(
                code, codes.stream().map(SecondFactor::recoveryHash).toList(), clock.instant()))
        .thenApply(refusal ->
            refusal
                .<Confirming>map(Confirming.Refused::new)
                .orElseGet(() -> new Confirming.Confirmed(codes)));
  }

  @Override
  public CompletionStage<Optional<Refusal>> endSecondFactor(
      AccountName name, String password, String code, Principal by) {
    return proved(
        name,
        password,
        holder ->
            changed(
                name,
                new CredentialCommand.EndSecondFactor(
                    code, holder.since(), by.name(), clock.instant())));
  }

  // ---- the Discord user

  @Override
  public CompletionStage<Optional<Refusal>> link(AccountName name, long discordUser, Principal by) {
    return link(name, discordUser, by, true).whenComplete((_, _) -> standings.forget(name));
  }

  private CompletionStage<Optional<Refusal>> link(
      AccountName name, long user, Principal by, boolean again) {
    return links
        .claim(user, name, clock.instant())
        .thenCompose(claim ->
            switch (claim) {
              case AccountLinks.Claim.Held _ -> noted(name, user, by);
              case AccountLinks.Claim.AccountHas _ ->
                  CompletableFuture.completedStage(Optional.of(Refusal.ACCOUNT_LINKED));
              case AccountLinks.Claim.UserHas(AccountName other) ->
                  shards
                      .look(other)
                      .thenCompose(account -> {
                        if (account.holder().isPresent() || !again) {
                          return CompletableFuture.completedStage(Optional.of(Refusal.USER_LINKED));
                        }
                        // Of an account that was removed just when it was linked.
                        return links
                            .release(user, other)
                            .thenCompose(_ -> link(name, user, by, false));
                      });
            });
  }

  /** The account follows the link; where there is none, the link goes. */
  private CompletionStage<Optional<Refusal>> noted(AccountName name, long user, Principal by) {
    return changed(name, new CredentialCommand.Link(user, by.name(), clock.instant()))
        .thenCompose(refusal ->
            refusal.isEmpty()
                ? CompletableFuture.completedStage(refusal)
                : links.release(user, name).thenApply(_ -> refusal));
  }

  /** The account first: the link is what counts if the process ends in between. */
  @Override
  public CompletionStage<Optional<Refusal>> unlink(
      AccountName name, String password, Principal by) {
    return proved(
            name,
            password,
            _ ->
                links
                    .userOf(name)
                    .thenCompose(user ->
                        user.map(known -> unlink(name, known, by))
                            .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))))
        .whenComplete((_, _) -> standings.forget(name));
  }

  private CompletionStage<Optional<Refusal>> unlink(AccountName name, long user, Principal by) {
    return changed(name, new CredentialCommand.Unlink(user, by.name(), clock.instant()))
        .thenCompose(refusal -> links.release(user, name).thenApply(_ -> refusal));
  }
}
