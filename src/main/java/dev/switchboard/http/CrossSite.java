package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;

import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Refuses requests that a page of another site makes a visitor's browser send: they would count for
 * the visitor's address. Browsers mark them ({@code Sec-Fetch-Site}, W3C Fetch Metadata) for
 * servers with TLS and on loopback. Programs send no such header and are let in.
 */
public final class CrossSite {
  private CrossSite() {}

  public static Route refused(Supplier<Route> otherwise) {
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
