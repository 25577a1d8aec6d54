package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.RunningProduct;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared contacts in the whole product: what administrators do, and what everybody sees. */
class SharesAdminTest {
  @RegisterExtension
  static final AdministeredProduct SERVER =
      AdministeredProduct.with(Map.of("switchboard.http.sharing", "on"));

  @Test
  void anAdministratorMakesChangesAndDeletesAShareThatEverybodySees() throws Exception {
    JsonNode made =
        SERVER
            .root()
            .call(
                "POST",
                "/admin/shares",
                "{\"slug\":\"Sam-1\",\"url\":\"mailto:sam@example.org\",\"name\":\"Sam\"}");
    assertThat(made.path("status").asInt()).isEqualTo(201);
    assertThat(made.path("body").toString())
        .isEqualTo("{\"slug\":\"sam-1\",\"url\":\"mailto:sam@example.org\",\"name\":\"Sam\"}");
    assertThat(
            SERVER
                .root()
                .call("POST", "/admin/shares", "{\"slug\":\"sam-1\",\"url\":\"mailto:x@y\"}")
                .path("error")
                .asText())
        .isEqualTo("failed to create share: the slug is taken: sam-1");

    SERVER.product().restart();
    HttpResponse<String> page = get("/s/SAM-1", "127.0.0.1");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<h1 dir=\"auto\">Sam</h1>", "href=\"mailto:sam@example.org\"", "<svg");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'sha256-");
    HttpResponse<String> shortcut = get("/sam-1", "127.0.0.1");
    assertThat(shortcut.statusCode()).isEqualTo(302);
    assertThat(shortcut.headers().firstValue("Location")).hasValue("/s/sam-1");

    assertThat(
            SERVER
                .root()
                .call("PUT", "/admin/shares", "{\"slug\":\"sam-1\",\"name\":\"Other\"}")
                .path("body")
                .path("updated")
                .asText())
        .isEqualTo("sam-1");
    assertThat(get("/s/sam-1", "127.0.0.1").body()).contains("<h1 dir=\"auto\">Other</h1>");
    assertThat(SERVER.root().get("/admin/shares").path("body").path("shares").toString())
        .contains(
            "{\"slug\":\"sam-1\",\"url\":\"mailto:sam@example.org\",\"name\":\"Other\",\"by\":\"root\"}");

