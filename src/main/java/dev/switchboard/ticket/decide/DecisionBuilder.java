package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.model.TicketState.Closure;
import dev.switchboard.ticket.show.EntryText;
import dev.switchboard.ticket.show.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A decision of a ticket that is open, or closing, while it is made. Each event is part of the book
 * at once, so that the next step of the decision sees it. Ends with {@link #taken} or {@link
 * #nothing}. Used once, then thrown away.
 */
final class DecisionBuilder {
  final Rules rules;
  private final boolean open;
  private final Set<Integer> touched = new HashSet<>();
  private final List<TicketEvent> events = new ArrayList<>();
  private Optional<Closure> closure;
  private Conversation conversation;

  /**
   * @param closure how the ticket comes to its end; empty while it is open
   */
  DecisionBuilder(Conversation conversation, Optional<Closure> closure, Rules rules) {
    this.conversation = conversation;
    this.closure = closure;
    this.open = closure.isEmpty();
    this.rules = rules;
  }

  /** With all that was decided so far. */
  Conversation book() {
    return conversation;
  }

  /** With all that was decided so far. */
  Optional<Closure> closure() {
    return closure;
  }

  /** Whether the ticket was open before the decision. */
  boolean open() {
    return open;
  }

  List<TicketEvent> events() {
    return events;
  }

  Rendering rendering() {
    return new Rendering(conversation, rules);
  }

  EntryText text() {
    return rendering().text();
  }

  // ---- events

  void happen(TicketEvent event) {
    events.add(event);
    switch (event) {
      case TicketEvent.InConversation within -> {
        conversation = Ticket.applyBook(conversation, within);
        closure = closure.map(one -> one.after(within));
      }
      case TicketEvent.CloseRequested close -> {
        TicketState.Closing closing = Ticket.closing(conversation, closure, close);
        conversation = closing.book();
        closure = Optional.of(closing.closure());
      }
      case TicketEvent.TranscriptKept kept ->
          closure = closure.map(one -> one.withTranscript(kept.file()));
      case TicketEvent.TranscriptTried _ -> closure = closure.map(Closure::withTry);
      case TicketEvent.TranscriptGivenUp _ -> conversation = Ticket.withoutTranscript(conversation);
      case TicketEvent.Closed _ -> {
        // The last event of a decision.
      }
      case TicketEvent.Opened _, TicketEvent.Purged _ ->
          throw new IllegalStateException("%s is not decided here".formatted(event));
    }
  }

  /** An entry may look different now: the posts that show it are brought up to date at the end. */
  void touch(int number) {
    touched.add(number);
  }

  void touch(Collection<Integer> numbers) {
    touched.addAll(numbers);
  }

  // ---- posts

  void plan(PlannedAction plannedAction, Instant at) {
    happen(new TicketEvent.Planned(conversation.nextPost(), plannedAction, at));
  }

  /** Shows entries in one message, where there is anything to be seen of them. */
  void show(
      PlannedAction.Target target,
      PlannedAction.Purpose purpose,
      List<Integer> numbers,
      int part,
      List<Long> files,
      Instant at) {
    rendering()
        .render(target, purpose, numbers, part, files, at)
        .ifPresent(draft ->
            plan(new PlannedAction.Show(target, purpose, numbers, part, files, draft), at));
  }

  /**
   * Shows an entry alone, in as many messages as it takes; the first files go with its last words.
   *
   * @param purpose of the first message; the others relay
   */
  void showWhole(
      PlannedAction.Target target,
      PlannedAction.Purpose purpose,
      Entry entry,
      int parts,
      Instant at) {
    List<Integer> numbers = List.of(entry.number());
    List<List<Long>> uploads = uploads(entry, refused(entry, target));
    for (int part = 0; part < parts; part++) {
      boolean last = part == parts - 1;
      List<Long> files = last && !uploads.isEmpty() ? uploads.getFirst() : List.of();
      show(target, part == 0 ? purpose : PlannedAction.Purpose.RELAY, numbers, part, files, at);
    }
    uploads.stream().skip(1).forEach(files -> showFiles(target, entry.number(), files, at));
  }

  /** The files of an entry that Discord refused at a target. */
  private Set<Long> refused(Entry entry, PlannedAction.Target target) {
    return entry.files().stream()
        .map(copy -> copy.attachment().id())
        .filter(id -> conversation.refusedFile(target, id).isPresent())
        .collect(Collectors.toSet());
  }

  /** Files alone, under the number of an entry whose words stand elsewhere. */
  void showFiles(PlannedAction.Target target, int number, List<Long> files, Instant at) {
    show(target, PlannedAction.Purpose.RELAY, List.of(number), -1, files, at);
  }

  /** The files that go up, in groups that one message takes. */
  List<List<Long>> uploads(Entry entry, Set<Long> without) {
    List<List<Long>> groups = new ArrayList<>();
    List<Long> group = new ArrayList<>();
    long bytes = 0;
    for (Entry.Copy copy : entry.files()) {
      if (!text().uploads(copy)
          || without.contains(copy.attachment().id())
          || !(copy instanceof Entry.Copy.Kept(Attachment attachment, StoredFile file))) {
        continue;
      }
      if (group.size() == Rendering.FILES || bytes + file.size() > rules.uploadLimit()) {
        groups.add(List.copyOf(group));
        group.clear();
        bytes = 0;
      }
      group.add(attachment.id());
      bytes += file.size();
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }

  // ---- the end

  /** The decision, with all that can be planned now. */
  Ticket.Decision taken(int number, Instant at) {
    Planner planner = new Planner(this, at);
    if (closure.isPresent()) {
      planner.planClosing(touched, closure.get());
    } else {
      planner.plan(touched);
    }
    return nothing(new TicketReply.Taken(number));
  }

  /** The decision as it is: nothing more is planned. */
  Ticket.Decision nothing(TicketReply reply) {
    return new Ticket.Decision(events, reply);
  }
}
