package dev.switchboard.ticket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.OpeningRequest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes each request for a ticket into the audit log, as {@link AuditedTickets} does with acts:
 * behind its effect, ahead of the answer, once for each source, with ids and lengths alone.
 * Thread-safe.
 */
public final class AuditedOpenings implements Openings {
  private static final int DONE = 200;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;

  private final Openings openings;
  private final AuditLog audit;
  private final Clock clock;

  public AuditedOpenings(Openings openings, AuditLog audit, Clock clock) {
    this.openings = openings;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Opening> open(Principal by, OpeningRequest request) {
    return openings
        .open(by, request)
        .handle((opening, failure) ->
            failure == null ? written(by, request, opening) : refused(by, request, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Opening> written(Principal by, OpeningRequest request, Opening opening) {
    return switch (opening) {
      case Opening.Opened(long ticket) ->
          write(by, request, opened(ticket), DONE, detail(by, request).put("ticket", ticket))
              .thenApply(_ -> opening);
      case Opening.Exists(long ticket) ->
          write(
                  by,
                  request,
                  opened(ticket),
                  CONFLICT,
                  detail(by, request).put("ticket", ticket).put("refused", "ticket exists"))
              .thenApply(_ -> opening);
      // Nothing was decided: it is asked for again.
      case Opening.NotNow _ -> CompletableFuture.completedStage(opening);
    };
  }

  private CompletionStage<Opening> refused(
      Principal by, OpeningRequest request, Throwable failure) {
    CompletionStage<Opening> failed = CompletableFuture.failedStage(failure);
    return NotPermitted.isCauseOf(failure)
        ? write(
                by,
                request,
                "/tickets/open",
                FORBIDDEN,
                detail(by, request).put("refused", "not permitted"))
            .thenCompose(_ -> failed)
        : failed;
  }

  /** By the number of the ticket the entry is found with the acts in it. */
  private static String opened(long ticket) {
    return "/tickets/%d/open".formatted(ticket);
  }

  private CompletionStage<?> write(
      Principal by, OpeningRequest request, String resource, int status, ObjectNode detail) {
    String act = "open/" + request.source();
    return audit.writeOnce(
        status == DONE ? act : act + "/" + status,
        new AuditEntry(
            clock.instant(),
            by.name(),
            by.source().address().orElse(""),
            by.source().surface().word(),
            "POST",
            resource,
            status,
            detail.toString()));
  }

  private static ObjectNode detail(Principal by, OpeningRequest request) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    if (request.reopens() != 0) {
      detail.put("reopens", request.reopens());
    }
    return detail
        .put("request", by.source().request())
        .put("member", String.valueOf(request.member().id()))
        .put("characters", request.message().codePointCount(0, request.message().length()))
        .put("subject_characters", request.subject().codePointCount(0, request.subject().length()))
        .put("fields", request.details().size());
  }
}
