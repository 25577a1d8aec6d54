package dev.switchboard.ticket.decide;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Markdown;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.show.ChannelTopic;
import dev.switchboard.ticket.show.LogMessage;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.Rendering;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the next actions on Discord from the conversation. While a post is pending, waiting entries
 * are gathered into as few posts as possible, so that a member who writes fast stays within
 * Discord's rate limits.
 */
public final class Planner {
  /**
   * The pause before the next attempt after Discord refused a channel or the bot lacked a
   * permission, unless an event tells that the reason may be gone ({@link
   * TicketCommand.SeekChannel}).
   */
  static final Duration RETRY_AFTER = Duration.ofSeconds(60);

  private final DecisionBuilder draft;
  private final Instant at;
  private final Supplements supplements;

  Planner(DecisionBuilder draft, Instant at) {
    this.draft = draft;
    this.at = at;
    this.supplements = new Supplements(draft, at);
  }

  /**
   * Plans all actions that are possible now.
   *
   * @param touched entries whose rendering may have changed
   */
  void plan(Set<Integer> touched) {
    planChannel();
    planConversation(touched);
  }

  private void planConversation(Set<Integer> touched) {
    planReplies();
    new StaffView(draft, at).plan();
    touched.forEach(supplements::lateFiles);
    touched.stream()
        .flatMap(draft.book()::shownOf)
        .distinct()
        .toList()
        .forEach(this::planAmendment);
    planSourceRemovals();
  }

  /**
   * As {@link #plan}, for a closing ticket: when all entries are posted, the transcript is posted,
   * then the channel is deleted, then the ticket is closed. If the transcript is refused, the
   * channel stays until staff ask once more to close the ticket.
   */
  void planClosing(Set<Integer> touched, TicketState.Closure closure) {
    planConversation(touched);
    if (!settled(draft.book())) {
      return;
    }
    boolean logs = draft.rules.logChannel().isPresent();
    if (logs && !draft.book().logged()) {
      closure.transcript().ifPresent(file -> draft.plan(log(closure, file, file), at));
      return;
    }
    if (draft.book().place() instanceof Place.Channel(long channel)) {
      if (!logs || !draft.book().logRefused()) {
        draft.plan(new PlannedAction.CloseChannel(channel), at);
      }
    } else {
      draft.happen(new TicketEvent.Closed(at));
    }
  }

  /** Whether a post is planned for every entry; without a channel, posts for staff do not count. */
  static boolean saidAll(Conversation conversation) {
    boolean hasChannel = conversation.place() instanceof Place.Channel;
    boolean allSent =
        conversation.unsent().stream()
            .flatMap(number -> conversation.entry(number).stream())
            .allMatch(Entry::deleted);
    return allSent && (!hasChannel || conversation.unshown().isEmpty());
  }

  /** Whether no post and no copy of a file is pending. */
  static boolean settled(Conversation conversation) {
    return saidAll(conversation)
        && conversation.pending().isEmpty()
        && conversation.entries().stream().allMatch(Entry::filesSettled);
  }

  /** Whether a closing ticket waits for its transcript to be written. */
  public static boolean needsTranscript(
      Conversation conversation, TicketState.Closure closure, Rules rules) {
    return rules.logChannel().isPresent()
        && closure.transcript().isEmpty()
        && !conversation.logged()
        && settled(conversation);
  }

  /** Plans the post of a part of the transcript. */
  void planPart(TicketState.Closure closure, StoredFile part, StoredFile whole) {
    draft.plan(log(closure, part, whole), at);
  }

  private PlannedAction log(TicketState.Closure closure, StoredFile file, StoredFile whole) {
    Words words = draft.rules.words();
    String text =
        words.of(closed(closure))
            + notTold().map(why -> " " + words.of(new LogMessage.NotTold(why))).orElse("");
    String line = TranscriptParts.line(words, file, whole);
    int room = Rendering.CONTENT - line.length();
    Draft post =
        new Draft(
            Markdown.split(text, room, room).getFirst() + line,
            List.of(),
            List.of(file),
            Draft.Pings.NONE,
            0);
    return new PlannedAction.Show(
        PlannedAction.Target.LOG, PlannedAction.Purpose.TRANSCRIPT, List.of(), 0, List.of(), post);
  }

