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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Operations of the REST API whose body is a file. It is read only when the operation wants it,
 * which is after the caller is known, and never into memory. Ahead of {@link RequestBodies#small}.
 */
public final class UploadRoute {
  /** The paths, which do not depend on what the operations are. */
  private static final Pattern PATHS = Pattern.compile("/api/(?:externals/)?tickets/[^/]+/files");

  private static final String RETRY_AFTER = "10";

  private final Supplier<Optional<Endpoints>> endpoints;
  private final PeerAddress peers;
  private final RequestBodies bodies;
  private final Pace pace;
  private final UploadSlots slots = new UploadSlots();

  /**
   * How slowly a file may come.
   *
   * @param pause after which the sender is taken to be gone
   * @param beginning the time for the smallest file
   * @param bytesPerSecond what a sender has to send on average beyond that
   */
  public record Pace(Duration pause, Duration beginning, long bytesPerSecond) {
    /** Half a megabit in a second: less than a bad mobile network has. */
    static final Pace USUAL = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(15), 64 << 10);

    /** The time for a file of this size. */
    public Duration time(long bytes) {
      return beginning.plus(
          Duration.ofSeconds(bytes / bytesPerSecond)
              .plusMillis(bytes % bytesPerSecond * 1_000 / bytesPerSecond));
    }
  }

  /**
   * @param endpoints empty while the product is only starting
   */
  public UploadRoute(
      Supplier<Optional<Endpoints>> endpoints, PeerAddress peers, RequestBodies bodies) {
    this(endpoints, peers, bodies, Pace.USUAL);
  }

  public UploadRoute(
      Supplier<Optional<Endpoints>> endpoints, PeerAddress peers, RequestBodies bodies, Pace pace) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.bodies = bodies;
    this.pace = pace;
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
    private volatile Optional<Taken> taken = Optional.empty();

    Arriving(HttpRequest request, ActorSystem system) {
      this.request = request;
      this.system = system;
    }

    @Override
    public OptionalLong length() {
      return RequestBodies.length(request.entity());
    }

    @Override
    public InputStream open(String holder) {
      return switch (slots.take(holder)) {
        case HOLDER_FULL ->
            throw Problem.of(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "You upload %d files already.".formatted(UploadSlots.OF_HOLDER))
                .with("Retry-After", RETRY_AFTER)
                .thrown();
        case NODE_FULL ->
            throw Problem.of(ProblemCode.UNAVAILABLE, "Too many files are being uploaded now.")
                .with("Retry-After", RETRY_AFTER)
                .thrown();
        case TAKEN -> {
          RequestBodies.Streamed body =
              bodies.stream(request, system, pace.pause(), pace.time(length().orElse(0)));
          taken = Optional.of(new Taken(holder, body));
          yield body.stream();
        }
      };
    }

    /** What nobody read is thrown away, so that its sender hears the answer. */
    CompletionStage<?> finished() {
      return taken
          .map(one -> one.body().finish())
          .orElseGet(() -> bodies.throwAway(request, system));
    }

    void release() {
      taken.ifPresent(one -> slots.release(one.holder()));
    }
  }

  /** A body that is read in a slot of its holder. */
  private record Taken(String holder, RequestBodies.Streamed body) {}
}
