package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;

import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Refuses what a page of another site has somebody's browser send: their address would be the one
 * that counts. Browsers say so themselves ({@code Sec-Fetch-Site}, W3C Fetch Metadata), to servers
 * with TLS and on loopback; programs say nothing, and are let in.
 */
final class CrossSite {
  private CrossSite() {}

  static Route refused(Supplier<Route> otherwise) {
    return extractRequest(request ->
        isCrossSite(request)
            ? complete(
                Answers.error(
                    StatusCodes.FORBIDDEN,
                    "A page of another site may not ask for this.",
                    "cross-site"))
            : otherwise.get());
  }

  private static boolean isCrossSite(HttpRequest request) {
    return request
        .getHeader("Sec-Fetch-Site")
        .map(HttpHeader::value)
        .filter(site -> site.equalsIgnoreCase("cross-site"))
        .isPresent();
  }
}
