package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.view.ReadMarks;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * How far the caller has read a ticket: {@code /api/tickets/{id}/read}. It leaves no entry in the
 * audit log, as it is nobody else's matter.
 */
public final class ReadMarksResource {
  private final ReadMarks marks;

  public ReadMarksResource(ReadMarks marks) {
    this.marks = marks;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        own(Endpoint.put("/api/tickets/{id}/read"), this::read),
        own(Endpoint.delete("/api/tickets/{id}/read"), this::unread));
  }

  private static Endpoint own(Endpoint.Draft draft, Endpoint.Handler handler) {
    return draft.holding(Right.VIEW_TICKETS).withTrailOfPort().does(handler);
  }

  private CompletionStage<Answer> read(Call call) {
    long ticket = call.number("id");
    int message = call.body(fields -> (int) fields.number("message", 1, Integer.MAX_VALUE));
    return marks.read(call.by(), ticket, message).thenApply(ReadMarksResource::answer);
  }

  private CompletionStage<Answer> unread(Call call) {
    return marks.unread(call.by(), call.number("id")).thenApply(ReadMarksResource::answer);
  }

  private static Answer answer(boolean there) {
    if (!there) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
    return Answer.success();
  }
}
