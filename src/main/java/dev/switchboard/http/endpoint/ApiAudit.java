package dev.switchboard.http.endpoint;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The trail of what sessions and API keys changed, or tried to change: the method, the path, the
 * status. Bodies are not in it, since they hold what people wrote. An entry is stored before the
 * answer is sent.
 */
final class ApiAudit {
  /** An address that is not listened to would fill the trail. */
  private static final int TOO_MANY_REQUESTS = 429;

  private final AuditLog log;
  private final Clock clock;

  ApiAudit(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * An attempt that was not let in, by a wrong API key or to change something. A caller without any
   * credential tried nothing. What was sent as the credential is not in the entry.
   */
  CompletionStage<Done> refused(Endpoint endpoint, ApiRequest request, String id, int status) {
    boolean byKey = endpoint.entry() instanceof Endpoint.Entry.ByKey;
    boolean tried =
        byKey
            ? request.header("X-API-Key").or(() -> request.header("Authorization")).isPresent()
            : request.header("Cookie").isPresent() && !endpoint.method().isSafe();
    if (!tried || status == TOO_MANY_REQUESTS) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    return log.write(
        new AuditEntry(
            clock.instant(),
            "",
            request.from().getHostAddress(),
            (byKey ? Surface.API : Surface.PANEL).word(),
            endpoint.method().name(),
            request.path(),
            status,
            json(Map.of("request", id))));
  }

  private static String json(Map<String, Object> detail) {
    return new String(ApiJson.written(detail), StandardCharsets.UTF_8);
  }

  /**
   * Completes when the entry is stored, at once where there is none to store. An operation of which
   * the port writes the trail has its entry from there; what never came to the port was no act.
   */
  CompletionStage<Done> told(Endpoint endpoint, Call call, int status) {
    if (endpoint.method().isSafe()
        || call.caller().isEmpty()
        || endpoint.trail() != Endpoint.Trail.API) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    Principal by = call.by();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("request", call.id());
    detail.putAll(call.path());
    return log.write(
        new AuditEntry(
            clock.instant(),
            by.name(),
            by.source().address().orElse(""),
            by.source().surface().word(),
            endpoint.method().name(),
            call.request().path(),
            status,
            json(detail)));
  }
}
