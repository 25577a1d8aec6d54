package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.show.RemarkMessage;
import java.util.List;
import java.util.Optional;

/** The decisions about commands from the member's side. */
final class MemberSide extends TicketSide {
  MemberSide(DecisionBuilder draft) {
    super(draft);
  }

  Ticket.Decision decide(TicketCommand.FromMember command) {
    return switch (command) {
      case TicketCommand.Open open ->
          takeMessages(
              List.of(
                  new TicketCommand.TakeMessage(
                      open.member(), open.message(), open.content(), open.at())));
      case TicketCommand.TakeMessage message -> takeMessages(List.of(message));
      case TicketCommand.TakeMessages(List<TicketCommand.TakeMessage> messages) ->
          takeMessages(messages);
      case TicketCommand.TakeEdit edit -> takeEdit(edit);
      case TicketCommand.TakeDelete delete ->
          saysMore(delete.message()) && MemberBacklog.isFull(book())
              ? draft.nothing(new TicketReply.Full())
              : takeDelete(delete.message(), delete.at());
      case TicketCommand.TakeReaction reaction -> takeReaction(reaction);
      case TicketCommand.TakeNotice notice -> takeNotice(notice);
      case TicketCommand.TakeGap gap ->
          remark(0, words(new RemarkMessage.MessagesMissing(gap.detail())), List.of(), gap.at());
    };
  }

  /** Takes the first message of a ticket, with the welcome message. */
  Ticket.Decision open(TicketCommand.TakeMessage message) {
    String welcome = rules.settings().messages().welcome();
    if (!welcome.isEmpty()) {
      tell(PlannedAction.Purpose.WELCOME, welcome, message.at());
    }
    return takeMessages(List.of(message));
  }

  /**
   * Whether a change of the message needs a line of its own, because its entry is no longer kept.
   */
  private boolean saysMore(long message) {
    return open && book().bySource(message).flatMap(book()::entry).isEmpty() && shed(message);
  }

  private Ticket.Decision takeNotice(TicketCommand.TakeNotice notice) {
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    if (book().bySource(notice.message()).isEmpty() && MemberBacklog.isFull(book())) {
      return draft.nothing(new TicketReply.Full());
    }
    return remark(notice.message(), notice.line(), List.of(), notice.at());
  }

  private Ticket.Decision takeMessages(List<TicketCommand.TakeMessage> messages) {
    List<TicketCommand.TakeMessage> fresh =
        messages.stream().filter(one -> book().bySource(one.message()).isEmpty()).toList();
    if (fresh.isEmpty()) {
      long last = messages.getLast().message();
      return draft.nothing(new TicketReply.Taken(book().bySource(last).orElseThrow()));
    }
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    if (MemberBacklog.isFull(book())) {
      return draft.nothing(new TicketReply.Full());
    }
    int number = 0;
    for (TicketCommand.TakeMessage message : fresh) {
      number =
          write(
              message.message(),
              new Author.OfMember(message.member().displayName()),
              message.content(),
              message.at());
    }
    return draft.taken(number, fresh.getLast().at());
  }

  private Ticket.Decision takeEdit(TicketCommand.TakeEdit edit) {
    Optional<Entry> entry = book().bySource(edit.message()).flatMap(book()::entry);
    if (saysMore(edit.message())) {
      return MemberBacklog.isFull(book())
          ? draft.nothing(new TicketReply.Full())
          : takeEditOfOld(edit);
    }
    if (entry.filter(one -> one.author() instanceof Author.OfMember).isEmpty()) {
      return draft.nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    String text = edit.content().text();
    Entry known = entry.get();
    if (known.isSaidLater(edit.at()) && !known.deleted() && !text.equals(known.content().text())) {
      if (MemberBacklog.isFull(book()) && !fitsInPlace(known, text)) {
        return draft.nothing(new TicketReply.Full());
      }
      edit(known, edit.message(), text, edit.at());
    }
    return draft.taken(entry.get().number(), edit.at());
  }

  /**
   * Writes the new text as a new entry, which further edits will find; the old entry is no longer
   * kept.
   */
  private Ticket.Decision takeEditOfOld(TicketCommand.TakeEdit edit) {
    say(new RemarkMessage.OldEdited(second(edit.message())), edit.at());
    Author member = new Author.OfMember(book().opening().member().displayName());
    int number = write(edit.message(), member, edit.content(), edit.at());
    return draft.taken(number, edit.at());
  }

  private Ticket.Decision takeReaction(TicketCommand.TakeReaction reaction) {
    if (!open) {
      return draft.nothing(new TicketReply.Closed());
    }
    if (MemberBacklog.isFull(book())) {
      return draft.nothing(new TicketReply.Full());
    }
    Optional<Integer> own = book().bySource(reaction.message());
    Optional<Integer> ours =
        book()
            .byMessage(reaction.message())
            .flatMap(sentPost -> sentPost.numbers().stream().findFirst());
    Optional<Integer> number = own.or(() -> ours);
    Optional<SentPost> shown = number.flatMap(one -> standing(one, PlannedAction.Target.STAFF));
    if (shown.isEmpty()) {
      return sayReaction(number, reaction);
    }
    mirror(
        PlannedAction.Target.STAFF,
        shown.get().message(),
        reaction.emoji(),
        reaction.added(),
        reaction.at());
    return draft.nothing(new TicketReply.Taken(0));
  }

  /**
   * Tells staff of a reaction in a remark if none of their posts can show it, as with the welcome
   * message or a notice.
   */
  private Ticket.Decision sayReaction(
      Optional<Integer> number, TicketCommand.TakeReaction reaction) {
    sayReaction(number, reaction.message(), reaction.emoji(), reaction.added(), reaction.at());
    return draft.taken(0, reaction.at());
  }
}
