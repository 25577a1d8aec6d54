package dev.switchboard.ticket.decide;

import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState.Closure;
import dev.switchboard.ticket.show.LogMessage;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.RemarkMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The decisions about the outcome of a job, above all about a refusal. */
final class PostOutcomes extends ReactionMirroring {
  PostOutcomes(DecisionBuilder draft) {
    super(draft);
  }

  Ticket.Decision decide(TicketCommand.Settled settled) {
    Optional<TicketEvent.Planned> planned = book().pending(settled.post());
    if (planned.isEmpty()) {
      return draft.nothing(new TicketReply.Taken(0));
    }
    touch(planned.get().deed());
    switch (settled.outcome()) {
      case Outcome.Sent(long id) -> {
        draft.happen(new TicketEvent.Sent(settled.post(), id, settled.at()));
        goOnWithTranscript(planned.get(), settled.at());
      }
      case Outcome.SentAs(long id, Form form, String why) ->
          sentAs(planned.get(), id, form, why, settled.at());
      case Outcome.Done _ -> done(planned.get(), settled.at());
      case Outcome.Refused(Outcome.Refusal reason, String detail) ->
          refused(planned.get(), reason, detail, settled.at());
    }
    return draft.taken(0, settled.at());
  }

  private void touch(PlannedAction plannedAction) {
    switch (plannedAction) {
      case PlannedAction.Show show -> draft.touch(show.numbers());
      case PlannedAction.Amend(long of, _) ->
          book().shown(of).ifPresent(one -> draft.touch(one.numbers()));
      case PlannedAction.Withdraw(long of) ->
          book().shown(of).ifPresent(one -> draft.touch(one.numbers()));
      case PlannedAction.RemoveSource _,
          PlannedAction.Mirror _,
          PlannedAction.OpenChannel _,
          PlannedAction.CloseChannel _ -> {}
    }
  }

  private void sentAs(TicketEvent.Planned planned, long id, Form form, String why, Instant at) {
    draft.happen(new TicketEvent.Recast(planned.post(), form, why, at));
    draft.happen(new TicketEvent.Sent(planned.post(), id, at));
    if (planned.deed() instanceof PlannedAction.Show show) {
      if (!form.leftOut().isEmpty()) {
        show.numbers().forEach(number -> sayFiles(number, show.target(), at));
      }
      if (!form.framed() && show.purpose() == PlannedAction.Purpose.HEADER) {
        say(new RemarkMessage.HeadRefused(), at);
      }
    }
    if (form.leftOut().isEmpty()) {
      goOnWithTranscript(planned, at);
    }
  }

  private void refused(
      TicketEvent.Planned planned, Outcome.Refusal reason, String detail, Instant at) {
    boolean staff =
        planned.deed() instanceof PlannedAction.Show show
            && show.target() == PlannedAction.Target.STAFF;
    if (staff && open && reason == Outcome.Refusal.FORBIDDEN) {
      // A permission can come back: the post stays pending and is offered again periodically.
      return;
    }
    if (planned.deed() instanceof PlannedAction.Show show
        && show.numbers().size() > 1
        && parts(reason)) {
      draft.happen(new TicketEvent.Parted(planned.post(), reason, detail, at));
      return;
    }
    if (isGoingInParts(planned, reason, detail, at)) {
      return;
    }
    if (reason == Outcome.Refusal.TOO_LARGE && planned.deed() instanceof PlannedAction.Show show) {
      showWithoutFiles(planned.post(), show, at);
    }
    draft.happen(new TicketEvent.Refused(planned.post(), reason, detail, at));
    switch (planned.deed()) {
      case PlannedAction.Show show -> afterRefusal(show, reason, detail, at);
      case PlannedAction.OpenChannel _ -> {
        if (reason == Outcome.Refusal.GUILD_FULL) {
          tellToWait(at);
        } else {
          sayNoChannel(reason, detail, at);
        }
      }
      case PlannedAction.Amend amend -> afterAmend(planned, amend, reason, detail, at);
      case PlannedAction.Withdraw(long of) -> sayUnchanged(of, reason, detail, at);
      case PlannedAction.Mirror mirror -> sayReaction(mirror, reason, at);
      case PlannedAction.RemoveSource _, PlannedAction.CloseChannel _ -> {}
    }
    boolean atStaff =
        switch (planned.deed()) {
          case PlannedAction.Show show -> show.target() == PlannedAction.Target.STAFF;
          case PlannedAction.Amend(long of, _) -> shownAtStaff(of);
          case PlannedAction.Withdraw(long of) -> shownAtStaff(of);
          case PlannedAction.RemoveSource _ -> true;
          case PlannedAction.Mirror mirror -> mirror.target() == PlannedAction.Target.STAFF;
          case PlannedAction.OpenChannel _, PlannedAction.CloseChannel _ -> false;
        };
    if (atStaff
        && reason == Outcome.Refusal.CHANNEL_GONE
        && book().place() instanceof Place.Channel(long channel)) {
      loseChannel(channel, at);
    }
  }

