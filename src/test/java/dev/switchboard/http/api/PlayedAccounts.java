package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.access.session.Holder;
import dev.switchboard.account.AccountEntity;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.http.endpoint.PlayedApi;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The account {@code anna} of the examples, linked with their Discord user, whose password is
 * theirs. For tests.
 *
 * @param changes is told what is changed
 */
record PlayedAccounts(Consumer<String> changes, long user) implements Accounts {
  private static final AccountName NAME = new AccountName("anna");
  private static final Instant SINCE = PlayedApi.NOW;

  /** Of the examples in {@code openapi.yaml}. */
  private static final String PASSWORD = "correct horse battery";

  private static final String CODE = "287082";

  static final Holder HOLDER = new Holder.LocalAccount(NAME.value(), Optional.of(SINCE));

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("no operation asks for this");
  }

  AccountStandings standings() {
    return new AccountStandings() {
      @Override
      public CompletionStage<Optional<Standing>> of(String account) {
        return PlayedAccounts.done(
            account.equals(NAME.value())
                ? Optional.of(new Standing(SINCE, Optional.of(user)))
                : Optional.empty());
      }

      @Override
      public CompletionStage<Optional<Standing>> read(String account) {
        return of(account);
      }
    };
  }

  OwnAccounts own() {
    return new Own();
  }

  @Override
  public CompletionStage<SignIn> signIn(
      Optional<AccountName> name, String password, Optional<String> code) {
    return done(
        name.equals(Optional.of(NAME)) && password.equals(PASSWORD)
            ? new SignIn.Welcome(NAME, SINCE)
            : new SignIn.Refused());
  }

  @Override
  public CompletionStage<FirstLogin> atFirstLogin(long discordUser) {
    return done(new FirstLogin.Known(NAME, false));
  }

  @Override
  public CompletionStage<Optional<AccountName>> of(long discordUser) {
    return done(discordUser == user ? Optional.of(NAME) : Optional.empty());
  }

  @Override
  public CompletionStage<Making> register() {
    throw unasked();
  }

  @Override
  public CompletionStage<Making> register(String token) {
    throw unasked();
  }

  @Override
  public CompletionStage<Making> make(Principal by) {
    throw unasked();
  }

  @Override
  public CompletionStage<AccountEntity.Removal> remove(
      AccountName name, String reason, Principal by) {
    throw unasked();
  }

  @Override
  public CompletionStage<Page> page(Optional<AccountName> after, int most) {
    throw unasked();
  }

  @Override
  public CompletionStage<Long> count() {
    throw unasked();
  }

  @Override
  public CompletionStage<Whose> discordUserOf(AccountName name) {
    throw unasked();
  }

  private final class Own implements OwnAccounts {
    @Override
    public CompletionStage<Optional<Shown>> find(AccountName name) {
      return done(Optional.of(new Shown(NAME, SINCE, true, true, 10, Optional.of(user))));
    }

    @Override
    public CompletionStage<Changing> changePassword(
        AccountName name, Optional<String> present, String next, Principal by) {
      if (!present.equals(Optional.of(PASSWORD))) {
        return done(new Changing.Refused(Refusal.WRONG_PASSWORD));
      }
      changes.accept("password changed");
      return done(new Changing.Changed(SINCE));
    }

    @Override
    public CompletionStage<Beginning> beginSecondFactor(
        AccountName name, String password, Principal by) {
      if (!password.equals(PASSWORD)) {
        return done(new Beginning.Refused(Refusal.WRONG_PASSWORD));
      }
      changes.accept("second factor begun");
      return done(new Beginning.Begun("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));
    }

    @Override
    public CompletionStage<Confirming> confirmSecondFactor(
        AccountName name, String code, Principal by) {
      if (!code.equals(CODE)) {
        return done(new Confirming.Refused(Refusal.WRONG_CODE));
      }
      changes.accept("second factor on");
      return done(new Confirming.Confirmed(List.of("k3pd-09qa-zz71-m4xw")));
    }

    private CompletionStage<Optional<Refusal>> changed(String password, String what) {
      if (!password.equals(PASSWORD)) {
        return done(Optional.of(Refusal.WRONG_PASSWORD));
      }
      changes.accept(what);
      return done(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Refusal>> endSecondFactor(
        AccountName name, String password, String code, Principal by) {
      return code.equals(CODE)
          ? changed(password, "second factor ended")
          : done(Optional.of(Refusal.WRONG_CODE));
    }

    @Override
    public CompletionStage<Optional<Refusal>> link(
        AccountName name, long discordUser, Principal by) {
      changes.accept("linked");
      return done(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Refusal>> unlink(
        AccountName name, String password, Principal by) {
      return changed(password, "unlinked");
    }
  }
}
