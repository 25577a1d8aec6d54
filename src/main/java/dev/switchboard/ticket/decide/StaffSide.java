package dev.switchboard.ticket.decide;

import dev.switchboard.text.Unseen;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketState.Closure;
import dev.switchboard.ticket.show.EntryText;
import dev.switchboard.ticket.show.LateNote;
import dev.switchboard.ticket.show.Phrases;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the deeds of staff come to. */
final class StaffSide extends Deliberation {
  /** Discord's longest message: 4,000 characters, for those who pay. */
  private static final int LONGEST = 4_000;

  StaffSide(Conversation conversation, Optional<Closure> closure, Rules rules) {
    super(conversation, closure, rules);
  }

  Ticket.Decision decide(TicketCommand.FromStaff command) {
    return switch (command) {
      case TicketCommand.Reply reply -> reply(reply);
      case TicketCommand.TakeNote note -> takeNote(note);
      case TicketCommand.TakeNoteEdit edit -> editNote(edit);
      case TicketCommand.TakeNoteDelete delete -> takeDelete(delete.message(), delete.at());
      case TicketCommand.EditReply edit -> editReply(edit);
      case TicketCommand.DeleteReply delete -> deleteReply(delete);
      case TicketCommand.StaffReaction reaction -> staffReaction(reaction);
      case TicketCommand.ClearReactions clear -> clearReactions(clear);
      case TicketCommand.Close close -> close(close);
      case TicketCommand.Find find -> find(find.message());
      case TicketCommand.AskDone asked -> nothing(done(asked.source()));
      case TicketCommand.FindReplies find -> nothing(RepliesFound.in(book, find));
      case TicketCommand.Look _ -> nothing(summary(book, !open));
      case TicketCommand.Remark remark ->
          remark(-remark.source(), remark.text(), remark.buttons(), remark.at());
    };
  }

