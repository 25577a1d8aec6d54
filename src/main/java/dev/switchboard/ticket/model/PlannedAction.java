package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A change on Discord that a ticket has stored before the first attempt. It is the same in every
 * attempt. Its names in the journal never change.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "deed")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlannedAction.Show.class, name = "show"),
  @JsonSubTypes.Type(value = PlannedAction.Amend.class, name = "amend"),
  @JsonSubTypes.Type(value = PlannedAction.Withdraw.class, name = "withdraw"),
  @JsonSubTypes.Type(value = PlannedAction.RemoveSource.class, name = "remove-source"),
  @JsonSubTypes.Type(value = PlannedAction.Mirror.class, name = "mirror"),
  @JsonSubTypes.Type(value = PlannedAction.OpenChannel.class, name = "open-channel"),
  @JsonSubTypes.Type(value = PlannedAction.CloseChannel.class, name = "close-channel")
})
public sealed interface PlannedAction {
  /** The channel in which a message is shown. */
  enum Target {
    STAFF,
    MEMBER,
    LOG
  }

  /** The purpose of a message. */
  enum Purpose {
    /** The head of a channel, with the first entries. */
    HEADER,
    /** Entries for the other side; for staff also the copies of their replies, and remarks. */
    RELAY,
    WELCOME,
    FAREWELL,
    NOTICE,
    TRANSCRIPT
  }

  /**
   * Posts a message.
   *
   * @param numbers the entries whose text it shows
   * @param part the part of an entry that needs several messages; 0 for the first
   * @param files Discord's ids of the attachments whose copies it carries
   */
  record Show(
      Target target,
      Purpose purpose,
      List<Integer> numbers,
      int part,
      List<Long> files,
      Draft draft)
      implements PlannedAction {
    public Show {
      numbers = List.copyOf(numbers);
      files = List.copyOf(files);
    }
  }

  /** Updates a post. */
  record Amend(long of, Draft draft) implements PlannedAction {}

  /** Deletes a post. */
  record Withdraw(long of) implements PlannedAction {}

  /** Deletes a command message of staff, once its effect is stored. */
  record RemoveSource(long message) implements PlannedAction {}

  /** Adds or removes a reaction on the other side's message. */
  record Mirror(Target target, long message, String emoji, boolean added)
      implements PlannedAction {}

  record OpenChannel(String name, String topic) implements PlannedAction {}

  record CloseChannel(long channel) implements PlannedAction {}
}
