package dev.switchboard.access;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("data").resolve("admin_token");
  }

  @Test
  void aTokenIsMadeThatOnlyItsOwnerCanRead() throws IOException {
    RootToken token = TokenFile.open(file);

    String written = Files.readString(file);
    assertThat(written).matches("[A-Za-z0-9_-]{43}\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
    assertThat(token.hash()).hasValue(Secret.hash(written.strip()));
    assertThat(Secret.matches(written.strip(), token.hash().orElseThrow())).isTrue();
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void theNextStartFindsTheSame() {
    Optional<String> first = TokenFile.open(file).hash();

    assertThat(TokenFile.open(file).hash()).isEqualTo(first);
    assertThat(TokenFile.show(file)).isEqualTo(TokenFile.show(file));
  }

  @Test
  void anOlderTokenOfAnyFormGoesOnBeingGood() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "  a token of somebody's own\n");

    assertThat(TokenFile.open(file).hash()).hasValue(Secret.hash("a token of somebody's own"));
  }

  @Test
  void anEmptyFileGetsAToken() throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);

    TokenFile.open(file);

    assertThat(Files.readString(file)).hasSize(44);
  }

  @Test
  void whatOthersCouldReadTheyCanReadNoMore() throws IOException {
    TokenFile.open(file);
    Files.setPosixFilePermissions(file, fromString("rw-r--r--"));

    TokenFile.open(file);

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
  }

  @Test
  void aReplacedTokenIsGoodWithoutARestartAndTheFormerIsNot() {
    TokenFile token = TokenFile.open(file);
    String former = TokenFile.show(file);

    String next = TokenFile.rotate(file);

    assertThat(next).isNotEqualTo(former);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> token.hash().equals(Optional.of(Secret.hash(next))));
  }

  @Test
  void aFileThatIsGoneOrNonsenseIsGoodForNobody() throws IOException {
    TokenFile token = TokenFile.open(file);
    Files.delete(file);
    await().atMost(Duration.ofSeconds(30)).until(() -> token.hash().isEmpty());

    Files.writeString(file, "x".repeat(5_000));
    assertThat(token.hash()).isEmpty();
    assertThatThrownBy(() -> TokenFile.open(file))
        .isInstanceOf(AccessRefused.class)
        .hasMessageContaining("admin_token is no file with a token");
  }

  @Test
  void aTokenOfAPersonsOwnHasTwentyCharacters() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1234567890123456789 \n");
    assertThatThrownBy(() -> TokenFile.open(file))
        .isInstanceOf(AccessRefused.class)
        .hasMessageContaining("fewer than 20 characters")
        .hasMessageNotContaining("1234567890123456789");
    Files.writeString(file, "12345678901234567890\n");
    TokenFile token = TokenFile.open(file);
    assertThat(token.hash()).hasValue(Secret.hash("12345678901234567890"));

    Files.writeString(file, "short\n");

    await().atMost(Duration.ofSeconds(30)).until(() -> token.hash().isEmpty());
    assertThatThrownBy(() -> RootToken.of("nineteen characters", file))
        .isInstanceOf(AccessRefused.class);
    assertThat(RootToken.of("disabled", file)).isEqualTo(new RootToken.Off());
  }

  @Test
  void aFolderInItsPlaceIsSaid() throws IOException {
    Files.createDirectories(file);
    Files.createFile(file.resolve("something"));

    assertThatThrownBy(() -> TokenFile.open(file)).isInstanceOf(AccessRefused.class);
  }

  @Test
  void whoComesAtTheSameTimeFindsOneToken() {
    Set<String> hashes = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 64)
        .parallel()
        .forEach(_ -> hashes.add(TokenFile.open(file).hash().orElseThrow()));

    assertThat(hashes).hasSize(1);
  }

  @Test
  void noTwoAreAlike() {
    Set<String> made = new HashSet<>();
    IntStream.range(0, 1_000).forEach(_ -> made.add(Secret.random()));

    assertThat(made).hasSize(1_000).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void aConfiguredOneNeedsNoFileAndDisabledIsNone() {
    assertThat(settings("a token of mine, long").rootToken().hash())
        .hasValue(Secret.hash("a token of mine, long"));
    assertThat(settings("disabled").rootToken().hash()).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(settings("a token of mine, long").toString())
        .doesNotContain("a token of mine, long");
  }

  private AdminSettings settings(String token) {
    return new AdminSettings(token, file, new AdminSettings.Audit(1, 0, 0, 0));
  }
}
