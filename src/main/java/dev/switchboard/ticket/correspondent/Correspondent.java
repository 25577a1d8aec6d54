package dev.switchboard.ticket.correspondent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is kept of a member over their tickets. Their words are in the inbox until a ticket has
 * them; which ticket that is stands here before the ticket opens, so that a message is never put
 * into two.
 *
 * @param tickets the numbers of their tickets, oldest first; at most the last one is open
 */
public record Correspondent(List<Long> tickets) {
  public static final Correspondent NEW = new Correspondent(List.of());

  public Correspondent {
    tickets = List.copyOf(tickets);
  }

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({@JsonSubTypes.Type(value = Event.Assigned.class, name = "assigned")})
  public sealed interface Event {
    /** The member's next words go to this ticket. */
    record Assigned(long ticket, Instant at) implements Event {}
  }

  public Correspondent apply(Event event) {
    return switch (event) {
      case Event.Assigned(long ticket, _) -> {
        List<Long> all = new ArrayList<>(tickets);
        all.add(ticket);
        yield new Correspondent(all);
      }
    };
  }

  /** The ticket to ask first; it may be closed meanwhile. */
  public OptionalLong latest() {
    return tickets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(tickets.getLast());
  }

  /** The tickets before this one. */
  public List<Long> before(long ticket) {
    return tickets.stream().filter(number -> number < ticket).toList();
  }
}
