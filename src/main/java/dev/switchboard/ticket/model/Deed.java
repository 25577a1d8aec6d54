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
  @JsonSubTypes.Type(value = Deed.Show.class, name = "show"),
  @JsonSubTypes.Type(value = Deed.Amend.class, name = "amend"),
  @JsonSubTypes.Type(value = Deed.Withdraw.class, name = "withdraw"),
  @JsonSubTypes.Type(value = Deed.RemoveSource.class, name = "remove-source"),
  @JsonSubTypes.Type(value = Deed.Mirror.class, name = "mirror"),
  @JsonSubTypes.Type(value = Deed.OpenChannel.class, name = "open-channel"),
  @JsonSubTypes.Type(value = Deed.CloseChannel.class, name = "close-channel")
})
public sealed interface Deed {
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
      implements Deed {
    public Show {
      numbers = List.copyOf(numbers);
      files = List.copyOf(files);
    }
  }

  /** Bring a shown message up to date. */
  record Amend(long of, Draft draft) implements Deed {}

  /** Take a shown message away. */
  record Withdraw(long of) implements Deed {}

  /** Take a staff member's command message away, its effect being stored. */
  record RemoveSource(long message) implements Deed {}

  /** Show a reaction on the other side's message. */
  record Mirror(Target target, long message, String emoji, boolean added) implements Deed {}

  record OpenChannel(String name, String topic) implements Deed {}

  record CloseChannel(long channel) implements Deed {}
}
