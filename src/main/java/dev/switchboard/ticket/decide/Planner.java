package dev.switchboard.ticket.decide;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Markdown;
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
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.Rendering;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is to be done on Discord next, given what a ticket knows. What is waiting is put
 * into as few messages as fit while one is under way: a member who writes fast costs no more than
 * Discord allows.
 */
public final class Planner {
  /**
   * How long Discord is left alone after it refused a channel, or the bot lacked a permission,
   * where no event tells that this may be over ({@link TicketCommand.SeekChannel}).
   */
  static final Duration RETRY_AFTER = Duration.ofSeconds(60);

  private final Plan plan;
  private final Supplements supplements;

  Planner(Conversation conversation, Rules rules, Instant at) {
    this.plan = new Plan(conversation, rules, at);
    this.supplements = new Supplements(plan);
  }

  /**
   * All that can be planned now.
   *
   * @param touched entries whose look may have changed
   */
  List<TicketEvent> plan(Set<Integer> touched) {
    planChannel();
    planConversation(touched);
    return plan.events();
  }

  private void planConversation(Set<Integer> touched) {
    planReplies();
    new StaffView(plan).plan();
    touched.forEach(supplements::lateFiles);
    touched.stream().flatMap(plan.book()::shownOf).distinct().toList().forEach(this::planAmendment);
    planSourceRemovals();
  }

  /**
   * As {@link #plan}, for a ticket that comes to its end: when all that was said is where it
   * belongs, the transcript is posted, then the channel goes, then the ticket is closed. Where the
   * transcript is refused, the channel stays until closing is asked for once more.
   */
  List<TicketEvent> planClosing(Set<Integer> touched, TicketState.Closure closure) {
    planConversation(touched);
    if (!settled(plan.book())) {
      return plan.events();
    }
    boolean logs = plan.rules.logChannel().isPresent();
    if (logs && !plan.book().logged()) {
      closure.transcript().ifPresent(file -> plan.add(log(closure, file, file)));
      return plan.events();
    }
    if (plan.book().place() instanceof Place.Channel(long channel)) {
      if (!logs || !plan.book().logRefused()) {
        plan.add(new PlannedAction.CloseChannel(channel));
      }
    } else {
      plan.close();
    }
    return plan.events();
  }

  /** Whether all is planned that can be; without a channel staff can be shown nothing. */
  static boolean saidAll(Conversation conversation) {
    boolean hasChannel = conversation.place() instanceof Place.Channel;
    boolean allSent =
        conversation.unsent().stream()
            .flatMap(number -> conversation.entry(number).stream())
            .allMatch(Entry::deleted);
    return allSent && (!hasChannel || conversation.unshown().isEmpty());
  }

  /** Whether nothing is under way any more: no post, no copy of a file. */
  static boolean settled(Conversation conversation) {
    return saidAll(conversation)
        && conversation.pending().isEmpty()
        && conversation.entries().stream().allMatch(Entry::filesSettled);
  }

  /** Whether a ticket that comes to its end waits for its transcript to be written. */
  public static boolean needsTranscript(
      Conversation conversation, TicketState.Closure closure, Rules rules) {
    return rules.logChannel().isPresent()
        && closure.transcript().isEmpty()
        && !conversation.logged()
        && settled(conversation);
  }

  /** A part of the transcript. */
  List<TicketEvent> planPart(TicketState.Closure closure, StoredFile part, StoredFile whole) {
    plan.add(log(closure, part, whole));
    return plan.events();
  }

