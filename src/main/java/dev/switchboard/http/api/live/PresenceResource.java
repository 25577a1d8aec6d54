package dev.switchboard.http.api.live;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.presence.Presence;
import dev.switchboard.presence.PresenceState;
import dev.switchboard.presence.Viewer;
import dev.switchboard.ticket.view.TicketList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Who is on which ticket: {@code /api/tickets/{id}/presence} and {@code GET /api/presence}. A
 * client tells it again every ten seconds or so.
 */
public final class PresenceResource {
  private static final Map<String, PresenceState> STATES =
      Arrays.stream(PresenceState.values())
          .collect(Collectors.toUnmodifiableMap(PresenceState::word, state -> state));

  private final Presence presence;
  private final TicketList tickets;
  private final LongConsumer typing;

  /**
   * @param typing shows the member of a ticket that staff are writing to them; neither blocks nor
   *     throws
   */
  public PresenceResource(Presence presence, TicketList tickets, LongConsumer typing) {
    this.presence = presence;
    this.tickets = tickets;
    this.typing = typing;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/presence").holding(Right.VIEW_TICKETS).does(this::all),
        Endpoint.get("/api/tickets/{id}/presence").holding(Right.VIEW_TICKETS).does(this::one),
        Endpoint.put("/api/tickets/{id}/presence")
            .holding(Right.VIEW_TICKETS)
            .withoutTrail()
            .does(this::seen),
        Endpoint.delete("/api/tickets/{id}/presence")
            .holding(Right.VIEW_TICKETS)
            .withoutTrail()
            .does(this::left));
  }

  private record Person(String userId, String name, String state, boolean hasDraft) {
    static Person of(Viewer viewer) {
      return new Person(
          String.valueOf(viewer.user()), viewer.name(), viewer.state().word(), viewer.draft());
    }
  }

  /** Who is on a ticket, in answers and in events. */
  record Shown(String ticket, List<Person> viewers) {
    static Shown of(long ticket, List<Viewer> viewers) {
      return new Shown(String.valueOf(ticket), viewers.stream().map(Person::of).toList());
    }
  }

  private record Heartbeat(PresenceState state, boolean draft) {
    static Heartbeat of(Fields fields) {
      return new Heartbeat(fields.choice("state", STATES), fields.flag("has_draft", false));
    }
  }

  private CompletionStage<Answer> all(Call call) {
    return CompletableFuture.completedStage(
        Answer.ok(
            Map.of(
                "tickets",
                presence.all().entrySet().stream()
                    .map(one -> Shown.of(one.getKey(), one.getValue()))
                    .toList())));
  }

  private CompletionStage<Answer> one(Call call) {
    return there(call).thenApply(ticket -> Answer.ok(Shown.of(ticket, presence.of(ticket))));
  }

  private CompletionStage<Answer> seen(Call call) {
    Heartbeat heartbeat = call.body(Heartbeat::of);
    return there(call)
        .thenApply(ticket -> {
          presence.seen(ticket, session(call), heartbeat.state(), heartbeat.draft(), call.by());
          if (heartbeat.state() == PresenceState.TYPING && call.by().may(Right.ANSWER_MEMBERS)) {
            typing.accept(ticket);
          }
          return Answer.ok(Shown.of(ticket, presence.of(ticket)));
        });
  }

  private CompletionStage<Answer> left(Call call) {
    return there(call)
        .thenApply(ticket -> {
          presence.left(ticket, session(call), call.by());
          return Answer.success();
        });
  }

  private CompletionStage<Long> there(Call call) {
    long ticket = call.number("id");
    return tickets
        .find(ticket)
        .thenApply(found -> {
          if (found.isEmpty()) {
            throw Problem.of(ProblemCode.NOT_FOUND).thrown();
          }
          return ticket;
        });
  }

  private static String session(Call call) {
    return call.session()
        .orElseThrow(() -> new IllegalStateException("a session is asked for here"));
  }
}
