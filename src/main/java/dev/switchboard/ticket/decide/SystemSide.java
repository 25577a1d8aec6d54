package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.show.RemarkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The decisions about files, time, outcomes and other commands from the server itself. */
public final class SystemSide extends TicketSide {
  /**
   * The number of attempts to write the transcript, with pauses of half an hour in all, before it
   * is given up. Without a limit, an attempt that kills the process would kill it at each start.
   */
  public static final int MOST_TRIES = 8;

  /**
   * Up to this number of attempts, a transcript is written anew for entries that changed meanwhile;
   * from then on, the log channel gets the notes that it lacks.
   */
  static final int REWRITTEN_BELOW = 4;

  /** How long a reply may be pending before staff see it marked as pending. */
  static final Duration REPLY_PATIENCE = Duration.ofSeconds(12);

  SystemSide(DecisionBuilder draft) {
    super(draft);
  }

  Ticket.Decision decide(TicketCommand.FromWithin command) {
    return switch (command) {
      case TicketCommand.ChannelGone gone -> channelGone(gone);
      case TicketCommand.MembershipChanged changed -> membershipChanged(changed);
      case TicketCommand.Settled settled -> new PostOutcomes(draft).decide(settled);
      case TicketCommand.TakeProfile profile -> takeProfile(profile);
      case TicketCommand.FileStored stored -> fileStored(stored);
      case TicketCommand.FileRefused refused -> fileRefused(refused);
      case TicketCommand.TranscriptStored stored -> transcriptStored(stored);
      case TicketCommand.TryTranscript wanted -> tryTranscript(wanted);
      case TicketCommand.EndWait end -> endWait(end);
      case TicketCommand.Tick tick -> tick(tick.at());
      case TicketCommand.SeekChannel seek -> seekChannel(seek.at());
      case TicketCommand.Purge _ ->
          draft.nothing(new TicketReply.Refused(TicketReply.Reason.NOT_CLOSED));
    };
  }

  private Ticket.Decision channelGone(TicketCommand.ChannelGone gone) {
    if (book().place() instanceof Place.Channel(long id) && id == gone.channel()) {
      loseChannel(id, gone.at());
    }
    return draft.taken(0, gone.at());
  }

  private Ticket.Decision membershipChanged(TicketCommand.MembershipChanged changed) {
    RemarkMessage remark =
        switch (changed.membership()) {
          case LEFT -> new RemarkMessage.MemberLeft();
          case BANNED -> new RemarkMessage.MemberBanned();
          case BACK -> new RemarkMessage.MemberBack();
        };
    return open
        ? remark(-changed.source(), words(remark), List.of(), changed.at())
        : draft.nothing(new TicketReply.Closed());
  }

  private Ticket.Decision takeProfile(TicketCommand.TakeProfile profile) {
    if (book().profile().isEmpty()) {
      draft.happen(new TicketEvent.ProfileTaken(profile.profile(), profile.at()));
    }
    return draft.taken(0, profile.at());
  }

  private Ticket.Decision fileStored(TicketCommand.FileStored stored) {
    if (waits(stored.number(), stored.attachment())) {
      draft.happen(
          new TicketEvent.FileKept(
              stored.number(), stored.attachment(), stored.file(), stored.at()));
      draft.touch(stored.number());
      sayFiles(stored.number(), PlannedAction.Target.STAFF, stored.at());
    }
    return draft.taken(stored.number(), stored.at());
  }

  private Ticket.Decision fileRefused(TicketCommand.FileRefused refused) {
    if (waits(refused.number(), refused.attachment())) {
      draft.happen(
          new TicketEvent.FileLost(
              refused.number(), refused.attachment(), refused.why(), refused.at()));
      draft.touch(refused.number());
      sayFiles(refused.number(), PlannedAction.Target.STAFF, refused.at());
    }
    return draft.taken(refused.number(), refused.at());
  }

  private boolean waits(int number, long attachment) {
    return book().entry(number).stream()
        .flatMap(entry -> entry.files().stream())
        .anyMatch(
            copy -> copy instanceof Entry.Copy.Waiting(Attachment one) && one.id() == attachment);
  }

