package dev.switchboard.account;

import static dev.switchboard.account.AccountStage.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Principals;
import dev.switchboard.account.Accounts.FirstLogin;
import dev.switchboard.account.Accounts.Making;
import dev.switchboard.account.Accounts.SignIn;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShardedAccountsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long SAM = 123456789012345678L;
  private static final AccountName SAMS = AccountName.ofDiscord(SAM);

  private AccountStage stage;

  @BeforeEach
  void start() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("truncate account, event_journal, event_tag, snapshot"));
    stage = new AccountStage(DATABASE);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void whoRegistersSignsInWithThePasswordThatIsShownOnce() throws Exception {
    Making.Made made = made(stage.accounts.register());

    assertThat(made.name().value()).matches("[a-z0-9]{12}");
    assertThat(made.password()).matches("[A-Za-z0-9]{24}");
    assertThat(signIn(made.name(), made.password())).isInstanceOf(SignIn.Welcome.class);
    assertThat(signIn(made.name(), made.password() + "x")).isEqualTo(new SignIn.Refused());
    assertThat(signIn(new AccountName("nobody"), made.password())).isEqualTo(new SignIn.Refused());
    assertThat(all()).extracting(Accounts.Listed::name).containsExactly(made.name());
    assertThat(made.toString()).doesNotContain(made.password());
  }

  @Test
  void nobodyRegistersWhileThatIsClosedButAdministratorsMakeAccounts() throws Exception {
    stage.registration.open = false;

    assertThat(result(stage.accounts.register())).isEqualTo(new Making.Closed());
    assertThat(result(stage.accounts.make(Principals.ROOT))).isInstanceOf(Making.Made.class);
    assertThat(result(stage.accounts.count())).isEqualTo(1);
  }

  @Test
  void onlySoManyRegisterButAdministratorsGoOnMakingAccounts() throws Exception {
    AccountName first = made(stage.accounts.register()).name();
    result(stage.accounts.make(Principals.ROOT));
    for (int i = 1; i < AccountStage.MOST; i++) {
      made(stage.accounts.register());
    }

    assertThat(result(stage.accounts.register())).isEqualTo(new Making.Full());
    assertThat(result(stage.accounts.make(Principals.ROOT))).isInstanceOf(Making.Made.class);
    assertThat(result(stage.accounts.atFirstLogin(SAM)))
        .isEqualTo(new FirstLogin.Known(SAMS, true));

    result(stage.accounts.remove(first, "deleted", Principals.ROOT));
    assertThat(result(stage.accounts.register())).isInstanceOf(Making.Made.class);
  }

  @Test
  void theyAreListedPageByPage() throws Exception {
    for (int i = 0; i < 5; i++) {
      result(stage.accounts.make(Principals.ROOT));
    }

    Accounts.Page first = result(stage.accounts.page(Optional.empty(), 3));
    assertThat(first.accounts()).hasSize(3);
    assertThat(first.more()).isTrue();
    assertThat(first.total()).isEqualTo(5);
    Accounts.Page last =
        result(stage.accounts.page(Optional.of(first.accounts().getLast().name()), 3));
    assertThat(last.accounts()).hasSize(2).doesNotContainAnyElementsOf(first.accounts());
    assertThat(last.more()).isFalse();
    assertThat(last.total()).isEqualTo(5);
  }

  private SignIn signIn(AccountName name, String password) throws Exception {
    return result(stage.accounts.signIn(Optional.of(name), password, Optional.empty()));
  }

  private List<Accounts.Listed> all() throws Exception {
    return result(stage.accounts.page(Optional.empty(), 1_000)).accounts();
  }

  @Test
  void namesAreAddressesWhereThereIsADomain() throws Exception {
    stage.close();
    stage = new AccountStage(DATABASE, Optional.of("example.org"));

    AccountName name = made(stage.accounts.register()).name();

    assertThat(name.value()).endsWith("@example.org");
    assertThat(name.isAddress()).isTrue();
  }

  @Test
  void whoIsBlockedDoesNotSignInUntilTheNameIsFreeAgain() throws Exception {
    Making.Made made = made(stage.accounts.register());
    result(stage.blocklist.block(made.name(), "abuse", Principals.ROOT));

    assertThat(signIn(made.name(), made.password())).isEqualTo(new SignIn.Refused());
    assertThat(result(stage.blocklist.page(Optional.empty(), 1_000)).blocked())
        .singleElement()
        .satisfies(blocked -> assertThat(blocked.reason()).isEqualTo("abuse"));

    result(stage.blocklist.unblock(made.name(), Principals.ROOT));
    assertThat(signIn(made.name(), made.password())).isInstanceOf(SignIn.Welcome.class);
    assertThat(result(stage.blocklist.page(Optional.empty(), 1_000)).blocked()).isEmpty();
  }

  @Test
  void aFirstLoginMakesAnAccountOnceWhereThatIsAllowed() throws Exception {
    stage.registration.justInTime = false;
    assertThat(result(stage.accounts.atFirstLogin(SAM))).isEqualTo(new FirstLogin.Closed());

    stage.registration.justInTime = true;
    CompletableFuture<FirstLogin> one = stage.accounts.atFirstLogin(SAM).toCompletableFuture();
    CompletableFuture<FirstLogin> other = stage.accounts.atFirstLogin(SAM).toCompletableFuture();
    assertThat(List.of(result(one), result(other)))
        .containsExactlyInAnyOrder(
            new FirstLogin.Known(SAMS, true), new FirstLogin.Known(SAMS, false));

    stage.registration.justInTime = false;
    assertThat(result(stage.accounts.atFirstLogin(SAM)))
        .isEqualTo(new FirstLogin.Known(SAMS, false));
    assertThat(result(stage.accounts.of(SAM))).contains(SAMS);
    assertThat(signIn(SAMS, "")).isEqualTo(new SignIn.Refused());
  }

  @Test
  void aRemovalErasesWhatWasStoredAndBlocksTheName() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));

    AccountEntity.Removal removal = result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT));

    assertThat(removal.existed()).isTrue();
    assertThat(removal.credentials()).isFalse();
    assertThat(removal.erasure()).contains(new Belongings.Erasure(3, 2, 0));
    assertThat(all()).isEmpty();
    assertThat(result(stage.accounts.of(SAM))).isEmpty();
    assertThat(result(stage.accounts.atFirstLogin(SAM))).isEqualTo(new FirstLogin.Blocked());

    AccountEntity.Removal again = result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT));
    assertThat(again.existed()).isFalse();
    assertThat(stage.belongings.asked).hasValue(1);
  }

  @Test
  void noHashOfARemovedAccountStaysInTheJournal() throws Exception {
    Making.Made made = made(stage.accounts.register());
    assertThat(hashes()).isEqualTo(1);

    result(stage.accounts.remove(made.name(), "deleted", Principals.ROOT));

    assertThat(hashes()).isZero();
    assertThat(tagsOfNothing()).isZero();
    stage.close();
    stage = new AccountStage(DATABASE);
    assertThat(result(stage.blocklist.page(Optional.empty(), 1_000)).blocked()).hasSize(1);
    result(stage.blocklist.unblock(made.name(), Principals.ROOT));
    assertThat(signIn(made.name(), made.password())).isEqualTo(new SignIn.Refused());
  }

  @Test
  void aHashThatACrashKeptInTheJournalGoesAtTheNextStart() throws Exception {
    AccountName name = made(stage.accounts.register()).name();
    failingRows(true);
    result(stage.accounts.remove(name, "deleted", Principals.ROOT));
    result(stage.blocklist.unblock(name, Principals.ROOT));
    assertThat(hashes()).isEqualTo(1);

    stage.close();
    failingRows(false);
    stage = new AccountStage(DATABASE);
    assertThat(result(stage.unfinished.names())).containsExactly(name);
    stage.shards.wake(name);

    await().atMost(20, SECONDS).until(() -> hashes() == 0);
  }

  /** The journal has half a character as it was said; no other text of the database does. */
  @Test
  void aReasonWithHalfACharacterKeepsNeitherTheRowBackNorTheHash() throws Exception {
    AccountName name = made(stage.accounts.register()).name();

    result(stage.blocklist.block(name, "\ud83d", Principals.ROOT));
    result(stage.accounts.remove(name, "half \ud83d", Principals.ROOT));

    assertThat(hashes()).isZero();
    assertThat(result(stage.blocklist.page(Optional.empty(), 1_000)).blocked()).hasSize(1);
    assertThat(result(stage.unfinished.names())).isEmpty();
  }

  @Test
  void theHashOfAnAccountThatWasRemovedByAnEarlierVersionGoesToo() throws Exception {
    AccountName name = made(stage.accounts.register()).name();
    removedByAnEarlierVersion(name);
    assertThat(hashes()).isEqualTo(1);

    stage.close();
    stage = new AccountStage(DATABASE);
    stage.shards.wake(name);

    await().atMost(20, SECONDS).until(() -> hashes() == 0);
    assertThat(all()).isEmpty();
  }

  /** The first removals did not say what was left: what came before them does. */
  @Test
  void whatAnEarlierVersionLeftBehindIsKnownUntilItIsErased() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(0, 0, 1));
    removedByAnEarlierVersion(SAMS);

    for (int start = 1; start <= 2; start++) {
      stage.close();
      stage = new AccountStage(DATABASE);
      stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(0, 0, 1));
      stage.shards.wake(SAMS);
      await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() > 0);
      assertThat(result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT)).discordUser())
          .hasValue(SAM);
    }
  }

  private void removedByAnEarlierVersion(AccountName name) throws Exception {
    failingRows(true);
    result(stage.accounts.remove(name, "deleted", Principals.ROOT));
    stage.close();
    failingRows(false);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                update event_journal set event_payload = convert_to(
                  regexp_replace(convert_from(event_payload, 'UTF8'), '"leftovers":(null|\\{[^}]*\\}),', ''), 'UTF8')
                where persistence_id = ? and event_payload like '{"event":"removed",%'::bytea
                """,
                AccountEntity.id(name).id()));
    stage = new AccountStage(DATABASE);
  }

  @Test
  void whatIsKeptAtARemovalIsErasedOnceItCanBe() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(3, 2, 4));
    assertThat(result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT)).erasure())
        .contains(new Belongings.Erasure(3, 2, 4));
    assertThat(result(stage.unfinished.names())).containsExactly(SAMS);

    stage.shards.wake(SAMS);
    await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() == 2);
    assertThat(result(stage.unfinished.names())).containsExactly(SAMS);

    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(4, 0, 0));
    stage.shards.wake(SAMS);
    await().atMost(20, SECONDS).until(() -> result(stage.unfinished.names()).isEmpty());
  }

  /** Then the Discord user is a member as any other, with whom staff talk. */
  @Test
  void whatTheMemberBeginsAfterNothingWasLeftStays() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(3, 2, 0));
    result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT));
    await().atMost(20, SECONDS).until(() -> result(stage.unfinished.names()).isEmpty());
    int before = stage.belongings.asked.get();

    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(1, 0, 0));
    stage.shards.wake(SAMS);
    result(stage.shards.look(SAMS));
    AccountEntity.Removal again = result(stage.accounts.remove(SAMS, "again", Principals.ROOT));
    stage.close();
    stage = new AccountStage(DATABASE);
    stage.shards.wake(SAMS);
    assertThat(result(stage.shards.look(SAMS)).leftovers()).isEmpty();

    assertThat(again.discordUser()).isEmpty();
    assertThat(again.erasure()).contains(Belongings.Erasure.NOTHING);
    assertThat(before).isEqualTo(1);
    assertThat(stage.belongings.asked).as("asked of the new start").hasValue(0);
  }

  @Test
  void anEventIsLookedAtTwiceUnlessItsRowIsMissing() throws Exception {
    AccountName name = made(stage.accounts.register()).name();
    assertThat(result(stage.unfinished.names())).isEmpty();
    assertThat(result(stage.unfinished.names())).isEmpty();
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate account"));
    assertThat(result(stage.unfinished.names())).as("settled before").isEmpty();

    AccountName late = made(stage.accounts.register()).name();
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate account"));
    for (int look = 0; look < 4; look++) {
      assertThat(result(stage.unfinished.names())).containsExactly(late);
    }
    assertThat(result(new UnfinishedAccounts(stage.rows).names()))
        .containsExactlyInAnyOrder(name, late);
  }

  private static long hashes() {
    return count(
        "select count(*) from event_journal where position('argon2id'::bytea in event_payload) >"
            + " 0");
  }

  private static long tagsOfNothing() {
    return count(
        "select count(*) from event_tag where event_id not in (select ordering from"
            + " event_journal)");
  }

  private static long count(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** As where the database goes away between a change and its row. */
  private static void failingRows(boolean failing) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                failing
                    ? "alter table account add constraint failing check (events < 0) not valid"
                    : "alter table account drop constraint failing"));
  }

  @Test
  void anErasureThatACrashInterruptsGoesOnAtTheNextStart() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.erasure = new CompletableFuture<>();
    AccountEntity.Removal underWay =
        result(stage.accounts.remove(SAMS, "deleted", Principals.ROOT));
    assertThat(underWay.existed()).isTrue();
    assertThat(underWay.erasure()).isEmpty();

    stage.close();
    stage = new AccountStage(DATABASE);
    assertThat(result(stage.unfinished.names())).containsExactly(SAMS);
    stage.shards.wake(SAMS);

    await().atMost(20, SECONDS).until(() -> result(stage.unfinished.names()).isEmpty());
    assertThat(stage.belongings.asked).hasValue(1);
  }

  /** The account begins anew, since something of it could not be stored. */
  private void beginsAnew() {
    String numbers = "select last_value from event_journal_ordering_seq";
    long before = count(numbers);
    execute("alter table event_journal add constraint failing check (ordering < 0) not valid");
    var _ =
        stage.shards.change(
            SAMS, new Account.Command.Block("not stored", "root", Clock.systemUTC().instant()));
    await().atMost(20, SECONDS).until(() -> count(numbers) > before);
    execute("alter table event_journal drop constraint failing");
  }

  @Test
  void theEndOfAnEarlierErasureIsNotTakenForThatOfALaterOne() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    CompletableFuture<Belongings.Erasure> slow = new CompletableFuture<>();
    stage.belongings.erasure = slow;
    var _ = stage.accounts.remove(SAMS, "one", Principals.ROOT);
    await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() == 1);
    stage.belongings.erasure = CompletableFuture.completedFuture(new Belongings.Erasure(3, 2, 0));
    beginsAnew();
    await().atMost(20, SECONDS).until(() -> result(stage.unfinished.names()).isEmpty());

    result(stage.blocklist.unblock(SAMS, Principals.ROOT));
    result(stage.accounts.atFirstLogin(SAM));
    CompletableFuture<Belongings.Erasure> later = new CompletableFuture<>();
    stage.belongings.erasure = later;
    CompletionStage<AccountEntity.Removal> second =
        stage.accounts.remove(SAMS, "two", Principals.ROOT);
    await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() == 3);
    slow.complete(new Belongings.Erasure(9, 9, 0));
    assertThat(result(stage.shards.look(SAMS)).leftovers()).isPresent();
    later.complete(new Belongings.Erasure(1, 1, 0));

    assertThat(result(second).erasure()).contains(new Belongings.Erasure(1, 1, 0));
  }

  @Test
  void whoWaitsForARemovalIsAnsweredAlsoByAnAccountThatBeginsAnew() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.erasure = new CompletableFuture<>();
    CompletionStage<AccountEntity.Removal> removal =
        stage.accounts.remove(SAMS, "one", Principals.ROOT);
    await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() == 1);

    beginsAnew();

    assertThat(result(removal).existed()).isTrue();
  }

  @Test
  void anErasureThatFailsIsTriedAgain() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.outOfReach = true;
    CompletableFuture<AccountEntity.Removal> removal =
        stage.accounts.remove(SAMS, "deleted", Principals.ROOT).toCompletableFuture();
    await().atMost(20, SECONDS).until(() -> stage.belongings.asked.get() > 0);

    stage.belongings.outOfReach = false;

    assertThat(result(removal).erasure()).contains(new Belongings.Erasure(3, 2, 0));
  }

  @Test
  void aRowThatACrashKeptFromTheTableIsWrittenAtTheNextStart() throws Exception {
    AccountName name = made(stage.accounts.register()).name();
    stage.close();
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate account"));

    stage = new AccountStage(DATABASE);
    assertThat(all()).isEmpty();
    assertThat(result(stage.unfinished.names())).containsExactly(name);
    stage.shards.wake(name);

    await().atMost(20, SECONDS).until(() -> all().size() == 1);
    assertThat(result(stage.unfinished.names())).isEmpty();
  }

  @Test
  void theQuotaOfAnAccountIsItsOwnOrTheDefault() throws Exception {
    result(stage.accounts.atFirstLogin(SAM));
    stage.belongings.bytes = 900;

    assertThat(result(stage.quotas.of(SAMS)))
        .isEqualTo(new Quotas.QuotaUse(true, 900, 1_000, true));
    assertThat(result(stage.quotas.mayStore(SAM, 100))).isTrue();
    assertThat(result(stage.quotas.mayStore(SAM, 101))).isFalse();
    assertThat(result(stage.quotas.mayStore(SAM + 1, Long.MAX_VALUE))).isTrue();

    assertThat(result(stage.quotas.set(SAMS, Optional.of(0L), Principals.ROOT))).isTrue();
    assertThat(result(stage.quotas.mayStore(SAM, 1_000_000))).isTrue();
    assertThat(result(stage.quotas.set(SAMS, Optional.of(10L), Principals.ROOT))).isTrue();
    assertThat(result(stage.quotas.of(SAMS))).isEqualTo(new Quotas.QuotaUse(true, 900, 10, false));
    assertThat(result(stage.quotas.set(SAMS, Optional.empty(), Principals.ROOT))).isTrue();

    assertThat(result(stage.quotas.setDefault(Optional.of(2_000L), Principals.ROOT)))
        .isEqualTo(2_000);
    assertThat(result(stage.quotas.mayStore(SAM, 1_100))).isTrue();
    assertThat(result(stage.quotas.totals())).isEqualTo(new Quotas.Totals(900, 1, 2_000));
    assertThat(result(stage.quotas.setDefault(Optional.empty(), Principals.ROOT))).isEqualTo(1_000);

    AccountName nobody = new AccountName("nobody");
    assertThat(result(stage.quotas.set(nobody, Optional.of(1L), Principals.ROOT))).isFalse();
    assertThat(result(stage.quotas.of(nobody)).exists()).isFalse();
  }

  @Test
  void whatAllHaveStoredIsCountedAThousandMembersAtATime() throws Exception {
    execute(
        """
        insert into account (name, events, origin, created_at, discord_user, has_password)
        select 'u' || n, 1, 'discord', now(), n, false from generate_series(1, 2500) n
        """);
    execute("update account set created_at = null where discord_user in (1, 1000, 2000)");
    stage.belongings.bytes = 3;

    assertThat(result(stage.quotas.totals())).isEqualTo(new Quotas.Totals(7_491, 2_497, 1_000));
    assertThat(stage.belongings.most).isEqualTo(1_000);
  }

  @Test
  void blockedNamesAreGivenInPagesAndEachIsOnOneOfThem() throws Exception {
    // Many at the same time: the name decides among them.
    execute(
        """
        insert into account (name, events, has_password, block_reason, blocked_by, blocked_at)
        select 'b' || n, 1, false, 'r', 'root', timestamptz '2026-01-01' + make_interval(hours => n / 400)
        from generate_series(1, 2100) n
        """);
    List<String> names = new ArrayList<>();
    Optional<AccountName> after = Optional.empty();
    List<Integer> sizes = new ArrayList<>();
    boolean more = true;
    while (more) {
      Blocklist.Page page = result(stage.blocklist.page(after, 1_000));
      assertThat(page.total()).isEqualTo(2_100);
      page.blocked().forEach(one -> names.add(one.name().value()));
      sizes.add(page.blocked().size());
      after = Optional.of(page.blocked().getLast().name());
      more = page.more();
    }
    assertThat(sizes).containsExactly(1_000, 1_000, 100);
    assertThat(names).doesNotHaveDuplicates().hasSize(2_100).startsWith("b2000", "b2001");
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static Making.Made made(CompletionStage<Making> stage) throws Exception {
    return (Making.Made) result(stage);
  }
}
