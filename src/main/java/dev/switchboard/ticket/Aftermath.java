package dev.switchboard.ticket;

import dev.switchboard.ticket.TicketState.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What follows from outcomes, files and time. */
final class Aftermath extends Deliberation {
  /**
   * So often the transcript is begun, with pauses of half an hour in all, before it is given up: a
   * process that ends each time would else end at each start.
   */
  static final int MOST_TRIES = 8;

  /** A member is told of a delay at most this often. */
  private static final Duration DELAY_NOTICE_PAUSE = Duration.ofHours(1);

  Aftermath(Book book, Optional<Closure> closure, Rules rules) {
    super(book, closure, rules);
  }

  Ticket.Decision decide(TicketCommand.FromWithin command) {
    return switch (command) {
      case TicketCommand.ChannelGone gone -> channelGone(gone);
      case TicketCommand.MembershipChanged changed -> membershipChanged(changed);
      case TicketCommand.Settled settled -> settled(settled);
      case TicketCommand.TakeProfile profile -> takeProfile(profile);
      case TicketCommand.FileStored stored -> fileStored(stored);
      case TicketCommand.FileRefused refused -> fileRefused(refused);
      case TicketCommand.TranscriptStored stored -> transcriptStored(stored);
      case TicketCommand.TryTranscript wanted -> tryTranscript(wanted);
      case TicketCommand.EndWait end -> endWait(end);
      case TicketCommand.Tick tick -> tick(tick.at());
      case TicketCommand.Purge _ -> nothing(new TicketReply.Refused(TicketReply.Reason.NOT_CLOSED));
    };
  }

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
    if (reason == Outcome.Refusal.TOO_LARGE && planned.deed() instanceof Deed.Show show) {
      showWithoutFiles(planned.post(), show, at);
    }
    happen(new TicketEvent.Refused(planned.post(), reason, detail, at));
    switch (planned.deed()) {
      case Deed.Show show -> afterRefusal(show, reason, detail, at);
      case Deed.OpenChannel _ -> {
        if (reason == Outcome.Refusal.GUILD_FULL) {
          tellToWait(at);
        } else {
          sayNoChannel(reason, detail, at);
        }
      }
      case Deed.Amend(long of, _) -> {
        sayUnchanged(of, reason, detail, at);
        sayGone(of, reason, at);
      }
      case Deed.Withdraw(long of) -> sayUnchanged(of, reason, detail, at);
      case Deed.RemoveSource _, Deed.Mirror _, Deed.CloseChannel _ -> {}
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

  private void tellToWait(Instant at) {
    String busy = rules.settings().messages().busy();
    if (!busy.isEmpty() && !delayNoticed(at)) {
      happen(new TicketEvent.DelayNoticed(at));
      tell(Deed.Purpose.NOTICE, busy, at);
    }
  }

  /**
   * Once for each reason: in the log channel now, and in the ticket's own as soon as it is there.
   */
  private void sayNoChannel(Outcome.Refusal reason, String detail, Instant at) {
    String why = Phrases.sentence(reason, detail);
    String line = "The channel of this ticket could not be made at first: %s.".formatted(why);
    boolean said =
        book.unshown().stream()
            .flatMap(number -> book.entry(number).stream())
            .anyMatch(entry -> entry.content().text().equals(line));
    if (!open || said) {
      return;
    }
    say(line, at);
    if (rules.logChannel().isPresent()) {
      Book.Opening opening = book.opening();
      String text =
          "⚠️ The channel of ticket #%d of **%s** cannot be made: %s. It is tried again every minute."
              .formatted(opening.ticket(), Phrases.plain(opening.member().userName()), why);
      plan(
          new Deed.Show(
              Deed.Target.LOG, Deed.Purpose.NOTICE, List.of(), 0, List.of(), Draft.of(text)),
          at);
    }
  }

  /**
   * Where something else of its entry is shown, only what this post would have shown follows,
   * before the refusal is noted: so the entry is never without a post under way that is its
   * delivery.
   */
  private void showWithoutFiles(long post, Deed.Show show, Instant at) {
    boolean partly =
        show.numbers().stream()
            .allMatch(number -> book.shownElsewhere(number, show.target(), post));
    if (show.files().isEmpty() || show.numbers().isEmpty() || !partly) {
      return;
    }
    Book linked = book.with(change -> show.files().forEach(change::linkOnly));
    new Planner(linked, rules, at).planWithoutFiles(show).forEach(this::happen);
    show.numbers().forEach(number -> sayFiles(number, show.target(), at));
  }

  /** What staff read of files in the place of a text that cannot be brought up to date. */
  private void sayFiles(int number, Deed.Target target, Instant at) {
    Optional<Entry> entry = book.entry(number);
    if (target == Deed.Target.STAFF && entry.isPresent() && !amendable(number)) {
      String lines = rendering().text().fileLines(entry.get());
      if (!lines.isEmpty()) {
        say("`#%d`:\n%s".formatted(number, lines), at);
      }
    }
  }

  /** A message that could not be brought up to date shows something else than what is: say so. */
  private void sayUnchanged(long post, Outcome.Refusal reason, String detail, Instant at) {
    boolean gone = reason == Outcome.Refusal.MESSAGE_GONE || reason == Outcome.Refusal.CHANNEL_GONE;
    if (open && !gone) {
      book.shown(post)
          .ifPresent(one ->
              say(
                  "A change of %s could not be shown: %s. It is in the history."
                      .formatted(numbers(one.numbers()), Phrases.sentence(reason, detail)),
                  at));
    }
  }

  /** A change of what somebody has deleted is seen nowhere else. */
  private void sayGone(long post, Outcome.Refusal reason, Instant at) {
    if (open && reason == Outcome.Refusal.MESSAGE_GONE) {
      book.shown(post)
          .ifPresent(one -> {
            String where = one.target() == Deed.Target.MEMBER ? "at the member" : "in this channel";
            say(
                ("%s changed, but the copy %s was deleted: the change is not seen there. It is in"
                        + " the history.")
                    .formatted(numbers(one.numbers()), where),
                at);
          });
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
    if (show.purpose() == Deed.Purpose.TRANSCRIPT) {
      sayNoTranscript(reason, detail, at);
    }
    boolean retried =
        reason == Outcome.Refusal.CHANNEL_GONE
            || (reason == Outcome.Refusal.TOO_LARGE && !show.files().isEmpty());
    boolean remarks = book.onlyRemarks(show.numbers());
    if (show.purpose() == Deed.Purpose.HEADER && book.headed()) {
      say(
          "The head of this channel could not be shown: %s."
              .formatted(Phrases.sentence(reason, detail)),
          at);
    } else if (show.target() == Deed.Target.STAFF && !retried && !remarks) {
      say(
          "%s could not be shown: %s. It is in the history."
              .formatted(numbers(show.numbers()), Phrases.sentence(reason, detail)),
          at);
    }
  }

  /** The channel is all that people have of the ticket then, so they say when it goes. */
  private void sayNoTranscript(Outcome.Refusal reason, String detail, Instant at) {
    String kept =
        closure
            .flatMap(Closure::transcript)
            .map(file -> {
              String address = rules.links().to(file);
              return address.isEmpty()
                  ? "It is kept in the file store as %s.".formatted(file.key())
                  : "It is kept: [%s](<%s>).".formatted(Phrases.label(file.name()), address);
            })
            .orElse("");
    say(
        ("⚠️ The transcript could not be posted to the log channel: %s. %s This channel stays;"
                + " `/close` once more deletes it all the same.")
            .formatted(Phrases.sentence(reason, detail), kept),
        at);
  }

  private static String numbers(List<Integer> numbers) {
    return String.join(", ", numbers.stream().map(number -> "`#" + number + "`").toList());
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
      sayFiles(stored.number(), Deed.Target.STAFF, stored.at());
    }
    return taken(stored.number(), stored.at());
  }

  private Ticket.Decision fileRefused(TicketCommand.FileRefused refused) {
    if (waits(refused.number(), refused.attachment())) {
      happen(
          new TicketEvent.FileLost(
              refused.number(), refused.attachment(), refused.why(), refused.at()));
      touched.add(refused.number());
      sayFiles(refused.number(), Deed.Target.STAFF, refused.at());
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

  private Ticket.Decision tryTranscript(TicketCommand.TryTranscript wanted) {
    boolean needed = closure.filter(one -> Planner.needsTranscript(book, one, rules)).isPresent();
    if (needed && closure.orElseThrow().tries() < MOST_TRIES) {
      happen(new TicketEvent.TranscriptTried(wanted.at()));
    } else if (needed) {
      String why = wanted.failure().isEmpty() ? "the process ended each time" : wanted.failure();
      happen(new TicketEvent.TranscriptGivenUp(why, wanted.at()));
      say(
          ("⚠️ The transcript of this ticket could not be written in %d attempts; the operator"
                  + " finds the reason in the log. This channel stays; `/close` once more deletes it"
                  + " all the same.")
              .formatted(MOST_TRIES),
          wanted.at());
    }
    return taken(0, wanted.at());
  }

  private Ticket.Decision endWait(TicketCommand.EndWait end) {
    if (book.entry(end.number()).filter(entry -> !entry.ready()).isPresent()) {
      happen(new TicketEvent.WaitEnded(end.number(), end.at()));
    }
    return taken(end.number(), end.at());
  }

  private Ticket.Decision tick(Instant at) {
    giveUpLog(at);
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

  /** A transcript under way to a log channel that is configured no more has nowhere to go. */
  private void giveUpLog(Instant at) {
    if (rules.logChannel().isPresent()) {
      return;
    }
    List<TicketEvent.Planned> stranded =
        book.pending().stream()
            .filter(planned ->
                planned.deed() instanceof Deed.Show show && show.target() == Deed.Target.LOG)
            .toList();
    for (TicketEvent.Planned planned : stranded) {
      happen(
          new TicketEvent.Refused(
              planned.post(),
              Outcome.Refusal.CHANNEL_GONE,
              "no log channel is configured any more",
              at));
    }
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
}
