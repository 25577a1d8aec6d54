package dev.switchboard.ticket;

import dev.switchboard.ticket.TicketReply.Reason;
import dev.switchboard.ticket.TicketState.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The decisions of a ticket that is open, or closing. Used for one decision, then thrown away. */
final class Conversation {
  /** A member is told of a delay at most this often. */
  private static final Duration DELAY_NOTICE_PAUSE = Duration.ofHours(1);

  /** Discord's longest message: 4,000 characters, for those who pay. */
  private static final int LONGEST = 4_000;

  private final Rules rules;
  private final boolean open;
  private final List<TicketEvent> events = new ArrayList<>();
  private final Set<Integer> touched = new HashSet<>();
  private Optional<Closure> closure;
  private Book book;

  Conversation(Book book, Optional<Closure> closure, Rules rules) {
    this.book = book;
    this.closure = closure;
    this.open = closure.isEmpty();
    this.rules = rules;
  }

  Ticket.Decision decide(TicketCommand command) {
    return switch (command) {
      case TicketCommand.Open open ->
          takeMessage(
              new TicketCommand.TakeMessage(
                  open.member(), open.message(), open.content(), open.at()));
      case TicketCommand.TakeMessage message -> takeMessage(message);
      case TicketCommand.TakeEdit edit -> takeEdit(edit);
      case TicketCommand.TakeDelete delete -> takeDelete(delete.message(), delete.at());
      case TicketCommand.TakeReaction reaction -> takeReaction(reaction);
      case TicketCommand.TakeGap gap ->
          remark(
              0,
              "Some of the member's messages may be missing: " + gap.detail(),
              List.of(),
              gap.at());
      case TicketCommand.Reply reply -> reply(reply);
      case TicketCommand.TakeNote note -> takeNote(note);
      case TicketCommand.TakeNoteEdit edit -> editNote(edit);
      case TicketCommand.TakeNoteDelete delete -> takeDelete(delete.message(), delete.at());
      case TicketCommand.EditReply edit -> editReply(edit);
      case TicketCommand.DeleteReply delete -> deleteReply(delete);
      case TicketCommand.StaffReaction reaction -> staffReaction(reaction);
      case TicketCommand.Close close -> close(close);
      case TicketCommand.Find find -> find(find.message());
      case TicketCommand.Look _ -> nothing(summary(book, !open));
      case TicketCommand.Remark remark ->
          remark(-remark.source(), remark.text(), remark.buttons(), remark.at());
      case TicketCommand.ChannelGone gone -> channelGone(gone);
      case TicketCommand.MembershipChanged changed -> membershipChanged(changed);
      case TicketCommand.Settled settled -> settled(settled);
      case TicketCommand.TakeProfile profile -> takeProfile(profile);
      case TicketCommand.FileStored stored -> fileStored(stored);
      case TicketCommand.FileRefused refused -> fileRefused(refused);
      case TicketCommand.TranscriptStored stored -> transcriptStored(stored);
      case TicketCommand.EndWait end -> endWait(end);
      case TicketCommand.Tick tick -> tick(tick.at());
    };
  }

  /** The first message of a ticket, with the welcome. */
  Ticket.Decision open(TicketCommand.TakeMessage message) {
    String welcome = rules.settings().messages().welcome();
    if (!welcome.isEmpty()) {
      tell(Deed.Purpose.WELCOME, welcome, message.at());
    }
    return takeMessage(message);
  }

  // ---- from the member

