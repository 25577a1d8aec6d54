package dev.switchboard.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.process.RunBy;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Origin;
import dev.switchboard.settings.Setting;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import dev.switchboard.ticket.model.TicketSettings.Signature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final String REQUIRED =
      """
      switchboard.discord.token = "MTIz.secret-of.the-bot"
      switchboard.community-guild = 100000000000000001
      switchboard.inbox-category = 100000000000000002
      """;

  @TempDir Path folder;

  @Test
  void onlyThreeKeysAreRequiredAndAllOthersHaveTheirDefault() {
    Settings settings = read(REQUIRED);

    assertThat(settings.data().root()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.database()).isEmpty();
    DiscordSettings discord = settings.discord();
    assertThat(discord.access().apiUrl()).isEqualTo(URI.create("https://discord.com/api/v10"));
    assertThat(discord.access().token()).isEqualTo("MTIz.secret-of.the-bot");
    assertThat(discord.place().communityGuild()).isEqualTo(100000000000000001L);
    assertThat(discord.place().staffGuild()).isEqualTo(100000000000000001L);
    assertThat(discord.place().single()).isTrue();
    assertThat(discord.place().inboxCategory()).isEqualTo(100000000000000002L);
    assertThat(discord.place().staffRoles()).isEmpty();
    assertThat(discord.place().readerRoles()).isEmpty();
    assertThat(discord.place().logChannel()).isEmpty();
    assertThat(discord.commandPrefix()).isEqualTo("!");
    assertThat(discord.limits())
        .isEqualTo(new DiscordSettings.Limits(45, Duration.ofMinutes(2), 10 * 1024 * 1024));
    assertThat(discord.retry()).isEqualTo(new Retry(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    assertThat(settings.cluster()).isEqualTo(new ClusterSettings("127.0.0.1", 0, List.of()));
    assertThat(settings.cluster().shared()).isFalse();
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(3002);
    assertThat(settings.http().publicUrl()).isEmpty();
    assertThat(settings.http().trust()).isEqualTo(HttpSettings.Trust.NONE);
    assertThat(settings.http().operators()).isEmpty();
    assertThat(settings.admin())
        .isEqualTo(
            new AdminSettings(
                "",
                Path.of("data/admin_token").toAbsolutePath(),
                new AdminSettings.Audit(120, 90, 90, 365)));
    TicketSettings ticket = settings.ticket();
    assertThat(ticket.messages().welcome()).startsWith("Thank you");
    assertThat(ticket.messages().closing()).contains("closed");
    assertThat(ticket.messages().delayed()).contains("stored");
    assertThat(ticket.messages().busy()).contains("queue");
    assertThat(ticket.ping()).isEqualTo(new Ping.Nobody());
    assertThat(ticket.signing())
        .isEqualTo(new TicketSettings.Signing(Signature.NAME, "Staff Team"));
    assertThat(ticket.pace())
        .isEqualTo(
            new TicketSettings.Pace(
                Duration.ofSeconds(60), Duration.ofSeconds(5), 60, Duration.ofDays(7)));
    assertThat(ticket.relay())
        .isEqualTo(new TicketSettings.Relay(500L * 1024 * 1024, 1L << 30, true, true));
  }

  @Test
  void everyKeyCanBeSetInTheFile() {
    Settings settings =
        read(
            """
            switchboard {
              data-dir = /var/lib/switchboard
              data-reserve = 7 MiB
              community-guild = "100000000000000001"
              staff-guild = 100000000000000003
              inbox-category = 100000000000000002
              staff-roles = [100000000000000004, "100000000000000005"]
              reader-roles = [100000000000000007]
              log-channel = 100000000000000006
              discord {
                token = MTIz.x.t
                api-url = "http://127.0.0.1:4000/api/v10/"
                command-prefix = "?"
                requests-per-second = 50
                nonce-memory = 90s
                longest-pause = 3s
                upload-limit = 50 MiB
              }
              database { url = "jdbc:postgresql://db/x", user = me, password = "p w" }
              cluster { host = one, port = 2551, seeds = ["one:2551", "two:2552"] }
              http {
                host = 0.0.0.0, port = 80, public-url = "https://tickets.example.org/"
                trusted-proxies = [10.0.0.2, "::1"], operator-address = "[::1]:3003"
              }
              admin { audit-refusals-per-minute = 7, audit-read-days = 1, audit-refusal-days = 0, audit-staff-days = 2, root-token = disabled, origins = "https://panel.example.org, http://localhost:5173" }
              ticket {
                welcome-message = ""
                closing-message = c
                delayed-message = d
                busy-message = b
                ping = "100000000000000007, 100000000000000008"
                signature = name-and-role
                anonymous-name = Crew
                delay-notice-after = 2m
                attachment-wait = 0s
                new-tickets-per-minute = 5
                young-account = 3d
                copy-limit = 0 B
                daily-copies = 3 MiB
                relay-typing = off
                relay-reactions = false
              }
            }
            """);

    assertThat(settings.data().root()).isEqualTo(Path.of("/var/lib/switchboard"));
    assertThat(settings.data().reserve()).isEqualTo(7L << 20);
    assertThat(settings.discord().access().apiUrl())
        .isEqualTo(URI.create("http://127.0.0.1:4000/api/v10"));
    assertThat(settings.discord().place().single()).isFalse();
    assertThat(settings.discord().place().staffRoles())
        .containsExactly(100000000000000004L, 100000000000000005L);
    assertThat(settings.discord().place().readerRoles()).containsExactly(100000000000000007L);
    assertThat(settings.discord().place().logChannel()).hasValue(100000000000000006L);
    assertThat(settings.discord().commandPrefix()).isEqualTo("?");
    assertThat(settings.discord().limits())
        .isEqualTo(new DiscordSettings.Limits(50, Duration.ofSeconds(90), 50 * 1024 * 1024));
    assertThat(settings.discord().retry())
        .isEqualTo(new Retry(Duration.ofMillis(100), Duration.ofSeconds(3)));
    assertThat(settings.database())
        .hasValueSatisfying(database -> {
          assertThat(database.url()).isEqualTo("jdbc:postgresql://db/x");
          assertThat(database.user()).isEqualTo("me");
          assertThat(database.password()).isEqualTo("p w");
        });
    assertThat(settings.cluster())
        .isEqualTo(
            new ClusterSettings(
                "one",
                2551,
                List.of(
                    new ClusterSettings.Node("one", 2551), new ClusterSettings.Node("two", 2552))));
    assertThat(settings.http().operators()).hasValue(new HttpSettings.Address("::1", 3003));
    assertThat(settings.http().publicUrl()).hasValue(URI.create("https://tickets.example.org"));
    assertThat(settings.http().trust())
        .isEqualTo(
            new HttpSettings.Trust(
                new AddressRanges(
                    Set.of(
                        AddressRanges.Range.parse("10.0.0.2").orElseThrow(),
                        AddressRanges.Range.parse("::1").orElseThrow())),
                List.of("https://panel.example.org", "http://localhost:5173")));
    assertThat(settings.admin().token()).isEqualTo("disabled");
    assertThat(settings.admin().audit()).isEqualTo(new AdminSettings.Audit(7, 1, 0, 2));
    assertThat(settings.ticket())
        .isEqualTo(
            new TicketSettings(
                new TicketSettings.Messages("", "c", "d", "b"),
                new Ping.Roles(List.of(100000000000000007L, 100000000000000008L)),
                new TicketSettings.Signing(Signature.NAME_AND_ROLE, "Crew"),
                new TicketSettings.Pace(
                    Duration.ofMinutes(2), Duration.ZERO, 5, Duration.ofDays(3)),
                new TicketSettings.Relay(0, 3 << 20, false, false)));
  }

  @Test
  void severalNodesNeedADatabaseAndAPort() {
    assertThat(findings(REQUIRED + "switchboard.cluster.seeds = [\"one:2551\"]", Map.of()))
        .anyMatch(line -> line.contains("a database that all nodes reach"))
        .anyMatch(line -> line.contains("from 1 to 65535"));
  }

  @Test
  void theServicesAreOnTheNodeThatIsNamedForThemOrElseOnTheFirst() {
    String one = REQUIRED + cluster("one");
    String two = REQUIRED + cluster("two");

    assertThat(read(one).managed().elsewhere()).isEmpty();
    assertThat(read(two).managed().elsewhere()).hasValue("one:2551");
    String named = "switchboard.services.node = \"two:2551\"\n";
    assertThat(read(one + named).managed().elsewhere()).hasValue("two:2551");
    assertThat(read(two + named).managed().elsewhere()).isEmpty();
    assertThat(read(REQUIRED + named).managed().elsewhere()).isEmpty();
    assertThat(findings(one + "switchboard.services.node = \"three:2551\"", Map.of()))
        .singleElement(as(STRING))
        .contains("switchboard.services.node", "one of cluster.seeds (one:2551, two:2551)");
  }

  private static String cluster(String host) {
    return """
    switchboard.database.url = "jdbc:postgresql://db/x"
    switchboard.cluster { host = %s, port = 2551, seeds = ["one:2551", "two:2551"] }
    """
        .formatted(host);
  }

  @Test
  void nothingRunsBesideItUnlessItIsSwitchedOn() {
    ManagedSettings managed = read(REQUIRED).managed();

    assertThat(managed.toggles())
        .hasSize(ToggleName.all(ManagedServices.ALL).size() + 1)
        .containsEntry(ToggleName.BOT, true);
    assertThat(managed.toggles().values().stream().filter(on -> on)).hasSize(1);
    assertThat(managed.origin("discord.token")).isEqualTo(Origin.FILE);
    assertThat(managed.origin("discord.status")).isEqualTo(Origin.DEFAULT);
    assertThat(managed.configured().defaults())
        .hasSize(Setting.values().length)
        .containsEntry(Setting.TURN_PORT, "3478")
        .containsEntry(Setting.TURN_TTL, "86400")
        .containsEntry(Setting.TURN_SECRET, "")
        .containsEntry(Setting.SS_CIPHER, "aes-128-gcm");
    assertThat(managed.configured().taken())
        .containsExactly(
            new ConfiguredDefaults.ReservedPorts(3002, 3002, "http.port"),
            new ConfiguredDefaults.ReservedPorts(
                49_152, 65_535, "services.turn.min-port to services.turn.max-port"));
    assertThat(runBy(managed))
        .containsEntry("turn", new RunBy.Child("turnserver"))
        .containsEntry("iroh", new RunBy.Child("iroh-relay"))
        .containsEntry("shadowsocks", new RunBy.Child("ss-server"));
  }

  @Test
  void servicesAreRunAsTheFileSays() {
    ManagedSettings managed =
        read(
                REQUIRED
                    + """
                    switchboard.registration.open = yes
                    switchboard.services {
                      no-log = true
                      turn { enabled = true, driver = systemd, unit = my-turn, port = 4000, secret = "s==", ttl = 1h }
                      iroh { driver = command, start-command = [run, "a b"], stop-command = [stop], listen = "::" }
                      shadowsocks { driver = none, cipher = AEAD_AES_256_GCM, reach-private = yes }
                    }
                    """,
                Map.of("SWITCHBOARD_SERVICES_IROH_PROBE_COMMAND", "ask  it"))
            .managed();

    assertThat(managed.toggles())
        .containsEntry(ToggleName.REGISTRATION, true)
        .containsEntry(ToggleName.LOG, true)
        .containsEntry(toggle("turn"), true)
        .containsEntry(toggle("iroh"), false);
    assertThat(runBy(managed))
        .containsEntry("turn", new RunBy.Systemd("my-turn"))
        .containsEntry(
            "iroh", new RunBy.Command(List.of("run", "a b"), List.of("stop"), List.of("ask", "it")))
        .containsEntry("shadowsocks", new RunBy.Nobody("services.shadowsocks.driver"));
    assertThat(managed.services().defaults()).containsEntry(Setting.IROH_LOCAL_ONLY, "false");
    assertThat(managed.configured().value(Setting.TURN_PORT)).isEqualTo("4000");
    assertThat(managed.configured().value(Setting.TURN_TTL)).isEqualTo("3600");
  }

  private static Map<String, RunBy> runBy(ManagedSettings managed) {
    return managed.services().all().stream()
        .collect(Collectors.toMap(setup -> setup.service().word(), ServiceSettings.Setup::runBy));
  }

  private static ToggleName toggle(String service) {
    return ManagedServices.ALL.stream()
        .filter(one -> one.word().equals(service))
        .findFirst()
        .orElseThrow()
        .toggle();
  }

  @Test
  void noServiceIsGivenThePortOfTheClusterAndOneThatIsLeftAsItComesHindersNobody() {
    String taken = "switchboard { cluster.port = 8399, services.shadowsocks.port = 8399 }";
    assertThat(findings(REQUIRED + taken, Map.of()))
        .singleElement(as(STRING))
        .startsWith("switchboard.services.shadowsocks.port ")
        .endsWith("expected another port, since cluster.port has it");
    assertThat(read(REQUIRED + "switchboard.http.port = 8388").http().port()).isEqualTo(8388);
    ManagedSettings managed = read(REQUIRED + "switchboard.services.turn.port = 587").managed();
    assertThat(managed.configured().value(Setting.TURN_PORT)).isEqualTo("587");
  }

  @Test
  void anEnvironmentVariableWinsOverTheFileAndAnEmptyOneDoesNot() {
    Settings settings =
        read(
            REQUIRED + "switchboard.http { port = 1, host = localhost }",
            Map.of(
                "SWITCHBOARD_HTTP_PORT", "2",
                "SWITCHBOARD_HTTP_HOST", "",
                "SWITCHBOARD_STAFF_ROLES", "100000000000000004,100000000000000005",
                "SWITCHBOARD_READER_ROLES", "100000000000000006,100000000000000007"));

    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.http().host()).isEqualTo("localhost");
    assertThat(settings.discord().place().staffRoles()).hasSize(2);
    assertThat(settings.discord().place().readerRoles()).hasSize(2);
  }

  @Test
  void anEmptyVariableOfAMessageSilencesIt() {
    Settings settings = read(REQUIRED, Map.of("SWITCHBOARD_TICKET_WELCOME_MESSAGE", ""));

    assertThat(settings.ticket().messages().welcome()).isEmpty();
  }

  @Test
  void whatACommandFixesWinsOverTheEnvironment() {
    Configuration configuration =
        Configuration.load(
            Optional.of(file(REQUIRED)),
            new Environment(Map.of("SWITCHBOARD_HTTP_PORT", "2")),
            Map.of("switchboard.http.port", "3"));

    assertThat(SettingsReader.read(configuration).http().port()).isEqualTo(3);
  }

  @Test
  void aFileMayReferToVariablesOfItsOwn() {
    Settings settings =
        read(
            REQUIRED
                + "switchboard.discord.token = ${MY_TOKEN}\nswitchboard.http.port = ${?ABSENT}",
            Map.of("MY_TOKEN", "MTIz.it-is.mine"));

    assertThat(settings.discord().access().token()).isEqualTo("MTIz.it-is.mine");
    assertThat(settings.http().port()).isEqualTo(3002);
  }

  @Test
  void everyVariableOfReferenceConfReachesItsKey() throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (ReferenceKey key : ReferenceKey.all()) {
      variables.put(key.variable(), "value of " + key.path());
    }

    Configuration configuration =
        Configuration.load(Optional.empty(), new Environment(variables), Map.of());

    for (ReferenceKey key : ReferenceKey.all()) {
      assertThat(configuration.value(key.path()).unwrapped()).isEqualTo("value of " + key.path());
    }
    assertThat(configuration.misspelt()).isEmpty();
  }

  @Test
  void withoutAnythingTheRequiredKeysAreNamedWithTheirVariables() {
    assertThat(findings("", Map.of()))
        .containsExactly(
            "switchboard.discord.token (SWITCHBOARD_DISCORD_TOKEN): found nothing; expected the"
                + " bot's token, from Discord's developer portal",
            "switchboard.community-guild (SWITCHBOARD_COMMUNITY_GUILD): found nothing; expected the"
                + " id of the community's guild",
            "switchboard.inbox-category (SWITCHBOARD_INBOX_CATEGORY): found nothing; expected the"
                + " id of a category in the staff guild");
  }

  @Test
  void allFindingsComeAtOnceAndSayWhere() {
    assertThat(
            findings(
                REQUIRED + "switchboard.http.port = 70000\nswitchboard.staff-guild = here",
                Map.of("SWITCHBOARD_TICKET_SIGNATURE", "initials")))
        .containsExactly(
            "switchboard.staff-guild (SWITCHBOARD_STAFF_GUILD): found \"here\" (FILE:5); expected"
                + " one of Discord's ids, 15 to 19 digits",
            "switchboard.http.port (SWITCHBOARD_HTTP_PORT): found \"70000\" (FILE:4); expected a"
                + " whole number from 0 to 65535",
            "switchboard.ticket.signature (SWITCHBOARD_TICKET_SIGNATURE): found \"initials\" (the"
                + " environment); expected one of anonymous, name, name-and-role");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data-dir = ""                     | 1 to 4,096 characters
          community-guild = 12              | 15 to 19 digits
          community-guild = 9999999999999999999 | 15 to 19 digits
          staff-roles = [1, 2]              | with commas between them
          log-channel = "#log"              | 15 to 19 digits
          language = fr                     | a language that there are words in: en
          language = English                | a language that there are words in: en
          discord.token = "a b"             | the bot's token
          discord.api-url = "discord.com"   | https:// or http://
          discord.command-prefix = "! "     | without blanks
          discord.requests-per-second = 51  | from 1 to 50
          discord.requests-per-second = 4.5 | from 1 to 50
          discord.nonce-memory = 120        | with its unit
          discord.nonce-memory = 1 parsec   | with its unit
          discord.nonce-memory = 1h         | from 0s to 10m
          discord.upload-limit = 10         | as 10 MiB
          discord.upload-limit = 501 MiB    | up to 500 MiB
          database.url = "postgres://h/db"  | jdbc:postgresql://
          cluster.port = 70000              | from 0 to 65535
          cluster.seeds = ["one"]           | host:port
          services.turn.driver = docker     | one of command, none, process, systemd
          services.turn.port = 0            | must be 1-65535
          services.turn.port = 3340         | another port, since iroh_port has it
          services.turn.port = 3002         | another port, since http.port has it
          services.turn.port = 49152        | another port, since services.turn.min-port to services.turn.max-port has it
          services.turn.secret = "a b"       | disallowed characters
          services.turn.relay-ip = home     | invalid IP address
          services.turn.ttl = 60            | with its unit
          services.iroh.relay-url = "x"     | http:// or https://
          services.shadowsocks.cipher = rc4 | unknown cipher
          services.shadowsocks.listen = ""  | disallowed characters
          services.stop-grace = 1m          | from 1s to 10s
          http.host = ""                    | 1 to 255 characters
          http.host = "2130706433"          | the name of a host, or an address as 127.0.0.1 or ::1
          http.host = "0x7f.1"              | the name of a host, or an address
          cluster.host = "0177.1"           | the name of a host, or an address
          cluster.seeds = ["127.1:2551"]    | host:port
          http.operator-address = "0177.1:3003" | a host and a port
          http.operator-address = "[::ffff:010.0.0.1]:3003" | a host and a port
          http.public-url = "http://2130706433" | https:// or http://
          services.turn.listen = "010.0.0.1" | invalid IP address
          http.public-url = "ftp://x"       | https:// or http://
          http.operator-address = 3003      | a host and a port
          http.operator-address = "h:70000" | a host and a port
          http.operator-address = "::1:3003" | a host and a port
          http.operator-address = "127.0.0.1:3002" | another port, since http.port has it
          http.trusted-proxies = "proxy.example" | addresses such as 10.0.0.2 or ::1
          http.trusted-proxies = "10.0.0.0/33" | ranges such as 10.0.0.0/8
          http.trusted-proxies = "0.0.0.0/0" | but not all addresses
          http.trusted-proxies = "::1/0" | but not all addresses
          http.trusted-proxies = "10.0.0.2, 10.1" | addresses such as 10.0.0.2
          http.trusted-proxies = "::ffff:10.0.0.0/95" | ranges such as 10.0.0.0/8
          admin.audit-refusals-per-minute = 0 | from 1 to 100000
          admin.audit-read-days = -1        | from 0 to 36500
          admin.audit-refusal-days = week   | from 0 to 36500
          admin.audit-staff-days = -2       | from 0 to 36500
          admin.root-token = "hunter2"       | 20 characters at least
          admin.root-token = "nineteen characters" | 20 characters at least
          admin.root-token = "disabled "     | 20 characters at least
          admin.origins = "panel.example.org" | origins such as https://panel.example.org
          http.sharing = maybe              | one of false, no, off, on, true, yes
          admin.account-creation = maybe    | one of false, no, off, on, true, yes
          accounts.mail-domain = "a b"      | a domain in lower case
          accounts.default-quota = 10       | as 10 MiB
          registration.open = maybe         | one of false, no, off, on, true, yes
          ticket.ping = somebody            | none, here, everyone, or ids
          ticket.signature = { a = 1 }      | one of anonymous
          ticket.anonymous-name = ""        | 1 to 80 characters
          ticket.delay-notice-after = 0s    | from 1s to 24h
          ticket.attachment-wait = true     | from 0s to 1m
          ticket.relay-typing = maybe       | one of false, no, off, on, true, yes
          """)
  void aWrongValueIsFoundAndWhatIsExpectedIsSaid(String line, String expected) {
    assertThat(findings(REQUIRED + "switchboard." + line, Map.of()))
        .filteredOn(finding -> !finding.contains("a key that nothing reads"))
        .singleElement()
        .asString()
        .contains(expected)
        .startsWith("switchboard." + line.substring(0, line.indexOf(' ')) + " (SWITCHBOARD_");
  }

  @ParameterizedTest
  @CsvSource({
    "http.prot, switchboard.http.port (SWITCHBOARD_HTTP_PORT)",
    "http.publicUrl, switchboard.http.public-url (SWITCHBOARD_HTTP_PUBLIC_URL)",
    "discord.community-guild, switchboard.community-guild (SWITCHBOARD_COMMUNITY_GUILD)",
    "token, switchboard.discord.token (SWITCHBOARD_DISCORD_TOKEN)",
    "http.colour, one of the keys of project-docs/configuration.md",
  })
  void anUnknownKeyIsFoundWithTheOneThatWasMeantAndWithoutItsValue(String key, String meant) {
    assertThat(findings(REQUIRED + "switchboard." + key + " = hidden-value", Map.of()))
        .containsExactly(
            "switchboard.%s: found a key that nothing reads (FILE:4); expected %s"
                .formatted(key, meant));
  }

  @Test
  void aKeyOutsideTheSectionIsFound() {
    assertThat(findings(REQUIRED + "http.port = 3", Map.of()))
        .containsExactly(
            "http: found a key that nothing reads (FILE:4); expected switchboard.http");
  }

  @Test
  void aValueInThePlaceOfASectionIsFound() {
    assertThat(findings(REQUIRED + "switchboard.http = 3002", Map.of()))
        .containsExactly(
            "switchboard.http: found a single value (FILE:4); expected a section, in braces");
  }

  @Test
  void aMisspeltVariableIsFoundAndSomebodyElsesIsNot() {
    assertThat(
            findings(
                REQUIRED,
                Map.of(
                    "SWITCHBOARD_HTTP_PROT", "1",
                    "SWITCHBOARD_IMAGE", "x",
                    "SWITCHBOARD_PORT", "tcp://10.0.0.1:3002",
                    "SWITCHBOARD_HTTP_SERVICE_HOST", "10.0.0.1",
                    "SWITCHBOARD_LOG_LEVEL", "DEBUG")))
        .containsExactly(
            "SWITCHBOARD_HTTP_PROT: found an environment variable that nothing reads; expected"
                + " SWITCHBOARD_HTTP_PORT");
  }

  @Test
  void brokenHoconIsOneLineWithFileAndLine() {
    assertThat(findings(REQUIRED + "switchboard { http { port = 1 }", Map.of()))
        .singleElement()
        .asString()
        .startsWith("FILE:4: found ")
        .endsWith("; expected HOCON")
        .doesNotContain("\n");
  }

  @Test
  void aVariableThatIsNotThereIsOneLineWithFileAndLine() {
    assertThat(findings(REQUIRED + "switchboard.http.port = ${NOT_THERE}", Map.of()))
        .singleElement()
        .asString()
        .startsWith("FILE:4: found ")
        .contains("NOT_THERE")
        .doesNotContain("\n");
  }

  @Test
  void aFileThatIsNotThereIsFound() {
    Path absent = folder.resolve("absent.conf");

    ConfigurationRefused refused =
        catchThrowableOfType(
            ConfigurationRefused.class,
            () -> Configuration.load(Optional.of(absent), new Environment(Map.of()), Map.of()));

    assertThat(refused.findings())
        .singleElement()
        .extracting(ConfigProblem::line)
        .asString()
        .startsWith(absent + ": found no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qLfUe3gPw0vJXk5sYbNdHc7tRzM2aTi1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "a.x.y",
        "MTIz",
        "MTIz.x",
        "MTIz.x.",
        ".x.y",
        "MTIz..y",
        "MTIz.x.y.z",
        "LTE=.x.y",
        "MA.x.y",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk.x.y",
        "123.x.y"
      })
  void whatIsNoBotTokenIsFoundInOneLineThatDoesNotShowIt(String token) {
    assertThat(findings(REQUIRED + "switchboard.discord.token = \"" + token + "\"", Map.of()))
        .containsExactly(
            "switchboard.discord.token (SWITCHBOARD_DISCORD_TOKEN): found a secret that is no bot"
                + " token (FILE:4); expected three parts divided by dots, the first of which is the"
                + " bot's id in base64");
  }

  @Test
  void aPasswordInTheUrlOfTheApiIsNotShown() {
    assertThat(
            read(REQUIRED + "switchboard.discord.api-url = \"http://me:hunter2@h/api/v10/\"")
                .discord()
                .access())
        .hasToString("Access[token=***, apiUrl=http://***@h/api/v10]");
    assertThat(
            Stream.of("ftp://me:hunter2@h", "http://me:hun@ter2@h", "http://me:x/hunter2@h/v10?x")
                .flatMap(url ->
                    findings(REQUIRED + "switchboard.discord.api-url = \"" + url + "\"", Map.of())
                        .stream()))
        .hasSize(3)
        .noneMatch(line -> line.contains("ter2"));
  }

  @Test
  void aSecretIsShownNeitherInAFindingNorInTheSettings() {
    String token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab";

    assertThat(
            findings(
                REQUIRED
                    + "switchboard.community-guild = \"%s\"\nswitchboard.discord.token = \"%s x\"\n"
                        .formatted(token, token)
                    + "switchboard.database.url = \"postgres://me:hunter2@db/x?password=hunter2\"",
                Map.of()))
        .hasSize(3)
        .noneMatch(line -> line.contains(token) || line.contains("hunter2"));
    assertThat(
            read(REQUIRED
                    + "switchboard.database { url = \"jdbc:postgresql://h/d\", password = hunter2"
                    + " }")
                .toString())
        .doesNotContain("secret-of", "hunter2");
  }

  private Settings read(String text) {
    return read(text, Map.of());
  }

  private Settings read(String text, Map<String, String> variables) {
    return SettingsReader.read(
        Configuration.load(Optional.of(file(text)), new Environment(variables), Map.of()));
  }

  private List<String> findings(String text, Map<String, String> variables) {
    ConfigurationRefused refused =
        catchThrowableOfType(ConfigurationRefused.class, () -> read(text, variables));
    assertThat(refused).as("nothing was found").isNotNull();
    String file = folder.resolve("switchboard.conf").toString();
    return refused.findings().stream()
        .map(configProblem -> configProblem.line().replace(file, "FILE"))
        .toList();
  }

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("switchboard.conf"), text);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
