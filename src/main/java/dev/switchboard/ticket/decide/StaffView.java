package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.show.ChannelHead;
import dev.switchboard.ticket.show.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plans the next post for staff: one at a time, with as many entries as fit. */
final class StaffView {
  /** The largest number of entries in one post. */
  private static final int MOST_TOGETHER = 50;

  private final DecisionBuilder draft;
  private final Instant at;

  StaffView(DecisionBuilder draft, Instant at) {
    this.draft = draft;
    this.at = at;
  }

  void plan() {
    Conversation conversation = draft.book();
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
    int parts = draft.text().staffParts(first).size();
    if (parts > 1 || draft.uploads(first, Set.of()).size() > 1) {
      draft.showWhole(PlannedAction.Target.STAFF, purpose, first, parts, at);
    } else {
      planTogether(candidates, purpose);
    }
  }

  /**
   * The entries that may be shown now: the member's messages in their order, replies once their
   * outcome is known or late.
   */
  private List<Entry> candidates() {
    List<Entry> found = new ArrayList<>();
    boolean held = false;
    for (int number : draft.book().unshown()) {
      Entry entry = draft.book().entry(number).orElseThrow();
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
            ? new ChannelHead(draft.book(), draft.rules).ping().length() + 1
            : 0;
    long group = draft.book().group(candidates.getFirst().number());
    for (Entry entry : candidates) {
      if (draft.book().group(entry.number()) != group) {
        break;
      }
      List<List<Long>> uploads = draft.uploads(entry, Set.of());
      List<Long> own = uploads.isEmpty() ? List.of() : uploads.getFirst();
      long ownBytes = bytes(entry, own);
      length += draft.text().room(entry, at);
      boolean fits =
          length <= Rendering.CONTENT
              && files.size() + own.size() <= Rendering.FILES
              && bytes + ownBytes <= draft.rules.uploadLimit()
              && uploads.size() <= 1;
      if (!fits && !numbers.isEmpty()) {
        break;
      }
      numbers.add(entry.number());
      files.addAll(own);
      bytes += ownBytes;
    }
    draft.show(PlannedAction.Target.STAFF, purpose, numbers, 0, files, at);
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