  private PlannedAction log(TicketState.Closure closure, StoredFile file, StoredFile whole) {
    Conversation.Opening opening = plan.book().opening();
    String reason =
        closure.reason().isEmpty() ? "" : ": " + Markdown.contained(closure.reason().strip());
    String text =
        "Ticket #%d of %s (`%d`) was closed by %s%s. %d messages.%s"
            .formatted(
                opening.ticket(),
                Phrases.boldMember(opening.member().userName()),
                opening.member().id(),
                Phrases.bold(closure.by().name()),
                reason,
                plan.book().count(),
                plan.book().untold().isEmpty()
                    ? ""
                    : " The member was **not told**: " + plan.book().untold() + ".");
    String line = TranscriptParts.line(file, whole);
    int room = Rendering.CONTENT - line.length();
    Draft draft =
        new Draft(
            Markdown.split(text, room, room).getFirst() + line,
            List.of(),
            List.of(file),
            Draft.Pings.NONE,
            0);
    return new PlannedAction.Show(
        PlannedAction.Target.LOG, PlannedAction.Purpose.TRANSCRIPT, List.of(), 0, List.of(), draft);
  }

  /** A single message of the product's own, outside the entries. */
  List<TicketEvent> notice(
      PlannedAction.Target target, PlannedAction.Purpose purpose, Draft draft) {
    plan.add(new PlannedAction.Show(target, purpose, List.of(), 0, List.of(), draft));
    return plan.events();
  }

  /**
   * What is shown in the place of a post whose files Discord finds too large. To be asked of a book
   * in which the files are links.
   */
  List<TicketEvent> planWithoutFiles(PlannedAction.Show show) {
    supplements.withoutFiles(show);
    return plan.events();
  }

  /** With all that is planned. */
  Conversation book() {
    return plan.book();
  }

  // ---- the channel

  /** A channel for a ticket that was refused one, however short ago. */
  List<TicketEvent> planChannelNow() {
    askForChannel();
    return plan.events();
  }

  private void planChannel() {
    boolean wanted =
        switch (plan.book().place()) {
          case Place.Wanted _ -> true;
          case Place.Channel _ -> false;
          // One of a time to come: the clock was set back since.
          case Place.NoRoom(_, _, Instant since) ->
              !plan.at.isBefore(since.plus(RETRY_AFTER)) || plan.at.isBefore(since);
        };
    if (wanted) {
      askForChannel();
    }
  }

  private void askForChannel() {
    boolean under =
        plan.book().pending().stream()
            .anyMatch(planned -> planned.deed() instanceof PlannedAction.OpenChannel);
    if (!under) {
      Conversation.Opening opening = plan.book().opening();
      String name = Literal.visible(opening.member().userName());
      plan.add(new PlannedAction.OpenChannel(name, ChannelTopic.of(opening)));
    }
  }

  // ---- to the member

  /** Replies go in their order, each as messages of its own. */
  private void planReplies() {
    for (int number : List.copyOf(plan.book().unsent())) {
      Optional<Entry> reply = plan.book().entry(number);
      if (reply.isPresent() && reply.get().deleted()) {
        continue;
      }
      if (reply.isEmpty() || !reply.get().ready()) {
        return;
      }
      int parts = plan.text().memberParts(reply.get()).size();
      plan.showWhole(PlannedAction.Target.MEMBER, PlannedAction.Purpose.RELAY, reply.get(), parts);
    }
  }

  // ---- what stands there already

  private void planAmendment(SentPost sentPost) {
    Rendering rendering = plan.rendering();
    if (sentPost.numbers().isEmpty() || changing(sentPost.post()) || !rendering.known(sentPost)) {
      return;
    }
    Optional<Draft> draft = rendering.render(sentPost);
    if (!rendering.fits(sentPost, draft)) {
      return;
    }
    if (draft.isEmpty()) {
      plan.add(new PlannedAction.Withdraw(sentPost.post()));
    } else if (!draft.get().hash().equals(sentPost.hash())) {
      plan.add(new PlannedAction.Amend(sentPost.post(), draft.get()));
    }
  }

  private boolean changing(long post) {
    return plan.book().pending().stream()
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

  /** A message of which a file could not be copied is all that there is of it: it stays. */
  private void planSourceRemovals() {
    Collection<Integer> waiting = List.copyOf(plan.book().sourcesToRemove());
    for (int number : waiting) {
      plan.book()
          .entry(number)
          .filter(Entry::filesKept)
          .ifPresent(entry -> plan.add(new PlannedAction.RemoveSource(entry.source())));
    }
  }
}
