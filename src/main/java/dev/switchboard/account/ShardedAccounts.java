package dev.switchboard.account;

import dev.switchboard.access.Principal;
import dev.switchboard.account.Account.Command;
import dev.switchboard.account.Account.Origin;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@link Accounts} by the sharded entities and their table. */
public final class ShardedAccounts implements Accounts {
  /** The principal of a registration in the journal. */
  private static final String ANYBODY = "registration";

  private static final String DISCORD = "discord";

  /**
   * The number of random names tried. A name has 62 random bits, so even the second is hardly ever
   * needed.
   */
  private static final int TRIES = 5;

  /** The stores of accounts. */
  public record Stores(AccountShards shards, AccountRows rows, AccountLinks links) {}

  /**
   * The terms for new accounts.
   *
   * @param registration the rules for new accounts
   * @param tokens the registration tokens, which work although registration is closed
   * @param most the limit on registered accounts; simultaneous registrations may exceed it
   * @param mailDomain the domain after the {@code @} in new names, if any
   */
  public record Terms(
      Registration registration,
      RegistrationTokens tokens,
      long most,
      Optional<String> mailDomain) {}

  private final Stores stores;
  private final ShardedQuotas quotas;
  private final Passwords passwords;
  private final Terms terms;
  private final Clock clock;
  private final RandomText random = new RandomText();

