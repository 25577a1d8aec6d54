package dev.switchboard.account;

import static dev.switchboard.account.AccountStage.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principals;
import dev.switchboard.account.Accounts.FirstLogin;
import dev.switchboard.account.Accounts.Making;
import dev.switchboard.account.Accounts.SignIn;
import dev.switchboard.account.OwnAccounts.Beginning;
import dev.switchboard.account.OwnAccounts.Changing;
import dev.switchboard.account.OwnAccounts.Confirming;
import dev.switchboard.account.OwnAccounts.Refusal;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holders do with their accounts, and how these sign in. */
class ShardedOwnAccountsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long SAM = 111_111_111_111_111_111L;
  private static final AccountName SAMS = AccountName.ofDiscord(SAM);
  private static final String NEXT = "correct horse battery";

  private AccountStage stage;
  private AccountName name;
  private String password;

  @BeforeEach
  void start() throws Exception {
    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("truncate account, account_link, event_journal, event_tag"));
    stage = new AccountStage(DATABASE);
    Making.Made made = (Making.Made) result(stage.accounts.register());
    name = made.name();
    password = made.password();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private SignIn signIn(String with, String... code) throws Exception {
    return result(
        stage.accounts.signIn(Optional.of(name), with, List.of(code).stream().findFirst()));
  }

  private Changing change(String present, String next) throws Exception {
    return result(stage.own.changePassword(name, Optional.of(present), next, Principals.ROOT));
  }

  private String secret() throws Exception {
    return ((Beginning.Begun) result(stage.own.beginSecondFactor(name, password, Principals.ROOT)))
        .secret();
  }

  private String code(String secret) {
    return Totp.code(Totp.bytes(secret), Totp.step(stage.clock.instant()));
  }

  private List<String> switchedOn(String secret) throws Exception {
    return ((Confirming.Confirmed)
            result(stage.own.confirmSecondFactor(name, code(secret), Principals.ROOT)))
        .recoveryCodes();
  }

  // ---- the password

  @Test
  void anotherPasswordEndsWhatWasOpenedByTheFormer() throws Exception {
    SignIn.Welcome former = (SignIn.Welcome) signIn(password);
    assertThat(result(stage.standings.read(name.value())).orElseThrow().since())
        .isEqualTo(former.since());

    assertThat(change(password + "x", NEXT))
        .isEqualTo(new Changing.Refused(Refusal.WRONG_PASSWORD));
    Changing.Changed changed = (Changing.Changed) change(password, NEXT);

    assertThat(signIn(password)).isEqualTo(new SignIn.Refused());
    assertThat(signIn(NEXT)).isEqualTo(new SignIn.Welcome(name, changed.since()));
    assertThat(changed.since()).isAfter(former.since());
    assertThat(result(stage.standings.read(name.value())).orElseThrow().since())
        .isEqualTo(changed.since());
  }

  @Test
  void ofTwoChangesAtOnceOneCounts() throws Exception {
    var one = stage.own.changePassword(name, Optional.of(password), NEXT, Principals.ROOT);
    var other = stage.own.changePassword(name, Optional.of(password), NEXT + "2", Principals.ROOT);

    List<Changing> both = List.of(result(one), result(other));

    assertThat(both).filteredOn(Changing.Changed.class::isInstance).hasSize(1);
    assertThat(both).contains(new Changing.Refused(Refusal.WRONG_PASSWORD));
  }

  @Test
  void nobodyStandsWhoIsBlockedOrRemovedAndFormerSessionsDoNotComeBack() throws Exception {
    SignIn.Welcome before = (SignIn.Welcome) signIn(password);
    result(stage.blocklist.block(name, "abuse", Principals.ROOT));
    assertThat(result(stage.standings.read(name.value()))).isEmpty();
    assertThat(result(stage.own.find(name))).isEmpty();
    result(stage.blocklist.unblock(name, Principals.ROOT));
    assertThat(result(stage.standings.read(name.value())).orElseThrow().since())
        .isNotEqualTo(before.since());

    result(stage.accounts.remove(name, "deleted", Principals.ROOT));
    assertThat(result(stage.standings.read(name.value()))).isEmpty();
  }

  // ---- the second factor

  @Test
  void aSignInAsksForACodeThatIsGoodOnce() throws Exception {
    assertThat(result(stage.own.beginSecondFactor(name, "wrong", Principals.ROOT)))
        .isEqualTo(new Beginning.Refused(Refusal.WRONG_PASSWORD));
    String secret = secret();
    assertThat(secret()).as("begun again").isEqualTo(secret);
    assertThat(signIn(password)).as("not confirmed").isInstanceOf(SignIn.Welcome.class);
    assertThat(result(stage.own.confirmSecondFactor(name, "000000", Principals.ROOT)))
        .isEqualTo(new Confirming.Refused(Refusal.WRONG_CODE));

    switchedOn(secret);

    assertThat(signIn(password)).isEqualTo(new SignIn.Refused());
    assertThat(signIn(password, code(secret)))
        .as("used to confirm")
        .isEqualTo(new SignIn.Refused());
    stage.clock.ahead = Duration.ofSeconds(60);
    assertThat(signIn(password + "x", code(secret))).isEqualTo(new SignIn.Refused());
    String good = code(secret);
    assertThat(signIn(password, good)).isInstanceOf(SignIn.Welcome.class);
    assertThat(signIn(password, good)).isEqualTo(new SignIn.Refused());
    assertThat(result(stage.own.find(name)).orElseThrow().secondFactor()).isTrue();
    assertThat(result(stage.own.beginSecondFactor(name, password, Principals.ROOT)))
        .isEqualTo(new Beginning.Refused(Refusal.ON_ALREADY));
  }

  @Test
  void aCodeIsGoodOnceForTwoAtOnceAndAfterARestart() throws Exception {
    String secret = secret();
    switchedOn(secret);
    stage.clock.ahead = Duration.ofSeconds(60);
    String good = code(secret);
    var one = stage.accounts.signIn(Optional.of(name), password, Optional.of(good));
    var other = stage.accounts.signIn(Optional.of(name), password, Optional.of(good));
    assertThat(List.of(result(one), result(other)))
        .filteredOn(SignIn.Welcome.class::isInstance)
        .hasSize(1);

    stage.close();
    stage = new AccountStage(DATABASE);
    stage.clock.ahead = Duration.ofSeconds(60);
    assertThat(signIn(password, good)).isEqualTo(new SignIn.Refused());
  }

  @Test
  void recoveryCodesAreGoodOnceEach() throws Exception {
    List<String> codes = switchedOn(secret());
    assertThat(codes).hasSize(SecondFactor.RECOVERY_CODES).doesNotHaveDuplicates();
    assertThat(codes).allMatch(code -> code.matches("([a-z0-9]{4}-){3}[a-z0-9]{4}"));

    String written = codes.getFirst().toUpperCase(java.util.Locale.ROOT).replace("-", " ");
    assertThat(signIn(password, written)).isInstanceOf(SignIn.Welcome.class);
    assertThat(signIn(password, codes.getFirst())).isEqualTo(new SignIn.Refused());
    assertThat(signIn(password, codes.getLast())).isInstanceOf(SignIn.Welcome.class);
    assertThat(result(stage.own.find(name)).orElseThrow().recoveryCodes()).isEqualTo(8);
  }

  @Test
  void theSecondFactorEndsByPasswordAndCode() throws Exception {
    String secret = secret();
    String recovery = switchedOn(secret).getFirst();
    assertThat(result(stage.own.endSecondFactor(name, "wrong", recovery, Principals.ROOT)))
        .contains(Refusal.WRONG_PASSWORD);
    assertThat(result(stage.own.endSecondFactor(name, password, "000000", Principals.ROOT)))
        .contains(Refusal.WRONG_CODE);

    assertThat(result(stage.own.endSecondFactor(name, password, recovery, Principals.ROOT)))
        .isEmpty();

    assertThat(signIn(password)).isInstanceOf(SignIn.Welcome.class);
    assertThat(result(stage.own.endSecondFactor(name, password, recovery, Principals.ROOT)))
        .contains(Refusal.NOT_ON);
    assertThat(secret()).isNotEqualTo(secret);
  }

  @Test
  void noSecretIsInATextForALog() throws Exception {
    String secret = secret();
    assertThat(result(stage.shards.look(name)).toString()).doesNotContain(secret);
    assertThat(new CredentialCommand.BeginSecondFactor(secret, stage.clock.instant()).toString())
        .doesNotContain(secret);
    assertThat(new CredentialEvent.SecondFactorBegun(secret, stage.clock.instant()).toString())
        .doesNotContain(secret);
    assertThat(new Beginning.Begun(secret).toString()).doesNotContain(secret);
  }

  // ---- the Discord user

  @Test
  void anAccountAndADiscordUserHaveEachOtherAlone() throws Exception {
    AccountName other = ((Making.Made) result(stage.accounts.register())).name();

    assertThat(result(stage.own.link(name, SAM, Principals.ROOT))).isEmpty();
    assertThat(result(stage.own.link(name, SAM, Principals.ROOT))).as("again").isEmpty();
    assertThat(result(stage.own.link(other, SAM, Principals.ROOT))).contains(Refusal.USER_LINKED);
    assertThat(result(stage.own.link(name, SAM + 1, Principals.ROOT)))
        .contains(Refusal.ACCOUNT_LINKED);

    assertThat(result(stage.accounts.of(SAM))).contains(name);
    assertThat(result(stage.standings.read(name.value())).orElseThrow().discordUser())
        .contains(SAM);
    assertThat(result(stage.accounts.discordUserOf(name)))
        .isEqualTo(new Accounts.Whose.Account(Optional.of(SAM)));
    assertThat(result(stage.own.unlink(name, "wrong", Principals.ROOT)))
        .contains(Refusal.WRONG_PASSWORD);
    assertThat(result(stage.own.unlink(name, password, Principals.ROOT))).isEmpty();
    assertThat(result(stage.accounts.of(SAM))).isEmpty();
    assertThat(result(stage.own.link(other, SAM, Principals.ROOT))).isEmpty();
  }

  /** A page that is loaded right after it shows what the Discord user may. */
  @Test
  void aLinkCountsAtOnceWhereItWasMadeOrEnded() throws Exception {
    assertThat(result(stage.standings.of(name.value())).orElseThrow().discordUser()).isEmpty();

    result(stage.own.link(name, SAM, Principals.ROOT));
    assertThat(result(stage.standings.of(name.value())).orElseThrow().discordUser()).contains(SAM);

    result(stage.own.unlink(name, password, Principals.ROOT));
    assertThat(result(stage.standings.of(name.value())).orElseThrow().discordUser()).isEmpty();
  }

  @Test
  void ofManyLinksAtOnceOneCounts() throws Exception {
    List<AccountName> names = new ArrayList<>(List.of(name));
    for (int i = 0; i < 2; i++) {
      names.add(((Making.Made) result(stage.accounts.register())).name());
    }
    List<CompletableFuture<Optional<Refusal>>> all = new ArrayList<>();
    for (AccountName one : names) {
      for (long user = SAM; user < SAM + 3; user++) {
        all.add(stage.own.link(one, user, Principals.ROOT).toCompletableFuture());
      }
    }
    for (CompletableFuture<Optional<Refusal>> one : all) {
      result(one);
    }

    for (AccountName one : names) {
      Optional<Long> user = result(stage.standings.read(one.value())).orElseThrow().discordUser();
      assertThat(user).isPresent();
      assertThat(result(stage.accounts.of(user.get()))).contains(one);
      assertThat(result(stage.accounts.discordUserOf(one)))
          .isEqualTo(new Accounts.Whose.Account(user));
    }
  }

  @Test
  void whatARemovedAccountWasLinkedWithIsErasedAndFree() throws Exception {
    result(stage.own.link(name, SAM, Principals.ROOT));

    AccountEntity.Removal removal = result(stage.accounts.remove(name, "deleted", Principals.ROOT));

    assertThat(removal.discordUser()).contains(SAM);
    assertThat(removal.erasure()).contains(new Belongings.Erasure(3, 2, 0));
    assertThat(result(stage.accounts.of(SAM))).isEmpty();
    AccountName other = ((Making.Made) result(stage.accounts.register())).name();
    assertThat(result(stage.own.link(other, SAM, Principals.ROOT))).isEmpty();
    assertThat(result(stage.own.link(name, SAM + 1, Principals.ROOT))).contains(Refusal.UNKNOWN);
    assertThat(result(stage.accounts.of(SAM + 1))).isEmpty();
  }

  /** As where the process ends between the link and what the account notes of it. */
  @Test
  void aLinkThatTheAccountHasNotNotedCountsAtItsRemoval() throws Exception {
    result(stage.links.claim(SAM, name, stage.clock.instant()));
    assertThat(result(stage.shards.look(name)).holder().orElseThrow().discordUser()).isEmpty();

    assertThat(result(stage.accounts.remove(name, "deleted", Principals.ROOT)).discordUser())
        .contains(SAM);
  }

  @Test
  void whoIsLinkedGetsNoSecondAccountAtALogin() throws Exception {
    result(stage.own.link(name, SAM, Principals.ROOT));
    assertThat(result(stage.accounts.atFirstLogin(SAM)))
        .isEqualTo(new FirstLogin.Known(name, false));
    assertThat(result(stage.accounts.count())).isEqualTo(1);
  }

  @Test
  void anAccountOfAFirstLoginGetsAPasswordBeforeItIsUnlinked() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    assertThat(result(stage.own.unlink(SAMS, "", Principals.ROOT))).contains(Refusal.NO_PASSWORD);
    assertThat(result(stage.own.beginSecondFactor(SAMS, "", Principals.ROOT)))
        .isEqualTo(new Beginning.Refused(Refusal.NO_PASSWORD));
    assertThat(result(stage.own.changePassword(SAMS, Optional.of("guess"), NEXT, Principals.ROOT)))
        .isEqualTo(new Changing.Refused(Refusal.NO_PASSWORD));
    assertThat(result(stage.own.changePassword(SAMS, Optional.empty(), NEXT, Principals.ROOT)))
        .isInstanceOf(Changing.Changed.class);
    assertThat(
            result(stage.own.changePassword(SAMS, Optional.empty(), NEXT + "2", Principals.ROOT)))
        .isEqualTo(new Changing.Refused(Refusal.WRONG_PASSWORD));
    assertThat(result(stage.own.unlink(SAMS, NEXT, Principals.ROOT))).isEmpty();

    // Unlinked by its holder, it stays so.
    assertThat(result(stage.accounts.atFirstLogin(SAM))).isEqualTo(new FirstLogin.Closed());
    assertThat(result(stage.accounts.signIn(Optional.of(SAMS), NEXT, Optional.empty())))
        .isInstanceOf(SignIn.Welcome.class);
  }

  /** As where the process ends between the account and its link. */
  @Test
  void aFirstLoginThatWasInterruptedIsFoundByTheNext() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    result(stage.links.release(SAM, SAMS));
    stage.registration.justInTime = false;

    assertThat(result(stage.accounts.atFirstLogin(SAM)))
        .isEqualTo(new FirstLogin.Known(SAMS, false));
    assertThat(result(stage.accounts.of(SAM))).contains(SAMS);
  }

  /** As where somebody links by hand while the first login is under way. */
  @Test
  void aFirstLoginThatComesTooLateGivesTheAccountUp() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    result(stage.links.release(SAM, SAMS));
    result(stage.links.claim(SAM, name, stage.clock.instant()));

    assertThat(result(stage.accounts.atFirstLogin(SAM)))
        .isEqualTo(new FirstLogin.Known(name, false));
  }
}
