package dev.switchboard.ticket.decide;

import dev.switchboard.text.Unseen;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketState.Closure;
import dev.switchboard.ticket.show.EntryText;
import dev.switchboard.ticket.show.HandlingText;
import dev.switchboard.ticket.show.MemberMessage;
import dev.switchboard.ticket.show.OpeningText;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.RemarkMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The decisions about commands from the staff's side. */
final class StaffSide extends TicketSide {
  /** Discord's longest message: 4,000 characters, for paying users. */
  private static final int LONGEST = 4_000;

  StaffSide(DecisionBuilder draft) {
    super(draft);
  }

  Ticket.Decision decide(TicketCommand.FromStaff command) {
    return switch (command) {
      case TicketCommand.OpenByStaff(OpeningRequest request, _) -> openAgain(request);
      case TicketCommand.Reply reply -> reply(reply);
      case TicketCommand.TakeNote note ->
          takeNote(note.message(), note.by(), note.content(), note.at());
      case TicketCommand.WriteNote note -> writeNote(note);
      case TicketCommand.TakeNoteEdit edit -> editNote(edit);
      case TicketCommand.TakeNoteDelete delete -> takeDelete(delete.message(), delete.at());
      case TicketCommand.EditReply edit -> editReply(edit);
      case TicketCommand.DeleteReply delete -> deleteReply(delete);
      case TicketCommand.StaffReaction reaction -> staffReaction(reaction);
      case TicketCommand.ClearReactions clear -> clearReactions(clear);
      case TicketCommand.Handle handle -> handle(handle);
      case TicketCommand.Close close -> close(close);
      case TicketCommand.Merge _ -> draft.nothing(new TicketReply.Refused(Reason.NOT_CLOSED));
      case TicketCommand.Remark remark ->
          remark(-remark.source(), remark.text(), remark.buttons(), remark.at());
    };
  }

  /** The first remark of a ticket, and what the member is told first. */
  Ticket.Decision open(OpeningRequest request) {
    int number =
        write(
            0,
            new Author.OfRemark(List.of()),
            Content.of(OpeningText.of(rules.words(), request)),
            request.at());
    if (!Unseen.is(request.message())) {
      Author author =
          new Author.OfReply(request.by(), signature(request.by(), false), false, false);
      number = write(request.source(), author, Content.of(request.message()), request.at());
    }
    return draft.taken(number, request.at());
  }

  private Ticket.Decision openAgain(OpeningRequest request) {
    if (book().opening().source() == request.source()) {
      return draft.nothing(new TicketReply.Taken(0));
    }
    return draft.nothing(
        open ? new TicketReply.Refused(Reason.TICKET_EXISTS) : new TicketReply.Closed());
  }

  private Ticket.Decision reply(TicketCommand.Reply reply) {
    Optional<Integer> known = book().byCommand(reply.source());
    if (known.isPresent()) {
      return draft.nothing(new TicketReply.Taken(known.get()));
    }
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    Content content = reply.content();
    if (content.showsNothing()) {
      return draft.nothing(new TicketReply.Refused(Reason.EMPTY_MESSAGE));
    }
    // Asked here, where nothing can come between it and the reply.
    if (reply.lastSeen() > 0 && MessagesSince.any(book(), reply.lastSeen(), reply.by())) {
      return draft.nothing(new TicketReply.Refused(Reason.NEWER_MESSAGES));
    }
    Author author =
        new Author.OfReply(
            reply.by(),
            signature(reply.by(), reply.anonymous()),
            reply.anonymous(),
            reply.removeSource());
    int number = write(reply.source(), author, content, reply.at());
    return draft.taken(number, reply.at());
  }

  private String signature(Staff staff, boolean anonymous) {
    TicketSettings.Signing signing = rules.settings().signing();
    TicketSettings.Signature kind =
        anonymous ? TicketSettings.Signature.ANONYMOUS : signing.signature();
    return switch (kind) {
      case NAME -> staff.name();
      case NAME_AND_ROLE ->
          staff.topRole().isEmpty() ? staff.name() : staff.name() + " (" + staff.topRole() + ")";
      case ANONYMOUS -> signing.anonymousName();
    };
  }

  /** A note stands in the channel already: as a message of Discord's. */
  private Ticket.Decision takeNote(long source, Staff by, Content content, Instant at) {
    Optional<Integer> known = book().bySource(source);
    if (known.isPresent()) {
      return draft.nothing(new TicketReply.Taken(known.get()));
    }
    boolean late = isBehindTranscript();
    int number = write(source, new Author.OfNote(by), content, at);
    if (late) {
      sayLate(number, at);
    }
    return draft.taken(number, at);
  }