  /** Whether a single entry of a post may be the reason of the refusal. */
  private static boolean parts(Outcome.Refusal reason) {
    return switch (reason) {
      case INVALID, TOO_LARGE, FAILING -> true;
      case DM_CLOSED, NO_COMMON_GUILD, CHANNEL_GONE, MESSAGE_GONE, GUILD_FULL, FORBIDDEN -> false;
    };
  }

  /** Whether the transcript is posted in smaller parts, one after another. */
  private boolean isGoingInParts(
      TicketEvent.Planned planned, Outcome.Refusal reason, String detail, Instant at) {
    boolean size = reason == Outcome.Refusal.TOO_LARGE || reason == Outcome.Refusal.FAILING;
    Optional<StoredFile> whole = draft.closure().flatMap(Closure::transcript);
    Optional<StoredFile> part =
        size && whole.isPresent()
            ? transcript(planned)
                .flatMap(refused -> TranscriptParts.insteadOf(refused, whole.orElseThrow()))
            : Optional.empty();
    part.ifPresent(smaller -> {
      draft.happen(new TicketEvent.Refused(planned.post(), reason, detail, at));
      planPart(smaller, whole.orElseThrow(), at);
    });
    return part.isPresent();
  }

  private void goOnWithTranscript(TicketEvent.Planned planned, Instant at) {
    Optional<StoredFile> whole = draft.closure().flatMap(Closure::transcript);
    whole.ifPresent(all ->
        transcript(planned)
            .flatMap(posted -> TranscriptParts.behind(posted, all))
            .ifPresent(next -> planPart(next, all, at)));
  }

  private static Optional<StoredFile> transcript(TicketEvent.Planned planned) {
    return planned.deed() instanceof PlannedAction.Show show
            && show.purpose() == PlannedAction.Purpose.TRANSCRIPT
            && !show.draft().files().isEmpty()
        ? Optional.of(show.draft().files().getFirst())
        : Optional.empty();
  }

  private void planPart(StoredFile part, StoredFile whole, Instant at) {
    new Planner(draft, at).planPart(draft.closure().orElseThrow(), part, whole);
  }

  /**
   * Tells staff once for each reason: now in the log channel, and in the ticket's channel once it
   * exists.
   */
  private void sayNoChannel(Outcome.Refusal reason, String detail, Instant at) {
    Message why = Phrases.reason(reason, detail);
    RemarkMessage line = new RemarkMessage.ChannelNotMade(why);
    boolean said =
        book().unshown().stream()
            .flatMap(number -> book().entry(number).stream())
            .anyMatch(entry -> entry.content().text().equals(words(line)));
    if (!open || said) {
      return;
    }
    say(line, at);
    if (rules.logChannel().isPresent()) {
      Conversation.Opening opening = book().opening();
      String text =
          words(
              new LogMessage.ChannelNotMade(
                  opening.ticket(), Phrases.member(opening.member().userName()), why));
      draft.plan(
          new PlannedAction.Show(
              PlannedAction.Target.LOG,
              PlannedAction.Purpose.NOTICE,
              List.of(),
              0,
              List.of(),
              Draft.of(text)),
          at);
    }
  }

