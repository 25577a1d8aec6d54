package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What a ticket wants done on Discord, as its journal keeps it: fixed when it is planned, the same
 * in every attempt. The names in the journal never change.
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
  /** Where a message is shown. */
  enum Target {
    STAFF,
    MEMBER,
    LOG
  }

  /** Why a message is shown. */
  enum Purpose {
    /** The head of a channel, with what is said first. */
    HEADER,
    /** What was said, for the other side; for staff also the copy of their replies, and remarks. */
    RELAY,
    WELCOME,
    FAREWELL,
    NOTICE,
    TRANSCRIPT
  }

  /**
   * Show a message.
   *
   * @param numbers the entries whose text it shows
   * @param part which part of an entry that needs several messages; 0 for the first
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

  /** Bring a shown message up to date. */
  record Amend(long of, Draft draft) implements PlannedAction {}

  /** Take a shown message away. */
  record Withdraw(long of) implements PlannedAction {}

  /** Take a staff member's command message away, its effect being stored. */
  record RemoveSource(long message) implements PlannedAction {}

  /** Show a reaction on the other side's message. */
  record Mirror(Target target, long message, String emoji, boolean added)
      implements PlannedAction {}

  record OpenChannel(String name, String topic) implements PlannedAction {}

  record CloseChannel(long channel) implements PlannedAction {}
}
