package dev.switchboard.ticket.model;

import java.time.Instant;
import java.util.List;

/**
 * What staff or a program say when they open a ticket before the member has written.
 *
 * @param source a number of {@link ActSource}, by which a request that comes again is known
 * @param dmChannel the DM channel with the member
 * @param subject shown to staff in the first remark; empty for none
 * @param details further lines of that remark
 * @param message the first message to the member; empty where the member is told nothing yet
 * @param reopens the number of the closed ticket that the new one goes on with; 0 for none
 */
public record OpeningRequest(
    long source,
    Staff by,
    Member member,
    long dmChannel,
    String subject,
    List<Detail> details,
    String message,
    long reopens,
    Instant at) {
  public OpeningRequest {
    details = List.copyOf(details);
  }

  /** A request that goes on with no earlier ticket. */
  public OpeningRequest(
      long source,
      Staff by,
      Member member,
      long dmChannel,
      String subject,
      List<Detail> details,
      String message,
      Instant at) {
    this(source, by, member, dmChannel, subject, details, message, 0, at);
  }

  /** A named value, such as the number of an order. */
  public record Detail(String name, String value) {}
}
