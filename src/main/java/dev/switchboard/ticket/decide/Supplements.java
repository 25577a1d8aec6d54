package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.show.EntryText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans additional posts for an entry that is already shown: late files, and parts that its grown
 * text needs.
 */
final class Supplements {
  private final DecisionBuilder draft;
  private final Instant at;

  Supplements(DecisionBuilder draft, Instant at) {
    this.draft = draft;
    this.at = at;
  }

  /**
   * Plans posts of the files that were still being copied when the text was posted, under the
   * entry's number.
   */
  void lateFiles(int number) {
    Optional<Entry> found = draft.book().entry(number).filter(Entry::waitOver);
    if (found.isEmpty()) {
      return;
    }
    Entry entry = found.get();
    if (entry.author() instanceof Author.OfReply && !draft.book().unsent().contains(number)) {
      filesAndGrowth(entry, PlannedAction.Target.MEMBER);
    }
    if (!draft.book().unshown().contains(number)) {
      filesAndGrowth(entry, PlannedAction.Target.STAFF);
    }
  }

  private void filesAndGrowth(Entry entry, PlannedAction.Target target) {
    int number = entry.number();
    draft
        .uploads(entry, shownFiles(number, target))
        .forEach(files -> draft.showFiles(target, number, files, at));
    growth(entry, target);
  }

  /**
   * Plans the replacement of a post whose files are too large for Discord, if other parts of the
   * entry are posted or pending: the same part without files, and further parts if the links make
   * the text longer. The conversation must already show the files as links.
   */
  void withoutFiles(PlannedAction.Show show) {
    for (int number : show.numbers()) {
      Optional<Entry> entry = draft.book().entry(number).filter(one -> !one.deleted());
      if (entry.isPresent()) {
        if (show.part() >= 0) {
          draft.show(show.target(), show.purpose(), List.of(number), show.part(), List.of(), at);
        }
        growth(entry.get(), show.target());
      }
    }
  }

  /** Plans further parts of a text that was posted before a link made it longer. */
  private void growth(Entry entry, PlannedAction.Target target) {
    int number = entry.number();
    boolean refused = entry.delivery() instanceof Entry.Delivery.Refused;
    int shown =
        Stream.concat(
                    draft
                        .book()
                        .shownOf(number)
                        .filter(one -> one.target() == target)
                        .filter(one -> one.numbers().size() == 1)
                        .map(SentPost::part),
                    draft
                        .book()
                        .pendingShows(target)
                        .filter(show -> show.numbers().equals(List.of(number)))
                        .map(PlannedAction.Show::part))
                .max(Integer::compare)
                .orElse(-1)
            + 1;
    if (shown == 0 || refused || entry.trimmed() || entry.deleted()) {
      return;
    }
    EntryText text = draft.text();
    int needed =
        target == PlannedAction.Target.MEMBER
            ? text.memberParts(entry).size()
            : text.staffParts(entry).size();
    for (int part = shown; part < needed; part++) {
      draft.show(target, PlannedAction.Purpose.RELAY, List.of(number), part, List.of(), at);
    }
  }

  private Set<Long> shownFiles(int number, PlannedAction.Target target) {
    Stream<Long> standing =
        draft
            .book()
            .shownOf(number)
            .filter(sentPost -> sentPost.target() == target)
            .flatMap(sentPost -> sentPost.files().stream());
    Stream<Long> under =
        draft
            .book()
            .pendingShows(target)
            .filter(show -> show.numbers().contains(number))
            .flatMap(show -> show.files().stream());
    return Stream.concat(standing, under).collect(Collectors.toSet());
  }
}