  /**
   * If other posts show the entry, plans only a replacement for this post, before the refusal is
   * applied: so the entry always has a pending post that decides about its delivery.
   */
  private void showWithoutFiles(long post, PlannedAction.Show show, Instant at) {
    boolean partly =
        show.numbers().stream()
            .allMatch(number -> book().shownElsewhere(number, show.target(), post));
    if (show.files().isEmpty() || show.numbers().isEmpty() || !partly) {
      return;
    }
    Conversation linked = book().with(change -> show.files().forEach(change::linkOnly));
    DecisionBuilder instead = new DecisionBuilder(linked, draft.closure(), rules);
    new Planner(instead, at).planWithoutFiles(show);
    instead.events().forEach(draft::happen);
    show.numbers().forEach(number -> sayFiles(number, show.target(), at));
  }

  /**
   * After a refused amendment, the post keeps the former text of the last edited entry, whose new
   * text is the likely reason; its other entries are amended without it.
   */
  private void afterAmend(
      TicketEvent.Planned planned,
      PlannedAction.Amend amend,
      Outcome.Refusal reason,
      String detail,
      Instant at) {
    Optional<Entry> edited =
        reason == Outcome.Refusal.INVALID || reason == Outcome.Refusal.FAILING
            ? book()
                .shown(amend.of())
                .filter(one -> one.target() == PlannedAction.Target.STAFF)
                .flatMap(one -> lastEdited(one, planned.at()))
            : Optional.empty();
    if (edited.isEmpty()) {
      sayUnchanged(amend.of(), reason, detail, at);
      sayGone(amend.of(), reason, at);
      return;
    }
    Entry entry = edited.get();
    draft.happen(
        new TicketEvent.FormerKept(entry.number(), formerOf(entry, amend.draft().content()), at));
    say(
        new RemarkMessage.SaysNowInstead(
            entry.number(), Phrases.reason(reason, detail), text(entry)),
        at);
  }

  private Optional<Entry> lastEdited(SentPost sentPost, Instant planned) {
    return sentPost.numbers().stream()
        .flatMap(number -> book().entry(number).stream())
        .filter(entry -> !entry.former().isEmpty() && entry.restated().isEmpty())
        .filter(entry -> !entry.editedAt().isAfter(planned))
        .max(Comparator.comparing(Entry::editedAt));
  }

  /** The text before the refused text. */
  private static String formerOf(Entry entry, String refused) {
    List<String> versions = new ArrayList<>(entry.former());
    versions.add(entry.content().text());
    for (int i = versions.size() - 1; i > 0; i--) {
      if (refused.contains(versions.get(i).strip())) {
        return versions.get(i - 1);
      }
    }
    return entry.former().getLast();
  }

  /** Tells staff about a post that shows outdated text because it could not be amended. */
  private void sayUnchanged(long post, Outcome.Refusal reason, String detail, Instant at) {
    boolean gone = reason == Outcome.Refusal.MESSAGE_GONE || reason == Outcome.Refusal.CHANNEL_GONE;
    Optional<SentPost> shown = book().shown(post);
    if (!open || gone || shown.isEmpty() || book().onlyRemarks(shown.get().numbers())) {
      return;
    }
    Message why = Phrases.reason(reason, detail);
    String numbers = numbers(shown.get().numbers());
    say(
        shown.get().target() == PlannedAction.Target.MEMBER
            ? new RemarkMessage.MemberReadsAsBefore(numbers, why)
            : new RemarkMessage.ChangeNotShown(numbers, why),
        at);
  }

