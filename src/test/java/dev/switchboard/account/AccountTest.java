package dev.switchboard.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.account.Account.Command;
import dev.switchboard.account.Account.Decision;
import dev.switchboard.account.Account.Event;
import dev.switchboard.account.Account.Origin;
import dev.switchboard.account.Account.Reason;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Command CREATE =
      new Command.Create(Optional.of("hash"), Origin.REGISTERED, Optional.empty(), "x", NOW);
  private static final Command AT_LOGIN =
      new Command.Create(Optional.empty(), Origin.DISCORD, Optional.of(7L), "discord", NOW);
  private static final Command REMOVE =
      new Command.Remove("deleted", "root", NOW, Optional.empty());
  private static final Command BLOCK = new Command.Block("abuse", "root", NOW);
  private static final Command UNBLOCK = new Command.Unblock("root", NOW);
  private static final Command ERASED = new Command.Erased(new Belongings.Erasure(3, 1, 0), NOW);

  @Test
  void aNameIsTakenOnce() {
    Account account = after(Account.NONE, CREATE);

    assertThat(account.holder()).isPresent();
    assertThat(account.decide(CREATE)).isEqualTo(new Decision.Refuse(Reason.TAKEN));
  }

  @Test
  void aBlockedNameIsNotTakenUntilItIsFree() {
    Account blocked = after(Account.NONE, BLOCK);

    assertThat(blocked.decide(CREATE)).isEqualTo(new Decision.Refuse(Reason.BLOCKED));
    assertThat(after(blocked, UNBLOCK).decide(CREATE)).isInstanceOf(Decision.Persist.class);
    assertThat(Account.NONE.decide(UNBLOCK)).isEqualTo(new Decision.Nothing());
  }

  @Test
  void anAccountThatIsBlockedIsStillThere() {
    Account blocked = after(after(Account.NONE, CREATE), BLOCK);

    assertThat(blocked.holder()).isPresent();
    Account free = after(blocked, UNBLOCK);
    assertThat(free.block()).isEmpty();
    assertThat(free.holder().flatMap(Account.Holder::passwordHash))
        .isPresent()
        .isEqualTo(blocked.holder().flatMap(Account.Holder::passwordHash));
    assertThat(free.holder().flatMap(Account.Holder::renewed)).contains(NOW);
  }

  @Test
  void aRemovalEndsCredentialsAndQuotaAndBlocksTheNameInOneEvent() {
    Account own =
        after(after(Account.NONE, CREATE), new Command.SetQuota(Optional.of(5L), "root", NOW));

    Account gone = after(own, REMOVE);

    assertThat(gone.holder()).isEmpty();
    assertThat(gone.block()).contains(new Account.Block("deleted", "root", NOW));
    assertThat(gone.leftovers()).isEmpty();
    assertThat(gone.decide(REMOVE)).isEqualTo(new Decision.Nothing());
  }

  @Test
  void aNameWithoutAnAccountIsBlockedByItsRemoval() {
    assertThat(after(Account.NONE, REMOVE).block()).isPresent();
  }

  @Test
  void whatADiscordMemberLeftBehindHasToBeErasedBeforeTheNameIsTakenAgain() {
    Account gone = after(after(Account.NONE, AT_LOGIN), REMOVE);
    assertThat(gone.leftovers()).contains(new Account.Leftovers(7, NOW));

    Account free = after(gone, UNBLOCK);
    assertThat(free.decide(AT_LOGIN)).isEqualTo(new Decision.Refuse(Reason.NOT_ERASED_YET));

    assertThat(after(free, ERASED).decide(AT_LOGIN)).isInstanceOf(Decision.Persist.class);
    assertThat(Account.NONE.decide(ERASED)).isEqualTo(new Decision.Nothing());
  }

  @Test
  void whatIsKeptForNowIsNotForgotten() {
    Account gone = after(after(Account.NONE, AT_LOGIN), REMOVE);
    Command partly = new Command.Erased(new Belongings.Erasure(3, 1, 2), NOW);

    assertThat(gone.decide(partly)).isEqualTo(new Decision.Nothing());
    assertThat(after(after(gone, partly), ERASED).leftovers()).isEmpty();
  }

  @Test
  void aRemovalIsEnoughToBeTheSameName() {
    Account account = after(after(Account.NONE, AT_LOGIN), BLOCK);
    Event removed = ((Decision.Persist) account.decide(REMOVE)).event();

    assertThat(Account.NONE.apply(removed)).isEqualTo(account.apply(removed));
  }

  @Test
  void aSecondRemovalForgetsNothingThatIsToBeErased() {
    Account gone = after(after(after(Account.NONE, AT_LOGIN), REMOVE), UNBLOCK);

    assertThat(after(gone, REMOVE).leftovers()).contains(new Account.Leftovers(7, NOW));
  }

  @Test
  void onlyAnAccountHasAQuota() {
    Command set = new Command.SetQuota(Optional.of(0L), "root", NOW);

    assertThat(Account.NONE.decide(set)).isEqualTo(new Decision.Refuse(Reason.UNKNOWN));
    Account account = after(after(Account.NONE, CREATE), set);
    assertThat(account.holder().orElseThrow().maxBytes()).contains(0L);
    assertThat(account.decide(set)).isEqualTo(new Decision.Nothing());
    assertThat(
            after(account, new Command.SetQuota(Optional.empty(), "root", NOW))
                .holder()
                .orElseThrow()
                .maxBytes())
        .isEmpty();
  }

  @Test
  void whateverIsAskedNobodyHasABlockedNameAnewAndNothingIsLeftUnerased() {
    long seed = new Random().nextLong();
    RandomGenerator random = new Random(seed);
    List<Command> commands = List.of(CREATE, AT_LOGIN, REMOVE, BLOCK, UNBLOCK, ERASED);
    Account account = Account.NONE;
    for (int i = 0; i < 10_000; i++) {
      Command command = commands.get(random.nextInt(commands.size()));
      Account next = after(account, command);
      if (account.holder().isEmpty() && next.holder().isPresent()) {
        assertThat(account.block()).as("seed %d, step %d", seed, i).isEmpty();
        assertThat(account.leftovers()).as("seed %d, step %d", seed, i).isEmpty();
      }
      if (account.leftovers().isPresent() && next.leftovers().isEmpty()) {
        assertThat(command).as("seed %d, step %d", seed, i).isEqualTo(ERASED);
      }
      account = next;
    }
  }

  @Test
  void aPasswordHashIsInNoText() {
    assertThat(after(Account.NONE, CREATE).toString()).doesNotContain("hash");
    assertThat(Account.NONE.decide(CREATE).toString()).doesNotContain("hash");
    assertThat(CREATE.toString()).doesNotContain("hash");
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(
        new Event.Created(
            Optional.of("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"),
            Origin.REGISTERED,
            Optional.of(7L),
            "root",
            NOW),
        "account-created");
    FILES.assertSame(
        new Event.Removed("deleted", "root", Optional.of(new Account.Leftovers(7, NOW)), NOW),
        "account-removed");
    FILES.assertSame(new Event.Erased(new Belongings.Erasure(3, 2, 1), NOW), "account-erased");
    FILES.assertSame(new Event.Blocked("abuse", "root", NOW), "account-blocked");
    FILES.assertSame(new Event.Unblocked("root", NOW), "account-unblocked");
    FILES.assertSame(new Event.QuotaSet(Optional.of(5L), "root", NOW), "account-quota-set");
    FILES.assertSame(
        new Event.QuotaSet(Optional.empty(), "root", NOW), "account-quota-set-to-default");
    FILES.assertSame(new DefaultQuota.Event.Set(Optional.of(5L), "root", NOW), "default-quota-set");
    assertThat(
            Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("account-" + name + ".json")).exists());
  }

  @Test
  void theDefaultQuotaIsAsConfiguredUntilItIsSet() {
    DefaultQuota set =
        DefaultQuota.CONFIGURED.apply(
            DefaultQuota.CONFIGURED.decide(Optional.of(5L), "root", NOW).orElseThrow());

    assertThat(set.maxBytes()).contains(5L);
    assertThat(set.decide(Optional.of(5L), "root", NOW)).isEmpty();
    assertThat(set.apply(set.decide(Optional.empty(), "root", NOW).orElseThrow()))
        .isEqualTo(DefaultQuota.CONFIGURED);
  }

  private static Account after(Account account, Command command) {
    return account.decide(command) instanceof Decision.Persist(Event event)
        ? account.apply(event)
        : account;
  }
}