    assertThat(
            SERVER
                .root()
                .call("DELETE", "/admin/shares", "{\"slug\":\"sam-1\"}")
                .path("body")
                .path("deleted")
                .asText())
        .isEqualTo("sam-1");
    assertThat(get("/s/sam-1", "127.0.0.1").statusCode()).isEqualTo(404);
    assertThat(get("/sam-1", "127.0.0.1").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PUT;{\"slug\":\"nobody\",\"name\":\"x\"};404;share not found: nobody",
        "DELETE;{\"slug\":\"nobody\"};404;share not found: nobody",
      })
  void whatThereIsNotIsSaid(String method, String body, int status, String error) throws Exception {
    JsonNode answer = SERVER.root().call(method, "/admin/shares", body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }

  @Test
  void anybodySharesAContactWithTheForm() throws Exception {
    assertThat(get("/share", "127.0.0.2").body())
        .contains("<form method=\"post\" action=\"/share\">");

    HttpResponse<String> named =
        fill(
            Map.of("url", "xmpp:kim@example.org", "name", "Kim", "slug", "kim"),
            "127.0.0.2",
            "text/html");
    assertThat(named.statusCode()).isEqualTo(303);
    assertThat(named.headers().firstValue("Location")).hasValue("/s/kim");
    assertThat(get("/s/kim", "127.0.0.2").body()).contains("xmpp:kim@example.org");

    HttpResponse<String> random =
        fill(Map.of("url", "https://example.org/?a=1&b=2"), "127.0.0.2", "application/json");
    assertThat(random.statusCode()).isEqualTo(201);
    assertThat(random.body())
        .matches(
            "\\{\"slug\":\"[a-z0-9]{8}\",\"url\":\"https://example.org/\\?a=1&b=2\",\"name\":\"\"}");

    HttpResponse<String> taken =
        fill(Map.of("url", "xmpp:eve@example.org", "slug", "kim"), "127.0.0.2", "text/html");
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(taken.body()).contains("This slug is taken.", "value=\"xmpp:eve@example.org\"");
  }

  @Test
  void anAdministratorDeletesAllThatWasMadeWithTheForm() throws Exception {
    SERVER.root().call("POST", "/admin/shares", "{\"slug\":\"kept\",\"url\":\"mailto:a@b\"}");
    fill(Map.of("url", "tel:+1", "slug", "filled-in"), "127.0.0.7", "text/html");
    assertThat(SERVER.root().get("/admin/shares").path("body").path("shares").toString())
        .contains("{\"slug\":\"filled-in\",\"url\":\"tel:+1\",\"name\":\"\",\"by\":\"/share\"}");

    JsonNode cleared =
        SERVER.root().call("DELETE", "/admin/shares", "{\"by\":\"/share\"}").path("body");

    assertThat(cleared.path("by").asText()).isEqualTo("/share");
    assertThat(cleared.path("deleted_count").asInt()).isPositive();
    assertThat(get("/s/filled-in", "127.0.0.1").statusCode()).isEqualTo(404);
    assertThat(get("/s/kept", "127.0.0.1").statusCode()).isEqualTo(200);
    assertThat(SERVER.root().get("/admin/shares").path("body").path("shares").toString())
        .doesNotContain("/share");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/team-desk", "/Team-Desk"})
  void theAdminRpcIsNotMovedToWhereAShareIs(String path) throws Exception {
    SERVER.root().call("POST", "/admin/shares", "{\"slug\":\"team-desk\",\"url\":\"tel:+1\"}");

    JsonNode refused = moveAdmin(path);

    assertThat(refused.path("error").asText())
        .isEqualTo("a share is found at /team-desk; admin_path stays /api/admin");
    assertThat(refused.path("status").asInt()).isEqualTo(409);
    assertThat(get(path, "127.0.0.1").statusCode()).isEqualTo(302);
    assertThat(
            SERVER
                .root()
                .get("/admin/settings/admin_path")
                .path("body")
                .path("is_set")
                .asBoolean(true))
        .isFalse();
  }

  @Test
  void theAdminRpcMovesBesideAndBelowShares() throws Exception {
    SERVER.root().call("POST", "/admin/shares", "{\"slug\":\"desk\",\"url\":\"tel:+1\"}");
    for (String path : List.of("/desk/admin", "/desk2", "/d", "/admin")) {
      assertThat(moveAdmin(path).path("status").asInt()).as(path).isEqualTo(200);
    }
    resetAdmin();
    assertThat(get("/desk", "127.0.0.1").statusCode()).isEqualTo(302);
  }

  @Test
  void noShareIsMadeWhereTheAdminRpcIsOrWasAMinuteAgo() throws Exception {
    moveAdmin("/Control-Room");
    assertNoShareAt("control-room");
    resetAdmin();
    assertNoShareAt("Control-Room");
    assertThat(SERVER.root().get("/admin/shares").path("body").path("shares").toString())
        .doesNotContain("control-room");
  }

  private static void assertNoShareAt(String slug) throws Exception {
    JsonNode refused =
        SERVER
            .root()
            .call("POST", "/admin/shares", "{\"slug\":\"%s\",\"url\":\"tel:+1\"}".formatted(slug));
    assertThat(refused.path("error").asText())
        .isEqualTo(
            "failed to create share: the admin RPC is found there, or was a minute ago:"
                + " control-room");
    assertThat(refused.path("status").asInt()).isEqualTo(409);
    HttpResponse<String> form =
        fill(Map.of("url", "tel:+1", "slug", slug), "127.0.0.9", "text/html");
    assertThat(form.statusCode()).isEqualTo(409);
    // Strangers need not hear where the admin RPC is.
    assertThat(form.body()).contains("This slug is taken.").doesNotContain("admin");
  }

  private static JsonNode moveAdmin(String path) throws Exception {
    return SERVER
        .root()
        .call(
            "POST",
            "/admin/settings/admin_path",
            "{\"action\":\"set\",\"value\":\"%s\"}".formatted(path));
  }

  private static void resetAdmin() throws Exception {
    SERVER.root().call("POST", "/admin/settings/admin_path", "{\"action\":\"reset\"}");
  }

  @Test
  void whatPeopleWriteIsTextAndNeverAPartOfAPage() throws Exception {
    String nasty = "\"><script>alert('1')</script>&";
    HttpResponse<String> refused =
        fill(Map.of("url", nasty, "name", nasty, "slug", nasty), "127.0.0.3", "text/html");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain("<script>").contains("&lt;script&gt;");

    HttpResponse<String> made =
        fill(
            Map.of("url", "mailto:\"><script>@b", "name", nasty, "slug", "nasty"),
            "127.0.0.3",
            "text/html");
    assertThat(made.statusCode()).isEqualTo(303);
    assertThat(get("/s/nasty", "127.0.0.3").body())
        .doesNotContain("<script>")
        .contains("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;");
  }

  @Test
  void aPageOfAnotherSiteAddsNothing() throws Exception {
    for (String site : List.of("same-origin", "same-site", "none")) {
      assertThat(from(site, "tel:+491").statusCode()).as(site).isEqualTo(303);
    }
    HttpResponse<String> refused = from("cross-site", "tel:+492");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"code\":\"cross-site\"");
    assertThat(SERVER.root().get("/admin/shares").path("body").toString())
        .doesNotContain("tel:+492");
  }

  private static HttpResponse<String> from(String site, String url) throws Exception {
    return send(
        HttpRequest.newBuilder(uri("/share"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", site)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "url=" + URLEncoder.encode(url, StandardCharsets.UTF_8))),
        "127.0.0.8");
  }

  @Test
  void anAddressMaySoOftenAMinute() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(fill(Map.of("url", "tel:+49" + i), "127.0.0.4", "text/html").statusCode())
          .isEqualTo(303);
    }
    assertThat(fill(Map.of("url", "tel:+4910"), "127.0.0.4", "text/html").statusCode())
        .isEqualTo(429);
    assertThat(fill(Map.of("url", "tel:+4911"), "127.0.0.5", "text/html").statusCode())
        .isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/health/live", "/metrics", "/share"})
  void pagesOfOursStayOurs(String path) throws Exception {
    assertThat(get(path, "127.0.0.1").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api", "/s", "/s/", "/s/a/b", "/favicon.ico", "/nobody", "/", "/s/%2e%2e"})
  void whatIsNoShareIsNothing(String path) throws Exception {
    assertThat(get(path, "127.0.0.1").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(String path, String address) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).GET(), address);
  }

  private static HttpResponse<String> fill(
      Map<String, String> fields, String address, String accept) throws Exception {
    String form =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(uri("/share"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString(form)),
        address);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String address)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build()) {
      return client.send(
          request.timeout(RunningProduct.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + SERVER.product().port() + path);
  }
}
