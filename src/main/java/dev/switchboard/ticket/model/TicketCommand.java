package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * What a ticket is told to do; questions are of {@link TicketQuery}. Time, ids and everything else
 * from outside come in with the command. Each is idempotent by Discord's id of the message or
 * interaction that caused it ({@code source}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketCommand.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TicketCommand.TakeMessage.class, name = "take-message"),
  @JsonSubTypes.Type(value = TicketCommand.TakeMessages.class, name = "take-messages"),
  @JsonSubTypes.Type(value = TicketCommand.TakeEdit.class, name = "take-edit"),
  @JsonSubTypes.Type(value = TicketCommand.TakeDelete.class, name = "take-delete"),
  @JsonSubTypes.Type(value = TicketCommand.TakeReaction.class, name = "take-reaction"),
  @JsonSubTypes.Type(value = TicketCommand.TakeGap.class, name = "take-gap"),
  @JsonSubTypes.Type(value = TicketCommand.TakeNotice.class, name = "take-notice"),
  @JsonSubTypes.Type(value = TicketCommand.Reply.class, name = "reply"),
  @JsonSubTypes.Type(value = TicketCommand.TakeNote.class, name = "take-note"),
  @JsonSubTypes.Type(value = TicketCommand.TakeNoteEdit.class, name = "take-note-edit"),
  @JsonSubTypes.Type(value = TicketCommand.TakeNoteDelete.class, name = "take-note-delete"),
  @JsonSubTypes.Type(value = TicketCommand.EditReply.class, name = "edit-reply"),
  @JsonSubTypes.Type(value = TicketCommand.DeleteReply.class, name = "delete-reply"),
  @JsonSubTypes.Type(value = TicketCommand.StaffReaction.class, name = "staff-reaction"),
  @JsonSubTypes.Type(value = TicketCommand.ClearReactions.class, name = "clear-reactions"),
  @JsonSubTypes.Type(value = TicketCommand.Handle.class, name = "handle"),
  @JsonSubTypes.Type(value = TicketCommand.Close.class, name = "close"),
  @JsonSubTypes.Type(value = TicketCommand.Remark.class, name = "remark"),
  @JsonSubTypes.Type(value = TicketCommand.ChannelGone.class, name = "channel-gone"),
  @JsonSubTypes.Type(value = TicketCommand.MembershipChanged.class, name = "membership-changed"),
  @JsonSubTypes.Type(value = TicketCommand.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = TicketCommand.TakeProfile.class, name = "take-profile"),
  @JsonSubTypes.Type(value = TicketCommand.FileStored.class, name = "file-stored"),
  @JsonSubTypes.Type(value = TicketCommand.FileRefused.class, name = "file-refused"),
  @JsonSubTypes.Type(value = TicketCommand.TranscriptStored.class, name = "transcript-stored"),
  @JsonSubTypes.Type(value = TicketCommand.TryTranscript.class, name = "try-transcript"),
  @JsonSubTypes.Type(value = TicketCommand.EndWait.class, name = "end-wait"),
  @JsonSubTypes.Type(value = TicketCommand.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = TicketCommand.SeekChannel.class, name = "seek-channel"),
  @JsonSubTypes.Type(value = TicketCommand.Purge.class, name = "purge")
})
public sealed interface TicketCommand {
  /** From the member's side; sent by their correspondent. */
  sealed interface FromMember extends TicketCommand {}

  /** From the staff's side, in Discord, in the browser or over HTTP. */
  sealed interface FromStaff extends TicketCommand {}

  /** A command of a person on the staff's side, which changes the ticket or the member's side. */
  sealed interface Act extends FromStaff {
    /** Discord's id of the command message or interaction. */
    long source();

    /** The person, as the member and other staff are shown them. */
    Staff by();
  }

  /** From the product itself: outcomes, files, timers. */
  sealed interface FromWithin extends TicketCommand {}

  /** Opens the ticket with its first message. */
  record Open(
      Member member, long dmChannel, List<Long> former, long message, Content content, Instant at)
      implements FromMember {
    public Open {
      former = List.copyOf(former);
    }
  }

  record TakeMessage(Member member, long message, Content content, Instant at)
      implements FromMember {}

  /** Several at once, in order: all are taken, or none is. */
  record TakeMessages(List<TakeMessage> messages) implements FromMember {
    public TakeMessages {
      messages = List.copyOf(messages);
    }

    /** The usual command for one, this one for several. */
    public static FromMember of(List<Arrival.Wrote> arrivals) {
      List<TakeMessage> messages =
          arrivals.stream()
              .map(wrote ->
                  new TakeMessage(wrote.author(), wrote.message(), wrote.content(), wrote.at()))
              .toList();
      return messages.size() == 1 ? messages.getFirst() : new TakeMessages(messages);
    }
  }