  /** Tells staff about a change whose post was deleted, because nothing else shows the change. */
  private void sayGone(long post, Outcome.Refusal reason, Instant at) {
    if (open && reason == Outcome.Refusal.MESSAGE_GONE) {
      book()
          .shown(post)
          .ifPresent(one -> {
            String numbers = numbers(one.numbers());
            say(
                one.target() == PlannedAction.Target.MEMBER
                    ? new RemarkMessage.CopyAtMemberDeleted(numbers)
                    : new RemarkMessage.CopyInChannelDeleted(numbers),
                at);
          });
    }
  }

  private boolean shownAtStaff(long post) {
    return book().shown(post).filter(one -> one.target() == PlannedAction.Target.STAFF).isPresent();
  }

  private void afterRefusal(
      PlannedAction.Show show, Outcome.Refusal reason, String detail, Instant at) {
    switch (show.purpose()) {
      case WELCOME -> sayUnwelcomed(reason, detail, at);
      case FAREWELL -> say(new RemarkMessage.ClosingNotTold(Phrases.reason(reason, detail)), at);
      case TRANSCRIPT -> sayNoTranscript(reason, detail, at);
      case HEADER, RELAY, NOTICE -> {}
    }
    boolean retried =
        reason == Outcome.Refusal.CHANNEL_GONE
            || (reason == Outcome.Refusal.TOO_LARGE && !show.files().isEmpty());
    boolean remarks = book().onlyRemarks(show.numbers());
    if (show.purpose() == PlannedAction.Purpose.HEADER && book().headed()) {
      say(new RemarkMessage.HeadNotShown(Phrases.reason(reason, detail)), at);
    } else if (show.target() == PlannedAction.Target.STAFF && !retried && !remarks) {
      // Discord had the post, though its answer was lost: somebody has deleted the message since.
      String numbers = numbers(show.numbers());
      say(
          reason == Outcome.Refusal.MESSAGE_GONE
              ? new RemarkMessage.RemovedFromChannel(numbers)
              : new RemarkMessage.NotShown(numbers, Phrases.reason(reason, detail)),
          at);
    }
  }

  private void sayUnwelcomed(Outcome.Refusal reason, String detail, Instant at) {
    switch (reason) {
      case DM_CLOSED -> say(new RemarkMessage.TakesNoMessages(), at);
      case NO_COMMON_GUILD -> say(new RemarkMessage.SharesNoServer(), at);
      case INVALID, FAILING, FORBIDDEN, TOO_LARGE ->
          say(new RemarkMessage.GreetingNotSent(Phrases.reason(reason, detail)), at);
      case CHANNEL_GONE, MESSAGE_GONE, GUILD_FULL -> {}
    }
  }

  /** The channel is then the only view of the ticket, so it stays until staff close once more. */
  private void sayNoTranscript(Outcome.Refusal reason, String detail, Instant at) {
    Message kept =
        draft
            .closure()
            .flatMap(Closure::transcript)
            .<Message>map(file -> {
              String address = rules.links().to(file);
              return address.isEmpty()
                  ? new RemarkMessage.TranscriptInStore(file.key())
                  : new RemarkMessage.TranscriptAt(Phrases.label(file.name()), address);
            })
            .orElse(Message.Verbatim.NOTHING);
    say(new RemarkMessage.TranscriptNotPosted(Phrases.reason(reason, detail), kept), at);
  }

  private static String numbers(List<Integer> numbers) {
    return String.join(", ", numbers.stream().map(number -> "`#" + number + "`").toList());
  }

  private void tellToWait(Instant at) {
    String busy = rules.settings().messages().busy();
    if (!busy.isEmpty() && !delayNoticed(at)) {
      draft.happen(new TicketEvent.DelayNoticed(at));
      tell(PlannedAction.Purpose.NOTICE, busy, at);
    }
  }
}
