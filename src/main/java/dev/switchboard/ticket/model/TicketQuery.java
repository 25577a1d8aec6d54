package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;
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
  @JsonSubTypes.Type(value = TicketQuery.WhichTaken.class, name = "which-taken"),
  @JsonSubTypes.Type(value = TicketQuery.Newer.class, name = "newer")
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
   * @param ticket empty if there is no such ticket yet
   */
  record Overview(Optional<Summary> ticket) implements Answer {}

  /**
   * A summary of a ticket.
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

  /** No entry of this ticket is shown by the message. */
  record NotFound() implements Finding {}

  /** The ticket is closed: its entries cannot be changed any more. */
  record FoundClosed() implements Finding {}

  /** There is no such ticket yet. */
  record FoundAbsent() implements Finding {}

  /**
   * Asks for the replies that are not deleted, newest first, whose number begins with the typed
   * text or whose text contains it.
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
   * @param replies also empty if the ticket is closed or absent
   */
  record FoundReplies(List<Excerpt> replies) implements Answer {
    public FoundReplies {
      replies = List.copyOf(replies);
    }
  }

  /**
   * An excerpt of a reply.
   *
   * @param words the beginning of its text in one line, else the name of its first file; empty if
   *     neither is kept any more
   */
  record Excerpt(int number, String words) {}

  /** Asks whether a message or interaction of staff has had its effect. */
  record IsDone(long source) implements TicketQuery<Done> {
    @Override
    public Class<Done> answerType() {
      return Done.class;
    }
  }

  /**
   * The answer to {@link IsDone}.
   *
   * @param done whether the ticket knows it: it caused something, or was kept as a note
   * @param acted whether it caused what a command causes, so that the same command may be given
   *     again and changes nothing; false, too, where a node of a former version answers
   */
  record Done(boolean done, boolean acted) implements Answer {}

  /**
   * Asks whether a ticket that was full ({@link TicketReply.Full}) has room for a good part of the
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
   * @param enough also true if the ticket is closed or absent
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
   * @param messages the messages of the query that the ticket has taken, also if it is closed
   */
  record TakenMessages(Set<Long> messages) implements Answer {
    public TakenMessages {
      messages = Set.copyOf(messages);
    }
  }

  /**
   * Asks for what the member and staff said behind a number, oldest first.
   *
   * @param but staff whose own replies are left out
   * @param most the largest number of messages in the answer
   */
  record Newer(int number, Staff but, int most) implements TicketQuery<NewerMessages> {
    @Override
    public Class<NewerMessages> answerType() {
      return NewerMessages.class;
    }
  }

  /**
   * The answer to {@link Newer}.
   *
   * @param messages empty, too, where the ticket is closed or absent
   */
  record NewerMessages(List<Said> messages) implements Answer {
    public NewerMessages {
      messages = List.copyOf(messages);
    }
  }

  /**
   * A message of the member, or a reply.
   *
   * @param author Discord's user id; 0 for a program
   * @param signature the name that the member sees; empty for a message of the member
   */
  record Said(
      int number,
      long author,
      String name,
      String signature,
      boolean reply,
      boolean anonymous,
      String text,
      Instant at) {}
}