  record TakeEdit(long message, Content content, Instant at) implements FromMember {}

  record TakeDelete(long message, Instant at) implements FromMember {}

  record TakeReaction(long message, String emoji, boolean added, Instant at)
      implements FromMember {}

  /** A visible line for staff, where the ticket is open: what Discord tells of the member. */
  record TakeNotice(long message, String line, Instant at) implements FromMember {}

  /** A visible line for staff: part of the member's messages could not be read. */
  record TakeGap(String detail, Instant at) implements FromMember {}

  /**
   * Sends words and files to the member.
   *
   * @param source Discord's id of the command message or interaction
   * @param removeSource whether {@code source} is a message in the ticket's channel that is to go
   *     once its effect and its files are stored
   */
  record Reply(
      long source, Staff by, Content content, boolean anonymous, boolean removeSource, Instant at)
      implements Act {}

  /** An ordinary message in the ticket's channel: kept, never sent. */
  record TakeNote(long message, Staff by, Content content, Instant at) implements FromStaff {}

  record TakeNoteEdit(long message, Content content, Instant at) implements FromStaff {}

  record TakeNoteDelete(long message, Instant at) implements FromStaff {}

  /** Changes a reply that was sent, on both sides. */
  record EditReply(long source, Staff by, int number, String text, boolean removeSource, Instant at)
      implements Act {}

  /** Takes a reply back, on both sides; its number stays taken. */
  record DeleteReply(long source, Staff by, int number, boolean removeSource, Instant at)
      implements Act {}

  /**
   * A reaction of staff to a message in the channel, mirrored to the member.
   *
   * @param by the user who reacted; the bot has one reaction at the member for all of them
   */
  record StaffReaction(long message, long by, String emoji, boolean added, Instant at)
      implements FromStaff {}

  /**
   * The reactions to a message in the channel were cleared at once, by whoever may: so are those of
   * staff that were mirrored to the member.
   *
   * @param emoji which of them; empty for all
   */
  record ClearReactions(long message, String emoji, Instant at) implements FromStaff {}

  /**
   * Changes how staff handle the ticket. The channel shows a remark about it.
   *
   * @param source Discord's id of the command message or interaction
   */
  record Handle(long source, Staff by, HandlingChange change, boolean removeSource, Instant at)
      implements Act {}

  /**
   * Ends the ticket.
   *
   * @param reason empty for none
   * @param silent whether the member is told nothing
   */
  record Close(
      long source, Staff by, String reason, boolean silent, boolean removeSource, Instant at)
      implements Act {}

  /**
   * A line for staff in the channel, after what stands there: a command that was not executed, say.
   * Idempotent by its source among remarks: a remark about a note has the note's message as source.
   *
   * @param buttons what stands below the line to press, none in most
   */
  record Remark(long source, String text, List<Draft.Button> buttons, Instant at)
      implements FromStaff {
    public Remark {
      buttons = buttons == null ? List.of() : List.copyOf(buttons);
    }

    public Remark(long source, String text, Instant at) {
      this(source, text, List.of(), at);
    }
  }

  /** The staff channel was deleted. */
  record ChannelGone(long channel, Instant at) implements FromWithin {}

  /**
   * The member left the community, or was banned from it, or came back.
   *
   * @param source a number of this change alone, by which one that comes again is known; 0 from a
   *     node of a former version
   */
  record MembershipChanged(long source, Membership membership, Instant at) implements FromWithin {}

  enum Membership {
    LEFT,
    BANNED,
    BACK
  }

  record Settled(long post, Outcome outcome, Instant at) implements FromWithin {}

  record TakeProfile(Profile profile, Instant at) implements FromWithin {}

  record FileStored(int number, long attachment, StoredFile file, Instant at)
      implements FromWithin {}

  record FileRefused(int number, long attachment, String why, Instant at) implements FromWithin {}

  record TranscriptStored(StoredFile file, Instant at) implements FromWithin {}

  /**
   * The transcript is wanted now, unless that has failed too often.
   *
   * @param failure of the last attempt; empty where nobody knows of one
   */
  record TryTranscript(String failure, Instant at) implements FromWithin {}

  /** A text has waited for its files long enough. */
  record EndWait(int number, Instant at) implements FromWithin {}

  /** Time has passed: delays are noticed, what was refused for a while is tried again. */
  record Tick(Instant at) implements FromWithin {}

  /** What kept Discord from making the ticket's channel may be over: it is asked for now. */
  record SeekChannel(Instant at) implements FromWithin {}

  /**
   * Erase what was said, if the ticket is closed; answered with {@code Closed} where it is erased.
   */
  record Purge(String by, Instant at) implements FromWithin {}
}