  public ShardedAccounts(
      Stores stores, ShardedQuotas quotas, Passwords passwords, Terms terms, Clock clock) {
    this.stores = stores;
    this.quotas = quotas;
    this.passwords = passwords;
    this.terms = terms;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Making> register() {
    return terms
        .registration()
        .open()
        .thenCompose(open ->
            open ? registerWithoutToken() : CompletableFuture.completedStage(new Making.Closed()));
  }

  private CompletionStage<Making> registerWithoutToken() {
    return terms
        .registration()
        .tokenRequired()
        .thenCompose(required ->
            required
                ? CompletableFuture.completedStage(new Making.TokenRequired())
                : ifThereIsRoom(() -> make(Origin.REGISTERED, ANYBODY)));
  }

  /** Checks the token before the expensive hashing of a password. */
  @Override
  public CompletionStage<Making> register(String token) {
    return terms
        .tokens()
        .objection(token)
        .thenCompose(objection ->
            objection
                .<CompletionStage<Making>>map(
                    reason -> CompletableFuture.completedStage(new Making.TokenRefused(reason)))
                .orElseGet(() -> ifThereIsRoom(() -> makeWith(token))));
  }

  private CompletionStage<Making> ifThereIsRoom(Supplier<CompletionStage<Making>> making) {
    return stores
        .rows()
        .registered()
        .thenCompose(already ->
            already < terms.most()
                ? making.get()
                : CompletableFuture.completedStage(new Making.Full()));
  }

  private CompletionStage<Making> makeWith(String token) {
    String password = random.password();
    return passwords
        .hash(password)
        .thenCompose(hash ->
            terms
                .tokens()
                .use(token)
                .thenCompose(refusal ->
                    refusal
                        .<CompletionStage<Making>>map(reason ->
                            CompletableFuture.completedStage(new Making.TokenRefused(reason)))
                        .orElseGet(() ->
                            name(new Draft(Origin.REGISTERED, hash, ANYBODY), TRIES)
                                .thenApply(name -> new Making.Made(name, password)))));
  }

  @Override
  public CompletionStage<Making> make(Principal by) {
    return make(Origin.MADE, by.name());
  }

  private CompletionStage<Making> make(Origin origin, String by) {
    String password = random.password();
    return passwords
        .hash(password)
        .thenCompose(hash -> name(new Draft(origin, hash, by), TRIES))
        .thenApply(name -> new Making.Made(name, password));
  }

  private record Draft(Origin origin, String hash, String by) {}

  private CompletionStage<AccountName> name(Draft draft, int tries) {
    String local = random.name();
    AccountName name =
        new AccountName(terms.mailDomain().map(domain -> local + "@" + domain).orElse(local));
    Command create =
        new Command.Create(
            Optional.of(draft.hash()),
            draft.origin(),
            Optional.empty(),
            draft.by(),
            clock.instant());
    return stores
        .shards()
        .change(name, create)
        .thenCompose(against -> {
          if (against.isEmpty()) {
            return CompletableFuture.completedStage(name);
          }
          return tries > 1
              ? name(draft, tries - 1)
              : CompletableFuture.failedStage(
                  new IllegalStateException("%d random names were taken".formatted(TRIES)));
        });
  }

  @Override
  public CompletionStage<AccountEntity.Removal> remove(
      AccountName name, String reason, Principal by) {
    return stores
        .links()
        .userOf(name)
        .thenCompose(user ->
            stores
                .shards()
                .ask(
                    name,
                    replyTo ->
                        new AccountEntity.Message.Remove(
                            reason, by.name(), clock.instant(), user, replyTo)));
  }

  // ---- signing in

  @Override
  public CompletionStage<SignIn> signIn(
      Optional<AccountName> name, String password, Optional<String> code) {
    return name.map(known -> stores.shards().look(known))
        .orElseGet(() -> CompletableFuture.completedStage(Account.NONE))
        .thenCompose(account ->
            passwords
                .matches(password, account.holder().flatMap(Account.Holder::passwordHash))
                .thenCompose(right ->
                    right && account.block().isEmpty()
                        ? withCode(name.orElseThrow(), account.holder().orElseThrow(), code)
                        : CompletableFuture.completedStage(new SignIn.Refused())));
  }

  private CompletionStage<SignIn> withCode(
      AccountName name, Account.Holder holder, Optional<String> code) {
    if (holder.secondFactor().filter(SecondFactor::isOn).isEmpty()) {
      return CompletableFuture.completedStage(new SignIn.Welcome(name, holder.since()));
    }
    if (code.isEmpty()) {
      return CompletableFuture.completedStage(new SignIn.Refused());
    }
    return stores
        .shards()
        .change(name, new CredentialCommand.UseCode(code.get(), holder.since(), clock.instant()))
        .thenApply(against ->
            against.isEmpty() ? new SignIn.Welcome(name, holder.since()) : new SignIn.Refused());
  }

  @Override
  public CompletionStage<FirstLogin> atFirstLogin(long discordUser) {
    return atLogin(discordUser, TRIES);
  }

  private CompletionStage<FirstLogin> atLogin(long user, int tries) {
    return stores
        .links()
        .accountOf(user)
        .thenCompose(linked ->
            linked.map(name -> atLogin(user, name, tries)).orElseGet(() -> notLinked(user, tries)));
  }

  /** A link without an account is of one that was removed, or was not made before the end. */
  private CompletionStage<FirstLogin> atLogin(long user, AccountName name, int tries) {
    return stores
        .shards()
        .look(name)
        .thenCompose(account -> {
          if (account.block().isPresent()) {
            return CompletableFuture.completedStage(new FirstLogin.Blocked());
          }
          if (account.holder().isPresent()) {
            return CompletableFuture.completedStage(new FirstLogin.Known(name, false));
          }
          return stores.links().release(user, name).thenCompose(_ -> notLinked(user, tries));
        });
  }

  private CompletionStage<FirstLogin> notLinked(long user, int tries) {
    AccountName name = AccountName.ofDiscord(user);
    return stores
        .shards()
        .look(name)
        .thenCompose(account -> {
          if (account.block().isPresent() || account.leftovers().isPresent()) {
            return CompletableFuture.completedStage(new FirstLogin.Blocked());
          }
          if (account.holder().isPresent()) {
            // Unlinked by its holder, it stays so; else the process ended before it was linked.
            return account.holder().get().discordUser().equals(Optional.of(user))
                ? linked(user, name, tries, false)
                : CompletableFuture.completedStage(new FirstLogin.Closed());
          }
          return terms
              .registration()
              .justInTime()
              .thenCompose(allowed ->
                  allowed
                      ? makeAtLogin(name, user, tries)
                      : CompletableFuture.completedStage(new FirstLogin.Closed()));
        });
  }

  private CompletionStage<FirstLogin> makeAtLogin(AccountName name, long user, int tries) {
    Command create =
        new Command.Create(
            Optional.empty(), Origin.DISCORD, Optional.of(user), DISCORD, clock.instant());
    return stores
        .shards()
        .change(name, create)
        .thenCompose(against ->
            against
                .map(reason ->
                    reason == Account.Reason.TAKEN
                        // Two logins at the same time: the other one made it.
                        ? linked(user, name, tries, false)
                        : CompletableFuture.<FirstLogin>completedStage(new FirstLogin.Blocked()))
                .orElseGet(() -> linked(user, name, tries, true)));
  }

  /** The link decides: where the user has got another account meanwhile, this one is not theirs. */
  private CompletionStage<FirstLogin> linked(long user, AccountName name, int tries, boolean made) {
    return stores
        .links()
        .claim(user, name, clock.instant())
        .thenCompose(claim -> {
          if (claim instanceof AccountLinks.Claim.Held) {
            return CompletableFuture.completedStage(new FirstLogin.Known(name, made));
          }
          return stores
              .shards()
              .change(name, new CredentialCommand.Unlink(user, DISCORD, clock.instant()))
              .thenCompose(_ ->
                  tries > 1
                      ? atLogin(user, tries - 1)
                      : CompletableFuture.completedStage(new FirstLogin.Closed()));
        });
  }

  @Override
  public CompletionStage<Page> page(Optional<AccountName> after, int most) {
    return stores
        .rows()
        .accounts(after, most + 1)
        .thenCompose(
            rows -> page(rows.subList(0, Math.min(most, rows.size())), rows.size() > most));
  }

  private CompletionStage<Page> page(List<AccountRows.Row> rows, boolean more) {
    return listed(rows).thenCombine(count(), (listed, total) -> new Page(listed, more, total));
  }

  private CompletionStage<List<Listed>> listed(List<AccountRows.Row> rows) {
    return quotas
        .used(rows.stream().flatMap(row -> row.discordUser().stream()).toList())
        .thenCombine(
            quotas.defaultBytes(),
            (used, usual) -> rows.stream().map(row -> listed(row, used, usual)).toList());
  }

  private static Listed listed(AccountRows.Row row, Map<Long, Long> used, long usual) {
    return new Listed(
        row.name(),
        row.discordUser().map(user -> used.getOrDefault(user, 0L)).orElse(0L),
        row.maxBytes().orElse(usual),
        row.maxBytes().isEmpty(),
        row.created());
  }

  @Override
  public CompletionStage<Whose> discordUserOf(AccountName name) {
    return stores.shards().look(name).thenApply(account -> whose(name, account));
  }

  private static Whose whose(AccountName name, Account account) {
    Optional<Long> user =
        account.holder().flatMap(Account.Holder::discordUser).or(name::discordUser);
    return user.isPresent() || account.holder().isPresent()
        ? new Whose.Account(user)
        : new Whose.Nobody();
  }

  @Override
  public CompletionStage<Long> count() {
    return stores.rows().count();
  }

  @Override
  public CompletionStage<Optional<AccountName>> of(long discordUser) {
    return stores.links().accountOf(discordUser);
  }
}
