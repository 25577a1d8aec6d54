package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.access.AdminGrants.Command;
import dev.switchboard.access.AdminGrants.Event;
import dev.switchboard.access.AdminGrants.Grant;
import dev.switchboard.access.AdminGrants.Reason;
import dev.switchboard.entity.Decision;
import dev.switchboard.storage.GoldenFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGrantsTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void aTokenIsKnownByItsHashUntilItExpiresOrIsTaken() {
    AdminGrants grants = given(AdminGrants.NONE, grant("watch", Optional.of(NOW.plusSeconds(60))));

    assertThat(grants.holderOf("hash of watch", NOW))
        .hasValueSatisfying(holder -> {
          assertThat(holder.name()).isEqualTo("watch");
          assertThat(holder.scopes()).containsExactly(Scope.READ);
        });
    assertThat(grants.holderOf("another", NOW)).isEmpty();
    assertThat(grants.holderOf("hash of watch", NOW.plusSeconds(60))).isEmpty();

    Decision<Event, Optional<Reason>> taken = grants.decide(new Command.Take("watch", "root", NOW));
    assertThat(taken.events()).hasSize(1);
    assertThat(after(grants, taken).holderOf("hash of watch", NOW)).isEmpty();
  }

  @Test
  void aNameIsGivenOnce() {
    AdminGrants grants = given(AdminGrants.NONE, grant("watch", Optional.empty()));

    assertThat(grants.decide(new Command.Give(grant("watch", Optional.empty()))))
        .isEqualTo(Decision.reply(Optional.of(Reason.NAME_TAKEN)));
    assertThat(grants.decide(new Command.Take("other", "root", NOW)))
        .isEqualTo(Decision.reply(Optional.of(Reason.UNKNOWN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "root", "ROOT", "a\nb", "-a", "a/b"})
  void someNamesAreUnusable(String name) {
    assertThat(AdminGrants.NONE.decide(new Command.Give(grant(name, Optional.empty()))))
        .isEqualTo(Decision.reply(Optional.of(Reason.NAME_UNUSABLE)));
  }

  @Test
  void whatIsGoodForNothingIsNotGiven() {
    Grant useless = new Grant("a", "h", Set.of(), NOW, Optional.empty(), "root");
    Grant over = grant("b", Optional.of(NOW.minus(Duration.ofSeconds(1))));

    assertThat(AdminGrants.NONE.decide(new Command.Give(useless)))
        .isEqualTo(Decision.reply(Optional.of(Reason.NO_SCOPE)));
    assertThat(AdminGrants.NONE.decide(new Command.Give(over)))
        .isEqualTo(Decision.reply(Optional.of(Reason.EXPIRED_ALREADY)));
  }

  @Test
  void theNumberOfTokensIsBounded() {
    AdminGrants full =
        new AdminGrants(
            IntStream.range(0, AdminGrants.MOST)
                .mapToObj(i -> grant("t" + i, Optional.empty()))
                .toList());

    assertThat(full.decide(new Command.Give(grant("one more", Optional.empty()))))
        .isEqualTo(Decision.reply(Optional.of(Reason.TOO_MANY)));
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(
        new Event.Given(grant("watch", Optional.of(NOW.plusSeconds(60)))), "admin-tokens-given");
    FILES.assertSame(new Event.Taken("watch", "root", NOW), "admin-tokens-taken");
    assertThat(
            Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name))
        .allSatisfy(name ->
            assertThat(GoldenFiles.FOLDER.resolve("admin-tokens-" + name + ".json")).exists());
  }

  private static AdminGrants given(AdminGrants grants, Grant grant) {
    return after(grants, grants.decide(new Command.Give(grant)));
  }

  private static AdminGrants after(AdminGrants grants, Decision<Event, ?> decision) {
    return decision.events().isEmpty() ? grants : grants.apply(decision.events().getFirst());
  }

  private static Grant grant(String name, Optional<Instant> expires) {
    return new Grant(name, "hash of " + name, Set.of(Scope.READ), NOW, expires, "root");
  }
}