  private Ticket.Decision transcriptStored(TicketCommand.TranscriptStored stored) {
    if (draft.closure().isPresent() && draft.closure().get().transcript().isEmpty()) {
      List<Integer> behind = draft.closure().get().behind();
      boolean anew = draft.closure().get().tries() < REWRITTEN_BELOW && !book().logged();
      if (!behind.isEmpty() && anew) {
        return draft.nothing(new TicketReply.Taken(0));
      }
      draft.happen(new TicketEvent.TranscriptKept(stored.file(), stored.at()));
      logNotes(behind, stored.at());
    }
    return draft.taken(0, stored.at());
  }

  private Ticket.Decision tryTranscript(TicketCommand.TryTranscript wanted) {
    boolean needed =
        draft.closure().filter(one -> Planner.needsTranscript(book(), one, rules)).isPresent();
    if (needed && draft.closure().orElseThrow().tries() < MOST_TRIES) {
      draft.happen(new TicketEvent.TranscriptTried(wanted.at()));
    } else if (needed) {
      String why = wanted.failure().isEmpty() ? "the process ended each time" : wanted.failure();
      draft.happen(new TicketEvent.TranscriptGivenUp(why, wanted.at()));
      say(new RemarkMessage.TranscriptNotWritten(MOST_TRIES), wanted.at());
    }
    return draft.taken(0, wanted.at());
  }

  private Ticket.Decision endWait(TicketCommand.EndWait end) {
    if (book().entry(end.number()).filter(entry -> !entry.ready()).isPresent()) {
      draft.happen(new TicketEvent.WaitEnded(end.number(), end.at()));
    }
    return draft.taken(end.number(), end.at());
  }

  private Ticket.Decision seekChannel(Instant at) {
    if (open && book().place() instanceof Place.NoRoom) {
      new Planner(draft, at).planChannelNow();
    }
    return draft.taken(0, at);
  }

  private Ticket.Decision tick(Instant at) {
    giveUpLog(at);
    showDelayed(at);
    Instant late = at.minus(rules.settings().pace().delayNoticeAfter());
    boolean delayed =
        waitingEntries().stream()
            .anyMatch(
                entry -> entry.author() instanceof Author.OfMember && entry.at().isBefore(late));
    String notice = rules.settings().messages().delayed();
    if (open && delayed && !notice.isEmpty() && !delayNoticed(at)) {
      draft.happen(new TicketEvent.DelayNoticed(at));
      tell(PlannedAction.Purpose.NOTICE, notice, at);
    }
    return draft.taken(0, at);
  }

  /** Shows staff the replies whose outcome is late, marked as pending. */
  private void showDelayed(Instant at) {
    Instant late = at.minus(REPLY_PATIENCE);
    for (int number : List.copyOf(book().unshown())) {
      book()
          .entry(number)
          .filter(entry -> entry.author() instanceof Author.OfReply)
          .filter(entry -> !entry.settled() && !entry.deleted() && !entry.delayed())
          .filter(entry -> entry.at().isBefore(late))
          .ifPresent(_ -> draft.happen(new TicketEvent.Delayed(number, at)));
    }
  }

  /** Refuses pending posts for the log channel if none is configured any more. */
  private void giveUpLog(Instant at) {
    if (rules.logChannel().isPresent()) {
      return;
    }
    List<TicketEvent.Planned> stranded =
        book().pending().stream()
            .filter(planned ->
                planned.deed() instanceof PlannedAction.Show show
                    && show.target() == PlannedAction.Target.LOG)
            .toList();
    for (TicketEvent.Planned planned : stranded) {
      draft.happen(
          new TicketEvent.Refused(
              planned.post(),
              Outcome.Refusal.CHANNEL_GONE,
              "no log channel is configured any more",
              at));
    }
  }

  /** Entries that are not yet posted. */
  private List<Entry> waitingEntries() {
    return Stream.concat(
            book().unsent().stream(),
            Stream.concat(
                book().unshown().stream(),
                book()
                    .pendingShows(PlannedAction.Target.STAFF)
                    .flatMap(show -> show.numbers().stream())))
        .distinct()
        .flatMap(number -> book().entry(number).stream())
        .toList();
  }
}
