package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.ReplyDeliveries;
import dev.switchboard.ticket.view.ReplyDeliveries.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What became of the replies of a ticket: {@code GET /api/tickets/{id}/deliveries} for sessions,
 * and the same below {@code /api/externals} for API keys. Parts and cursors are those of {@link
 * MessagesResource}.
 */
public final class DeliveriesResource {
  private static final Map<String, State> STATES =
      Arrays.stream(State.values())
          .collect(Collectors.toUnmodifiableMap(DeliveriesResource::word, state -> state));

  private final ReplyDeliveries deliveries;

  public DeliveriesResource(ReplyDeliveries deliveries) {
    this.deliveries = deliveries;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/tickets/{id}/deliveries").holding(Right.VIEW_TICKETS).does(this::part),
        Endpoint.get("/api/externals/tickets/{id}/deliveries")
            .byKey(KeyPermission.READ_MESSAGES)
            .does(this::part));
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private record Shown(
      int number,
      String state,
      Optional<String> reason,
      Optional<String> detail,
      Instant at,
      Optional<Instant> settledAt) {
    static Shown of(ReplyDeliveries.Delivery delivery) {
      return new Shown(
          delivery.number(),
          word(delivery.state()),
          given(delivery.refusal()),
          given(delivery.detail()),
          delivery.at(),
          delivery.settled());
    }

    private static Optional<String> given(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
  }

  private record Listed(List<Shown> deliveries, boolean hasMore, Optional<String> next) {}

  private record Wanted(Optional<State> state, Paging paging) {
    static Wanted of(Fields fields) {
      return new Wanted(fields.optionalChoice("state", STATES), Paging.of(fields));
    }
  }

  private CompletionStage<Answer> part(Call call) {
    long ticket = call.number("id");
    Wanted wanted = call.query(Wanted::of);
    Paging paging = wanted.paging();
    String list =
        "deliveries %d %s".formatted(ticket, wanted.state().map(State::name).orElse("ALL"));
    Position position =
        paging.after().isPresent()
            ? paging.position(list, Position.Direction.UP, Position.Direction.DOWN)
            : paging.position(list, Position.Direction.DOWN, Position.Direction.DOWN);
    return deliveries
        .part(ticket, wanted.state(), position)
        .thenApply(found -> found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown()))
        .thenApply(part ->
            Answer.ok(
                new Listed(
                    part.rows().stream()
                        .sorted(Comparator.comparingInt(ReplyDeliveries.Delivery::number))
                        .map(Shown::of)
                        .toList(),
                    part.more(),
                    Paging.next(list, part, ReplyDeliveries.Delivery::number))));
  }
}
