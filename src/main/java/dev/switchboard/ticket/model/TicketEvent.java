package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * What happened to a ticket, as the journal keeps it for ever: short logical names, never class
 * names. One golden file for each is read back by a test.
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
  @JsonSubTypes.Type(value = TicketEvent.CloseRequested.class, name = "close-requested"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptKept.class, name = "transcript-kept"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptTried.class, name = "transcript-tried"),
  @JsonSubTypes.Type(value = TicketEvent.TranscriptGivenUp.class, name = "transcript-given-up"),
  @JsonSubTypes.Type(value = TicketEvent.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = TicketEvent.Purged.class, name = "purged")
})
public sealed interface TicketEvent {
  Instant at();

  /** What happens between the opening and the end, however often. */
  sealed interface InConversation extends TicketEvent {}

  /** The ticket began. */
  record Opened(long ticket, Member member, long dmChannel, List<Long> former, Instant at)
      implements TicketEvent {
    public Opened {
      former = List.copyOf(former);
    }
  }

  /** Something was said, by whomever, and has its number. */
  record Written(int number, long source, Author author, Content content, Instant at)
      implements InConversation {}

  /**
   * What was said says something else now.
   *
   * @param cause Discord's id of the edit's cause: the message itself, or the interaction or
   *     command
   * @param inPlace whether the new text fits where the old one stands; else it is said again, as
   *     the entry that follows
   */
  record Edited(int number, long cause, String text, boolean inPlace, Instant at)
      implements InConversation {}

  record Deleted(int number, long cause, Instant at) implements InConversation {}

  record FileKept(int number, long attachment, StoredFile file, Instant at)
      implements InConversation {}

  record FileLost(int number, long attachment, String why, Instant at) implements InConversation {}

  /** A text goes on without its files, which follow. */
  record WaitEnded(int number, Instant at) implements InConversation {}

  /** A reply has not come to the member in time: staff are shown it as one that is under way. */
  record Delayed(int number, Instant at) implements InConversation {}

  record ProfileTaken(Profile profile, Instant at) implements InConversation {}

  /** A deed was fixed; it is attempted from now on until it has an outcome. */
  record Planned(long post, PlannedAction deed, Instant at) implements InConversation {}

  /** A message or channel exists under this Discord id. */
  record Sent(long post, long id, Instant at) implements InConversation {}

  record Done(long post, Instant at) implements InConversation {}

  record Refused(long post, Outcome.Refusal reason, String detail, Instant at)
      implements InConversation {}

  /** A post of several messages was refused: they are shown in two smaller posts. */
  record Parted(long post, Outcome.Refusal reason, String detail, Instant at)
      implements InConversation {}

  /**
   * A post under way stands in another form than it was planned; it is sent next.
   *
   * @param why what Discord said about the form that was planned
   */
  record Recast(long post, Form form, String why, Instant at) implements InConversation {}

  /**
   * Discord refused to show an edited text in the place of the former one, which goes on standing
   * there; the new one is said again, as the entry that follows.
   *
   * @param frozen the text that stands
   */
  record FormerKept(int number, String frozen, Instant at) implements InConversation {}

  record ChannelLost(long channel, Instant at) implements InConversation {}

  /** The member was told that staff have not seen their words yet. */
  record DelayNoticed(Instant at) implements InConversation {}

  /**
   * Somebody of staff reacted, or took it back.
   *
   * @param message the message at the member to which it is mirrored
   */
  record Reacted(long message, long by, String emoji, boolean added, Instant at)
      implements InConversation {}

  record CloseRequested(long source, Staff by, String reason, boolean silent, Instant at)
      implements TicketEvent {}

  record TranscriptKept(StoredFile file, Instant at) implements TicketEvent {}

  /** The transcript is about to be written: stored first, so that a process that dies counts. */
  record TranscriptTried(Instant at) implements TicketEvent {}

  /** There will be no transcript: writing it has failed too often. */
  record TranscriptGivenUp(String why, Instant at) implements TicketEvent {}

  record Closed(Instant at) implements TicketEvent {}

  /**
   * What was said is erased: the events before this one, which therefore is all that is known of
   * the ticket from then on.
   *
   * @param closing Discord's id of what closed it
   * @param by who had it erased
   */
  record Purged(
      long ticket, long member, long dmChannel, long closing, Instant closed, String by, Instant at)
      implements TicketEvent {}
}
