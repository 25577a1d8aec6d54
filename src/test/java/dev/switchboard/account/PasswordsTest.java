package dev.switchboard.account;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @AfterEach
  void stop() {
    passwords.close();
  }

  @Test
  void aPasswordIsKnownByItsHashAndNoOtherIs() throws Exception {
    String hash = result(passwords.hash("right"));

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("right");
    assertThat(result(passwords.matches("right", Optional.of(hash)))).isTrue();
    assertThat(result(passwords.matches("wrong", Optional.of(hash)))).isFalse();
    assertThat(result(passwords.matches("right", Optional.empty()))).isFalse();
    assertThat(result(passwords.hash("right"))).isNotEqualTo(hash);
  }

  @Test
  void aHashOfTheReferenceImplementationIsUnderstood() throws Exception {
    // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 -e
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(result(passwords.matches("password", Optional.of(hash)))).isTrue();
    assertThat(result(passwords.matches("Password", Optional.of(hash)))).isFalse();
  }

  @Test
  void whatIsNoHashMatchesNothing() throws Exception {
    for (String hash : List.of("", "right", "$2y$10$abc", "$argon2id$v=19$m=1$x")) {
      assertThat(result(passwords.matches("right", Optional.of(hash)))).isFalse();
    }
    String hash = result(passwords.hash("a"));
    assertThat(result(passwords.matches("a".repeat(2_000), Optional.of(hash)))).isFalse();
  }

  @Test
  void tooManyAtOnceAreRefusedAndTheOthersAnswered() {
    List<CompletionStage<String>> asked =
        Stream.generate(() -> passwords.hash("p")).limit(300).toList();

    assertThat(asked)
        .filteredOn(one -> one.toCompletableFuture().isCompletedExceptionally())
        .isNotEmpty()
        .allSatisfy(refused ->
            assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(Passwords.Busy.class));
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }
}