  /** The source says that it stands nowhere: the book shows it to staff. */
  private Ticket.Decision writeNote(TicketCommand.WriteNote note) {
    return note.content().showsNothing()
        ? draft.nothing(new TicketReply.Refused(Reason.EMPTY_MESSAGE))
        : takeNote(note.source(), note.by(), note.content(), note.at());
  }

  /** Whether the transcript is already written, so that it lacks new notes. */
  private boolean isBehindTranscript() {
    return rules.logChannel().isPresent()
        && draft
            .closure()
            .filter(one -> one.transcript().isPresent() || book().logged())
            .isPresent();
  }

  /**
   * Records a note that the transcript lacks: in the log channel, or in the ticket's channel if it
   * stays because the transcript was refused.
   */
  private void sayLate(int number, Instant at) {
    if (!book().logRefused()) {
      logNotes(List.of(number), at);
    } else if (book().entries().stream().noneMatch(this::saysLate)) {
      say(new RemarkMessage.Late(), at);
    }
  }

  private boolean saysLate(Entry entry) {
    return entry.author() instanceof Author.OfRemark
        && entry.content().text().equals(words(new RemarkMessage.Late()));
  }

  private Ticket.Decision editNote(TicketCommand.TakeNoteEdit edit) {
    Optional<Entry> note =
        book()
            .bySource(edit.message())
            .flatMap(book()::entry)
            .filter(entry -> entry.author() instanceof Author.OfNote);
    if (note.isEmpty()) {
      return draft.nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    String text = edit.content().text();
    if (note.get().isSaidLater(edit.at()) && !text.equals(note.get().content().text())) {
      boolean late = isBehindTranscript();
      draft.happen(
          new TicketEvent.Edited(note.get().number(), edit.message(), text, true, edit.at()));
      if (late) {
        sayLate(note.get().number(), edit.at());
      }
    }
    return draft.taken(note.get().number(), edit.at());
  }

  private Ticket.Decision editReply(TicketCommand.EditReply edit) {
    if (book().byCommand(edit.source()).isPresent()) {
      return draft.nothing(new TicketReply.Taken(edit.number()));
    }
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    Optional<Reason> refusal = refusal(edit.number(), edit.text());
    if (refusal.isPresent()) {
      return draft.nothing(new TicketReply.Refused(refusal.get()));
    }
    Entry entry = book().entry(edit.number()).orElseThrow();
    if (!entry.content().text().equals(edit.text())) {
      edit(entry, edit.source(), edit.text(), edit.at());
    }
    if (edit.removeSource()) {
      draft.plan(new PlannedAction.RemoveSource(edit.source()), edit.at());
    }
    return draft.taken(edit.number(), edit.at());
  }

  private Optional<Reason> refusal(int number, String text) {
    Optional<Entry> entry = book().entry(number);
    if (entry.isEmpty()) {
      return Optional.of(Reason.NO_SUCH_MESSAGE);
    }
    if (!(entry.get().author() instanceof Author.OfReply)) {
      return Optional.of(Reason.NOT_A_REPLY);
    }
    if (entry.get().deleted()) {
      return Optional.of(Reason.ALREADY_DELETED);
    }
    if (Unseen.is(text)) {
      return Optional.of(Reason.EMPTY_MESSAGE);
    }
    // Amendments cannot add messages: the new text must fit into those that the reply has in the
    // DM.
    Entry changed = entry.get().withText(text, entry.get().editedAt());
    int standing =
        (int)
            book()
                .shownOf(number)
                .filter(one -> one.target() == PlannedAction.Target.MEMBER && one.part() >= 0)
                .count();
    EntryText texts = draft.rendering().text();
    int room = Math.max(standing, texts.memberParts(entry.get()).size());
    return text.length() > LONGEST || texts.memberParts(changed).size() > room
        ? Optional.of(Reason.TOO_LONG)
        : Optional.empty();
  }

  private Ticket.Decision deleteReply(TicketCommand.DeleteReply delete) {
    if (book().byCommand(delete.source()).isPresent()) {
      return draft.nothing(new TicketReply.Taken(delete.number()));
    }
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    Optional<Reason> refusal = refusal(delete.number(), "-");
    if (refusal.isPresent()) {
      return draft.nothing(new TicketReply.Refused(refusal.get()));
    }
    delete(delete.number(), delete.source(), delete.at());
    if (delete.removeSource()) {
      draft.plan(new PlannedAction.RemoveSource(delete.source()), delete.at());
    }
    return draft.taken(delete.number(), delete.at());
  }

  private Ticket.Decision staffReaction(TicketCommand.StaffReaction reaction) {
    atMember(reaction.message()).ifPresent(message -> mirrorToMember(message, reaction));
    return draft.nothing(new TicketReply.Taken(0));
  }

  /** The message in the DM that corresponds to a message in the channel. */
  private Optional<Long> atMember(long message) {
    return book()
        .byMessage(message)
        .flatMap(sentPost -> sentPost.numbers().stream().findFirst())
        .flatMap(book()::entry)
        .flatMap(entry ->
            switch (entry.author()) {
              case Author.OfMember _ -> Optional.of(entry.source());
              case Author.OfReply _ ->
                  standing(entry.number(), PlannedAction.Target.MEMBER).map(SentPost::message);
              case Author.OfNote _, Author.OfRemark _ -> Optional.empty();
            });
  }

  private Ticket.Decision clearReactions(TicketCommand.ClearReactions clear) {
    atMember(clear.message()).ifPresent(message -> clearAtMember(message, clear));
    return draft.nothing(new TicketReply.Taken(0));
  }

  private void clearAtMember(long message, TicketCommand.ClearReactions clear) {
    List<String> emojis =
        book().reacted(message).stream()
            .filter(emoji -> clear.emoji().isEmpty() || clear.emoji().equals(emoji))
            .toList();
    for (String emoji : emojis) {
      for (long by : book().reacted(message, emoji)) {
        draft.happen(new TicketEvent.Reacted(message, by, emoji, false, clear.at()));
      }
      mirror(PlannedAction.Target.MEMBER, message, emoji, false, clear.at());
    }
  }

  /**
   * The bot reacts once for all of staff: with the first of them, until the last removes the
   * reaction.
   */
  private void mirrorToMember(long message, TicketCommand.StaffReaction reaction) {
    Set<Long> before = book().reacted(message, reaction.emoji());
    if (before.contains(reaction.by()) != reaction.added()) {
      draft.happen(
          new TicketEvent.Reacted(
              message, reaction.by(), reaction.emoji(), reaction.added(), reaction.at()));
    }
    boolean alone =
        reaction.added() ? before.isEmpty() : book().reacted(message, reaction.emoji()).isEmpty();
    if (alone) {
      mirror(
          PlannedAction.Target.MEMBER, message, reaction.emoji(), reaction.added(), reaction.at());
    }
  }

  private Ticket.Decision handle(TicketCommand.Handle handle) {
    Optional<Integer> known = book().byCommand(handle.source());
    if (known.isPresent()) {
      return draft.nothing(new TicketReply.Taken(known.get()));
    }
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    List<HandlingEvent> changes = HandlingDecisions.decide(book().handling(), handle.change());
    for (HandlingEvent change : changes) {
      draft.happen(new TicketEvent.Handled(handle.source(), handle.by(), change, handle.at()));
    }
    String text =
        changes.isEmpty()
            ? words(HandlingText.unchanged(handle.change()))
            : changes.stream()
                .map(change -> words(HandlingText.changed(change, handle.by())))
                .collect(Collectors.joining("\n"));
    int number =
        write(handle.source(), new Author.OfRemark(List.of()), Content.of(text), handle.at());
    if (handle.removeSource()) {
      draft.plan(new PlannedAction.RemoveSource(handle.source()), handle.at());
    }
    touchHead();
    return draft.taken(number, handle.at());
  }

  /** Marks the head of the channel, so that it is amended. */
  private void touchHead() {
    book()
        .shownAt(PlannedAction.Target.STAFF)
        .filter(sentPost -> sentPost.purpose() == PlannedAction.Purpose.HEADER)
        .forEach(sentPost -> draft.touch(sentPost.numbers()));
  }

  private Ticket.Decision close(TicketCommand.Close close) {
    if (draft.closure().filter(one -> one.source() == close.source()).isPresent()) {
      return draft.nothing(new TicketReply.Taken(0));
    }
    if (!open && !book().logRefused()) {
      return draft.nothing(new TicketReply.Refused(Reason.ALREADY_CLOSING));
    }
    String reason =
        draft
            .closure()
            .map(Closure::reason)
            .filter(_ -> Unseen.is(close.reason()))
            .orElse(close.reason());
    boolean silent = draft.closure().map(Closure::silent).orElse(close.silent());
    draft.happen(
        new TicketEvent.CloseRequested(close.source(), close.by(), reason, silent, close.at()));
    if (close.removeSource()) {
      draft.plan(new PlannedAction.RemoveSource(close.source()), close.at());
    }
    String farewell = rules.settings().messages().closing();
    if (open && !silent && !farewell.isEmpty()) {
      String why = Unseen.is(reason) ? "" : words(new MemberMessage.ClosingReason(reason.strip()));
      tell(PlannedAction.Purpose.FAREWELL, Phrases.join(farewell, why), close.at());
    }
    return draft.taken(0, close.at());
  }
}
