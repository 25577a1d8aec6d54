package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in with a local account, over HTTP. Fewer sign-ins fail here than an address may have
 * fail in a minute; {@link PasswordGuessesTest} has more. The numbers are those of http-api.md,
 * 4.4.
 */
class AccountSessionsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String NEXT = "correct horse battery";

  @TempDir static Path data;

  private static RunningProduct product;
  private final List<Browser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    product =
        PanelProduct.start(
            data, DATABASE.settings(), Map.of("switchboard.registration.open", "true"));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void closeBrowsers() {
    browsers.forEach(Browser::close);
  }

  private record Made(String name, String password) {
    String json() {
      return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
    }

    String json(String code) {
      return "{\"name\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
          .formatted(name, password, code);
    }
  }

  private Browser browser() {
    Browser browser = new Browser(product);
    browsers.add(browser);
    return browser;
  }

  private Made made() {
    JsonNode made = browser().post("/new", "{}").json();
    return new Made(made.path("username").asText(), made.path("password").asText());
  }

  private Browser signedIn(Made account) {
    Browser browser = browser();
    assertThat(browser.post("/api/auth/account", account.json()).status()).isEqualTo(200);
    return browser;
  }

  private static String password(String password) {
    return "{\"password\":\"%s\"}".formatted(password);
  }

  private long person(String name) {
    return product.sandbox().world().person(name);
  }

  /** Links the account of a session by the look-alike's page of consent. */
  private String link(Browser browser, String person) {
    String consent = browser.post("/api/user/account/link", "{}").json().path("address").asText();
    String back = browser.get(URI.create(consent + "&user=" + person(person))).location();
    return browser.get(URI.create(back)).location();
  }

  @Test
  void anAccountSignsInAndMayDoNothingUntilItIsLinked() {
    Made account = made();
    Browser here = signedIn(account);
    String token = here.cookie("session_id").orElseThrow();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(here.get("/api/panel/check").status()).isEqualTo(403);
    assertThat(here.get("/api/bot/tickets").status()).isEqualTo(403);
    JsonNode own = here.get("/api/user/account").json().path("account");
    assertThat(own.path("name").asText()).isEqualTo(account.name());
    assertThat(own.path("discord_user_id").isNull()).isTrue();
    assertThat(here.get("/api/user/sessions").json().path("sessions")).hasSize(1);

    assertThat(link(here, "sam")).isEqualTo("/account?login=linked");

    await().until(() -> here.get("/api/bot/tickets").status() == 200);
    assertThat(here.get("/api/panel/check").json().path("user_id").asText())
        .isEqualTo(String.valueOf(person("sam")));
    Browser sam = browser();
    sam.signIn("sam");
    assertThat(sam.get("/api/user/account").json().path("account").path("name").asText())
        .isEqualTo(account.name());
    JsonNode sessions = sam.get("/api/user/sessions").json().path("sessions");
    assertThat(sessions)
        .extracting(one -> one.path("method").asText())
        .contains("discord", "account");

    Browser other = signedIn(made());
    assertThat(link(other, "sam")).isEqualTo("/account?login=linked_otherwise");

    assertThat(here.post("/api/user/account/unlink", password(account.password())).status())
        .isEqualTo(200);
    await().until(() -> here.get("/api/bot/tickets").status() == 403);
  }

  /** 13 */
  @Test
  void anotherSiteSignsNobodyIn() {
    Made account = made();
    Browser here = browser();
    assertThat(
            here.send(
                    HttpRequest.newBuilder(here.url("/api/auth/account"))
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(account.json()))
                        .build())
                .status())
        .isEqualTo(403);
    assertThat(here.cookie("session_id")).isEmpty();
  }

  @Test
  void anotherPasswordEndsTheFormerSessionsAndKeepsThisOne() {
    Made account = made();
    Browser here = signedIn(account);
    Browser there = signedIn(account);
    String before = here.cookie("session_id").orElseThrow();

    assertThat(
            here.ask(
                    "PUT",
                    "/api/user/account/password",
                    "{\"password\":\"%s\",\"new_password\":\"%s\"}"
                        .formatted(account.password(), NEXT))
                .status())
        .isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> there.get("/api/user/account").status() == 401);
    assertThat(here.get("/api/user/account").status()).isEqualTo(200);
    assertThat(here.cookie("session_id").orElseThrow()).isNotEqualTo(before);
    assertThat(browser().post("/api/auth/account", account.json()).status()).isEqualTo(401);
    signedIn(new Made(account.name(), NEXT));
  }

  @Test
  void aSecondFactorIsAskedFor() {
    Made account = made();
    Browser here = signedIn(account);
    JsonNode begun =
        here.post("/api/user/account/second-factor", password(account.password())).json();
    String secret = begun.path("secret").asText();
    assertThat(begun.path("uri").asText()).startsWith("otpauth://totp/").contains(secret);
    assertThat(begun.path("qr").asText()).startsWith("<svg");
    JsonNode on =
        here.post(
                "/api/user/account/second-factor/confirm",
                "{\"code\":\"%s\"}".formatted(TotpProgram.code(secret, 0)))
            .json();
    assertThat(on.path("recovery_codes")).hasSize(10);

    assertThat(browser().post("/api/auth/account", account.json()).status()).isEqualTo(401);
    assertThat(
            browser().post("/api/auth/account", account.json(TotpProgram.code(secret, 1))).status())
        .isEqualTo(200);
    String recovery = on.path("recovery_codes").get(0).asText();
    assertThat(browser().post("/api/auth/account", account.json(recovery)).status()).isEqualTo(200);
    assertThat(browser().post("/api/auth/account", account.json(recovery)).status()).isEqualTo(401);
    assertThat(here.get("/api/user/account").raw().body()).doesNotContain(secret);
  }

  /** 5: what an administrator ends is over within a second, in streams, too. */
  @Test
  void anAdministratorEndsSessionsAndTheirStreams() {
    Made account = made();
    Browser here = signedIn(account);
    link(here, "sue");
    Browser sam = browser();
    sam.signIn("sam");
    sam.post(
        "/api/admin/permissions",
        "{\"subject_type\":\"user\",\"subject_id\":\"%d\",\"permission\":\"view_tickets\"}"
            .formatted(person("sue")));
    await().until(() -> here.get("/api/bot/tickets").status() == 200);
    JsonNode all = sam.get("/api/admin/sessions").json().path("sessions");
    assertThat(all)
        .extracting(one -> one.path("holder_type").asText() + " " + one.path("holder_id").asText())
        .contains("account " + account.name(), "discord " + person("sam"));

    try (EventReader _ = here.follow("")) {
      assertThat(
              sam.delete(
                      "/api/admin/accounts/"
                          + URLEncoder.encode(account.name(), StandardCharsets.UTF_8)
                          + "/sessions")
                  .json()
                  .path("ended")
                  .asInt())
          .isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> here.get("/api/user/account").status() == 401);
    }

    // Whoever manages permissions ends the sessions of others, but not those of a super
    // administrator.
    sam.post(
        "/api/admin/permissions",
        "{\"subject_type\":\"user\",\"subject_id\":\"%d\",\"permission\":\"manage_permissions\"}"
            .formatted(person("sue")));
    Browser sue = browser();
    sue.signIn("sue");
    await().until(() -> sue.get("/api/admin/sessions").status() == 200);
    String ofSam = "";
    for (JsonNode one : sue.get("/api/admin/sessions").json().path("sessions")) {
      if (one.path("holder_id").asText().equals(String.valueOf(person("sam")))) {
        ofSam = one.path("id").asText();
      }
    }
    assertThat(sue.delete("/api/admin/sessions/" + ofSam).status()).isEqualTo(403);
    assertThat(sue.delete("/api/admin/users/" + person("sam") + "/sessions").status())
        .isEqualTo(403);
    assertThat(sam.get("/api/panel/check").status()).isEqualTo(200);
    assertThat(sam.delete("/api/admin/users/" + person("sue") + "/sessions").status())
        .isEqualTo(200);
    await().atMost(Duration.ofSeconds(5)).until(() -> sue.get("/api/user/account").status() == 401);
  }
}
