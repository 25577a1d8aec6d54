package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * An event of a ticket. The journal keeps it for ever, under a short logical name, never a class
 * name. A test reads back a golden file of each.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketEvent.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = TicketEvent.Written.class, name = "written"),
  @JsonSubTypes.Type(value = TicketEvent.Edited.class, name = "edited"),
  @JsonSubTypes.Type(value = TicketEvent.Deleted.class, name = "deleted"),
  @JsonSubTypes.Type(value = TicketEvent.FileKept.class, name = "file-kept"),
  @JsonSubTypes.Type(value = TicketEvent.FileLost.class, name = "file-lost"),
  @JsonSubTypes.Type(value = TicketEvent.WaitEnded.class, name = "wait-ended"),
  @JsonSubTypes.Type(value = TicketEvent.Delayed.class, name = "delayed"),
  @JsonSubTypes.Type(value = TicketEvent.ProfileTaken.class, name = "profile-taken"),
  @JsonSubTypes.Type(value = TicketEvent.Planned.class, name = "planned"),
  @JsonSubTypes.Type(value = TicketEvent.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = TicketEvent.Done.class, name = "done"),
  @JsonSubTypes.Type(value = TicketEvent.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = TicketEvent.Parted.class, name = "parted"),
  @JsonSubTypes.Type(value = TicketEvent.Recast.class, name = "recast"),
  @JsonSubTypes.Type(value = TicketEvent.FormerKept.class, name = "former-kept"),
  @JsonSubTypes.Type(value = TicketEvent.ChannelLost.class, name = "channel-lost"),
  @JsonSubTypes.Type(value = TicketEvent.DelayNoticed.class, name = "delay-noticed"),
  @JsonSubTypes.Type(value = TicketEvent.Reacted.class, name = "reacted"),
  @JsonSubTypes.Type(value = TicketEvent.Handled.class, name = "handled"),
  @JsonSubTypes.Type(value = TicketEvent.CloseRequested.class, name = "close-requested"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptKept.class, name = "transcript-kept"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptTried.class, name = "transcript-tried"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptGivenUp.class, name = "transcript-given-up"),
  @JsonSubTypes.Type(value = TicketEvent.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = TicketEvent.Merged.class, name = "merged"),
  @JsonSubTypes.Type(value = TicketEvent.Purged.class, name = "purged")
})
public sealed interface TicketEvent {
  Instant at();

  /** An event between the opening and the end; it may happen any number of times. */
  sealed interface InConversation extends TicketEvent {}

  /**
   * The ticket began.
   *
   * @param source of the request by which staff or a program opened it; 0 where the member did, by
   *     writing
   * @param reopens the closed ticket that it goes on with; 0 for none
   */
  record Opened(
      long ticket,
      Member member,
      long dmChannel,
      List<Long> former,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long source,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long reopens)
      implements TicketEvent {
    public Opened {
      former = List.copyOf(former);
    }

    /** The member opened it. */
    public Opened(long ticket, Member member, long dmChannel, List<Long> former, Instant at) {
      this(ticket, member, dmChannel, former, at, 0, 0);
    }
  }

  /** An entry was written and has its number. */
  record Written(int number, long source, Author author, Content content, Instant at)
      implements InConversation {}

  /**
   * The text of an entry was changed.
   *
   * @param cause Discord's id of the edit's cause: the message itself, or the interaction or
   *     command
   * @param inPlace whether the new text fits in the place of the old text; otherwise the next entry
   *     repeats it
   */
  record Edited(int number, long cause, String text, boolean inPlace, Instant at)
      implements InConversation {}

  record Deleted(int number, long cause, Instant at) implements InConversation {}

  record FileKept(int number, long attachment, StoredFile file, Instant at)
      implements InConversation {}

  record FileLost(int number, long attachment, String why, Instant at) implements InConversation {}

  /** The text of an entry is posted without its files, which follow. */
  record WaitEnded(int number, Instant at) implements InConversation {}

  /** A reply did not reach the member in time: staff see it marked as pending. */
  record Delayed(int number, Instant at) implements InConversation {}

  record ProfileTaken(Profile profile, Instant at) implements InConversation {}

  /** An action was planned; it is attempted from now on until it has an outcome. */
  record Planned(long post, PlannedAction deed, Instant at) implements InConversation {}

  /** A message or channel exists under this Discord id. */
  record Sent(long post, long id, Instant at) implements InConversation {}

  record Done(long post, Instant at) implements InConversation {}

  record Refused(long post, Outcome.Refusal reason, String detail, Instant at)
      implements InConversation {}

  /** A post of several entries was refused: they are shown in two smaller posts. */
  record Parted(long post, Outcome.Refusal reason, String detail, Instant at)
      implements InConversation {}

  /**
   * A pending post takes another form than the planned one; {@link Sent} is the next event.
   *
   * @param why Discord's error about the planned form
   */
  record Recast(long post, Form form, String why, Instant at) implements InConversation {}

  /**
   * Discord refused an edited text in the place of the former text, which stays there; the next
   * entry repeats the new text.
   *
   * @param frozen the text that stays
   */
  record FormerKept(int number, String frozen, Instant at) implements InConversation {}

  record ChannelLost(long channel, Instant at) implements InConversation {}

  /** The member got the message that staff have not seen their text yet. */
  record DelayNoticed(Instant at) implements InConversation {}

  /**
   * A person of staff reacted, or removed a reaction.
   *
   * @param message the message in the DM to which it is mirrored
   */
  record Reacted(long message, long by, String emoji, boolean added, Instant at)
      implements InConversation {}

  /**
   * Staff changed how they handle the ticket.
   *
   * @param source Discord's id of the command message or interaction
   * @param change the property that changed, and its new value
   */
  record Handled(long source, Staff by, HandlingEvent change, Instant at)
      implements InConversation {}

  record CloseRequested(long source, Staff by, String reason, boolean silent, Instant at)
      implements TicketEvent {}

  record TranscriptKept(StoredFile file, Instant at) implements TicketEvent {}

  /**
   * An attempt to write the transcript begins. Stored first, so that an attempt counts even if the
   * process dies in it.
   */
  record TranscriptTried(Instant at) implements TicketEvent {}

  /** The ticket has no transcript: too many attempts to write it failed. */
  record TranscriptGivenUp(String why, Instant at) implements TicketEvent {}

  record Closed(Instant at) implements TicketEvent {}

  /**
   * The conversation of a closed ticket was joined to that of a later ticket of the same member.
   *
   * @param source a number of {@link ActSource}
   * @param into the later ticket
   */
  record Merged(long source, Staff by, long into, Instant at) implements TicketEvent {}

  /**
   * Everything that was said is erased: all events before this one, which alone remains of the
   * ticket.
   *
   * @param closing Discord's id of the message or interaction that closed it
   * @param by the name of the principal who erased it
   * @param opening the source of {@link Opened}, by which the request that opened it is known still
   */
  record Purged(
      long ticket,
      long member,
      long dmChannel,
      long closing,
      Instant closed,
      String by,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long opening)
      implements TicketEvent {
    /** The member opened it. */
    public Purged(
        long ticket,
        long member,
        long dmChannel,
        long closing,
        Instant closed,
        String by,
        Instant at) {
      this(ticket, member, dmChannel, closing, closed, by, at, 0);
    }
  }
}
