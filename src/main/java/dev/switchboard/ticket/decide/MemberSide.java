package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.model.TicketState.Closure;
import java.util.List;
import java.util.Optional;

/** What a member's deeds come to. */
final class MemberSide extends Deliberation {
  /** So many entries wait to be shown to staff, and so many reactions, at most and about. */
  static final int MOST_WAITING = 1_000;

  static final int MOST_CHARACTERS = 500_000;

  MemberSide(Conversation conversation, Optional<Closure> closure, Rules rules) {
    super(conversation, closure, rules);
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
          saysMore(delete.message()) && isFull()
              ? nothing(new TicketReply.Full())
              : takeDelete(delete.message(), delete.at());
      case TicketCommand.TakeReaction reaction -> takeReaction(reaction);
      case TicketCommand.TakeNotice notice -> takeNotice(notice);
      case TicketCommand.AskRoom _ ->
          nothing(
              waits(MOST_WAITING / 2, MOST_CHARACTERS / 2)
                  ? new TicketReply.Full()
                  : new TicketReply.Taken(0));
      case TicketCommand.TakeGap gap ->
          remark(
              0,
              "Some of the member's messages may be missing: " + gap.detail(),
              List.of(),
              gap.at());
    };
  }

  /** The first message of a ticket, with the welcome. */
  Ticket.Decision open(TicketCommand.TakeMessage message) {
    String welcome = rules.settings().messages().welcome();
    if (!welcome.isEmpty()) {
      tell(PlannedAction.Purpose.WELCOME, welcome, message.at());
    }
    return takeMessages(List.of(message));
  }

  /**
   * Whether so much waits to be shown that more of it is better kept in the inbox, where it is as
   * safe and costs no memory: all that is here is in each snapshot, too.
   */
  private boolean isFull() {
    return waits(MOST_WAITING, MOST_CHARACTERS);
  }

  private boolean waits(int entries, int most) {
    if (book.unshown().size() >= entries || mirrors() >= entries) {
      return true;
    }
    int characters = 0;
    for (int number : book.unshown()) {
      characters += book.entry(number).map(entry -> entry.content().characters()).orElse(0);
      if (characters >= most) {
        return true;
      }
    }
    return false;
  }

  private long mirrors() {
    return book.pending().stream()
        .filter(planned -> planned.deed() instanceof PlannedAction.Mirror)
        .count();
  }

  /** Whether its deletion would be a line of its own: nothing is known of it any more. */
  private boolean saysMore(long message) {
    return open && book.bySource(message).flatMap(book::entry).isEmpty() && shed(message);
  }

  private Ticket.Decision takeNotice(TicketCommand.TakeNotice notice) {
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    if (book.bySource(notice.message()).isEmpty() && isFull()) {
      return nothing(new TicketReply.Full());
    }
    return remark(notice.message(), notice.line(), List.of(), notice.at());
  }

  private Ticket.Decision takeMessages(List<TicketCommand.TakeMessage> messages) {
    List<TicketCommand.TakeMessage> fresh =
        messages.stream().filter(one -> book.bySource(one.message()).isEmpty()).toList();
    if (fresh.isEmpty()) {
      long last = messages.getLast().message();
      return nothing(new TicketReply.Taken(book.bySource(last).orElseThrow()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    if (isFull()) {
      return nothing(new TicketReply.Full());
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
    return taken(number, fresh.getLast().at());
  }

  private Ticket.Decision takeEdit(TicketCommand.TakeEdit edit) {
    Optional<Entry> entry = book.bySource(edit.message()).flatMap(book::entry);
    if (saysMore(edit.message())) {
      return isFull() ? nothing(new TicketReply.Full()) : takeEditOfOld(edit);
    }
    if (entry.filter(one -> one.author() instanceof Author.OfMember).isEmpty()) {
      return nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    String text = edit.content().text();
    Entry known = entry.get();
    if (known.isSaidLater(edit.at()) && !known.deleted() && !text.equals(known.content().text())) {
      if (isFull() && !fitsInPlace(known, text)) {
        return nothing(new TicketReply.Full());
      }
      edit(known, edit.message(), text, edit.at());
    }
    return taken(entry.get().number(), edit.at());
  }

  /** What it says now is a new entry, which further edits find: nothing of the old one is known. */
  private Ticket.Decision takeEditOfOld(TicketCommand.TakeEdit edit) {
    say(old(edit.message()) + " was edited, and says now:", edit.at());
    Author member = new Author.OfMember(book.opening().member().displayName());
    int number = write(edit.message(), member, edit.content(), edit.at());
    return taken(number, edit.at());
  }

  private Ticket.Decision takeReaction(TicketCommand.TakeReaction reaction) {
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    if (isFull()) {
      return nothing(new TicketReply.Full());
    }
    Optional<Integer> own = book.bySource(reaction.message());
    Optional<Integer> ours =
        book.byMessage(reaction.message())
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
    return nothing(new TicketReply.Taken(0));
  }

  /** Staff have nothing to hang it on: the greeting, a notice, what is not shown to them. */
  private Ticket.Decision sayReaction(
      Optional<Integer> number, TicketCommand.TakeReaction reaction) {
    sayReaction(number, reaction.message(), reaction.emoji(), reaction.added(), reaction.at());
    return taken(0, reaction.at());
  }
}
