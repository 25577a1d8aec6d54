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
 * The builder of a decision of an open or closing ticket. Each event is applied to the conversation
 * at once, so that the next step of the decision sees it. Ends with {@link #taken} or {@link
 * #nothing}. Used once.
 */
final class DecisionBuilder {
  final Rules rules;
  private final boolean open;
  private final Set<Integer> touched = new HashSet<>();
  private final List<TicketEvent> events = new ArrayList<>();
  private Optional<Closure> closure;
  private Conversation conversation;

  /**
   * @param closure the closing of the ticket; empty while it is open
   */
  DecisionBuilder(Conversation conversation, Optional<Closure> closure, Rules rules) {
    this.conversation = conversation;
    this.closure = closure;
    this.open = closure.isEmpty();
    this.rules = rules;
  }

  /** The conversation with all events decided so far. */
  Conversation book() {
    return conversation;
  }

  /** The closing with all events decided so far; empty while the ticket is open. */
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
      case TicketEvent.Opened _, TicketEvent.Merged _, TicketEvent.Purged _ ->
          throw new IllegalStateException("%s is not decided here".formatted(event));
    }
  }

  /**
   * Marks an entry whose rendering may have changed: the posts that show it are amended at the end.
   */
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

  /** Plans one post of these entries, if their rendering is not empty. */
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
   * Plans the posts of one entry alone; its first files are in the post with the end of its text.
   *
   * @param purpose the purpose of the first post; the others relay
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

  /** Plans a post of files alone, under the number of an entry whose text is in another post. */
  void showFiles(PlannedAction.Target target, int number, List<Long> files, Instant at) {
    show(target, PlannedAction.Purpose.RELAY, List.of(number), -1, files, at);
  }

  /** The ids of the files to upload, in groups that fit into one post. */
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

  /** The decision, with all actions that can be planned now. */
  Ticket.Decision taken(int number, Instant at) {
    Planner planner = new Planner(this, at);
    if (closure.isPresent()) {
      planner.planClosing(touched, closure.get());
    } else {
      planner.plan(touched);
    }
    return nothing(new TicketReply.Taken(number));
  }

  /** The decision without further planned actions. */
  Ticket.Decision nothing(TicketReply reply) {
    return new Ticket.Decision(events, reply);
  }
}
