package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds answers: JSON, and errors as {@code {"error": "for people", "code": "for-programs"}}.
 * Internal failures are logged and never shown.
 */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Answers() {}

  /** A page for GET, and for HEAD, which monitors and link previews use. */
  public static Route look(Supplier<Route> page) {
    return concat(get(page), head(page));
  }

  /** Completes with a JSON body that must not be cached. */
  public static Route json(StatusCode status, Map<String, ?> body) {
    return complete(response(status, body));
  }

  public static HttpResponse response(StatusCode status, Map<String, ?> body) {
    try {
      return HttpResponse.create()
          .withStatus(status)
          .addHeader(RawHeader.create("Cache-Control", "no-store"))
          .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
          .withEntity(ContentTypes.APPLICATION_JSON, MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a body of JSON: " + body, e);
    }
  }

  public static HttpResponse error(StatusCode status, String error, String code) {
    return response(status, Map.of("error", error, "code", code));
  }

  /** The answer to a caller that asks too often. */
  public static HttpResponse tooOften() {
    return error(
            StatusCodes.TOO_MANY_REQUESTS,
            "Too many attempts. Try again in a minute.",
            "too-many-requests")
        .addHeader(RawHeader.create("Retry-After", "60"));
  }

  /** The answer while the database is not open yet. */
  public static HttpResponse starting() {
    return error(
        StatusCodes.SERVICE_UNAVAILABLE, "Starting: the database is not open yet.", "starting");
  }

  public static HttpResponse notFound() {
    return error(StatusCodes.NOT_FOUND, "There is nothing here.", "not-found");
  }

  /** Answers requests that no route accepts. */
  static RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(MethodRejection.class, Answers::wrongMethod)
        .handle(
            Rejection.class,
            _ ->
                complete(
                    error(
                        StatusCodes.BAD_REQUEST, "The request is not understood.", "bad-request")))
        .handleNotFound(complete(notFound()))
        .build();
  }

  private static Route wrongMethod(List<MethodRejection> rejections) {
    String allowed =
        rejections.stream()
            .map(MethodRejection::supported)
            .map(HttpMethod::value)
            .distinct()
            .collect(Collectors.joining(", "));
    return complete(
        error(
                StatusCodes.METHOD_NOT_ALLOWED,
                "Only " + allowed + " is understood here.",
                "method-not-allowed")
            .addHeader(RawHeader.create("Allow", allowed)));
  }

  /** Answers an exception in a route. */
  static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure ->
            Directives.extractRequest(request -> complete(internalError(request, failure))))
        .build();
  }

  private static HttpResponse internalError(HttpRequest request, Throwable failure) {
    LOG.error(
        "{} {} failed unexpectedly", request.method().value(), request.getUri().path(), failure);
    return error(
        StatusCodes.INTERNAL_SERVER_ERROR,
        "Something went wrong here. The operator finds the reason in the log.",
        "internal-error");
  }
}
