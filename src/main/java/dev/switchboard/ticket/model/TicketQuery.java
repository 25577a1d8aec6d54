package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question to a ticket. It changes nothing, is answered from the ticket's state alone, and may be
 * asked again at any time. Each query declares the type of its own answer.
 *
 * @param <R> the type of the answer
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "query")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketQuery.Look.class, name = "look"),
  @JsonSubTypes.Type(value = TicketQuery.Find.class, name = "find"),
  @JsonSubTypes.Type(value = TicketQuery.FindReplies.class, name = "find-replies"),
  @JsonSubTypes.Type(value = TicketQuery.IsDone.class, name = "is-done"),
  @JsonSubTypes.Type(value = TicketQuery.HasRoom.class, name = "has-room"),
  @JsonSubTypes.Type(value = TicketQuery.WhichTaken.class, name = "which-taken")
})
public sealed interface TicketQuery<R extends TicketQuery.Answer> {
  /** The type that an answer to this query has. */
  Class<R> answerType();

  /** The answer to a query. Between nodes its class is its manifest. */
  sealed interface Answer extends ClusterMessage {}

  /** Asks for the ticket's member, channels and counts. */
  record Look() implements TicketQuery<Overview> {
    @Override
    public Class<Overview> answerType() {
      return Overview.class;
    }
  }

  /**
   * The answer to {@link Look}.
   *
   * @param ticket empty where there is no such ticket yet
   */
  record Overview(Optional<Summary> ticket) implements Answer {}

  /**
   * A ticket in short.
   *
   * @param channel the staff channel; 0 while there is none
   * @param dmChannel the member's DM channel
   * @param closing whether the ticket is closed, or is being closed
   */
  record Summary(
      long ticket,
      Member member,
      long channel,
      long dmChannel,
      boolean closing,
      int messages,
      int undelivered) {}

  /** Asks which entry a Discord message in the channel or the DM shows. */
  record Find(long message) implements TicketQuery<Finding> {
    @Override
    public Class<Finding> answerType() {
      return Finding.class;
    }
  }

  /** The answer to {@link Find}. */
  sealed interface Finding extends Answer {}

  /**
   * The entry that a message shows.
   *
   * @param reply whether it is a reply of staff
   * @param author the Discord id of the reply's author; 0 for all other entries
   */
  record Found(int number, boolean reply, long author, String text) implements Finding {}

  /** The message shows no entry of this ticket. */
  record NotFound() implements Finding {}

  /** The ticket is closed: its entries cannot be changed any more. */
  record FoundClosed() implements Finding {}

  /** There is no such ticket yet. */
  record FoundAbsent() implements Finding {}

  /**
   * Asks for the replies that stand, newest first: those whose number begins with the typed text,
   * or whose words contain it.
   *
   * @param typed empty for all
   * @param most the largest number of replies in the answer
   */
  record FindReplies(String typed, int most) implements TicketQuery<FoundReplies> {
    @Override
    public Class<FoundReplies> answerType() {
      return FoundReplies.class;
    }
  }

  /**
   * The answer to {@link FindReplies}.
   *
   * @param replies empty, too, where the ticket is closed or absent
   */
  record FoundReplies(List<Excerpt> replies) implements Answer {
    public FoundReplies {
      replies = List.copyOf(replies);
    }
  }

  /**
   * A reply in short.
   *
   * @param words the first of it in one line, else the name of its first file; empty where neither
   *     is known any more
   */
  record Excerpt(int number, String words) {}

  /** Asks whether a message or interaction of staff has had its effect. */
  record IsDone(long source) implements TicketQuery<Done> {
    @Override
    public Class<Done> answerType() {
      return Done.class;
    }
  }

  /** The answer to {@link IsDone}. */
  record Done(boolean done) implements Answer {}

  /**
   * Asks whether a ticket that was full ({@link TicketReply.Full}) can take a good part of the
   * messages that wait for it.
   */
  record HasRoom() implements TicketQuery<Room> {
    @Override
    public Class<Room> answerType() {
      return Room.class;
    }
  }

  /**
   * The answer to {@link HasRoom}.
   *
   * @param enough true, too, where the ticket is closed or absent
   */
  record Room(boolean enough) implements Answer {}

  /**
   * Asks which messages of the member the ticket has taken.
   *
   * @param messages Discord's ids
   */
  record WhichTaken(List<Long> messages) implements TicketQuery<TakenMessages> {
    public WhichTaken {
      messages = List.copyOf(messages);
    }

    @Override
    public Class<TakenMessages> answerType() {
      return TakenMessages.class;
    }
  }

  /**
   * The answer to {@link WhichTaken}.
   *
   * @param messages those of the query that the ticket has taken, also where it is closed
   */
  record TakenMessages(Set<Long> messages) implements Answer {
    public TakenMessages {
      messages = Set.copyOf(messages);
    }
  }
}
