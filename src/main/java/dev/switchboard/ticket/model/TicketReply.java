package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;

/** The reply of a ticket to a command, sent once the effect is stored. */
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
   * The effect is stored, now or before. {@code number} is the entry's number; 0 if there is none.
   */
  record Taken(int number) implements TicketReply {}

  /** A closed ticket takes nothing new; the member's next message opens another. */
  record Closed() implements TicketReply {}

  /** There is no such ticket yet. */
  record Absent() implements TicketReply {}

  /**
   * Too many messages of the member wait to be shown to staff; the command is to be sent again
   * later. Nothing was changed.
   */
  record Full() implements TicketReply {}

  /** Nothing was changed. */
  record Refused(Reason reason) implements TicketReply {}

  /** The reason of a refusal. Each has a sentence for people. */
  enum Reason {
    NO_SUCH_MESSAGE,
    NOT_A_REPLY,
    ALREADY_DELETED,
    EMPTY_MESSAGE,
    TOO_LONG,
    ALREADY_CLOSING,
    NOT_CLOSED,
    NEWER_MESSAGES,
    TICKET_EXISTS,
    ALREADY_MERGED,
    NOT_LATER,
    OTHER_MEMBER,
    PURGED
  }
}
