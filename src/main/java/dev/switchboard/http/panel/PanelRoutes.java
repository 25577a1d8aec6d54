package dev.switchboard.http.panel;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.http.Answers;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The panel: its page at {@code /} and at the paths of its own pages, the page that shows the REST
 * API at {@code /api/docs}, and the files that the pages load at {@code /assets}. Any other path is
 * left to the routes behind.
 */
public final class PanelRoutes {
  private static final String ASSETS = "/assets/";
  private static final String DOCS = "/api/docs";

  /** 128 random bits, as CSP Level 3 asks for. */
  private static final int NONCE_BYTES = 16;

  private static final List<HttpHeader> FOR_ALL =
      headers(
          Map.of(
              "X-Content-Type-Options", "nosniff",
              "Referrer-Policy", "no-referrer",
              "Cross-Origin-Opener-Policy", "same-origin",
              "Cross-Origin-Resource-Policy", "same-origin",
              "Permissions-Policy", "camera=(), microphone=(), geolocation=()"));

  private final Optional<PanelFiles> panel;
  private final PolicyReports reports;
  private final List<HttpHeader> common;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param panel empty where there is no panel
   * @param reports takes what browsers report of the policy
   * @param publicUrl how browsers reach this server: with https, they are told to keep to it
   */
  public PanelRoutes(Optional<PanelFiles> panel, PolicyReports reports, Optional<URI> publicUrl) {
    this.panel = panel.map(PanelRoutes::withProblems);
    this.reports = reports;
    List<HttpHeader> all = new ArrayList<>(FOR_ALL);
    if (publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent()) {
      // A year (ASVS 5.0, 3.4.1).
      all.add(RawHeader.create("Strict-Transport-Security", "max-age=31536000"));
    }
    this.common = List.copyOf(all);
  }

  private static PanelFiles withProblems(PanelFiles files) {
    return new PanelFiles(
        files.page(), ProblemList.in(files.docs()), files.firstSegments(), files.assets());
  }

  /** Must come before the REST API and before routes that take any path of one segment. */
  public Route route() {
    return extractRequest(
        request -> panel.map(files -> answer(files, request)).orElseGet(() -> reject()));
  }

  private Route answer(PanelFiles files, HttpRequest request) {
    String path = request.getUri().path();
    if (path.startsWith(ASSETS)) {
      return Optional.ofNullable(files.assets().get(path.substring(ASSETS.length())))
          .map(asset -> Answers.look(() -> complete(served(asset, request))))
          .orElseGet(() -> Answers.look(() -> complete(Answers.notFound())));
    }
    if (path.equals(PolicyReports.PATH)) {
      return reports.route(request);
    }
    if (path.equals(DOCS)) {
      return Answers.look(() -> complete(page(files.docs())));
    }
    boolean own = path.equals("/") || files.firstSegments().contains(firstSegment(path));
    return own ? Answers.look(() -> complete(page(files.page()))) : reject();
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, end);
  }

  private HttpResponse page(String html) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return HttpResponse.create()
        .addHeaders(common)
        .addHeader(RawHeader.create("Content-Security-Policy", policy(nonce)))
        .addHeader(RawHeader.create("Reporting-Endpoints", "csp=\"" + PolicyReports.PATH + "\""))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(
            HttpEntities.create(
                ContentTypes.TEXT_HTML_UTF8, html.replace(PanelFiles.NONCE, nonce)));
  }

  private static String policy(String nonce) {
    return """
    default-src 'none'; script-src 'self' 'nonce-%1$s'; style-src 'self' 'nonce-%1$s'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; \
    worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; report-uri %2$s; report-to csp\
    """
        .formatted(nonce, PolicyReports.PATH);
  }

  private HttpResponse served(PanelAsset asset, HttpRequest request) {
    AcceptedCodings accepted =
        new AcceptedCodings(request.getHeader("Accept-Encoding").map(HttpHeader::value).orElse(""));
    Optional<String> coding = asset.coding(accepted);
    HttpResponse response =
        HttpResponse.create()
            .addHeaders(common)
            .addHeader(RawHeader.create("Cache-Control", "public, max-age=31536000, immutable"))
            .addHeader(RawHeader.create("Vary", "Accept-Encoding"))
            .withEntity(
                HttpEntities.create(
                    ContentTypes.parse(asset.type()),
                    coding
                        .flatMap(name -> Optional.ofNullable(asset.compressed().get(name)))
                        .orElse(asset.plain())));
    return coding
        .map(name -> response.addHeader(RawHeader.create("Content-Encoding", name)))
        .orElse(response);
  }

  private static List<HttpHeader> headers(Map<String, String> values) {
    return values.entrySet().stream()
        .map(header -> (HttpHeader) RawHeader.create(header.getKey(), header.getValue()))
        .toList();
  }
}
