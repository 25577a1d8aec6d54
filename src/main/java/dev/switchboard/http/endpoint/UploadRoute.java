package dev.switchboard.http.endpoint;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractActorSystem;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.RequestBodies;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.StreamConverters;

/**
 * Operations of the REST API whose body is a file. It is read only when the operation wants it,
 * which is after the caller is known, and never into memory. Ahead of {@link RequestBodies#small}.
 */
public final class UploadRoute {
  /** The paths, which do not depend on what the operations are. */
  private static final Pattern PATHS = Pattern.compile("/api/(?:externals/)?tickets/[^/]+/files");

  /** Files that a node reads at once: each takes a thread for blocking calls. */
  private static final int AT_ONCE = 4;

  /** A pause after which the sender is taken to be gone. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  /** The time for a whole file. */
  private static final Duration WHOLE = Duration.ofMinutes(3);

  private final Supplier<Optional<Endpoints>> endpoints;
  private final PeerAddress peers;
  private final RequestBodies bodies;
  private final Semaphore room = new Semaphore(AT_ONCE);

  /**
   * @param endpoints empty while the product is only starting
   */
  public UploadRoute(
      Supplier<Optional<Endpoints>> endpoints, PeerAddress peers, RequestBodies bodies) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.bodies = bodies;
  }

  public Route route() {
    return extractRequest(request ->
        request.method().equals(HttpMethods.POST) && PATHS.matcher(path(request)).matches()
            ? extractActorSystem(system -> completeWithFuture(answer(request, system)))
            : reject());
  }

  private static String path(HttpRequest request) {
    return request.getUri().asScala().path().toString();
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, ActorSystem system) {
    Arriving body = new Arriving(request, system);
    ApiRequest read = ApiRoutes.read(request, path(request), peers).withArriving(body);
    CompletionStage<ApiResponse> answer =
        endpoints
            .get()
            .map(open -> open.answer(read))
            .orElseGet(() -> CompletableFuture.completedStage(Endpoints.starting(read)));
    return answer
        .thenCompose(response -> body.finished().thenApply(_ -> ApiRoutes.sent(response)))
        .whenComplete((_, _) -> body.release());
  }

  /** The body of one request. */
  private final class Arriving implements ApiRequest.Arriving {
    private final HttpRequest request;
    private final ActorSystem system;
    private final AtomicBoolean taken = new AtomicBoolean();

    Arriving(HttpRequest request, ActorSystem system) {
      this.request = request;
      this.system = system;
    }

    @Override
    public OptionalLong length() {
      return RequestBodies.length(request.entity());
    }

    @Override
    public Optional<InputStream> open() {
      if (!room.tryAcquire()) {
        return Optional.empty();
      }
      taken.set(true);
      return Optional.of(
          request
              .entity()
              .withSizeLimit(length().orElse(0))
              .getDataBytes()
              .idleTimeout(PAUSE)
              .completionTimeout(WHOLE)
              .runWith(StreamConverters.asInputStream(PAUSE), system));
    }

    /** A body that nobody wanted is thrown away, so that its sender hears the answer. */
    CompletionStage<?> finished() {
      return taken.get()
          ? CompletableFuture.completedStage(true)
          : bodies.throwAway(request, system);
    }

    void release() {
      if (taken.get()) {
        room.release();
      }
    }
  }
}
