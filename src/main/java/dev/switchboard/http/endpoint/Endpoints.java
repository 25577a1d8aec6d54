package dev.switchboard.http.endpoint;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.view.QueryTooSlow;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of the REST API. A request goes through these layers, in this order: its id, the
 * path, the method, {@link Gate}, the operation's handler, {@link ApiAudit}, the headers that every
 * answer has. Safe for use by several threads.
 */
public final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private static final String CACHE_CONTROL = "Cache-Control";
  private static final int ID_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<Endpoint> all;
  private final Gate gate;
  private final ApiAudit audit;

  Endpoints(List<Endpoint> all, Gate gate, ApiAudit audit) {
    this.all = List.copyOf(all);
    this.gate = gate;
    this.audit = audit;
  }

  /** All operations, in the order of their lists. */
  public List<Endpoint> all() {
    return all;
  }

  private record Match(Endpoint endpoint, Map<String, String> path) {}

  /** The answer to a request. The stage never fails. */
  public CompletionStage<ApiResponse> answer(ApiRequest request) {
    String id = id(request);
    List<String> segments = PathTemplate.split(request.path());
    List<Match> matches =
        closest(
            all.stream()
                .flatMap(endpoint ->
                    endpoint.path().match(segments).stream().map(path -> new Match(endpoint, path)))
                .toList());
    if (matches.isEmpty()) {
      return CompletableFuture.completedStage(response(Problem.of(ProblemCode.NOT_FOUND), id));
    }
    // HEAD is GET without the body, which the server leaves out (RFC 9110, section 9.3.2).
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    return matches.stream()
        .filter(match -> match.endpoint().method().name().equals(method))
        .findFirst()
        .map(match -> answer(match, request, id))
        .orElseGet(() -> CompletableFuture.completedStage(otherMethod(matches, method, id)));
  }

  /** A path that is written out comes before one with a name in that place, as OpenAPI has it. */
  private static List<Match> closest(List<Match> matches) {
    int fewest = matches.stream().mapToInt(match -> match.path().size()).min().orElse(0);
    return matches.stream().filter(match -> match.path().size() == fewest).toList();
  }

  private CompletionStage<ApiResponse> answer(Match match, ApiRequest request, String id) {
    return gate.admit(match.endpoint(), request, id)
        .handle((admitted, failure) ->
            failure == null
                ? admitted(match, request, id, admitted)
                : refused(match.endpoint(), problem(request, id, failure), request, id))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<ApiResponse> admitted(
      Match match, ApiRequest request, String id, Gate.Admitted admitted) {
    Call call = new Call(request, id, admitted.caller(), admitted.session(), match.path());
    return carriedOut(match.endpoint(), call)
        .thenApply(response -> response.with(admitted.headers()));
  }

  private CompletionStage<ApiResponse> refused(
      Endpoint endpoint, ApiResponse response, ApiRequest request, String id) {
    return audit
        .refused(endpoint, request, id, response.status())
        .handle((_, failure) -> failure == null ? response : problem(request, id, failure));
  }

  private CompletionStage<ApiResponse> carriedOut(Endpoint endpoint, Call call) {
    CompletionStage<ApiResponse> done;
    try {
      done = endpoint.handler().answer(call).thenApply(answer -> response(answer, call.id()));
    } catch (RuntimeException failure) {
      done = CompletableFuture.failedStage(failure);
    }
    return done.exceptionally(failure -> problem(call.request(), call.id(), failure))
        .thenCompose(
            response -> audit.told(endpoint, call, response.status()).thenApply(_ -> response))
        .exceptionally(failure -> problem(call.request(), call.id(), failure));
  }

  // ---- what is sent

  private static ApiResponse otherMethod(List<Match> matches, String method, String id) {
    String allowed =
        matches.stream()
            .map(match -> match.endpoint().method())
            .flatMap(known ->
                known == Endpoint.Method.GET ? Stream.of("GET", "HEAD") : Stream.of(known.name()))
            .distinct()
            .collect(Collectors.joining(", ", "", ", OPTIONS"));
    return method.equals("OPTIONS")
        ? response(Answer.none().with("Allow", allowed), id)
        : response(
            Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "Only " + allowed + " is understood here.")
                .with("Allow", allowed),
            id);
  }

  private static ApiResponse problem(ApiRequest request, String id, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case ProblemException expected -> response(expected.problem(), id);
      case NotPermitted _ -> response(Problem.of(ProblemCode.FORBIDDEN), id);
      case StorageUnavailable _ -> response(unavailable("The database is out of reach."), id);
      case TimeoutException _ -> response(unavailable("The database is out of reach."), id);
      case QueryTooSlow _ ->
          response(unavailable("That takes too long. Ask for less, or for something rarer."), id);
      case StaffUnknown _ -> response(unavailable("Discord does not answer."), id);
      default -> {
        LOG.error("{} {} ({}) failed unexpectedly", request.method(), request.path(), id, cause);
        yield response(
            Problem.of(
                ProblemCode.INTERNAL_ERROR,
                "Something went wrong here. The operator finds the reason in the log."),
            id);
      }
    };
  }

  /** The answer to every request before there are operations. */
  static ApiResponse starting(ApiRequest request) {
    return response(
        Problem.of(ProblemCode.STARTING, "Starting: the database is not open yet.")
            .with("Retry-After", "10"),
        id(request));
  }

  private static Problem unavailable(String why) {
    return Problem.of(ProblemCode.UNAVAILABLE, why + " Try again soon.").with("Retry-After", "10");
  }

  private static ApiResponse response(Problem problem, String id) {
    List<Answer.Header> headers = new ArrayList<>();
    problem.headers().forEach((name, value) -> headers.add(new Answer.Header(name, value)));
    return response(
        problem.code().status(),
        headers,
        Problem.MEDIA_TYPE,
        ApiJson.written(problem.json(id)),
        id);
  }

  private static ApiResponse response(Answer answer, String id) {
    return answer
        .body()
        .map(body ->
            switch (body) {
              case Answer.Body.Json(Object value) ->
                  response(
                      answer.status(),
                      answer.headers(),
                      "application/json",
                      ApiJson.written(value),
                      id);
              case Answer.Body.Stored stored ->
                  response(answer.status(), answer.headers(), stored.mediaType(), new byte[0], id)
                      .of(stored);
              case Answer.Body.Text(String type, String text) ->
                  response(
                      answer.status(),
                      answer.headers(),
                      type,
                      text.getBytes(StandardCharsets.UTF_8),
                      id);
              case Answer.Body.Stream(String type, Source<ByteString, NotUsed> bytes) ->
                  response(answer.status(), answer.headers(), type, new byte[0], id)
                      .streaming(bytes);
            })
        .orElseGet(() -> response(answer.status(), answer.headers(), "", new byte[0], id));
  }

  private static ApiResponse response(
      int status, List<Answer.Header> headers, String type, byte[] body, String id) {
    List<Answer.Header> all = new ArrayList<>(headers);
    if (headers.stream().noneMatch(header -> header.name().equals(CACHE_CONTROL))) {
      all.add(new Answer.Header(CACHE_CONTROL, "no-store"));
    }
    all.add(new Answer.Header("X-Content-Type-Options", "nosniff"));
    all.add(new Answer.Header("Cross-Origin-Resource-Policy", "same-origin"));
    all.add(new Answer.Header("X-Request-Id", id));
    return new ApiResponse(status, all, type, ByteString.fromArray(body));
  }

  /** The client's id of the request if it is short and visible ASCII; else one of ours. */
  private static String id(ApiRequest request) {
    return request
        .header("X-Request-Id")
        .filter(text -> text.matches("[!-~]{1,64}"))
        .orElseGet(() -> {
          byte[] bytes = new byte[ID_BYTES];
          RANDOM.nextBytes(bytes);
          return "req_" + HexFormat.of().formatHex(bytes);
        });
  }
}
