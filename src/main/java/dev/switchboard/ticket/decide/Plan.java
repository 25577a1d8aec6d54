package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.EntryText;
import dev.switchboard.ticket.show.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was decided so far while a {@link Planner} is at work: each deed is part of the book at
 * once, so that what is decided next sees it. Used once, then thrown away.
 */
final class Plan {
  final Rules rules;
  final Instant at;
  private final List<TicketEvent> events = new ArrayList<>();
  private Conversation conversation;

  Plan(Conversation conversation, Rules rules, Instant at) {
    this.conversation = conversation;
    this.rules = rules;
    this.at = at;
  }

  Conversation book() {
    return conversation;
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

  void add(PlannedAction plannedAction) {
    TicketEvent.Planned planned =
        new TicketEvent.Planned(conversation.nextPost(), plannedAction, at);
    events.add(planned);
    conversation = ConversationUpdates.planned(conversation, planned);
  }

  /** The ticket ends here. */
  void close() {
    events.add(new TicketEvent.Closed(at));
  }

  /** Shows entries in one message, where there is anything to be seen of them. */
  void show(
      PlannedAction.Target target,
      PlannedAction.Purpose purpose,
      List<Integer> numbers,
      int part,
      List<Long> files) {
    rendering()
        .render(target, purpose, numbers, part, files, at)
        .ifPresent(
            draft -> add(new PlannedAction.Show(target, purpose, numbers, part, files, draft)));
  }

  /**
   * Shows an entry alone, in as many messages as it takes; the first files go with its last words.
   *
   * @param purpose of the first message; the others relay
   */
  void showWhole(
      PlannedAction.Target target, PlannedAction.Purpose purpose, Entry entry, int parts) {
    List<Integer> numbers = List.of(entry.number());
    List<List<Long>> uploads = uploads(entry, refused(entry, target));
    for (int part = 0; part < parts; part++) {
      boolean last = part == parts - 1;
      List<Long> files = last && !uploads.isEmpty() ? uploads.getFirst() : List.of();
      show(target, part == 0 ? purpose : PlannedAction.Purpose.RELAY, numbers, part, files);
    }
    uploads.stream().skip(1).forEach(files -> showFiles(target, entry.number(), files));
  }

  /** The files of an entry that Discord refused at a target. */
  Set<Long> refused(Entry entry, PlannedAction.Target target) {
    return entry.files().stream()
        .map(copy -> copy.attachment().id())
        .filter(id -> conversation.refusedFile(target, id).isPresent())
        .collect(Collectors.toSet());
  }

  /** Files alone, under the number of an entry whose words stand elsewhere. */
  void showFiles(PlannedAction.Target target, int number, List<Long> files) {
    show(target, PlannedAction.Purpose.RELAY, List.of(number), -1, files);
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
}
