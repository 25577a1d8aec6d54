package dev.switchboard.rpc.resource;

import static dev.switchboard.rpc.ResourceContract.port;
import static dev.switchboard.rpc.ResourceContract.refused;
import static dev.switchboard.rpc.ResourceContract.row;
import static dev.switchboard.rpc.ResourceContract.takes;
import static dev.switchboard.rpc.ResourceContract.watched;

import dev.switchboard.access.Principals;
import dev.switchboard.access.Scope;
import dev.switchboard.config.ReadValues;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.ResourceContract;
import dev.switchboard.rpc.ResourceContract.Row;
import dev.switchboard.service.LogPolicy;
import dev.switchboard.service.ManagedService;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.StoredInMemory;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.service.TurnAccess;
import dev.switchboard.service.TurnCredentials;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsInMemory;
import dev.switchboard.settings.SettingsStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of the toggles, of the managed services and of the settings. */
class ServicesContractTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ENDS = "invalid request body: unexpected end of JSON input";

  private static final Map<Setting, String> CONFIGURED =
      Map.of(
          Setting.TURN_PORT, "3478",
          Setting.TURN_REALM, "example.org",
          Setting.TURN_SECRET, "a-secret",
          Setting.IROH_PORT, "3340",
          Setting.SS_PORT, "8388",
          Setting.SS_PASSWORD, "a-password",
          Setting.IROH_RELAY_URL, "https://iroh.example.org");

  private static final ResourceContract CONTRACT = new ResourceContract();

  @TempDir static Path folder;

  @AfterAll
  static void stop() {
    CONTRACT.close();
  }

  @ParameterizedTest
  @MethodSource({
    "registration",
    "jit",
    "log",
    "service",
    "serviceList",
    "reload",
    "credentials",
    "setting",
    "access",
    "secret",
    "flag",
    "kept",
    "unusable",
    "broken"
  })
  void aCallIsAnsweredAsTheContractSays(Row row) {
    CONTRACT.check(row);
  }

  // ---- toggles

  private static Toggles toggles() {
    return watched(Toggles.class, StoredInMemory.with(Map.of()).toggles());
  }

  private static String turn(ToggleName toggle, boolean on) {
    return "turn(%s, %s, watch)".formatted(toggle, on);
  }

  private static Stream<Row> refusedSwitches(Resource resource, String words) {
    return refused(
        resource,
        """
        DELETE | {} | 405 | method DELETE not allowed
        POST | - | 400 | %2$s
        POST | {} | 400 | invalid action:  (expected %1$s)
        POST | null | 400 | invalid action:  (expected %1$s)
        POST | {"action":"break"} | 400 | invalid action: break (expected %1$s)
        POST | {"act":"enable"} | 400 | invalid action:  (expected %1$s)
        POST | [] | 400 | invalid request body: expected an object
        POST | {"action":7} | 400 | invalid request body: action must be a string
        """
            .formatted(words, ENDS));
  }

  /** Each row on the state that the rows before it left, as in the other tables. */
  static Stream<Row> registration() {
    Resource registration = ToggleResource.registration(toggles());
    return Stream.concat(
        Stream.of(
            row(registration, "GET", "", 200, "{\"status\":\"closed\",\"since\":null,\"by\":null}"),
            row(
                    registration,
                    "POST",
                    "{\"Action\":\"open\"}",
                    200,
                    "{\"status\":\"open\",\"since\":\"1970-01-01T00:00:00Z\",\"by\":\"watch\"}")
                .changing(turn(ToggleName.REGISTRATION, true)),
            row(
                registration,
                "GET",
                "",
                200,
                "{\"status\":\"open\",\"since\":\"1970-01-01T00:00:00Z\",\"by\":\"watch\"}"),
            row(
                    registration,
                    "POST",
                    "{\"action\":\"close\"}",
                    200,
                    "{\"status\":\"closed\",\"since\":\"1970-01-01T00:00:00Z\",\"by\":\"watch\"}")
                .changing(turn(ToggleName.REGISTRATION, false)),
            takes(registration, "GET", Scope.READ),
            takes(registration, "POST", Scope.SERVICES)),
        refusedSwitches(registration, "open|close"));
  }

  static Stream<Row> jit() {
    Resource jit = ToggleResource.jit(toggles());
    return Stream.concat(
        Stream.of(
            row(jit, "GET", "", 200, "{\"status\":\"disabled\",\"since\":null,\"by\":null}"),
            row(
                    jit,
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    "{\"status\":\"enabled\",\"since\":\"1970-01-01T00:00:00Z\",\"by\":\"watch\"}")
                .changing(turn(ToggleName.JIT, true)),
            takes(jit, "GET", Scope.READ),
            takes(jit, "POST", Scope.SERVICES)),
        refusedSwitches(jit, "enable|disable"));
  }

  /** A policy that is in the last position that it got. */
  private static final class PolicyInMemory implements LogPolicy {
    private volatile boolean silent;

    @Override
    public void obey(boolean silent, long number) {
      this.silent = silent;
    }

    @Override
    public boolean silent() {
      return silent;
    }
  }

  static Stream<Row> log() {
    Resource log = new LogResource(toggles(), new PolicyInMemory(), List.of("turn", "iroh"));
    Resource alone = new LogResource(toggles(), new PolicyInMemory(), List.of());
    String note = "\"note\":\"what turn, iroh print is kept or dropped by whoever runs them\"";
    return Stream.concat(
        Stream.of(
            row(
                alone,
                "GET",
                "",
                200,
                "{\"status\":\"disabled\",\"since\":null,\"by\":null,\"logging\":\"on\",\"audit_log\":\"on\"}"),
            row(
                    log,
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    """
                    {"status":"enabled","since":"1970-01-01T00:00:00Z","by":"watch","logging":"off","audit_log":"on",%s}
                    """
                        .formatted(note))
                .changing(turn(ToggleName.LOG, true)),
            row(
                    log,
                    "POST",
                    "{\"action\":\"disable\"}",
                    200,
                    """
                    {"status":"disabled","since":"1970-01-01T00:00:00Z","by":"watch","logging":"on","audit_log":"on",%s}
                    """
                        .formatted(note))
                .changing(turn(ToggleName.LOG, false)),
            takes(log, "GET", Scope.READ),
            takes(log, "POST", Scope.SERVICES)),
        refusedSwitches(log, "enable|disable"));
  }

  // ---- managed services

  /** Services that no program runs. */
  private static ManagedServices services() {
    ManagedServices.Stored stored = StoredInMemory.with(CONFIGURED);
    ManagedServices services =
        new ManagedServices(
            CONTRACT.kit().system(),
            new ManagedServices.Stored(
                watched(Toggles.class, stored.toggles()), stored.settings(), stored.configured()),
            ServiceSettings.of(
                ReadValues.of(
                    Map.of(
                        "switchboard.services.turn.driver", "none",
                        "switchboard.services.iroh.driver", "none",
                        "switchboard.services.shadowsocks.driver", "none")),
                folder,
                ManagedServices.ALL),
            CLOCK);
    TestProbe<String> begun = CONTRACT.kit().createTestProbe();
    CONTRACT
        .kit()
        .spawn(
            Behaviors.setup(context -> {
              services.begin(context);
              begun.ref().tell("begun");
              return Behaviors.empty();
            }));
    begun.receiveMessage(PATIENCE);
    return services;
  }

  /** The fields of a service, without the braces. */
  private static String shown(String wanted, String observed, String error) {
    return """
    "status":"%1$s","since":%2$s,"by":%3$s,"desired":"%1$s","observed":"%4$s",
    "observed_since":"2026-11-30T09:00:00Z","error":%5$s\
    """
        .formatted(
            wanted,
            wanted.equals("untouched") ? "null" : "\"1970-01-01T00:00:00Z\"",
            wanted.equals("untouched") ? "null" : "\"watch\"",
            observed,
            error)
        .replace("untouched", "disabled");
  }

  private static final String NOBODY = "\"nobody runs it: switchboard.services.%s.driver is none\"";

  static Stream<Row> service() {
    ManagedServices services = services();
    ManagedService turn = ManagedServices.ALL.get(0);
    ManagedService iroh = ManagedServices.ALL.get(1);
    Resource turnResource = new ServiceResource(turn, services);
    Resource irohResource = new ServiceResource(iroh, services);
    String url = ",\"url\":\"https://iroh.example.org\"";
    return Stream.concat(
        Stream.of(
            row(turnResource, "GET", "", 200, "{" + shown("untouched", "stopped", "null") + "}"),
            row(
                irohResource,
                "GET",
                "",
                200,
                "{" + shown("untouched", "stopped", "null") + url + "}"),
            row(
                    irohResource,
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    "{" + shown("enabled", "failed", NOBODY.formatted("iroh")) + url + "}")
                .changing(turn(iroh.toggle(), true)),
            row(
                    turnResource,
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    "{" + shown("enabled", "failed", NOBODY.formatted("turn")) + "}")
                .changing(turn(turn.toggle(), true)),
            row(
                    turnResource,
                    "POST",
                    "{\"action\":\"disable\"}",
                    200,
                    "{" + shown("disabled", "stopped", "null") + "}")
                .changing(turn(turn.toggle(), false)),
            takes(turnResource, "GET", Scope.READ),
            takes(turnResource, "POST", Scope.SERVICES)),
        refusedSwitches(turnResource, "enable|disable"));
  }

  static Stream<Row> serviceList() {
    ManagedServices services = services();
    Resource list = new ServiceListResource(services);
    ManagedService turn = ManagedServices.ALL.getFirst();
    String others =
        """
        {"name":"iroh","resource":"/admin/services/iroh",%1$s,"url":"https://iroh.example.org"},
        {"name":"shadowsocks","resource":"/admin/services/shadowsocks",%1$s}
        """
            .formatted(shown("untouched", "stopped", "null"));
    String all = "{\"services\":[{\"name\":\"turn\",\"resource\":\"/admin/services/turn\",%s},%s]}";
    return Stream.concat(
        Stream.of(
            row(list, "GET", "", 200, all.formatted(shown("untouched", "stopped", "null"), others)),
            row(
                    new ServiceResource(turn, services),
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    "{" + shown("enabled", "failed", NOBODY.formatted("turn")) + "}")
                .changing(turn(turn.toggle(), true)),
            row(
                list,
                "GET",
                "{\"name\":\"unknown fields are ignored\"}",
                200,
                all.formatted(shown("enabled", "failed", NOBODY.formatted("turn")), others)),
            takes(list, "GET", Scope.READ)),
        refused(
            list,
            """
            POST | {} | 405 | method POST not allowed (use GET)
            DELETE | {} | 405 | method DELETE not allowed (use GET)
            """));
  }

  static Stream<Row> reload() {
    ManagedServices services = services();
    Resource reload = new ReloadResource(services, () -> {});
    ManagedService turn = ManagedServices.ALL.getFirst();
    String body =
        """
        {"status":"reloading","message":"Configuration regenerated. Service is restarting.","services":{
          "turn":{"observed":"%s","error":%s},
          "iroh":{"observed":"stopped","error":null},"shadowsocks":{"observed":"stopped","error":null}}}
        """;
    return Stream.concat(
        Stream.of(
            row(reload, "POST", "", 200, body.formatted("stopped", "null")),
            row(
                    new ServiceResource(turn, services),
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    "{" + shown("enabled", "failed", NOBODY.formatted("turn")) + "}")
                .changing(turn(turn.toggle(), true)),
            row(reload, "POST", "{}", 200, body.formatted("failed", NOBODY.formatted("turn"))),
            takes(reload, "POST", Scope.SERVICES)),
        refused(
            reload,
            """
            GET | {} | 405 | method GET not allowed (use POST)
            DELETE | {} | 405 | method DELETE not allowed (use POST)
            """));
  }

  static Stream<Row> credentials() {
    Resource made =
        new TurnCredentialsResource(
            port(
                TurnAccess.class,
                Map.of("credentials", Optional.of(new TurnCredentials("9:alice", "word", NOW)))));
    Resource off =
        new TurnCredentialsResource(
            port(TurnAccess.class, Map.of("credentials", Optional.empty())));
    return Stream.concat(
        Stream.of(
            row(
                made,
                "GET",
                "{\"name\":\"alice\"}",
                200,
                """
                {"username":"9:alice","password":"word","expires_at":"2026-11-30T09:00:00Z"}
                """),
            row(off, "GET", "", 409, "turn is switched off, or turn_secret is not set"),
            takes(made, "GET", Scope.SETTINGS)),
        refused(
            made,
            """
            POST | {} | 405 | method POST not allowed
            GET | {"name":"a b"} | 400 | %1$s
            GET | {"name":"a:b"} | 400 | %1$s
            GET | {"name":"%2$s"} | 400 | %1$s
            GET | {"name":7} | 400 | invalid request body: name must be a string
            GET | [] | 400 | invalid request body: expected an object
            """
                .formatted(
                    "name must be up to 64 characters of a-z, A-Z, 0-9, and . _ @ -",
                    "a".repeat(65))));
  }

  // ---- settings

  /** The user of all settings: TURN's realm breaks it, and it cannot have port 1. */
  private static final class PlayedUser implements SettingChanges.User {
    @Override
    public CompletionStage<Optional<String>> objection(Setting setting, String value) {
      return CompletableFuture.completedStage(
          Optional.of("TCP port 1 cannot be had").filter(_ -> value.equals("1")));
    }

    @Override
    public CompletionStage<SettingChanges.Felt> live(Setting setting) {
      return CompletableFuture.completedStage(
          setting == Setting.TURN_REALM
              ? new SettingChanges.Felt.Broken("turn does not run: no")
              : new SettingChanges.Felt.AtOnce());
    }
  }

  private static Resource setting(Setting setting, String name) {
    ConfiguredDefaults configured = new ConfiguredDefaults(CONFIGURED, List.of());
    SettingsStore store = watched(SettingsStore.class, new SettingsInMemory(configured));
    return new SettingResource(
        setting,
        name,
        store,
        configured,
        new SettingChanges(store, configured, new PlayedUser(), CLOCK));
  }

  private static String held(String key, String value, boolean set, String more) {
    return "{\"key\":\"__%s__\",\"value\":\"%s\",\"is_set\":%s,\"restart_required\":false%s}"
        .formatted(key, value, set, more);
  }

  private static String set(String value) {
    return "{\"action\":\"set\",\"value\":\"%s\"}".formatted(value);
  }

  private static String put(String held, String seen) {
    return "change(Put[next=Held[%s, by=watch, at=%s], seen=%s], watch)".formatted(held, NOW, seen);
  }

  static Stream<Row> setting() {
    Resource port = setting(Setting.TURN_PORT, "turn_port");
    String invalid = "invalid value for __TURN_PORT__: invalid port number: must be 1-65535";
    return Stream.concat(
        Stream.of(
            row(port, "GET", "", 200, held("TURN_PORT", "3478", false, "")),
            row(
                    port,
                    "POST",
                    "{\"action\":\"set\",\"value\":5000}",
                    200,
                    held("TURN_PORT", "5000", true, ""))
                .changing(put("turn_port=5000", "Optional.empty")),
            row(port, "GET", "", 200, held("TURN_PORT", "5000", true, "")),
            row(port, "POST", set("005000"), 200, held("TURN_PORT", "5000", true, "")),
            row(port, "POST", set("1"), 409, "TCP port 1 cannot be had; turn_port stays 5000"),
            row(port, "POST", "{\"action\":\"reset\"}", 200, held("TURN_PORT", "3478", false, ""))
                .changing(
                    "change(Reset[setting=TURN_PORT, seen=Optional[Held[turn_port=5000, by=watch, at=%1$s]], by=watch, at=%1$s], watch)"
                        .formatted(NOW)),
            row(port, "POST", "{\"action\":\"reset\"}", 200, held("TURN_PORT", "3478", false, "")),
            takes(port, "GET", Scope.READ),
            takes(port, "POST", Scope.SETTINGS)),
        refused(
            port,
            """
            PUT | {} | 405 | method PUT not allowed
            DELETE | {} | 405 | method DELETE not allowed
            POST | - | 400 | %2$s
            POST | {} | 400 | invalid action:  (expected set|reset)
            POST | 7 | 400 | invalid request body: expected an object
            POST | {"action":"drop"} | 400 | invalid action: drop (expected set|reset)
            POST | {"action":"enable"} | 400 | invalid action: enable (expected set|reset)
            POST | {"action":"set"} | 400 | value is required for action 'set'
            POST | {"action":"set","value":""} | 400 | value is required for action 'set'
            POST | {"action":"set","value":null} | 400 | value is required for action 'set'
            POST | {"action":"set","value":[1]} | 400 | invalid request body: value must be a string or a number
            POST | {"action":"set","value":"0"} | 400 | %1$s
            POST | {"action":"set","value":99999} | 400 | %1$s
            POST | {"action":"set","value":"%3$s"} | 400 | %1$s
            POST | {"action":"set","value":"25\\n  evil"} | 400 | invalid value for __TURN_PORT__: value contains invalid characters
            POST | {"action":"set","value":"8388"} | 400 | invalid value for __TURN_PORT__: port 8388 is taken already, by ss_port
            """
                .formatted(invalid, ENDS, "1".repeat(300))));
  }

  static Stream<Row> access() {
    Resource access = setting(Setting.TURN_LOCAL_ONLY, "turn_access");
    String words = "invalid value for __TURN_ACCESS__: expected public|local";
    return Stream.concat(
        Stream.of(
            row(access, "GET", "", 200, held("TURN_ACCESS", "public", false, "")),
            row(access, "POST", set("local"), 200, held("TURN_ACCESS", "local", true, ""))
                .changing(put("turn_local_only=true", "Optional.empty"))),
        refused(
            access,
            """
            POST | {"action":"set","value":"true"} | 400 | %1$s
            POST | {"action":"set","value":"LOCAL"} | 400 | %1$s
            POST | {"action":"enable"} | 400 | invalid action: enable (expected set|reset)
            """
                .formatted(words)));
  }

  static Stream<Row> secret() {
    Resource secret = setting(Setting.TURN_SECRET, "turn_secret");
    return Stream.concat(
        Stream.of(
            row(secret, "GET", "", 200, held("TURN_SECRET", "a-secret", false, "")),
            row(secret, "POST", set("other"), 200, held("TURN_SECRET", "other", true, ""))
                .changing(put("turn_secret=***", "Optional.empty")),
            row(
                secret,
                "POST",
                set("1"),
                409,
                "TCP port 1 cannot be had; turn_secret stays what it was"),
            takes(secret, "GET", Scope.SETTINGS),
            takes(secret, "POST", Scope.SETTINGS)),
        refused(
            secret,
            """
            POST | {"action":"set","value":"has space"} | 400 | invalid value for __TURN_SECRET__: value contains disallowed characters
            POST | {"action":"set","value":"%s"} | 400 | invalid value for __TURN_SECRET__: value too long (max 253 characters)
            """
                .formatted("a".repeat(254))));
  }

  static Stream<Row> flag() {
    String name = "registration_token_required";
    String key = "REGISTRATION_TOKEN_REQUIRED";
    Resource flag = setting(Setting.REGISTRATION_TOKEN_REQUIRED, name);
    return Stream.concat(
        Stream.of(
            row(
                    flag,
                    "POST",
                    "{\"action\":\"enable\"}",
                    200,
                    held(key, "true", true, ",\"status\":\"enabled\""))
                .changing(put(name + "=true", "Optional.empty")),
            row(flag, "POST", set("No"), 200, held(key, "false", true, ",\"status\":\"disabled\""))
                .changing(
                    put(
                        name + "=false",
                        "Optional[Held[%s=true, by=watch, at=%s]]".formatted(name, NOW)))),
        refused(
            flag,
            """
            POST | {"action":"set","value":"maybe"} | 400 | invalid value for __%1$s__: invalid value: expected true|false
            POST | {"action":"set","value":2} | 400 | invalid value for __%1$s__: invalid value: expected true|false
            """
                .formatted(key)));
  }

  /** Settings that are stored for a user that does not exist yet, under both of their names. */
  static Stream<Row> kept() {
    String note = ",\"in_use\":false,\"note\":\"kept for the mail host, which is not there yet\"}";
    return Stream.of(
        row(
                setting(Setting.DOVECOT_PORT, "sasl_port"),
                "POST",
                set("8080"),
                200,
                "{\"key\":\"__SASL_PORT__\",\"value\":\"8080\",\"is_set\":true,\"restart_required\":true"
                    + note)
            .changing(put("dovecot_port=8080", "Optional.empty")),
        row(
            setting(Setting.SMTP_PORT, "smtp_port"),
            "GET",
            "",
            200,
            held("SMTP_PORT", "", false, ",\"in_use\":false")),
        row(
            setting(Setting.DOVECOT_PORT, "sasl_port"),
            "POST",
            set("x"),
            400,
            "invalid value for __SASL_PORT__: invalid port number: must be 1-65535"));
  }

  /** A change that its user cannot live with is taken back. */
  static Stream<Row> broken() {
    Resource realm = setting(Setting.TURN_REALM, "turn_realm");
    String held = "turn_realm=example.net";
    return Stream.of(
        row(
                realm,
                "POST",
                set("example.net"),
                409,
                "turn does not run: no; turn_realm stays example.org, and turn does not run: no")
            .changing(
                put(held, "Optional.empty"),
                "change(Restore[setting=TURN_REALM, failed=Optional[Held[%s, by=watch, at=%2$s]], former=Optional.empty, why=turn does not run: no, at=%2$s], watch)"
                    .formatted(held, NOW)),
        row(realm, "GET", "", 200, held("TURN_REALM", "example.org", false, "")),
        row(
            setting(Setting.TURN_TTL, "turn_ttl"),
            "POST",
            "{\"action\":\"set\",\"value\":0}",
            400,
            "invalid value for __TURN_TTL__: invalid TTL: must be a positive integer"),
        row(
            realm,
            "POST",
            set("has space"),
            400,
            "invalid value for __TURN_REALM__: value contains disallowed characters"),
        row(
            setting(Setting.SS_CIPHER, "ss_cipher"),
            "POST",
            set("rot13"),
            400,
            "invalid value for __SS_CIPHER__: unknown cipher (expected"
                + " aes-128-gcm|aes-192-gcm|aes-256-gcm|chacha20-ietf-poly1305|xchacha20-ietf-poly1305)"));
  }

  /** A stored value that is refused today, which counts for nothing. */
  static Stream<Row> unusable() {
    ConfiguredDefaults configured = new ConfiguredDefaults(CONFIGURED, List.of());
    SettingsStore store = new SettingsInMemory(configured);
    var _ =
        store.change(
            new SettingsBook.Command.Put(
                new SettingsBook.Held(Setting.TURN_REALM, "old\nno-auth", "watch", NOW),
                Optional.empty()),
            Principals.ROOT);
    Resource realm =
        new SettingResource(
            Setting.TURN_REALM,
            "turn_realm",
            store,
            configured,
            new SettingChanges(store, configured, new PlayedUser(), CLOCK));
    String error =
        ",\"error\":\"what is stored cannot be used, and counts for nothing"
            + " (value contains invalid characters); set or reset it\"";
    return Stream.of(row(realm, "GET", "", 200, held("TURN_REALM", "example.org", true, error)));
  }

  @Test
  void allSettingsAreShownWithTogglesAndServicesAndWithoutSecrets() throws IOException {
    ManagedServices services = services();
    ConfiguredDefaults configured = new ConfiguredDefaults(CONFIGURED, List.of());
    SettingsStore store = new SettingsInMemory(configured);
    Resource settings =
        new SettingsResource(
            store,
            configured,
            new SettingChanges(store, configured, new PlayedUser(), CLOCK),
            toggles(),
            services);
    CONTRACT.check(takes(settings, "GET", Scope.READ));
    CONTRACT.check(row(settings, "POST", "{}", 405, "method POST not allowed"));
    try (InputStream all =
        Objects.requireNonNull(getClass().getResourceAsStream("/rpc/all-settings.json"))) {
      CONTRACT.check(
          row(settings, "GET", "", 200, new String(all.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }
}
