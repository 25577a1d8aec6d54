package dev.switchboard.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractActorSystem;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeoutResponse;

import dev.switchboard.access.Peer;
import dev.switchboard.http.RequestBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The route of the admin RPC, such as {@code /api/admin}. Every POST is answered with an envelope
 * under HTTP status 200, so an observer of the traffic does not learn the result. Cookies are
 * ignored, so a foreign page cannot act for an administrator. Browsers may call from the listed
 * origins.
 */
public final class AdminRoute {
  /**
   * The header in which this installation's own command proves itself. It is then counted apart
   * from strangers who share its address behind a proxy.
   */
  public static final String LOCAL_PROOF = "Switchboard-Local";

  /** The longest envelope, in bytes. */
  public static final int LARGEST = 1024 * 1024;

  private static final String ANY_ORIGIN = "*";

  private static final int WRONG_METHOD = 405;
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_SLOW = 408;
  private static final int UNAVAILABLE = 503;
  private static final int TIMED_OUT = 504;

  private final AdminEndpoint endpoint;
  private final AdminPaths paths;
  private final RequestBodies requestBodies;
  private final List<String> origins;

  /**
   * @param requestBodies reads all request bodies of the process into memory
   * @param origins the origins whose pages may call from a browser; {@code *} is any
   */
  public AdminRoute(
      AdminEndpoint endpoint, AdminPaths paths, RequestBodies requestBodies, List<String> origins) {
    this.endpoint = endpoint;
    this.paths = paths;
    this.requestBodies = requestBodies;
    this.origins = List.copyOf(origins);
  }

  public Route route() {
    return extractRequest(request ->
        paths.lead(request.getUri().path()) && endpoint.open()
            ? extractActorSystem(system -> answer(request, system))
            : reject());
  }

  private Route answer(HttpRequest request, ClassicActorSystemProvider system) {
    List<HttpHeader> cors = cors(request);
    if (request.method().equals(HttpMethods.POST)) {
      return withRequestTimeoutResponse(
          _ -> envelope(endpoint.refusal(TIMED_OUT, "no answer in time"), cors),
          () ->
              completeWithFuture(call(request, system).thenApply(bytes -> envelope(bytes, cors))));
    }
    HttpResponse other =
        request.method().equals(HttpMethods.OPTIONS)
            ? HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeaders(cors)
            : envelope(endpoint.refusal(WRONG_METHOD, "only POST is accepted"), cors);
    return completeWithFuture(requestBodies.throwAway(request, system).thenApply(_ -> other));
  }

  private CompletionStage<byte[]> call(HttpRequest request, ClassicActorSystemProvider system) {
    Peer caller = caller(request);
    Optional<byte[]> lockedOut = endpoint.lockedOut(caller);
    if (lockedOut.isPresent()) {
      return requestBodies.throwAway(request, system).thenApply(_ -> lockedOut.get());
    }
    if (RequestBodies.length(request.entity()).orElse(0) > LARGEST) {
      return requestBodies
          .throwAway(request, system)
          .thenApply(_ -> endpoint.refusal(TOO_LARGE, "request body too large"));
    }
    return requestBodies
        .read(request, caller, system, body -> read(caller, body))
        .exceptionally(this::unread);
  }

  private CompletionStage<byte[]> read(Peer caller, RequestBodies.Arriving body) {
    return body.begin()
        .thenCompose(part ->
            part.whole()
                ? endpoint.call(caller, part.bytes())
                : endpoint
                    .refused(caller, part.bytes())
                    .thenCompose(refusal ->
                        refusal
                            .<CompletionStage<byte[]>>map(CompletableFuture::completedStage)
                            .orElseGet(() -> rest(caller, body))));
  }

  private CompletionStage<byte[]> rest(Peer caller, RequestBodies.Arriving body) {
    return body.rest(LARGEST)
        .thenCompose(
            whole -> endpoint.call(caller, whole.bytes()).whenComplete((_, _) -> whole.release()));
  }

  private Peer caller(HttpRequest request) {
    boolean local =
        request.getHeader(LOCAL_PROOF).map(HttpHeader::value).filter(endpoint::isLocal).isPresent();
    return new Peer(requestBodies.caller(request), local);
  }

  private byte[] unread(Throwable failure) {
    return switch (RequestBodies.Unread.of(failure)) {
      case TOO_LARGE -> endpoint.refusal(TOO_LARGE, "request body too large");
      case NO_ROOM -> endpoint.refusal(UNAVAILABLE, "too much is sent at once; try again");
      case TOO_SLOW -> endpoint.refusal(TOO_SLOW, "the request body did not arrive in time");
      case BROKEN -> endpoint.refusal(BAD_REQUEST, "invalid JSON request body");
    };
  }

  /** The CORS headers, without which a browser keeps the answer from a page of that origin. */
  private List<HttpHeader> cors(HttpRequest request) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("Vary", "Origin"));
    request
        .getHeader("Origin")
        .map(HttpHeader::value)
        .filter(origin -> origins.contains(origin) || origins.contains(ANY_ORIGIN))
        .ifPresent(origin -> {
          headers.add(RawHeader.create("Access-Control-Allow-Origin", origin));
          headers.add(RawHeader.create("Access-Control-Allow-Methods", "POST, OPTIONS"));
          headers.add(
              RawHeader.create("Access-Control-Allow-Headers", "Authorization, Content-Type"));
          headers.add(RawHeader.create("Access-Control-Max-Age", "600"));
        });
    return headers;
  }

  private static HttpResponse envelope(byte[] bytes, List<HttpHeader> cors) {
    return HttpResponse.create()
        .withStatus(StatusCodes.OK)
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
        .addHeaders(cors)
        .withEntity(ContentTypes.APPLICATION_JSON, bytes);
  }
}
