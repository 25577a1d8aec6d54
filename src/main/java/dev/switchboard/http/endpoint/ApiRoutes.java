package dev.switchboard.http.endpoint;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.http.PeerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/** The REST API as a route: everything below {@code /api}, to be asked after health. */
public final class ApiRoutes {
  private static final String BELOW = "/api/";

  private final Supplier<Optional<Endpoints>> endpoints;
  private final PeerAddress peers;
  private final StoredContent files;

  /**
   * @param endpoints empty while the product is only starting
   */
  public ApiRoutes(
      Supplier<Optional<Endpoints>> endpoints, PeerAddress peers, StoredContent files) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.files = files;
  }

  /** Below {@link dev.switchboard.http.RequestBodies}: the body is there, and small. */
  public Route route() {
    return extractRequest(request -> {
      String path = request.getUri().asScala().path().toString();
      if (!path.startsWith(BELOW)) {
        return reject();
      }
      Optional<Endpoints> open = endpoints.get();
      if (open.isEmpty()) {
        return complete(sent(Endpoints.starting(read(request, path, peers))));
      }
      return completeWithFuture(
          open.get()
              .answer(read(request, path, peers))
              .thenCompose(response -> sent(request, response)));
    });
  }

  static ApiRequest read(HttpRequest request, String path, PeerAddress peers) {
    List<ApiRequest.Parameter> query = new ArrayList<>();
    request
        .getUri()
        .query()
        .toList()
        .forEach(pair -> query.add(new ApiRequest.Parameter(pair.first(), pair.second())));
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpHeader header : request.getHeaders()) {
      headers.computeIfAbsent(header.lowercaseName(), _ -> new ArrayList<>()).add(header.value());
    }
    ContentType type = request.entity().getContentType();
    boolean typed = !type.equals(ContentTypes.NO_CONTENT_TYPE);
    ByteString body =
        request.entity() instanceof HttpEntity.Strict there
            ? there.getData()
            : ByteString.emptyByteString();
    return new ApiRequest(
        request.method().value(),
        path,
        query,
        headers,
        typed ? type.mediaType().toString().toLowerCase(Locale.ROOT) : "",
        body,
        peers.of(request));
  }

  private CompletionStage<HttpResponse> sent(HttpRequest request, ApiResponse response) {
    return response
        .stored()
        .map(file -> files.served(request, file).thenApply(served -> withHeaders(served, response)))
        .orElseGet(() -> CompletableFuture.completedStage(sent(response)));
  }

  /** The file's own headers come first: they say more. */
  private static HttpResponse withHeaders(HttpResponse served, ApiResponse response) {
    HttpResponse sent = served;
    for (Answer.Header header : response.headers()) {
      if (served.getHeader(header.name()).isEmpty()) {
        sent = sent.addHeader(RawHeader.create(header.name(), header.value()));
      }
    }
    return sent;
  }

  static HttpResponse sent(ApiResponse response) {
    HttpResponse sent = HttpResponse.create().withStatus(StatusCodes.get(response.status()));
    for (Answer.Header header : response.headers()) {
      sent = sent.addHeader(RawHeader.create(header.name(), header.value()));
    }
    if (response.contentType().isEmpty()) {
      return sent;
    }
    ContentType type = ContentTypes.parse(response.contentType());
    return response.stream().isPresent()
        // Of no known length: chunked, or until the connection ends (RFC 9112, section 6.3).
        ? sent.withEntity(HttpEntities.create(type, response.stream().get()))
        : sent.withEntity(HttpEntities.create(type, response.content()));
  }
}
