package dev.switchboard.http.panel;

import static org.apache.pekko.http.javadsl.server.Directives.complete;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.access.Peer;
import dev.switchboard.http.AddressPace;
import dev.switchboard.http.Answers;
import dev.switchboard.http.PeerAddress;
import java.io.IOException;
import java.net.URI;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of browsers that the panel's policy made them refuse something (ASVS 5.0,
 * 3.4.7), in the form of CSP Level 2 ({@code report-uri}) and of the Reporting API ({@code
 * report-to}). Anybody may send one, so the log gets ten lines a minute at most, with nothing but
 * the directive and the origin of what was refused. Thread-safe.
 */
public final class PolicyReports {
  static final String PATH = "/csp-reports";

  private static final int OF_ADDRESS = 5;
  private static final int OVERALL = 10;

  /** A report has some 500 bytes; browsers send a few together. */
  private static final int LONGEST = 16 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(PolicyReports.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern DIRECTIVE = Pattern.compile("[a-z-]{1,32}");
  private static final Pattern WORD = Pattern.compile("[a-z-]{1,20}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,100}");

  private final PeerAddress peers;
  private final AddressPace pace;

  public PolicyReports(PeerAddress peers) {
    this(peers, System::nanoTime);
  }

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  PolicyReports(PeerAddress peers, LongSupplier nanoTime) {
    this.peers = peers;
    this.pace = new AddressPace(OF_ADDRESS, OVERALL, nanoTime);
  }

  Route route(HttpRequest request) {
    return complete(answer(request));
  }

  private HttpResponse answer(HttpRequest request) {
    if (!request.method().equals(HttpMethods.POST)) {
      return Answers.error(
              StatusCodes.METHOD_NOT_ALLOWED, "Only POST is understood here.", "method-not-allowed")
          .addHeader(RawHeader.create("Allow", "POST"));
    }
    if (!(request.entity() instanceof HttpEntity.Strict body) || body.getData().size() > LONGEST) {
      return Answers.error(
          StatusCodes.CONTENT_TOO_LARGE, "A report has 16 KiB at most.", "body-too-large");
    }
    if (!pace.take(Peer.at(peers.of(request)))) {
      return Answers.tooOften();
    }
    try {
      JsonNode sent = MAPPER.readTree(body.getData().toArray());
      if (sent == null || !(sent.isArray() ? sent.path(0) : sent).isObject()) {
        return notUnderstood();
      }
      log(sent.isArray() ? sent.path(0).path("body") : sent.path("csp-report"));
      return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
    } catch (IOException notJson) {
      return notUnderstood();
    }
  }

  private static HttpResponse notUnderstood() {
    return Answers.error(
        StatusCodes.BAD_REQUEST, "The body is no report of a policy.", "bad-request");
  }

  private static void log(JsonNode report) {
    LOG.warn(
        "A browser refused something in the panel by its policy: directive {}, from {}. An"
            + " extension of the browser does this too; otherwise look for what changes the page on"
            + " its way.",
        directive(report),
        origin(first(report, "blockedURL", "blocked-uri")));
  }

  private static String directive(JsonNode report) {
    String said = first(report, "effectiveDirective", "effective-directive");
    String named = said.isEmpty() ? first(report, "violated-directive", "") : said;
    String word = named.strip().split(" ", 2)[0];
    return DIRECTIVE.matcher(word).matches() ? word : "unknown";
  }

  private static String first(JsonNode report, String name, String other) {
    return report.path(name).asText(report.path(other).asText(""));
  }

  /** Words of the standard as {@code inline}, or scheme and host; what else is said stays out. */
  private static String origin(String blocked) {
    if (WORD.matcher(blocked).matches()) {
      return blocked;
    }
    try {
      URI address = URI.create(blocked);
      String host = address.getRawAuthority();
      String scheme = address.getScheme();
      return host != null
              && scheme != null
              && HOST.matcher(host).matches()
              && WORD.matcher(scheme).matches()
          ? scheme + "://" + host
          : "elsewhere";
    } catch (IllegalArgumentException noAddress) {
      return "elsewhere";
    }
  }
}