  private Optional<Message> notTold() {
    String untold = draft.book().untold();
    return draft
        .book()
        .notTold()
        .map(one -> Phrases.reason(one.reason(), one.detail()))
        .or(() -> Optional.of(untold).filter(why -> !why.isEmpty()).map(Message.Verbatim::new));
  }

  private LogMessage closed(TicketState.Closure closure) {
    Conversation.Opening opening = draft.book().opening();
    String name = Phrases.boldMember(opening.member().userName());
    String by = Phrases.bold(closure.by().name());
    int messages = draft.book().count();
    String reason = Markdown.contained(closure.reason().strip());
    return closure.reason().isEmpty()
        ? new LogMessage.Closed(opening.ticket(), name, opening.member().id(), by, messages)
        : new LogMessage.ClosedBecause(
            opening.ticket(), name, opening.member().id(), by, reason, messages);
  }

  /**
   * Plans the replacement of a post whose files are too large for Discord. The conversation must
   * already show the files as links.
   */
  void planWithoutFiles(PlannedAction.Show show) {
    supplements.withoutFiles(show);
  }

  // ---- the channel

  /** Requests a channel at once, however recent the last refusal is. */
  void planChannelNow() {
    askForChannel();
  }

  private void planChannel() {
    boolean wanted =
        switch (draft.book().place()) {
          case Place.Wanted _ -> true;
          case Place.Channel _ -> false;
          // A refusal in the future means that the clock was set back since.
          case Place.NoRoom(_, _, Instant since) ->
              !at.isBefore(since.plus(RETRY_AFTER)) || at.isBefore(since);
        };
    if (wanted) {
      askForChannel();
    }
  }

  private void askForChannel() {
    boolean under =
        draft.book().pending().stream()
            .anyMatch(planned -> planned.deed() instanceof PlannedAction.OpenChannel);
    if (!under) {
      Conversation.Opening opening = draft.book().opening();
      String name = Literal.visible(opening.member().userName());
      draft.plan(new PlannedAction.OpenChannel(name, ChannelTopic.of(opening)), at);
    }
  }

  // ---- to the member

  /** Plans the posts of replies, in their order, each reply in posts of its own. */
  private void planReplies() {
    for (int number : List.copyOf(draft.book().unsent())) {
      Optional<Entry> reply = draft.book().entry(number);
      if (reply.isPresent() && reply.get().deleted()) {
        continue;
      }
      if (reply.isEmpty() || !reply.get().ready()) {
        return;
      }
      int parts = draft.text().memberParts(reply.get()).size();
      draft.showWhole(
          PlannedAction.Target.MEMBER, PlannedAction.Purpose.RELAY, reply.get(), parts, at);
    }
  }

  // ---- existing posts

  private void planAmendment(SentPost sentPost) {
    Rendering rendering = draft.rendering();
    if (sentPost.numbers().isEmpty() || changing(sentPost.post()) || !rendering.known(sentPost)) {
      return;
    }
    Optional<Draft> look = rendering.render(sentPost);
    if (!rendering.fits(sentPost, look)) {
      return;
    }
    if (look.isEmpty()) {
      draft.plan(new PlannedAction.Withdraw(sentPost.post()), at);
    } else if (!look.get().hash().equals(sentPost.hash())) {
      draft.plan(new PlannedAction.Amend(sentPost.post(), look.get()), at);
    }
  }

  private boolean changing(long post) {
    return draft.book().pending().stream()
        .map(TicketEvent.Planned::deed)
        .anyMatch(plannedAction ->
            switch (plannedAction) {
              case PlannedAction.Amend(long of, _) -> of == post;
              case PlannedAction.Withdraw(long of) -> of == post;
              case PlannedAction.Show _,
                  PlannedAction.RemoveSource _,
                  PlannedAction.Mirror _,
                  PlannedAction.OpenChannel _,
                  PlannedAction.CloseChannel _ ->
                  false;
            });
  }

  /**
   * Plans the deletion of command messages. A message with a file that was not copied stays: it is
   * the only place of that file.
   */
  private void planSourceRemovals() {
    Collection<Integer> waiting = List.copyOf(draft.book().sourcesToRemove());
    for (int number : waiting) {
      draft
          .book()
          .entry(number)
          .filter(Entry::filesKept)
          .ifPresent(entry -> draft.plan(new PlannedAction.RemoveSource(entry.source()), at));
    }
  }
}