  private Ticket.Decision reply(TicketCommand.Reply reply) {
    Optional<Integer> known = book.byCommand(reply.source());
    if (known.isPresent()) {
      return nothing(new TicketReply.Taken(known.get()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    Content content = reply.content();
    if (content.showsNothing()) {
      return nothing(new TicketReply.Refused(Reason.EMPTY_MESSAGE));
    }
    Author author =
        new Author.OfReply(
            reply.by(),
            signature(reply.by(), reply.anonymous()),
            reply.anonymous(),
            reply.removeSource());
    int number = write(reply.source(), author, content, reply.at());
    return taken(number, reply.at());
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

  private Ticket.Decision takeNote(TicketCommand.TakeNote note) {
    Optional<Integer> known = book.bySource(note.message());
    if (known.isPresent()) {
      return nothing(new TicketReply.Taken(known.get()));
    }
    boolean late = isBehindTranscript();
    int number = write(note.message(), new Author.OfNote(note.by()), note.content(), note.at());
    if (late) {
      sayLate(number, note.at());
    }
    return taken(number, note.at());
  }

  /** Whether the transcript has nothing of what is said now. */
  private boolean isBehindTranscript() {
    return rules.logChannel().isPresent()
        && closure.filter(one -> one.transcript().isPresent() || book.logged()).isPresent();
  }

  /** Where the transcript was refused, its channel stays, and is where people look. */
  private void sayLate(int number, Instant at) {
    if (!book.logRefused()) {
      logNotes(List.of(number), at);
    } else if (book.entries().stream().noneMatch(StaffSide::saysLate)) {
      say(LateNote.IN_CHANNEL, at);
    }
  }

  private static boolean saysLate(Entry entry) {
    return entry.author() instanceof Author.OfRemark
        && entry.content().text().equals(LateNote.IN_CHANNEL);
  }

  private Ticket.Decision editNote(TicketCommand.TakeNoteEdit edit) {
    Optional<Entry> note =
        book.bySource(edit.message())
            .flatMap(book::entry)
            .filter(entry -> entry.author() instanceof Author.OfNote);
    if (note.isEmpty()) {
      return nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    String text = edit.content().text();
    if (note.get().isSaidLater(edit.at()) && !text.equals(note.get().content().text())) {
      boolean late = isBehindTranscript();
      happen(new TicketEvent.Edited(note.get().number(), edit.message(), text, true, edit.at()));
      if (late) {
        sayLate(note.get().number(), edit.at());
      }
    }
    return taken(note.get().number(), edit.at());
  }

  private Ticket.Decision editReply(TicketCommand.EditReply edit) {
    if (book.byCommand(edit.source()).isPresent()) {
      return nothing(new TicketReply.Taken(edit.number()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    Optional<Reason> refusal = refusal(edit.number(), edit.text());
    if (refusal.isPresent()) {
      return nothing(new TicketReply.Refused(refusal.get()));
    }
    Entry entry = book.entry(edit.number()).orElseThrow();
    if (!entry.content().text().equals(edit.text())) {
      edit(entry, edit.source(), edit.text(), edit.at());
    }
    if (edit.removeSource()) {
      plan(new PlannedAction.RemoveSource(edit.source()), edit.at());
    }
    return taken(edit.number(), edit.at());
  }

  private Optional<Reason> refusal(int number, String text) {
    Optional<Entry> entry = book.entry(number);
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
    // A reply stands at the member as so many messages, and cannot become more of them.
    Entry changed = entry.get().withText(text, entry.get().editedAt());
    int standing =
        (int)
            book.shownOf(number)
                .filter(one -> one.target() == PlannedAction.Target.MEMBER && one.part() >= 0)
                .count();
    EntryText texts = rendering().text();
    int room = Math.max(standing, texts.memberParts(entry.get()).size());
    return text.length() > LONGEST || texts.memberParts(changed).size() > room
        ? Optional.of(Reason.TOO_LONG)
        : Optional.empty();
  }

  private Ticket.Decision deleteReply(TicketCommand.DeleteReply delete) {
    if (book.byCommand(delete.source()).isPresent()) {
      return nothing(new TicketReply.Taken(delete.number()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    Optional<Reason> refusal = refusal(delete.number(), "-");
    if (refusal.isPresent()) {
      return nothing(new TicketReply.Refused(refusal.get()));
    }
    delete(delete.number(), delete.source(), delete.at());
    if (delete.removeSource()) {
      plan(new PlannedAction.RemoveSource(delete.source()), delete.at());
    }
    return taken(delete.number(), delete.at());
  }

  private Ticket.Decision staffReaction(TicketCommand.StaffReaction reaction) {
    atMember(reaction.message()).ifPresent(message -> mirrorToMember(message, reaction));
    return nothing(new TicketReply.Taken(0));
  }

  /** The message at the member that a message in the channel stands for. */
  private Optional<Long> atMember(long message) {
    return book.byMessage(message)
        .flatMap(sentPost -> sentPost.numbers().stream().findFirst())
        .flatMap(book::entry)
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
    return nothing(new TicketReply.Taken(0));
  }

  private void clearAtMember(long message, TicketCommand.ClearReactions clear) {
    List<String> emojis =
        book.reacted(message).stream()
            .filter(emoji -> clear.emoji().isEmpty() || clear.emoji().equals(emoji))
            .toList();
    for (String emoji : emojis) {
      for (long by : book.reacted(message, emoji)) {
        happen(new TicketEvent.Reacted(message, by, emoji, false, clear.at()));
      }
      mirror(PlannedAction.Target.MEMBER, message, emoji, false, clear.at());
    }
  }

  /** The bot reacts once for all of staff: with the first of them, until the last takes it back. */
  private void mirrorToMember(long message, TicketCommand.StaffReaction reaction) {
    Set<Long> before = book.reacted(message, reaction.emoji());
    if (before.contains(reaction.by()) != reaction.added()) {
      happen(
          new TicketEvent.Reacted(
              message, reaction.by(), reaction.emoji(), reaction.added(), reaction.at()));
    }
    boolean alone =
        reaction.added() ? before.isEmpty() : book.reacted(message, reaction.emoji()).isEmpty();
    if (alone) {
      mirror(
          PlannedAction.Target.MEMBER, message, reaction.emoji(), reaction.added(), reaction.at());
    }
  }

  private Ticket.Decision find(long message) {
    Optional<Entry> entry =
        book.byMessage(message)
            .flatMap(sentPost -> sentPost.numbers().stream().findFirst())
            .or(() -> book.bySource(message))
            .flatMap(book::entry);
    return nothing(
        entry
            .<TicketReply>map(found ->
                new TicketReply.Found(
                    found.number(),
                    found.author() instanceof Author.OfReply,
                    found.author() instanceof Author.OfReply reply ? reply.staff().id() : 0,
                    found.content().text()))
            .orElseGet(() -> new TicketReply.Refused(Reason.NO_SUCH_MESSAGE)));
  }

  private TicketReply done(long source) {
    return book.bySource(source)
        .or(() -> closure.filter(one -> one.source() == source).map(_ -> 0))
        .<TicketReply>map(TicketReply.Taken::new)
        .orElseGet(() -> new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
  }

  private Ticket.Decision close(TicketCommand.Close close) {
    if (closure.filter(one -> one.source() == close.source()).isPresent()) {
      return nothing(new TicketReply.Taken(0));
    }
    if (!open && !book.logRefused()) {
      return nothing(new TicketReply.Refused(Reason.ALREADY_CLOSING));
    }
    String reason =
        closure.map(Closure::reason).filter(_ -> Unseen.is(close.reason())).orElse(close.reason());
    boolean silent = closure.map(Closure::silent).orElse(close.silent());
    happen(new TicketEvent.CloseRequested(close.source(), close.by(), reason, silent, close.at()));
    if (close.removeSource()) {
      plan(new PlannedAction.RemoveSource(close.source()), close.at());
    }
    String farewell = rules.settings().messages().closing();
    if (open && !silent && !farewell.isEmpty()) {
      String why = Unseen.is(reason) ? "" : "Reason: " + reason.strip();
      tell(PlannedAction.Purpose.FAREWELL, Phrases.join(farewell, why), close.at());
    }
    return taken(0, close.at());
  }
}
