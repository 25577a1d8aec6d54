package dev.switchboard.ticket.correspondent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The stored record of a member across all tickets. Messages stay in the inbox until a ticket has
 * them. The number of a ticket is stored here before it opens, so that a message never gets into
 * two tickets.
 *
 * @param tickets the numbers of the member's tickets, oldest first; only the last one may be open
 * @param requested the last {@link #KEPT} requests of staff and programs for which a number was
 *     taken, oldest first
 */
public record Correspondent(
    List<Long> tickets, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Requested> requested) {
  public static final Correspondent NEW = new Correspondent(List.of());

  /** More than anybody opens with one member while a request may be sent again. */
  static final int KEPT = 100;

  /**
   * A request, and the number that was taken for it.
   *
   * @param source of the request
   */
  public record Requested(long source, long ticket) {}

  public Correspondent {
    tickets = List.copyOf(tickets);
    // What was stored before there were requests has none.
    requested = requested == null ? List.of() : List.copyOf(requested);
  }

  /** Without requests. */
  public Correspondent(List<Long> tickets) {
    this(tickets, List.of());
  }

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({@JsonSubTypes.Type(value = Event.Assigned.class, name = "assigned")})
  public sealed interface Event {
    /**
     * The member's next message goes to this ticket. The latest number is assigned once more to a
     * request where the one that it was taken for did not open it.
     *
     * @param source of the request by which staff or a program open it; 0 where a message does
     */
    record Assigned(
        long ticket, Instant at, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long source)
        implements Event {
      /** For a message. */
      public Assigned(long ticket, Instant at) {
        this(ticket, at, 0);
      }
    }
  }

  public Correspondent apply(Event event) {
    return switch (event) {
      case Event.Assigned(long ticket, _, long source) -> {
        List<Long> all = new ArrayList<>(tickets);
        if (latest().orElse(0) != ticket) {
          all.add(ticket);
        }
        yield new Correspondent(all, source == 0 ? requested : withRequest(source, ticket));
      }
    };
  }

  private List<Requested> withRequest(long source, long ticket) {
    List<Requested> all = new ArrayList<>(requested);
    all.add(new Requested(source, ticket));
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  /** The last number that was taken for a request. */
  OptionalLong requestedBy(long source) {
    return requested.reversed().stream()
        .filter(one -> one.source() == source)
        .mapToLong(Requested::ticket)
        .findFirst();
  }

  /** The last ticket; it may be closed by now. */
  public OptionalLong latest() {
    return tickets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(tickets.getLast());
  }

  /** The earlier tickets. */
  public List<Long> before(long ticket) {
    return tickets.stream().filter(number -> number < ticket).toList();
  }
}
