package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.SecurityPoint;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by Discord, sessions and permissions. */
class SignInTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  /** What a withdrawn right, and an ended session, may take to be gone. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir static Path data;

  private static RunningProduct product;
  private final List<Browser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    product = PanelProduct.start(data, DATABASE.settings());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void closeBrowsers() {
    browsers.forEach(Browser::close);
  }

  private Browser browser() {
    Browser browser = new Browser(product);
    browsers.add(browser);
    return browser;
  }

  private Browser signedIn(String person) {
    Browser browser = browser();
    browser.signIn(person);
    return browser;
  }

  private static long person(String name) {
    return product.sandbox().world().person(name);
  }

  private static String grant(String person, String permission) {
    return "{\"subject_type\":\"user\",\"subject_id\":\"%d\",\"permission\":\"%s\"}"
        .formatted(person(person), permission);
  }

  // ---- in and out

  /** The cookie; the token is in no body and no address. */
  @SecurityPoint(1)
  @Test
  void aSuperAdministratorSignsInWithEveryRight() {
    Browser sam = browser();

    assertThat(sam.signIn("sam", "/tickets/7?x=1")).isEqualTo("/tickets/7?x=1");

    String token = sam.cookie("session_id").orElseThrow();
    assertThat(token).matches("[A-Za-z0-9_-]{43,64}");
    JsonNode check = sam.get("/api/panel/check").json();
    assertThat(check.path("authenticated").asBoolean()).isTrue();
    assertThat(check.path("user_id").asText()).isEqualTo(String.valueOf(person("sam")));
    JsonNode permissions = sam.get("/api/user/permissions").json();
    assertThat(permissions.path("is_super_admin").asBoolean()).isTrue();
    assertThat(permissions.path("permissions")).hasSize(9);
    assertThat(sam.get("/api/user/avatar").json().path("avatar_url").asText())
        .startsWith("https://cdn.discordapp.com/");
    assertThat(sam.get("/api/user/sessions").raw().body()).doesNotContain(token);
  }

  @SecurityPoint(1)
  @Test
  void theCookieIsForNoScriptAndStaysForTheSessionsLifetime() {
    Browser sam = browser();
    URI consent = URI.create(sam.get("/api/auth/login").location());
    String back = sam.get(URI.create(consent + "&user=" + person("sam"))).location();

    List<String> set = sam.get(URI.create(back)).raw().headers().allValues("Set-Cookie");

    assertThat(set)
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("session_id=")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=2592000"))
        .anySatisfy(line -> assertThat(line).startsWith("login_attempt=;").contains("Max-Age=0"));
  }

  /** A cookie that was planted before the login is worth nothing after it. */
  @SecurityPoint(3)
  @Test
  void eachLoginHasANewToken() {
    Browser sam = signedIn("sam");
    String first = sam.cookie("session_id").orElseThrow();
    sam.signIn("sam");
    assertThat(sam.cookie("session_id").orElseThrow()).isNotEqualTo(first);
  }

  /** Logout ends it on the server, also for who kept the cookie. */
  @SecurityPoint(5)
  @Test
  void logoutEndsTheSessionOnTheServer() {
    Browser sam = signedIn("sam");
    String token = sam.cookie("session_id").orElseThrow();

    assertThat(sam.post("/api/auth/logout", "{}").status()).isEqualTo(204);

    assertThat(sam.cookie("session_id")).isEmpty();
    assertThat(
            sam.send(
                    HttpRequest.newBuilder(sam.url("/api/panel/check"))
                        .header("Cookie", "session_id=" + token)
                        .build())
                .status())
        .isEqualTo(401);
  }

  /** The seed's GET logs out only who began the navigation themselves. */
  @SecurityPoint(13)
  @Test
  void aLinkOfAnotherSiteEndsNoSession() {
    Browser sam = signedIn("sam");

    Browser.Page page =
        sam.send(
            HttpRequest.newBuilder(sam.url("/api/auth/logout"))
                .header("Sec-Fetch-Site", "cross-site")
                .build());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.raw().body()).contains("<form method=\"post\" action=\"/api/auth/logout\">");
    assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("form-action 'self'");
    assertThat(sam.get("/api/panel/check").status()).isEqualTo(200);
    assertThat(sam.get("/api/auth/logout").status()).isEqualTo(302);
    assertThat(sam.get("/api/panel/check").status()).isEqualTo(401);
  }

  @Test
  void sessionsSurviveARestart() {
    Browser sam = signedIn("sam");
    product.restart();
    assertThat(sam.get("/api/panel/check").status()).isEqualTo(200);
  }

  // ---- what goes wrong on the way

  /** A state is good once, for the browser that began it. */
  @SecurityPoint({8, 9, 10})
  @Test
  void aReturnInAnotherBrowserSignsNobodyIn() {
    Browser victim = browser();
    Browser attacker = browser();
    URI consent = URI.create(attacker.get("/api/auth/login").location());
    String back = attacker.get(URI.create(consent + "&user=" + person("sam"))).location();

    assertThat(victim.get(URI.create(back)).location()).isEqualTo("/?login=expired");
    assertThat(victim.cookie("session_id")).isEmpty();
    assertThat(attacker.get(URI.create(back)).location()).isEqualTo("/");
    assertThat(attacker.get(URI.create(back)).location()).isEqualTo("/?login=expired");
  }

  @SecurityPoint(10)
  @Test
  void aConsentThatIsRefusedIsACleanEnd() {
    Browser sam = browser();
    URI consent = URI.create(sam.get("/api/auth/login").location());
    String back = sam.get(URI.create(consent + "&deny=1")).location();

    assertThat(sam.get(URI.create(back)).location()).isEqualTo("/?login=denied");
    assertThat(sam.cookies()).extracting(HttpCookie::getName).doesNotContain("session_id");
  }

  @SecurityPoint(12)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/%5Cevil.example",
        "https:evil",
        "https://evil.example",
        "%2F%2Fevil.example",
        "/%252f%252fevil",
        "/a%0Ab",
        "/a%09b",
        ""
      })
  void aRedirectLeadsOnlyToAPathOfOurs(String redirect) {
    assertThat(browser().get("/api/auth/login?redirect=" + redirect).status()).isEqualTo(400);
  }

  // ---- rights

  @Test
  void whoHasNoPermissionIsSignedInAndReachesNothing() {
    Browser alice = signedIn("alice");
    assertThat(alice.get("/api/panel/check").status()).isEqualTo(403);
    assertThat(alice.get("/api/bot/tickets").status()).isEqualTo(403);
    assertThat(alice.get("/api/admin/permissions").status()).isEqualTo(403);
    assertThat(alice.get("/api/user/permissions").json().path("permissions")).isEmpty();
  }

  /** A grant and its withdrawal count within a second. */
  @SecurityPoint(23)
  @Test
  void aGrantCountsAtOnceAndSoDoesItsEnd() {
    Browser sam = signedIn("sam");
    Browser sue = signedIn("sue");
    assertThat(sue.get("/api/bot/tickets").status()).isEqualTo(403);

    JsonNode granted = sam.post("/api/admin/permissions", grant("sue", "view_tickets")).json();

    assertThat(granted.path("success").asBoolean()).isTrue();
    long id = granted.path("id").asLong();
    await().atMost(AT_ONCE).until(() -> sue.get("/api/bot/tickets").status() == 200);
    assertThat(sam.get("/api/admin/permissions").json().path("permissions"))
        .anySatisfy(shown -> {
          assertThat(shown.path("id").asLong()).isEqualTo(id);
          assertThat(shown.path("subject_type").asText()).isEqualTo("user");
          assertThat(shown.path("permission").asText()).isEqualTo("view_tickets");
          assertThat(shown.path("granted_by").asText()).startsWith(String.valueOf(person("sam")));
        });

    assertThat(sam.delete("/api/admin/permissions/" + id).status()).isEqualTo(200);

    await().atMost(AT_ONCE).until(() -> sue.get("/api/bot/tickets").status() == 403);
    assertThat(sam.delete("/api/admin/permissions/" + id).status()).isEqualTo(404);
  }

  @SecurityPoint(24)
  @Test
  void nobodyGrantsMoreThanTheyHold() {
    Browser sam = signedIn("sam");
    JsonNode granted =
        sam.post("/api/admin/permissions", grant("sue", "manage_permissions")).json();
    Browser sue = signedIn("sue");
    await().atMost(AT_ONCE).until(() -> sue.get("/api/admin/permissions").status() == 200);

    assertThat(sue.post("/api/admin/permissions", grant("sue", "manage_api_keys")).status())
        .isEqualTo(403);

    sam.delete("/api/admin/permissions/" + granted.path("id").asLong());
  }

  /** Who leaves the staff guild has no right any more. */
  @SecurityPoint(6)
  @Test
  void whoLeavesTheStaffGuildReachesNothing() {
    Browser sam = signedIn("sam");
    sam.post("/api/admin/permissions", grant("sue", "view_tickets"));
    Browser sue = signedIn("sue");
    await().atMost(AT_ONCE).until(() -> sue.get("/api/bot/tickets").status() == 200);
    long guild = product.sandbox().world().staff().guild();

    product.sandbox().client().leave(guild, person("sue"));

    await().until(() -> sue.get("/api/bot/tickets").status() == 403);
    product.sandbox().client().join(guild, person("sue"));
    await().until(() -> sue.get("/api/bot/tickets").status() == 200);
    JsonNode all = sam.get("/api/admin/permissions").json().path("permissions");
    all.forEach(grant -> sam.delete("/api/admin/permissions/" + grant.path("id").asLong()));
  }

  @Test
  void membersAndRolesOfTheStaffGuildAreListedForGranting() {
    Browser sam = signedIn("sam");
    assertThat(sam.get("/api/admin/members").json().path("members"))
        .anySatisfy(member -> assertThat(member.path("username").asText()).isEqualTo("sam"));
    assertThat(sam.get("/api/admin/roles").json().path("roles"))
        .anySatisfy(role ->
            assertThat(role.path("id").asText())
                .isEqualTo(String.valueOf(product.sandbox().world().staff().role())));
  }

  // ---- own sessions

  @SecurityPoint(7)
  @Test
  void ownSessionsAreListedAndEnded() {
    Browser here = signedIn("sam");
    here.delete("/api/user/sessions");
    Browser there = signedIn("sam");
    JsonNode all = here.get("/api/user/sessions").json().path("sessions");
    assertThat(all).hasSize(2);
    assertThat(all).filteredOn(one -> one.path("current").asBoolean()).hasSize(1);
    String other = "";
    for (JsonNode one : all) {
      assertThat(one.path("address").asText()).isEqualTo("127.0.0.1");
      if (!one.path("current").asBoolean()) {
        other = one.path("id").asText();
      }
    }

    assertThat(here.delete("/api/user/sessions/" + other).status()).isEqualTo(200);

    await().atMost(AT_ONCE).until(() -> there.get("/api/panel/check").status() == 401);
    assertThat(here.get("/api/panel/check").status()).isEqualTo(200);
    assertThat(here.delete("/api/user/sessions/" + other).status()).isEqualTo(404);
  }

  /** Changes are on the trail, with the session's person, and without what was sent. */
  @SecurityPoint(29)
  @Test
  void whatWasChangedIsOnTheTrail() {
    Browser sam = signedIn("sam");
    JsonNode granted = sam.post("/api/admin/permissions", grant("sue", "view_bans")).json();
    sam.delete("/api/admin/permissions/" + granted.path("id").asLong());
    List<String> trail =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select caller || ' ' || method || ' ' || resource || ' ' || status"
                            + " from audit_log where surface = 'panel' order by number")
                    .mapTo(String.class)
                    .list());
    assertThat(trail)
        .anySatisfy(entry ->
            assertThat(entry)
                .startsWith(person("sam") + " (")
                .endsWith("POST /api/user/sessions 201"))
        .anySatisfy(entry ->
            assertThat(entry)
                .startsWith(person("sam") + " (")
                .endsWith("POST /api/admin/permissions 200"))
        .anySatisfy(entry ->
            assertThat(entry)
                .endsWith("DELETE /api/admin/permissions/" + granted.path("id").asLong() + " 200"));
  }
}
