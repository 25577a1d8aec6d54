package dev.switchboard.http.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import dev.switchboard.http.endpoint.ProblemCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the panel is served. */
class PanelRoutesTest {
  private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9_-]{22})'");
  private static final PanelFiles FILES =
      new PanelFiles(
          "<script nonce=\"@NONCE@\"></script><style nonce=\"@NONCE@\"></style>",
          "<script nonce=\"@NONCE@\"></script><!--problems-->",
          Set.of("tickets"),
          Map.of(
              "a-1.js",
              new PanelAsset(
                  "text/javascript; charset=utf-8",
                  ByteString.fromString("plain"),
                  Map.of(
                      "br", ByteString.fromString("small"), "gzip", ByteString.fromString("gz"))),
              "b-2.png",
              new PanelAsset("image/png", ByteString.fromString("png"), Map.of())));

  private static ActorTestKit kit;
  private static HttpClient client;
  private static HttpServer plain;
  private static HttpServer secure;
  private static HttpServer off;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "PanelRoutesTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    client = HttpClient.newHttpClient();
    plain = serving(routes(Optional.of(FILES), Optional.empty()));
    secure = serving(routes(Optional.of(FILES), Optional.of(URI.create("https://desk.example"))));
    off = serving(routes(Optional.empty(), Optional.empty()));
  }

  @AfterAll
  static void stop() {
    client.close();
    kit.shutdownTestKit();
  }

  private static PanelRoutes routes(Optional<PanelFiles> files, Optional<URI> publicUrl) {
    return new PanelRoutes(
        files,
        new PolicyReports(new PeerAddress(AddressRanges.NONE, new UntoldProxies()), () -> 0),
        publicUrl);
  }

  private static HttpServer serving(PanelRoutes panel) {
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    return HttpServer.start(
            kit.system(),
            new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
            Routes.of(
                Routes.Audience.ALL,
                new ProductRoutes(
                    new RequestBodies(peers),
                    Directives::reject,
                    Directives::reject,
                    Directives::reject,
                    Directives::reject,
                    List.of(panel::route))))
        .toCompletableFuture()
        .join();
  }

  private static HttpResponse<String> ask(
      HttpServer server, String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String nonce(HttpResponse<?> answer) {
    Matcher matcher = NONCE.matcher(header(answer, "Content-Security-Policy"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @SecurityPoint(15)
  @Test
  void eachAnswerHasANonceOfItsOwnInHeaderAndPage() throws Exception {
    HttpResponse<String> first = ask(plain, "GET", "/");
    HttpResponse<String> second = ask(plain, "GET", "/");

    assertThat(first.body())
        .isEqualTo(
            "<script nonce=\"%1$s\"></script><style nonce=\"%1$s\"></style>"
                .formatted(nonce(first)));
    assertThat(nonce(second)).isNotEqualTo(nonce(first));
    assertThat(second.body()).contains(nonce(second)).doesNotContain(nonce(first));
  }

  @SecurityPoint({15, 16})
  @Test
  void thePageHasTheHeadersThatKeepOthersOut() throws Exception {
    HttpResponse<String> page = ask(plain, "GET", "/");

    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self' 'nonce-N'; style-src 'self' 'nonce-N';"
                    .replace("N", nonce(page))
                + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
                + " media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self';"
                + " object-src 'none'; form-action 'self'; frame-ancestors 'none';"
                + " base-uri 'none'; report-uri /csp-reports; report-to csp");
    assertThat(header(page, "Reporting-Endpoints")).isEqualTo("csp=\"/csp-reports\"");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=UTF-8");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(page, "Permissions-Policy")).contains("camera=()");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
  }

  @SecurityPoint(17)
  @Test
  void browsersKeepToHttpsWhereTheServerIsReachedByIt() throws Exception {
    assertThat(header(ask(secure, "GET", "/"), "Strict-Transport-Security"))
        .isEqualTo("max-age=31536000");
    assertThat(header(ask(plain, "GET", "/"), "Strict-Transport-Security")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tickets", "/tickets/", "/tickets/7?x=1", "/api/docs"})
  void thePageIsAtThePathsOfThePanel(String path) throws Exception {
    assertThat(ask(plain, "GET", path).statusCode()).isEqualTo(200);
    assertThat(ask(plain, "HEAD", path).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = ask(plain, "POST", path);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
    assertThat(ask(off, "GET", path).statusCode()).isEqualTo(404);
  }

  /** The {@code type} of a problem is the path of this page with the code as its fragment. */
  @Test
  void theTypeOfEachProblemLeadsToItsWords() throws Exception {
    String page = ask(plain, "GET", "/api/docs").body();
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(page)
          .containsOnlyOnce("id=\"%s\"".formatted(code.word()))
          .containsPattern(
              "id=\"%s\".*%d.*<dd>%s\\.</dd>"
                  .formatted(code.word(), code.status(), Pattern.quote(code.title())));
    }
    assertThat(page).doesNotContain("<!--problems-->");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/other",
        "/ticketsx",
        "//tickets",
        "/api/x",
        "/assets/none.js",
        "/assets/../a-1.js",
        "/assets/a-1.js.br",
        "/assets/"
      })
  void otherPathsAreNotThePanels(String path) throws Exception {
    assertThat(ask(plain, "GET", path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br | br | small",
        "gzip;q=1.0, br;q=0 | gzip | gz",
        "GZIP | gzip | gz",
        "identity | '' | plain",
        "br;q=0.000 | '' | plain",
        "xbr, brx | '' | plain"
      })
  void aFileComesInTheFormThatSuits(String accepted, String coding, String body) throws Exception {
    HttpResponse<String> file = ask(plain, "GET", "/assets/a-1.js", "Accept-Encoding", accepted);

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Content-Encoding")).isEqualTo(coding);
    assertThat(file.body()).isEqualTo(body);
    assertThat(header(file, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(file, "Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aFileWithoutSmallerFormsComesAsItIs() throws Exception {
    HttpResponse<String> file = ask(plain, "GET", "/assets/b-2.png", "Accept-Encoding", "br");
    assertThat(file.body()).isEqualTo("png");
    assertThat(header(file, "Content-Type")).isEqualTo("image/png");
    assertThat(ask(plain, "HEAD", "/assets/b-2.png").statusCode()).isEqualTo(200);
    assertThat(ask(plain, "DELETE", "/assets/b-2.png").statusCode()).isEqualTo(405);
  }
}