  private Ticket.Decision takeMessage(TicketCommand.TakeMessage message) {
    Optional<Integer> known = book.bySource(message.message());
    if (known.isPresent()) {
      return nothing(new TicketReply.Taken(known.get()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    int number =
        write(
            message.message(),
            new Author.OfMember(message.member().displayName()),
            message.content(),
            message.at());
    return taken(number, message.at());
  }

  private Ticket.Decision takeEdit(TicketCommand.TakeEdit edit) {
    Optional<Entry> entry = book.bySource(edit.message()).flatMap(book::entry);
    if (entry.isEmpty()) {
      return nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    String text = edit.content().text();
    Entry known = entry.get();
    boolean newer = edit.at().isAfter(known.editedAt());
    if (newer && !known.deleted() && !text.equals(known.content().text())) {
      edit(entry.get(), edit.message(), text, edit.at());
    }
    return taken(entry.get().number(), edit.at());
  }

  private Ticket.Decision takeDelete(long message, Instant at) {
    Optional<Entry> entry = book.bySource(message).flatMap(book::entry);
    if (entry.isEmpty()) {
      return nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    // A command message that we removed ourselves is reported as deleted, too.
    boolean spoken =
        switch (entry.get().author()) {
          case Author.OfMember _, Author.OfNote _ -> true;
          case Author.OfReply _, Author.OfRemark _ -> false;
        };
    if (spoken && !entry.get().deleted()) {
      happen(new TicketEvent.Deleted(entry.get().number(), message, at));
      touched.add(entry.get().number());
    }
    return taken(entry.get().number(), at);
  }

  private Ticket.Decision takeReaction(TicketCommand.TakeReaction reaction) {
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    Optional<Integer> own = book.bySource(reaction.message());
    Optional<Integer> ours =
        book.byMessage(reaction.message()).flatMap(shown -> shown.numbers().stream().findFirst());
    own.or(() -> ours)
        .flatMap(number -> standing(number, Deed.Target.STAFF))
        .ifPresent(shown ->
            mirror(
                Deed.Target.STAFF,
                shown.message(),
                reaction.emoji(),
                reaction.added(),
                reaction.at()));
    return nothing(new TicketReply.Taken(0));
  }

  // ---- from staff

  private Ticket.Decision reply(TicketCommand.Reply reply) {
    Optional<Integer> known = book.bySource(reply.source());
    if (known.isPresent()) {
      return nothing(new TicketReply.Taken(known.get()));
    }
    if (!open) {
      return nothing(new TicketReply.Closed());
    }
    Content content = reply.content();
    if (content.text().isBlank() && content.attachments().isEmpty() && content.extras().isEmpty()) {
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
    int number = write(note.message(), new Author.OfNote(note.by()), note.content(), note.at());
    return taken(number, note.at());
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
    if (edit.at().isAfter(note.get().editedAt()) && !text.equals(note.get().content().text())) {
      happen(new TicketEvent.Edited(note.get().number(), edit.message(), text, true, edit.at()));
    }
    return taken(note.get().number(), edit.at());
  }

  private Ticket.Decision editReply(TicketCommand.EditReply edit) {
    if (book.bySource(edit.source()).isPresent()) {
      return nothing(new TicketReply.Taken(edit.number()));
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
      plan(new Deed.RemoveSource(edit.source()), edit.at());
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
    if (text.isBlank()) {
      return Optional.of(Reason.EMPTY_MESSAGE);
    }
    // A reply stands at the member as so many messages, and cannot become more of them.
    Entry changed = entry.get().withText(text, entry.get().editedAt());
    int room = Math.max(1, rendering().memberParts(entry.get()).size());
    return text.length() > LONGEST || rendering().memberParts(changed).size() > room
        ? Optional.of(Reason.TOO_LONG)
        : Optional.empty();
  }

  private Ticket.Decision deleteReply(TicketCommand.DeleteReply delete) {
    if (book.bySource(delete.source()).isPresent()) {
      return nothing(new TicketReply.Taken(delete.number()));
    }
    Optional<Reason> refusal = refusal(delete.number(), "-");
    if (refusal.isPresent()) {
      return nothing(new TicketReply.Refused(refusal.get()));
    }
    happen(new TicketEvent.Deleted(delete.number(), delete.source(), delete.at()));
    touched.add(delete.number());
    if (delete.removeSource()) {
      plan(new Deed.RemoveSource(delete.source()), delete.at());
    }
    return taken(delete.number(), delete.at());
  }

  private Ticket.Decision staffReaction(TicketCommand.StaffReaction reaction) {
    book.byMessage(reaction.message()).stream()
        .flatMap(shown -> shown.numbers().stream().limit(1))
        .flatMap(number -> book.entry(number).stream())
        .forEach(entry -> mirrorToMember(entry, reaction));
    return nothing(new TicketReply.Taken(0));
  }

  private void mirrorToMember(Entry entry, TicketCommand.StaffReaction reaction) {
    Optional<Long> message =
        switch (entry.author()) {
          case Author.OfMember _ -> Optional.of(entry.source());
          case Author.OfReply _ -> standing(entry.number(), Deed.Target.MEMBER).map(Shown::message);
          case Author.OfNote _, Author.OfRemark _ -> Optional.empty();
        };
    message.ifPresent(
        id -> mirror(Deed.Target.MEMBER, id, reaction.emoji(), reaction.added(), reaction.at()));
  }

  private Ticket.Decision find(long message) {
    Optional<Entry> entry =
        book.byMessage(message)
            .flatMap(shown -> shown.numbers().stream().findFirst())
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

  private Ticket.Decision close(TicketCommand.Close close) {
    if (closure.isPresent()) {
      return nothing(
          closure.get().source() == close.source()
              ? new TicketReply.Taken(0)
              : new TicketReply.Refused(Reason.ALREADY_CLOSING));
    }
    happen(
        new TicketEvent.CloseRequested(
            close.source(), close.by(), close.reason(), close.silent(), close.at()));
    if (close.removeSource()) {
      plan(new Deed.RemoveSource(close.source()), close.at());
    }
    String farewell = rules.settings().messages().closing();
    if (!close.silent() && !farewell.isEmpty()) {
      tell(Deed.Purpose.FAREWELL, farewell, close.at());
    }
    return taken(0, close.at());
  }

  // ---- from within

  private Ticket.Decision channelGone(TicketCommand.ChannelGone gone) {
    if (book.place() instanceof Place.Channel(long id) && id == gone.channel()) {
      loseChannel(id, gone.at());
    }
    return taken(0, gone.at());
  }

  private void loseChannel(long channel, Instant at) {
    happen(new TicketEvent.ChannelLost(channel, at));
    if (open) {
      say(
          "The former channel of this ticket was deleted; what was said there is in the history.",
          at);
    }
  }

  private Ticket.Decision membershipChanged(TicketCommand.MembershipChanged changed) {
    String text =
        switch (changed.membership()) {
          case LEFT -> "The member **left the community**. Direct messages may not reach them.";
          case BANNED ->
              "The member was **banned from the community**. Direct messages may not reach them.";
          case BACK -> "The member is **back in the community**.";
        };
    return open ? remark(0, text, List.of(), changed.at()) : nothing(new TicketReply.Closed());
  }

  private Ticket.Decision settled(TicketCommand.Settled settled) {
    Optional<TicketEvent.Planned> planned = book.pending(settled.post());
    if (planned.isEmpty()) {
      return nothing(new TicketReply.Taken(0));
    }
    touch(planned.get().deed());
    switch (settled.outcome()) {
      case Outcome.Sent(long id) -> happen(new TicketEvent.Sent(settled.post(), id, settled.at()));
      case Outcome.Done _ -> happen(new TicketEvent.Done(settled.post(), settled.at()));
      case Outcome.Refused(Outcome.Refusal reason, String detail) ->
          refused(planned.get(), reason, detail, settled.at());
    }
    return taken(0, settled.at());
  }

  private void touch(Deed deed) {
    switch (deed) {
      case Deed.Show show -> touched.addAll(show.numbers());
      case Deed.Amend(long of, _) -> book.shown(of).ifPresent(one -> touched.addAll(one.numbers()));
      case Deed.Withdraw(long of) -> book.shown(of).ifPresent(one -> touched.addAll(one.numbers()));
      case Deed.RemoveSource _, Deed.Mirror _, Deed.OpenChannel _, Deed.CloseChannel _ -> {}
    }
  }

  private void refused(
      TicketEvent.Planned planned, Outcome.Refusal reason, String detail, Instant at) {
    boolean staff = planned.deed() instanceof Deed.Show show && show.target() == Deed.Target.STAFF;
    if (staff && open && reason == Outcome.Refusal.FORBIDDEN) {
      // A permission can come back: the post stays pending and is offered again by time.
      return;
    }
    happen(new TicketEvent.Refused(planned.post(), reason, detail, at));
    switch (planned.deed()) {
      case Deed.Show show -> afterRefusal(show, reason, detail, at);
      case Deed.OpenChannel _ -> {
        String busy = rules.settings().messages().busy();
        if (reason == Outcome.Refusal.GUILD_FULL && !busy.isEmpty() && !delayNoticed(at)) {
          happen(new TicketEvent.DelayNoticed(at));
          tell(Deed.Purpose.NOTICE, busy, at);
        }
      }
      case Deed.Amend _,
          Deed.Withdraw _,
          Deed.RemoveSource _,
          Deed.Mirror _,
          Deed.CloseChannel _ -> {}
    }
    boolean atStaff =
        switch (planned.deed()) {
          case Deed.Show show -> show.target() == Deed.Target.STAFF;
          case Deed.Amend(long of, _) -> shownAtStaff(of);
          case Deed.Withdraw(long of) -> shownAtStaff(of);
          case Deed.RemoveSource _ -> true;
          case Deed.Mirror mirror -> mirror.target() == Deed.Target.STAFF;
          case Deed.OpenChannel _, Deed.CloseChannel _ -> false;
        };
    if (atStaff
        && reason == Outcome.Refusal.CHANNEL_GONE
        && book.place() instanceof Place.Channel(long channel)) {
      loseChannel(channel, at);
    }
  }

  private boolean shownAtStaff(long post) {
    return book.shown(post).filter(one -> one.target() == Deed.Target.STAFF).isPresent();
  }

  private void afterRefusal(Deed.Show show, Outcome.Refusal reason, String detail, Instant at) {
    boolean welcome = show.purpose() == Deed.Purpose.WELCOME;
    if (welcome && reason == Outcome.Refusal.DM_CLOSED) {
      say("The member **takes no direct messages** from the bot: replies will not reach them.", at);
    }
    boolean retried = reason == Outcome.Refusal.CHANNEL_GONE || reason == Outcome.Refusal.TOO_LARGE;
    boolean remarks =
        show.numbers().stream()
            .flatMap(number -> book.entry(number).stream())
            .allMatch(entry -> entry.author() instanceof Author.OfRemark);
    if (show.target() == Deed.Target.STAFF && !retried && !remarks) {
      say(
          "%s could not be shown: %s. It is in the history."
              .formatted(numbers(show), Rendering.sentence(reason, detail)),
          at);
    }
  }

  private static String numbers(Deed.Show show) {
    return String.join(", ", show.numbers().stream().map(number -> "`#" + number + "`").toList());
  }

  private Ticket.Decision takeProfile(TicketCommand.TakeProfile profile) {
    if (book.profile().isEmpty()) {
      happen(new TicketEvent.ProfileTaken(profile.profile(), profile.at()));
    }
    return taken(0, profile.at());
  }

  private Ticket.Decision fileStored(TicketCommand.FileStored stored) {
    if (waits(stored.number(), stored.attachment())) {
      happen(
          new TicketEvent.FileKept(
              stored.number(), stored.attachment(), stored.file(), stored.at()));
      touched.add(stored.number());
    }
    return taken(stored.number(), stored.at());
  }

  private Ticket.Decision fileRefused(TicketCommand.FileRefused refused) {
    if (waits(refused.number(), refused.attachment())) {
      happen(
          new TicketEvent.FileLost(
              refused.number(), refused.attachment(), refused.why(), refused.at()));
      touched.add(refused.number());
    }
    return taken(refused.number(), refused.at());
  }

  private boolean waits(int number, long attachment) {
    return book.entry(number).stream()
        .flatMap(entry -> entry.files().stream())
        .anyMatch(
            copy -> copy instanceof Entry.Copy.Waiting(Attachment one) && one.id() == attachment);
  }

  private Ticket.Decision transcriptStored(TicketCommand.TranscriptStored stored) {
    if (closure.isPresent() && closure.get().transcript().isEmpty()) {
      happen(new TicketEvent.TranscriptKept(stored.file(), stored.at()));
    }
    return taken(0, stored.at());
  }

  private Ticket.Decision endWait(TicketCommand.EndWait end) {
    if (book.entry(end.number()).filter(entry -> !entry.ready()).isPresent()) {
      happen(new TicketEvent.WaitEnded(end.number(), end.at()));
    }
    return taken(end.number(), end.at());
  }

  private Ticket.Decision tick(Instant at) {
    Instant late = at.minus(rules.settings().pace().delayNoticeAfter());
    boolean delayed =
        waitingEntries().stream()
            .anyMatch(
                entry -> entry.author() instanceof Author.OfMember && entry.at().isBefore(late));
    String notice = rules.settings().messages().delayed();
    if (open && delayed && !notice.isEmpty() && !delayNoticed(at)) {
      happen(new TicketEvent.DelayNoticed(at));
      tell(Deed.Purpose.NOTICE, notice, at);
    }
    return taken(0, at);
  }

  /** Entries that are not yet where they belong. */
  private List<Entry> waitingEntries() {
    return Stream.concat(
            book.unsent().stream(),
            Stream.concat(
                book.unshown().stream(),
                book.pendingShows(Deed.Target.STAFF).flatMap(show -> show.numbers().stream())))
        .distinct()
        .flatMap(number -> book.entry(number).stream())
        .toList();
  }

  private boolean delayNoticed(Instant at) {
    return book.delayNoticedAt().plus(DELAY_NOTICE_PAUSE).isAfter(at);
  }

  // ---- what all share

  private int write(long source, Author author, Content content, Instant at) {
    int number = book.nextNumber();
    happen(new TicketEvent.Written(number, source, author, content, at));
    return number;
  }

  private void edit(Entry entry, long cause, String text, Instant at) {
    boolean inPlace = fitsInPlace(entry, text);
    happen(new TicketEvent.Edited(entry.number(), cause, text, inPlace, at));
    touched.add(entry.number());
    if (!inPlace) {
      say("`#%d` says now:\n%s".formatted(entry.number(), text), at);
    }
  }

  /** Whether the new text fits where the old one stands, or nothing stands yet. */
  private boolean fitsInPlace(Entry entry, String text) {
    if (entry.restated().isPresent()) {
      return false;
    }
    Book changed =
        book.with(
            change -> change.entry(entry.number(), one -> one.withText(text, one.editedAt())));
    Rendering rendering = new Rendering(changed, rules);
    Entry after = changed.entry(entry.number()).orElseThrow();
    List<Shown> standing =
        book.shownOf(entry.number())
            .filter(one -> one.target() == Deed.Target.STAFF && one.part() >= 0)
            .toList();
    List<Deed.Show> under =
        book.pendingShows(Deed.Target.STAFF)
            .filter(show -> show.numbers().contains(entry.number()) && show.part() >= 0)
            .toList();
    if (standing.isEmpty() && under.isEmpty()) {
      return true;
    }
    boolean together =
        standing.stream().anyMatch(one -> one.numbers().size() > 1)
            || under.stream().anyMatch(show -> show.numbers().size() > 1);
    if (together) {
      return standing.stream()
              .allMatch(one ->
                  rendering
                      .render(one)
                      .filter(draft -> draft.content().length() <= Rendering.CONTENT)
                      .isPresent())
          && under.stream()
              .allMatch(show ->
                  rendering
                      .render(
                          show.target(),
                          show.purpose(),
                          show.numbers(),
                          0,
                          show.files(),
                          Instant.MAX.minusSeconds(1))
                      .filter(draft -> draft.content().length() <= Rendering.CONTENT)
                      .isPresent());
    }
    int places = standing.size() + under.size();
    return rendering.staffParts(after, Deed.Purpose.HEADER, entry.at()) <= places;
  }

  private Ticket.Decision remark(long source, String text, List<Draft.Button> buttons, Instant at) {
    Optional<Integer> known = source == 0 ? Optional.empty() : book.bySource(source);
    if (known.isPresent()) {
      return nothing(new TicketReply.Taken(known.get()));
    }
    int number = write(source, new Author.OfRemark(buttons), Content.of(text), at);
    return taken(number, at);
  }

  /** A line of our own for staff. */
  private void say(String text, Instant at) {
    write(0, new Author.OfRemark(List.of()), Content.of(text), at);
  }

  private void tell(Deed.Purpose purpose, String text, Instant at) {
    for (String part : TextSplitter.split(text, Rendering.CONTENT, Rendering.CONTENT)) {
      Planner planner = new Planner(book, rules, at);
      events.addAll(planner.notice(Deed.Target.MEMBER, purpose, Draft.of(part)));
      book = planner.book();
    }
  }

  private void plan(Deed deed, Instant at) {
    happen(new TicketEvent.Planned(book.nextPost(), deed, at));
  }

  private void mirror(Deed.Target target, long message, String emoji, boolean added, Instant at) {
    plan(new Deed.Mirror(target, message, emoji, added), at);
  }

  /** The first message that shows an entry at a target. */
  private Optional<Shown> standing(int number, Deed.Target target) {
    return book.shownOf(number).filter(one -> one.target() == target).findFirst();
  }

  private Rendering rendering() {
    return new Rendering(book, rules);
  }

  private void happen(TicketEvent event) {
    events.add(event);
    switch (event) {
      case TicketEvent.InConversation within -> book = Ticket.applyBook(book, within);
      case TicketEvent.CloseRequested close -> closure = Optional.of(Ticket.closure(close));
      case TicketEvent.TranscriptKept kept ->
          closure = closure.map(one -> one.withTranscript(kept.file()));
      case TicketEvent.Opened _, TicketEvent.Closed _ ->
          throw new IllegalStateException("%s is not decided here".formatted(event));
    }
  }

  private Ticket.Decision taken(int number, Instant at) {
    Planner planner = new Planner(book, rules, at);
    events.addAll(
        closure.isPresent() ? planner.planClosing(touched, closure.get()) : planner.plan(touched));
    return new Ticket.Decision(events, new TicketReply.Taken(number));
  }

  private Ticket.Decision nothing(TicketReply reply) {
    return new Ticket.Decision(events, reply);
  }

  static TicketReply.Summary summary(Book book, boolean closing) {
    long channel = book.place() instanceof Place.Channel(long id) ? id : 0;
    int undelivered =
        (int) Stream.concat(book.unsent().stream(), book.unshown().stream()).distinct().count();
    return new TicketReply.Summary(
        book.opening().ticket(),
        book.opening().member(),
        channel,
        book.opening().dmChannel(),
        closing,
        book.entries().size(),
        undelivered);
  }
}
