package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * A request that may change a ticket; for questions see {@link TicketQuery}. Time, ids and all
 * other outside values come with the command. Each is idempotent by Discord's id of the message or
 * interaction that caused it ({@code source}); one that came over HTTP has a number of {@link
 * ActSource} instead.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketCommand.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TicketCommand.OpenByStaff.class, name = "open-by-staff"),
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
  @JsonSubTypes.Type(value = TicketCommand.WriteNote.class, name = "write-note"),
  @JsonSubTypes.Type(value = TicketCommand.EditReply.class, name = "edit-reply"),
  @JsonSubTypes.Type(value = TicketCommand.DeleteReply.class, name = "delete-reply"),
  @JsonSubTypes.Type(value = TicketCommand.StaffReaction.class, name = "staff-reaction"),
  @JsonSubTypes.Type(value = TicketCommand.ClearReactions.class, name = "clear-reactions"),
  @JsonSubTypes.Type(value = TicketCommand.Handle.class, name = "handle"),
  @JsonSubTypes.Type(value = TicketCommand.Close.class, name = "close"),
  @JsonSubTypes.Type(value = TicketCommand.Merge.class, name = "merge"),
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
  /**
   * What anybody may tell a ticket, since nobody on the staff's side decides it: what people have
   * written, and what Discord and the product itself have done. No {@link Act} is one.
   */
  sealed interface Unguarded extends TicketCommand {}

  /** From the member's side; sent by their correspondent. */
  sealed interface FromMember extends Unguarded {}

  /** A command from the staff's side, in Discord, in the browser or over HTTP. */
  sealed interface FromStaff extends TicketCommand {}

  /**
   * A command of a person on the staff's side, which changes the ticket or the member's side. It
   * takes a right, and leaves an entry in the audit log.
   */
  sealed interface Act extends FromStaff {
    /** Discord's id of the command message or interaction, or a number of {@link ActSource}. */
    long source();

    /** The person, as shown to the member and to other staff. */
    Staff by();
  }

  /** From the product itself: outcomes, files, timers. */
  sealed interface FromWithin extends Unguarded {}

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

  /** Takes several messages at once, in order: all or none. */
  record TakeMessages(List<TakeMessage> messages) implements FromMember {
    public TakeMessages {
      messages = List.copyOf(messages);
    }

    /** A {@link TakeMessage} for one arrival, this command for several. */
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

  /** Shows staff a line about an action of the member, if the ticket is open. */
  record TakeNotice(long message, String line, Instant at) implements FromMember {}

  /** Shows staff a line: part of the member's messages could not be read. */
  record TakeGap(String detail, Instant at) implements FromMember {}

  /**
   * Opens the ticket before the member has written. Sent by the member's correspondent, whose port
   * has asked for the right.
   *
   * @param former the member's earlier tickets
   */
  record OpenByStaff(OpeningRequest request, List<Long> former) implements FromStaff, Unguarded {
    public OpenByStaff {
      former = List.copyOf(former);
    }
  }

  /**
   * Sends text and files to the member.
   *
   * @param source Discord's id of the command message or interaction
   * @param removeSource whether {@code source} is a message in the ticket's channel that is to go
   *     once its effect and its files are stored
   * @param lastSeen the number of the newest message that the author has seen: the reply is refused
   *     where the member or other staff said more since; 0 for a reply that is sent whatever they
   *     said, as one from Discord is
   */
  record Reply(
      long source,
      Staff by,
      Content content,
      boolean anonymous,
      boolean removeSource,
      int lastSeen,
      Instant at)
      implements Act {
    public Reply(
        long source,
        Staff by,
        Content content,
        boolean anonymous,
        boolean removeSource,
        Instant at) {
      this(source, by, content, anonymous, removeSource, 0, at);
    }

    /** The same reply with files. */
    public Reply with(List<Attachment> files) {
      Content whole = new Content(content.text(), files, content.extras(), content.answers());
      return new Reply(source, by, whole, anonymous, removeSource, lastSeen, at);
    }
  }

  /** An ordinary message in the ticket's channel: kept, never sent. */
  record TakeNote(long message, Staff by, Content content, Instant at)
      implements FromStaff, Unguarded {}

  /** As {@link TakeNote}, of a note that stands nowhere in Discord: the channel is shown it. */
  record WriteNote(long source, Staff by, Content content, Instant at) implements Act {}

  record TakeNoteEdit(long message, Content content, Instant at) implements FromStaff, Unguarded {}

  record TakeNoteDelete(long message, Instant at) implements FromStaff, Unguarded {}

  /** Changes the text of a reply, on both sides. */
  record EditReply(long source, Staff by, int number, String text, boolean removeSource, Instant at)
      implements Act {}

  /** Deletes a reply, on both sides; its number is not used again. */
  record DeleteReply(long source, Staff by, int number, boolean removeSource, Instant at)
      implements Act {}

  /**
   * Mirrors to the member a reaction of staff to a message in the channel.
   *
   * @param by the user who reacted; one reaction of the bot in the DM stands for all of staff
   */
  record StaffReaction(long message, long by, String emoji, boolean added, Instant at)
      implements FromStaff, Unguarded {}

  /**
   * Removes staff's mirrored reactions from the member's side, after a moderator cleared the
   * reactions to a message in the channel.
   *
   * @param emoji the cleared emoji; empty for all
   */
  record ClearReactions(long message, String emoji, Instant at) implements FromStaff, Unguarded {}

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
   * @param silent whether the member gets no closing message
   */
  record Close(
      long source, Staff by, String reason, boolean silent, boolean removeSource, Instant at)
      implements Act {}

  /**
   * Joins the conversation of this ticket, which is closed, to that of a later ticket. The port
   * refuses tickets of different members before it asks.
   *
   * @param into the number of the later ticket
   */
  record Merge(long source, Staff by, long into, Instant at) implements Act {}

  /**
   * Adds a remark at the end of the channel, for example about a command that was not executed.
   * Idempotent by its source among remarks: a remark about a note has the note's message as source.
   *
   * @param buttons the buttons below the line, usually none
   */
  record Remark(long source, String text, List<Draft.Button> buttons, Instant at)
      implements FromStaff, Unguarded {
    public Remark {
      buttons = buttons == null ? List.of() : List.copyOf(buttons);
    }

    public Remark(long source, String text, Instant at) {
      this(source, text, List.of(), at);
    }
  }

  /** Takes note that the staff channel was deleted. */
  record ChannelGone(long channel, Instant at) implements FromWithin {}

  /**
   * Takes note that the member left the community, was banned from it, or came back.
   *
   * @param source a number unique to this change, by which a repeated command is recognised; 0 from
   *     a node of an older version
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
   * Starts an attempt to write the transcript, unless too many have failed.
   *
   * @param failure the failure of the last attempt; empty if none is known
   */
  record TryTranscript(String failure, Instant at) implements FromWithin {}

  /** Posts a text without the files that it waited for. */
  record EndWait(int number, Instant at) implements FromWithin {}

  /** Checks for delays, and retries temporary refusals whose pause is over. */
  record Tick(Instant at) implements FromWithin {}

  /** Requests the ticket's channel now, because the reason of its refusal may be gone. */
  record SeekChannel(Instant at) implements FromWithin {}

  /**
   * Erases everything that was said, if the ticket is closed; the reply is {@code Closed} if it is
   * erased already.
   */
  record Purge(String by, Instant at) implements FromWithin {}
}
