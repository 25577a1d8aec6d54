package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;

/** What a ticket answers to a command. Given only once the effect is stored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketReply.Taken.class, name = "taken"),
  @JsonSubTypes.Type(value = TicketReply.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = TicketReply.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = TicketReply.Full.class, name = "full"),
  @JsonSubTypes.Type(value = TicketReply.Refused.class, name = "refused")
})
public sealed interface TicketReply extends ClusterMessage {
  /**
   * It is stored (now, or it was before). {@code number} is the message's number; 0 where it has
   * none.
   */
  record Taken(int number) implements TicketReply {}

  /** A closed ticket takes nothing new; the member's next message opens another. */
  record Closed() implements TicketReply {}

  /** There is no such ticket yet. */
  record Absent() implements TicketReply {}

  /**
   * So much of the member waits to be shown to staff that nothing more is taken until some of it
   * is: it is to be offered again. Nothing was changed.
   */
  record Full() implements TicketReply {}

  /** Nothing was changed. */
  record Refused(Reason reason) implements TicketReply {}

  /** Why not. Each has a sentence for people in the messages. */
  enum Reason {
    NO_SUCH_MESSAGE,
    NOT_A_REPLY,
    ALREADY_DELETED,
    EMPTY_MESSAGE,
    TOO_LONG,
    ALREADY_CLOSING,
    NOT_CLOSED
  }
}
