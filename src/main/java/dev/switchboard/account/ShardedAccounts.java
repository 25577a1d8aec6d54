package dev.switchboard.account;

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
  /** Somebody who registers, in the journal. */
  private static final String ANYBODY = "registration";

  private static final String DISCORD = "discord";

  /** Names have 62 random bits: even the second is hardly ever needed. */
  private static final int TRIES = 5;

  /** Where the accounts live. */
  public record Stores(AccountShards shards, AccountRows rows) {}

  /**
   * How they come to be.
   *
   * @param registration who may come to have one
   * @param tokens with which people make one though registration is closed
   * @param most how many may register; those made at the same moment may be more
   * @param mailDomain what follows the {@code @} in new names, if anything
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

  /** What nobody can use is found out before a password is hashed, which is what costs. */
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
  public CompletionStage<Making> make(String by) {
    return make(Origin.MADE, by);
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
  public CompletionStage<AccountEntity.Removal> remove(AccountName name, String reason, String by) {
    return stores
        .shards()
        .ask(
            name,
            replyTo -> new AccountEntity.Message.Remove(reason, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<SignIn> signIn(AccountName name, String password) {
    return stores
        .shards()
        .look(name)
        .thenCompose(account ->
            passwords
                .matches(password, account.holder().flatMap(Account.Holder::passwordHash))
                .thenApply(right ->
                    right && account.block().isEmpty()
                        ? new SignIn.Welcome(name)
                        : new SignIn.Refused()));
  }

  @Override
  public CompletionStage<FirstLogin> atFirstLogin(long discordUser) {
    AccountName name = AccountName.ofDiscord(discordUser);
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
          return terms
              .registration()
              .justInTime()
              .thenCompose(allowed ->
                  allowed
                      ? makeAtLogin(name, discordUser)
                      : CompletableFuture.completedStage(new FirstLogin.Closed()));
        });
  }

  private CompletionStage<FirstLogin> makeAtLogin(AccountName name, long discordUser) {
    Command create =
        new Command.Create(
            Optional.empty(), Origin.DISCORD, Optional.of(discordUser), DISCORD, clock.instant());
    return stores
        .shards()
        .change(name, create)
        .thenApply(against ->
            against
                .<FirstLogin>map(reason ->
                    switch (reason) {
                      // Two logins at the same time: the other one made it.
                      case TAKEN -> new FirstLogin.Known(name, false);
                      case BLOCKED, NOT_ERASED_YET, UNKNOWN -> new FirstLogin.Blocked();
                    })
                .orElseGet(() -> new FirstLogin.Known(name, true)));
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
    return stores.rows().of(discordUser);
  }
}
