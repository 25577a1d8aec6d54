package dev.switchboard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnconfiguredTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "discord.token", "MTIz.secret-\"of\".the-bot",
          "community-guild", "100000000000000001",
          "inbox-category", "100000000000000002",
          "staff-roles", "100000000000000003,100000000000000004",
          "log-channel", "");

  @TempDir Path home;

  private Path file;

  @BeforeEach
  void distribution() throws IOException {
    file = Files.createDirectories(home.resolve("conf")).toRealPath().resolve("switchboard.conf");
  }

  static Stream<Arguments> installations() {
    String nothing = "# only comments\nswitchboard {\n}\n";
    return Stream.of(
        opens("the sample of the distribution", nothing, Map.of()),
        opens("an empty file", "", Map.of()),
        opens("variables that are empty", nothing, Map.of("SWITCHBOARD_DISCORD_TOKEN", "")),
        opens(
            "what does not concern the bot's place",
            nothing,
            Map.of(
                "SWITCHBOARD_HTTP_PORT", "4000",
                "SWITCHBOARD_DATABASE_URL", "jdbc:postgresql://db/x",
                "SWITCHBOARD_DISCORD_API_URL", "http://127.0.0.1:1/api/v10",
                "SWITCHBOARD_SETUP_LISTEN", "0.0.0.0:3002")),
        stays("a token in the environment", nothing, Map.of("SWITCHBOARD_DISCORD_TOKEN", "x")),
        stays("a guild", nothing, Map.of("SWITCHBOARD_COMMUNITY_GUILD", "1")),
        stays("a staff guild", nothing, Map.of("SWITCHBOARD_STAFF_GUILD", "1")),
        stays("a category", nothing, Map.of("SWITCHBOARD_INBOX_CATEGORY", "1")),
        stays("roles", nothing, Map.of("SWITCHBOARD_STAFF_ROLES", "1")),
        stays("a log channel", nothing, Map.of("SWITCHBOARD_LOG_CHANNEL", "1")),
        stays("a misspelt variable", nothing, Map.of("SWITCHBOARD_DISCORD_TOKN", "x")),
        stays("another mistake", nothing, Map.of("SWITCHBOARD_HTTP_PORT", "70000")),
        stays("any key in the file", "switchboard.http.port = 4000", Map.of()),
        stays("a misspelt key in the file", "switchboard.http.prot = 4000", Map.of()),
        stays("a wrong value in the file", "switchboard.community-guild = x", Map.of()));
  }

  private static Arguments opens(String what, String text, Map<String, String> variables) {
    return Arguments.of(what, text, variables, true);
  }

  private static Arguments stays(String what, String text, Map<String, String> variables) {
    return Arguments.of(what, text, variables, false);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("installations")
  void onlyWhereNothingIsConfigured(
      String what, String text, Map<String, String> variables, boolean opens) throws IOException {
    Files.writeString(file, text);

    assertThat(find(variables).isPresent()).as(what).isEqualTo(opens);
  }

  @Test
  void aFileThatIsBrokenIsAMistake() throws IOException {
    Files.writeString(file, "switchboard {");

    assertThatThrownBy(() -> find(Map.of())).isInstanceOf(ConfigurationRefused.class);
  }

  @Test
  void aNamedFileIsAConfigurationAndOneThatIsMissingIsAMistakeUnlessAskedFor() throws IOException {
    Path missing = home.resolve("named.conf");
    Environment none = new Environment(Map.of());
    Environment named = new Environment(Map.of("SWITCHBOARD_CONFIG", missing.toString()));

    assertThat(Unconfigured.find(Optional.of(missing), none, false)).isEmpty();
    assertThat(Unconfigured.find(Optional.empty(), named, false)).isEmpty();
    assertThat(Unconfigured.find(Optional.empty(), named, true).orElseThrow().file())
        .isEqualTo(missing);

    Files.writeString(missing, "");
    assertThat(Unconfigured.find(Optional.of(missing), none, true)).isEmpty();
    assertThat(Unconfigured.find(Optional.empty(), named, true)).isEmpty();
  }

  @Test
  void itIsWrittenForThisAccountAloneAndReadAsAnyOther() throws IOException {
    Path target = home.resolve("new/switchboard.conf");
    Unconfigured none =
        Unconfigured.find(Optional.of(target), new Environment(Map.of()), true).orElseThrow();
    none.prepare();

    none.write(VALUES);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertThat(left).containsExactly(target);
    }
    Settings settings = read(target);
    assertThat(settings.discord().access().token()).isEqualTo("MTIz.secret-\"of\".the-bot");
    assertThat(settings.discord().place().staffRoles())
        .isEqualTo(List.of(100000000000000003L, 100000000000000004L));
    assertThat(settings.discord().place().logChannel()).isEmpty();
  }

  @Test
  void theSampleStaysBelow() throws IOException {
    Files.writeString(file, "# about ports\n# switchboard.http.port = 1\n");
    Unconfigured none = find(Map.of()).orElseThrow();
    none.prepare();

    none.write(VALUES);

    assertThat(none.file()).isEqualTo(file);
    assertThat(Files.readString(file)).endsWith("# about ports\n# switchboard.http.port = 1\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(read(file).discord().place().communityGuild()).isEqualTo(100000000000000001L);
  }

  @Test
  void whatSomebodyElseWroteMeanwhileIsNotOverwritten() throws IOException {
    Files.writeString(file, "");
    Unconfigured sample = find(Map.of()).orElseThrow();
    Path target = home.resolve("named.conf");
    Unconfigured fresh =
        Unconfigured.find(Optional.of(target), new Environment(Map.of()), true).orElseThrow();
    Files.writeString(file, "switchboard.http.port = 1");
    Files.writeString(target, "mine");

    assertThatThrownBy(() -> sample.write(VALUES)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> fresh.write(VALUES)).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(file).hasContent("switchboard.http.port = 1");
    assertThat(target).hasContent("mine");
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("conf", "named.conf");
    }
  }

  @Test
  void whatTheEnvironmentSaysIsNotAskedForAndWins() {
    Unconfigured none =
        Unconfigured.find(
                Optional.of(home.resolve("named.conf")),
                new Environment(Map.of("SWITCHBOARD_HTTP_PORT", "4000")),
                true)
            .orElseThrow();

    assertThat(none.isTold("http.port")).isTrue();
    assertThat(none.isTold("database.url")).isFalse();
    Settings settings =
        SettingsReader.read(
            none.with(
                Map.of(
                    "discord.token", "MTIz.a.b",
                    "community-guild", "100000000000000001",
                    "inbox-category", "100000000000000002",
                    "http.port", "5000")));
    assertThat(settings.http().port()).isEqualTo(4000);
  }

  private Optional<Unconfigured> find(Map<String, String> variables) {
    return Unconfigured.untouched(Optional.empty(), Optional.of(file), new Environment(variables));
  }

  private static Settings read(Path path) {
    return SettingsReader.read(
        Configuration.load(Optional.of(path), new Environment(Map.of()), Map.of()));
  }
}
