package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.storage.TestDatabase;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Toggles and settings as administrators' programs meet them: over sockets, in the whole product.
 */
class AdminSettingsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  /** As it is configured where nobody says otherwise. */
  private static final String REALM = "switchboard";

  @TempDir static Path data;

  private static RunningProduct product;
  private static AdminCaller root;

  @BeforeAll
  static void start() {
    Map<String, String> keys = new HashMap<>();
    keys.put("switchboard.services.turn.program", "no-such-turnserver");
    keys.put("switchboard.services.turn.secret", "configured-secret");
    keys.put("switchboard.services.shadowsocks.driver", "none");
    // Outside of those from which the tests take free ports.
    keys.put("switchboard.services.turn.min-port", "61000");
    // Is always well, wherever it is said to be.
    keys.put("switchboard.services.iroh.driver", "command");
    keys.put("switchboard.services.iroh.start-command", "true");
    keys.put("switchboard.services.iroh.stop-command", "true");
    keys.put("switchboard.services.iroh.probe-command", "true");
    product = RunningProduct.start(data, DATABASE.settings(), keys);
    root = caller(TokenFile.show(data.resolve("admin_token")));
  }

  @AfterAll
  static void stop() {
    root.close();
    product.close();
  }

  // ---- toggles

  @ParameterizedTest
  @CsvSource({
    "/admin/registration,open,close,open,closed",
    "/admin/registration/jit,enable,disable,enabled,disabled",
    "/admin/services/log,enable,disable,enabled,disabled",
    "/admin/services/turn,enable,disable,enabled,disabled",
    "/admin/services/iroh,enable,disable,enabled,disabled",
    "/admin/services/shadowsocks,enable,disable,enabled,disabled",
  })
  void aToggleIsSwitchedAndShown(String resource, String on, String off, String isOn, String isOff)
      throws Exception {
    assertThat(body("GET", resource, "{}").path("status").asText()).isEqualTo(isOff);

    assertThat(body("POST", resource, action(on)).path("status").asText()).isEqualTo(isOn);
    JsonNode shown = body("GET", resource, "{}");
    assertThat(shown.path("status").asText()).isEqualTo(isOn);
    assertThat(shown.path("by").asText()).isEqualTo("root");
    assertThat(shown.path("since").asText()).matches("\\d{4}-.*Z");

    assertThat(body("POST", resource, action(off)).path("status").asText()).isEqualTo(isOff);
    String expected = "(expected %s|%s)".formatted(on, off);
    assertRefused("POST", resource, action("break"), 400, "invalid action: break " + expected);
    assertRefused("POST", resource, "{}", 400, "invalid action:  " + expected);
    assertRefused("POST", resource, "null", 400, "invalid action:  " + expected);
    assertRefused("POST", resource, "[]", 400, "invalid request body: expected an object");
    assertRefused(
        "POST", resource, "{\"action\":7}", 400, "invalid request body: action must be a string");
    assertRefused("DELETE", resource, "{}", 405, "method DELETE not allowed");
  }

  @Test
  void whatIsSwitchedStaysSoAfterARestart() throws Exception {
    body("POST", "/admin/registration", action("open"));
    product.restart();

    assertThat(body("GET", "/admin/registration", "{}").path("status").asText()).isEqualTo("open");
    body("POST", "/admin/registration", action("close"));
  }

  @Test
  void aServiceWhoseProgramIsMissingSaysSoAndNothingElseBreaks() throws Exception {
    JsonNode turn = body("POST", "/admin/services/turn", action("enable"));

    assertThat(turn.path("desired").asText()).isEqualTo("enabled");
    assertThat(turn.path("observed").asText()).isEqualTo("failed");
    assertThat(turn.path("error").asText()).startsWith("no-such-turnserver not found");
    JsonNode all = body("GET", "/admin/settings", "{}");
    assertThat(all.path("turn_enabled").asText()).isEqualTo("enabled");
    assertThat(all.path("turn_observed").asText()).isEqualTo("failed");
    assertThat(all.path("turn_error").asText()).startsWith("no-such-turnserver not found");
    assertThat(all.path("iroh_observed").asText()).isEqualTo("stopped");
    assertThat(all.path("ss_error").isNull()).isTrue();
    // A change neither mends nor breaks what did not run.
    JsonNode set = call(setting("turn_realm"), "set", "example.org");
    assertThat(set.path("body").path("note").asText())
        .isEqualTo("turn does not run: no-such-turnserver not found");
    call(setting("turn_realm"), "reset", "");
    assertThat(root.get("/admin/status").path("status").asInt()).isEqualTo(200);
    assertThat(body("POST", "/admin/services/turn", action("disable")).path("observed").asText())
        .isEqualTo("stopped");
  }

  @Test
  void aServiceThatNobodyRunsSaysSo() throws Exception {
    JsonNode shadowsocks = body("POST", "/admin/services/shadowsocks", action("enable"));

    assertThat(shadowsocks.path("observed").asText()).isEqualTo("failed");
    assertThat(shadowsocks.path("error").asText())
        .isEqualTo("nobody runs it: switchboard.services.shadowsocks.driver is none");
    body("POST", "/admin/services/shadowsocks", action("disable"));
  }

  // ---- the no-log policy

  @Test
  void whileTheNoLogPolicyIsInForceNothingIsLoggedEvenAfterARestart() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger all = logback().getLogger(Logger.ROOT_LOGGER_NAME);
    try {
      JsonNode silent = body("POST", "/admin/services/log", action("enable"));
      assertThat(silent.path("status").asText()).isEqualTo("enabled");
      assertThat(silent.path("logging").asText()).isEqualTo("off");
      assertThat(silent.path("note").asText())
          .isEqualTo("what iroh print is kept or dropped by whoever runs them");
      assertThat(body("GET", "/admin/settings", "{}").path("log_disabled").asText())
          .isEqualTo("enabled");
      lines.start();
      all.addAppender(lines);

      LoggerFactory.getLogger("dev.switchboard.any").error("a line with 100000000000000001 in it");
      body("POST", "/admin/services/turn", action("enable"));
      assertThat(lines.list).isEmpty();

      product.stop();
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .isSubsetOf("Stopping.", "Stopped.");
      // As a new process begins: what is said before the database is open is about itself alone.
      logback().resetTurboFilterList();
      lines.list.clear();
      product.startAgain();
      assertThat(body("GET", "/admin/services/log", "{}").path("logging").asText())
          .isEqualTo("off");
      assertThat(lines.list)
          .extracting(ILoggingEvent::getMessage)
          .filteredOn(line -> line.startsWith("The bot is") || line.contains("registered"))
          .isEmpty();
      assertThat(lines.list)
          .extracting(ILoggingEvent::getMessage)
          .contains(
              "The no-log policy is in force: nothing is logged from here on.",
              "Switchboard is at work.");
      assertThat(root.call("GET", "/admin/audit", "{\"limit\":5}").path("body").path("entries"))
          .isNotEmpty();
    } finally {
      body("POST", "/admin/services/log", action("disable"));
      body("POST", "/admin/services/turn", action("disable"));
    }
    assertThat(body("GET", "/admin/services/log", "{}").path("logging").asText()).isEqualTo("on");
    LoggerFactory.getLogger("dev.switchboard.any").warn("heard again");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("heard again", "The no-log policy has ended: logging goes on.");
    all.detachAppender(lines);
  }

  private static LoggerContext logback() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  // ---- settings

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingIsSetShownAndReset(Setting setting) throws Exception {
    for (String name : setting.wireNames()) {
      JsonNode former = body("GET", setting(name), "{}");
      assertThat(former.path("key").asText())
          .isEqualTo("__" + name.toUpperCase(Locale.ROOT) + "__");
      assertThat(former.path("is_set").asBoolean(true)).isFalse();
      assertThat(former.path("restart_required").asBoolean(true)).isFalse();
      String value = Setting.asksForAccess(name) ? "local" : example(setting.kind());
      // What this server does itself already needs no reload.
      boolean later = !setting.consumer().inUse() || setting == Setting.HTTP_PORT;

      JsonNode set = body("POST", setting(name), set(value));
      assertThat(set.path("key")).isEqualTo(former.path("key"));
      assertThat(set.path("value").asText()).isEqualTo(value);
      assertThat(set.path("is_set").asBoolean()).isTrue();
      assertThat(set.path("restart_required").asBoolean()).isEqualTo(later);
      JsonNode shown = body("GET", setting(name), "{}");
      assertThat(shown.path("value").asText()).isEqualTo(value);
      assertThat(shown.path("is_set").asBoolean()).isTrue();
      assertThat(shown.has("in_use")).isEqualTo(!setting.consumer().inUse());

      JsonNode reset = body("POST", setting(name), action("reset"));
      assertThat(reset.path("value")).isEqualTo(former.path("value"));
      assertThat(reset.path("is_set").asBoolean(true)).isFalse();
      assertThat(body("GET", setting(name), "{}")).isEqualTo(former);
      assertRefused("PUT", setting(name), "{}", 405, "method PUT not allowed");
    }
  }

  private static String example(SettingType settingType) {
    return switch (settingType) {
      case PORT -> "8080";
      case RELAY_PORT -> "62000";
      case FLAG -> "true";
      case PATH -> "/control/admin";
      case SECONDS -> "3600";
      case HOST, REALM -> "mail.example.com";
      case ADDRESS, RELAY_ADDRESS -> "203.0.113.1";
      case URL -> "https://iroh.example.com";
      case CIPHER -> "AEAD_CHACHA20_POLY1305";
      case SECRET -> "my-secret-123";
      case STATUS_LINE -> "DM for support";
      case MESSAGE -> "Hello, we will answer here.";
      case NAME_SHOWN -> "Help Desk";
      case SIGNATURE -> "name-and-role";
      case TICKETS_PER_MINUTE -> "30";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "smtp_port;{\"action\":\"set\",\"value\":\"0\"};invalid value for __SMTP_PORT__: invalid"
            + " port number: must be 1-65535",
        "smtp_port;{\"action\":\"set\",\"value\":99999};invalid value for __SMTP_PORT__: invalid"
            + " port number: must be 1-65535",
        "smtp_port;{\"action\":\"set\",\"value\":\"25\\n"
            + "  evil\"};invalid value for __SMTP_PORT__: value contains invalid characters",
        "smtp_port;{\"action\":\"set\",\"value\":\"8388\"};invalid value for __SMTP_PORT__: port"
            + " 8388 is taken already, by ss_port",
        "sasl_port;{\"action\":\"set\",\"value\":\"x\"};invalid value for __SASL_PORT__: invalid"
            + " port number: must be 1-65535",
        "turn_ttl;{\"action\":\"set\",\"value\":0};invalid value for __TURN_TTL__: invalid TTL:"
            + " must be a positive integer",
        "turn_realm;{\"action\":\"set\",\"value\":\"has space\"};invalid value for __TURN_REALM__:"
            + " value contains disallowed characters",
        "ss_cipher;{\"action\":\"set\",\"value\":\"rot13\"};invalid value for __SS_CIPHER__:"
            + " unknown cipher (expected"
            + " aes-128-gcm|aes-192-gcm|aes-256-gcm|chacha20-ietf-poly1305|xchacha20-ietf-poly1305)",
        "smtp_port;{\"action\":\"set\"};value is required for action 'set'",
        "smtp_port;{\"action\":\"set\",\"value\":\"\"};value is required for action 'set'",
        "smtp_port;{\"action\":\"set\",\"value\":null};value is required for action 'set'",
        "smtp_port;{\"action\":\"drop\"};invalid action: drop (expected set|reset)",
        "smtp_port;{};invalid action:  (expected set|reset)",
        "smtp_port;7;invalid request body: expected an object",
        "smtp_port;{\"action\":\"set\",\"value\":[1]};invalid request body: value must be a string"
            + " or a number",
      })
  void whatCannotBeSetIsRefusedAndNothingIsStored(String name, String body, String error)
      throws Exception {
    assertRefused("POST", setting(name), body, 400, error);
    assertThat(body("GET", setting(name), "{}").path("is_set").asBoolean(true)).isFalse();
  }

  @Test
  void theRangeOfRelayedPortsAndThePathOfTheAdminRpcAreCheckedAgainstWhatThereIs()
      throws Exception {
    assertRefused(
        "POST",
        setting("turn_relay_port_max"),
        set("60000"),
        400,
        "invalid value for __TURN_RELAY_PORT_MAX__: turn relay port min (61000) must be <= max"
            + " (60000)");
    assertRefused(
        "POST",
        setting("turn_relay_port_min"),
        set("3000"),
        400,
        "invalid value for __TURN_RELAY_PORT_MIN__: turn relay port range 3000-65535 must not"
            + " include turn_port 3478");
    body("POST", setting("turn_relay_port_min"), set("62000"));
    assertThat(body("POST", setting("iroh_port"), set("61500")).path("value").asText())
        .isEqualTo("61500");
    assertThat(
            root.call("POST", setting("turn_relay_port_min"), action("reset"))
                .path("error")
                .asText())
        .contains("must not include iroh_port 61500");
    body("POST", setting("iroh_port"), action("reset"));
    body("POST", setting("turn_relay_port_min"), action("reset"));
    assertThat(
            root.call("POST", setting("ss_port"), set(Integer.toString(product.port())))
                .path("error")
                .asText())
        .contains("is taken already, by http.port");
    for (String path :
        List.of("api", "/", "/new", "/files/x", "/api/health", "/a//b", "/a/../b", "/a/")) {
      assertThat(root.call("POST", setting("admin_path"), set(path)).path("status").asInt())
          .as(path)
          .isEqualTo(400);
    }
    for (String flag : List.of("maybe", "2", "tru")) {
      assertThat(root.call("POST", setting("turn_local_only"), set(flag)).path("status").asInt())
          .as(flag)
          .isEqualTo(400);
    }
    assertRefused(
        "POST",
        setting("turn_access"),
        set("true"),
        400,
        "invalid value for __TURN_ACCESS__: expected public|local");
  }

  @Test
  void whatAnEarlierVersionStoredAndThisOneRefusesIsShownAndCountsForNothing() throws Exception {
    body("POST", "/admin/services/turn", action("enable"));
    body("POST", setting("turn_realm"), set("old.example.org"));
    body("POST", setting("turn_relay_ip"), set("198.51.100.7"));
    body("POST", setting("turn_secret"), set("old-secret"));
    body("POST", setting("admin_path"), set("/old-control"));
    product.stop();
    rewriteJournal("old.example.org", "old\\nno-auth");
    rewriteJournal("198.51.100.7", "0.0.0.0");
    rewriteJournal("old-secret", "old\\nsecret");
    rewriteJournal("/old-control", "/files/x");
    Files.delete(data.resolve("listener.json"));
    product.restart();

    JsonNode realm = body("GET", setting("turn_realm"), "{}");
    assertThat(realm.path("value").asText()).isEqualTo(REALM);
    assertThat(realm.path("is_set").asBoolean()).isTrue();
    assertThat(realm.path("error").asText())
        .isEqualTo(
            "what is stored cannot be used, and counts for nothing (value contains invalid"
                + " characters); set or reset it");
    JsonNode all = body("GET", "/admin/settings", "{}");
    assertThat(all.path("turn_relay_ip").path("error").asText()).contains("of one machine");
    assertThat(all.path("turn_relay_ip").path("value").asText()).isEmpty();
    assertThat(all.path("turn_secret").path("error").asText()).contains("invalid characters");
    assertThat(all.path("admin_path").path("error").asText()).contains("/files leads elsewhere");
    assertThat(all.path("turn_port").has("error")).isFalse();
    assertThat(all.toString()).doesNotContain("nsecret");
    await()
        .untilAsserted(() ->
            assertThat(Files.readString(data.resolve("services/turn/turnserver.conf")))
                .contains("realm=" + REALM, "\"configured-secret\"")
                .doesNotContain("no-auth", "0.0.0.0\n", "external-ip"));

    // Other settings go on working, and these ones do again once they are set or reset.
    assertThat(body("POST", setting("iroh_port"), set("60500")).path("value").asText())
        .isEqualTo("60500");
    assertThat(body("POST", setting("turn_realm"), set("new.example.org")).has("error")).isFalse();
    assertThat(body("GET", setting("turn_realm"), "{}").path("value").asText())
        .isEqualTo("new.example.org");
    for (String name :
        List.of("turn_realm", "turn_relay_ip", "turn_secret", "admin_path", "iroh_port")) {
      JsonNode reset = body("POST", setting(name), action("reset"));
      assertThat(reset.path("is_set").asBoolean(true)).as(name).isFalse();
      assertThat(body("GET", setting(name), "{}").has("error")).as(name).isFalse();
    }
    body("POST", "/admin/services/turn", action("disable"));
  }

  /** As if a version that looked less closely had stored another value. */
  private static void rewriteJournal(String value, String other) {
    int rows =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createUpdate(
                        """
                        update event_journal set event_payload = convert_to(
                          replace(convert_from(event_payload, 'UTF8'), :value, :other), 'UTF8')
                        where persistence_id like 'Settings|%'
                          and position(convert_to(:value, 'UTF8') in event_payload) > 0
                        """)
                    .bind("value", value)
                    .bind("other", other)
                    .execute());
    assertThat(rows).as(value).isPositive();
  }

  @Test
  void theAdminRpcMovesAndIsFoundAtBothPlacesUntilItsClientsHaveMoved() throws Exception {
    body("POST", setting("admin_path"), set("/control"));

    assertThat(product.get("/control").statusCode()).isEqualTo(200);
    assertThat(product.get("/control/").statusCode()).isEqualTo(404);
    assertThat(product.get("/api/admin").statusCode()).isEqualTo(200);
    product.restart();
    assertThat(product.get("/control").statusCode()).isEqualTo(200);
    assertThat(product.get("/api/admin").statusCode()).isEqualTo(404);
    try (AdminCaller moved =
        new AdminCaller(
            product.port(), TokenFile.show(data.resolve("admin_token")), "127.0.0.1", "/control")) {
      assertThat(moved.call("POST", setting("admin_path"), action("reset")).path("status").asInt())
          .isEqualTo(200);
    }
    assertThat(body("GET", setting("admin_path"), "{}").path("value").asText())
        .isEqualTo("/api/admin");
  }

  @Test
  void thisServerItselfMovesToAnotherPortWhenThatIsAskedFor() throws Exception {
    int next = FreePort.any();
    JsonNode set = body("POST", setting("http_port"), set(Integer.toString(next)));
    assertThat(set.path("restart_required").asBoolean()).isTrue();
    assertThat(set.path("note").asText()).contains("/admin/reload");
    assertThat(
            body("GET", "/admin/settings", "{}")
                .path("http_port")
                .path("restart_required")
                .asBoolean())
        .isTrue();

    body("POST", "/admin/reload", "{}");

    try (AdminCaller moved =
        new AdminCaller(next, TokenFile.show(data.resolve("admin_token")), "127.0.0.1")) {
      await()
          .atMost(RunningProduct.PATIENCE)
          .ignoreExceptions()
          .until(() -> moved.get("/admin/status").path("status").asInt() == 200);
      JsonNode shown = moved.get(setting("http_port")).path("body");
      assertThat(shown.path("restart_required").asBoolean(true)).isFalse();
      assertThat(shown.path("value").asText()).isEqualTo(Integer.toString(next));
      assertThatThrownBy(() -> product.get("/api/health")).isInstanceOf(ConnectException.class);
      assertThat(
              moved
                  .call("POST", setting("http_port"), action("reset"))
                  .path("body")
                  .path("restart_required")
                  .asBoolean())
          .isTrue();
      moved.call("POST", "/admin/reload", "{}");
    }
    await()
        .atMost(RunningProduct.PATIENCE)
        .ignoreExceptions()
        .until(() -> product.get("/api/health").statusCode() == 200);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(
              root.call("POST", setting("http_port"), set(Integer.toString(taken.getLocalPort())))
                  .path("error")
                  .asText())
          .startsWith("TCP port %d cannot be had".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aSecretThatNobodyConfiguredIsMadeOnceAndIsWhatAResetGoesBackTo() throws Exception {
    String made = body("GET", setting("ss_password"), "{}").path("value").asText();
    assertThat(made).hasSize(43);
    body("POST", setting("ss_password"), set("set-by-hand"));
    JsonNode reset = body("POST", setting("ss_password"), action("reset"));
    assertThat(reset.path("value").asText()).isEqualTo(made);
    assertThat(reset.path("is_set").asBoolean(true)).isFalse();
    assertThat(body("POST", setting("ss_password"), action("reset")).path("value").asText())
        .as("a second reset changes nothing")
        .isEqualTo(made);
    product.restart();
    assertThat(body("GET", setting("ss_password"), "{}").path("value").asText()).isEqualTo(made);
    assertThat(body("GET", setting("turn_secret"), "{}").path("value").asText())
        .as("what is configured counts before what is made")
        .isEqualTo("configured-secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/settings/nothing",
        "/admin/settings/http_hostname",
        "/admin/settings/mail_access",
        "/admin/settings/",
        "/admin/services/mail"
      })
  void whatThereIsNotIsUnknown(String resource) throws Exception {
    assertRefused("GET", resource, "{}", 404, "unknown resource: " + resource);
  }

  @Test
  void theTwoNamesOfDovecotsPortAreOneValue() throws Exception {
    body("POST", setting("sasl_port"), set("2424"));

    JsonNode other = body("GET", setting("dovecot_port"), "{}");
    assertThat(other.path("key").asText()).isEqualTo("__DOVECOT_PORT__");
    assertThat(other.path("value").asText()).isEqualTo("2424");
    body("POST", setting("dovecot_port"), action("reset"));
    assertThat(body("GET", setting("sasl_port"), "{}").path("is_set").asBoolean(true)).isFalse();
  }

  @Test
  void aSettingThatIsKeptForLaterSaysSo() throws Exception {
    JsonNode set = body("POST", setting("submission_port"), set("2525"));

    assertThat(set.path("in_use").asBoolean(true)).isFalse();
    assertThat(set.path("note").asText()).contains("mail host");
    assertThat(set.path("restart_required").asBoolean()).isTrue();
    body("POST", setting("submission_port"), action("reset"));
  }

  @Test
  void allAreShownAtOnceWithoutTheirSecrets() throws Exception {
    body("POST", setting("ss_password"), set("set-by-hand"));
    JsonNode all = body("GET", "/admin/settings", "{}");

    for (String toggle :
        List.of("jit_registration", "turn_enabled", "iroh_enabled", "ss_enabled", "log_disabled")) {
      assertThat(all.path(toggle).asText()).as(toggle).isEqualTo("disabled");
    }
    assertThat(all.path("registration").asText()).isEqualTo("closed");
    for (Setting setting : Setting.values()) {
      for (String name : setting.wireNames()) {
        if (Setting.asksForAccess(name)) {
          assertThat(all.path(name).asText())
              .isEqualTo(name.startsWith("http_") ? "local" : "public");
          continue;
        }
        assertThat(all.path(name).path("key").asText()).isEqualTo(Setting.key(name));
        assertThat(all.path(name).has("in_use")).isEqualTo(!setting.consumer().inUse());
      }
    }
    assertThat(all.path("turn_port").path("value").asText()).isEqualTo("3478");
    assertThat(all.path("turn_ttl").path("value").asText()).isEqualTo("86400");
    assertThat(all.path("ss_password").path("value").asText()).isEqualTo("***");
    assertThat(all.path("ss_password").path("is_set").asBoolean()).isTrue();
    assertThat(all.toString()).doesNotContain("set-by-hand", "configured-secret");
    assertRefused("POST", "/admin/settings", "{}", 405, "method POST not allowed");
    assertThat(body("GET", setting("turn_secret"), "{}").path("value").asText())
        .isEqualTo("configured-secret");
    body("POST", setting("ss_password"), action("reset"));
    assertThat(root.call("GET", "/admin/audit", "{\"limit\":1000}").toString())
        .doesNotContain("set-by-hand");
  }

  @Test
  void aTokenForReadingReadsNoSecretAndChangesNothing() throws Exception {
    String token =
        body("POST", "/admin/tokens", "{\"name\":\"reader\",\"scopes\":[\"read\"]}")
            .path("token")
            .asText();
    try (AdminCaller reader = caller(token)) {
      assertThat(reader.get(setting("turn_port")).path("status").asInt()).isEqualTo(200);
      assertThat(reader.get("/admin/settings").path("status").asInt()).isEqualTo(200);
      assertThat(reader.get(setting("turn_secret")).path("error").asText())
          .isEqualTo("forbidden: this token lacks the scope settings");
      assertThat(reader.call("POST", setting("turn_port"), set("1")).path("status").asInt())
          .isEqualTo(403);
      assertThat(
              reader.call("POST", "/admin/services/turn", action("enable")).path("error").asText())
          .isEqualTo("forbidden: this token lacks the scope services");
      assertThat(reader.call("POST", "/admin/reload", "{}").path("status").asInt()).isEqualTo(403);
    }
    body("DELETE", "/admin/tokens", "{\"name\":\"reader\"}");
  }

  @Test
  void aPortOfWhatOthersRunIsNotProvenByOurUser() throws Exception {
    body("POST", "/admin/services/iroh", action("enable"));
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(body("POST", setting("iroh_port"), set(port)).path("value").asText())
          .isEqualTo(port);
    }
    body("POST", setting("iroh_port"), action("reset"));
    body("POST", "/admin/services/iroh", action("disable"));
  }

  @Test
  void manyAdministratorsAtOnceAreAllToldTheTruth() throws Exception {
    // So that each change is felt.
    body("POST", "/admin/services/iroh", action("enable"));
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int port = 5001; port <= 5010; port++) {
        String wanted = Integer.toString(port);
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return root.call("POST", setting("iroh_port"), set(wanted));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                },
                callers));
      }
    }
    List<String> done = new ArrayList<>();
    for (CompletableFuture<JsonNode> answer : answers) {
      assertThat(answer.get().path("status").asInt()).isIn(200, 409);
      if (answer.get().path("status").asInt() == 200) {
        done.add(answer.get().path("body").path("value").asText());
      }
    }
    assertThat(done).doesNotHaveDuplicates();
    assertThat(done).contains(body("GET", setting("iroh_port"), "{}").path("value").asText());
    body("POST", setting("iroh_port"), action("reset"));
    body("POST", "/admin/services/iroh", action("disable"));
  }

  @Test
  void whatIsSetStaysSoAfterARestart() throws Exception {
    body("POST", setting("turn_realm"), set("kept.example"));
    product.restart();

    assertThat(body("GET", setting("turn_realm"), "{}").path("value").asText())
        .isEqualTo("kept.example");
    body("POST", setting("turn_realm"), action("reset"));
  }

  private static AdminCaller caller(String token) {
    return new AdminCaller(product.port(), token, "127.0.0.1");
  }

  private static String setting(String name) {
    return "/admin/settings/" + name;
  }

  private static String action(String action) {
    return "{\"action\":\"%s\"}".formatted(action);
  }

  private static String set(String value) {
    return "{\"action\":\"set\",\"value\":\"%s\"}".formatted(value);
  }

  private static JsonNode call(String resource, String action, String value) throws Exception {
    return root.call(
        "POST", resource, "{\"action\":\"%s\",\"value\":\"%s\"}".formatted(action, value));
  }

  private static JsonNode body(String method, String resource, String body) throws Exception {
    JsonNode answer = root.call(method, resource, body);
    assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
    return answer.path("body");
  }

  private static void assertRefused(
      String method, String resource, String body, int status, String error) throws Exception {
    JsonNode answer = root.call(method, resource, body);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
    assertThat(answer.path("error").asText()).isEqualTo(error);
  }
}
