package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.show.ChannelHead;
import dev.switchboard.ticket.show.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What staff are shown next: one message at a time, with as much in it as fits. */
final class StaffView {
  /** More never fit into one message. */
  private static final int MOST_TOGETHER = 50;

  private final Plan plan;

  StaffView(Plan plan) {
    this.plan = plan;
  }

  void plan() {
    Conversation conversation = plan.book();
    boolean busy = conversation.pendingShows(PlannedAction.Target.STAFF).findAny().isPresent();
    if (busy
        || !(conversation.place() instanceof Place.Channel)
        || conversation.profile().isEmpty()) {
      return;
    }
    List<Entry> candidates = candidates();
    if (candidates.isEmpty()) {
      return;
    }
    PlannedAction.Purpose purpose =
        conversation.headed() ? PlannedAction.Purpose.RELAY : PlannedAction.Purpose.HEADER;
    Entry first = candidates.getFirst();
    int parts = plan.text().staffParts(first).size();
    if (parts > 1 || plan.uploads(first, Set.of()).size() > 1) {
      plan.showWhole(PlannedAction.Target.STAFF, purpose, first, parts);
    } else {
      planTogether(candidates, purpose);
    }
  }

  /**
   * What may be shown now: the member's words in their order, replies as soon as their fate is
   * known, or takes too long to be.
   */
  private List<Entry> candidates() {
    List<Entry> found = new ArrayList<>();
    boolean held = false;
    for (int number : plan.book().unshown()) {
      Entry entry = plan.book().entry(number).orElseThrow();
      boolean showable =
          switch (entry.author()) {
            case Author.OfReply _ ->
                entry.settled() || entry.delayed() || (entry.deleted() && entry.unplanned());
            case Author.OfMember _, Author.OfNote _, Author.OfRemark _ -> !held && entry.ready();
          };
      if (showable) {
        found.add(entry);
      } else if (!(entry.author() instanceof Author.OfReply)) {
        held = true;
      }
      if (found.size() == MOST_TOGETHER) {
        return found;
      }
    }
    return found;
  }

  private void planTogether(List<Entry> candidates, PlannedAction.Purpose purpose) {
    List<Integer> numbers = new ArrayList<>();
    List<Long> files = new ArrayList<>();
    long bytes = 0;
    int length =
        purpose == PlannedAction.Purpose.HEADER
            ? new ChannelHead(plan.book(), plan.rules.settings()).ping().length() + 1
            : 0;
    long group = plan.book().group(candidates.getFirst().number());
    for (Entry entry : candidates) {
      if (plan.book().group(entry.number()) != group) {
        break;
      }
      List<List<Long>> uploads = plan.uploads(entry, Set.of());
      List<Long> own = uploads.isEmpty() ? List.of() : uploads.getFirst();
      long ownBytes = bytes(entry, own);
      length += plan.text().room(entry, plan.at);
      boolean fits =
          length <= Rendering.CONTENT
              && files.size() + own.size() <= Rendering.FILES
              && bytes + ownBytes <= plan.rules.uploadLimit()
              && uploads.size() <= 1;
      if (!fits && !numbers.isEmpty()) {
        break;
      }
      numbers.add(entry.number());
      files.addAll(own);
      bytes += ownBytes;
    }
    plan.show(PlannedAction.Target.STAFF, purpose, numbers, 0, files);
  }

  private static long bytes(Entry entry, List<Long> files) {
    return entry.files().stream()
        .filter(Entry.Copy.Kept.class::isInstance)
        .map(Entry.Copy.Kept.class::cast)
        .filter(kept -> files.contains(kept.attachment().id()))
        .mapToLong(kept -> kept.file().size())
        .sum();
  }
}
