package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.show.EntryText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What follows, under its number, an entry that is shown already: files that came late, and parts
 * that its text has come to need since.
 */
final class Supplements {
  private final Plan plan;

  Supplements(Plan plan) {
    this.plan = plan;
  }

  /** Files that were still being copied when their text went on follow under its number. */
  void lateFiles(int number) {
    Optional<Entry> found = plan.book().entry(number).filter(Entry::waitOver);
    if (found.isEmpty()) {
      return;
    }
    Entry entry = found.get();
    if (entry.author() instanceof Author.OfReply && !plan.book().unsent().contains(number)) {
      filesAndGrowth(entry, PlannedAction.Target.MEMBER);
    }
    if (!plan.book().unshown().contains(number)) {
      filesAndGrowth(entry, PlannedAction.Target.STAFF);
    }
  }

  private void filesAndGrowth(Entry entry, PlannedAction.Target target) {
    int number = entry.number();
    plan.uploads(entry, shownFiles(number, target))
        .forEach(files -> plan.showFiles(target, number, files));
    growth(entry, target);
  }

  /**
   * What is shown in the place of a post whose files Discord finds too large, where the rest of the
   * text stands or is under way: the same part without files, and what their links make it longer
   * by. To be asked of a book in which the files are links.
   */
  void withoutFiles(PlannedAction.Show show) {
    for (int number : show.numbers()) {
      Optional<Entry> entry = plan.book().entry(number).filter(one -> !one.deleted());
      if (entry.isPresent()) {
        if (show.part() >= 0) {
          plan.show(show.target(), show.purpose(), List.of(number), show.part(), List.of());
        }
        growth(entry.get(), show.target());
      }
    }
  }

  /** Parts of a text that stands already which it has come to need since: a link made it longer. */
  private void growth(Entry entry, PlannedAction.Target target) {
    int number = entry.number();
    boolean refused = entry.delivery() instanceof Entry.Delivery.Refused;
    int shown =
        Stream.concat(
                    plan.book()
                        .shownOf(number)
                        .filter(one -> one.target() == target)
                        .filter(one -> one.numbers().size() == 1)
                        .map(SentPost::part),
                    plan.book()
                        .pendingShows(target)
                        .filter(show -> show.numbers().equals(List.of(number)))
                        .map(PlannedAction.Show::part))
                .max(Integer::compare)
                .orElse(-1)
            + 1;
    if (shown == 0 || refused || entry.trimmed() || entry.deleted()) {
      return;
    }
    EntryText text = plan.text();
    int needed =
        target == PlannedAction.Target.MEMBER
            ? text.memberParts(entry).size()
            : text.staffParts(entry).size();
    for (int part = shown; part < needed; part++) {
      plan.show(target, PlannedAction.Purpose.RELAY, List.of(number), part, List.of());
    }
  }

  private Set<Long> shownFiles(int number, PlannedAction.Target target) {
    Stream<Long> standing =
        plan.book()
            .shownOf(number)
            .filter(sentPost -> sentPost.target() == target)
            .flatMap(sentPost -> sentPost.files().stream());
    Stream<Long> under =
        plan.book()
            .pendingShows(target)
            .filter(show -> show.numbers().contains(number))
            .flatMap(show -> show.files().stream());
    return Stream.concat(standing, under).collect(Collectors.toSet());
  }
}
