package dev.switchboard.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what is to be done on Discord next, given what a ticket knows. What is waiting is put
 * into as few messages as fit while one is under way: a member who writes fast costs no more than
 * Discord allows.
 */
final class Planner {
  /** How long Discord is left alone after it refused a channel, or the bot lacked a permission. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(60);

  private final Rules rules;
  private final Instant at;
  private final List<TicketEvent> events = new ArrayList<>();
  private Book book;

  Planner(Book book, Rules rules, Instant at) {
    this.book = book;
    this.rules = rules;
    this.at = at;
  }

  /**
   * All that can be planned now.
   *
   * @param touched entries whose look may have changed
   */
  List<TicketEvent> plan(Set<Integer> touched) {
    planChannel();
    planConversation(touched);
    return events;
  }

  private void planConversation(Set<Integer> touched) {
    planReplies();
    planStaff();
    touched.forEach(this::planLateFiles);
    touched.stream().flatMap(book::shownOf).distinct().toList().forEach(this::planAmendment);
    planSourceRemovals();
  }

  /**
   * As {@link #plan}, for a ticket that comes to its end: when all that was said is where it
   * belongs, the transcript is posted, then the channel goes, then the ticket is closed.
   */
  List<TicketEvent> planClosing(Set<Integer> touched, TicketState.Closure closure) {
    planConversation(touched);
    if (!settled(book)) {
      return events;
    }
    if (rules.logChannel().isPresent() && !book.logged()) {
      closure.transcript().ifPresent(file -> add(log(closure, file)));
      return events;
    }
    if (book.place() instanceof Place.Channel(long channel)) {
      add(new Deed.CloseChannel(channel));
    } else {
      events.add(new TicketEvent.Closed(at));
    }
    return events;
  }

  /** Whether all is planned that can be; without a channel staff can be shown nothing. */
  static boolean saidAll(Book book) {
    boolean hasChannel = book.place() instanceof Place.Channel;
    boolean allSent =
        book.unsent().stream()
            .flatMap(number -> book.entry(number).stream())
            .allMatch(Entry::deleted);
    return allSent && (!hasChannel || book.unshown().isEmpty());
  }

  /** Whether nothing is under way any more: no post, no copy of a file. */
  static boolean settled(Book book) {
    return saidAll(book)
        && book.pending().isEmpty()
        && book.entries().stream().allMatch(Entry::filesSettled);
  }

  private Deed log(TicketState.Closure closure, StoredFile file) {
    Book.Opening opening = book.opening();
    String reason = closure.reason().isEmpty() ? "" : ": " + closure.reason();
    String text =
        "Ticket #%d of **%s** (`%d`) was closed by **%s**%s. %d messages."
            .formatted(
                opening.ticket(),
                Phrases.plain(opening.member().userName()),
                opening.member().id(),
                Phrases.plain(closure.by().name()),
                reason,
                book.entries().size());
    Draft draft =
        new Draft(
            text.length() > Rendering.CONTENT ? text.substring(0, Rendering.CONTENT) : text,
            List.of(),
            List.of(file),
            Draft.Pings.NONE,
            0);
    return new Deed.Show(Deed.Target.LOG, Deed.Purpose.TRANSCRIPT, List.of(), 0, List.of(), draft);
  }

  /** A single message of the product's own, outside the entries. */
  List<TicketEvent> notice(Deed.Target target, Deed.Purpose purpose, Draft draft) {
    add(new Deed.Show(target, purpose, List.of(), 0, List.of(), draft));
    return events;
  }

  Book book() {
    return book;
  }

  private Rendering rendering() {
    return new Rendering(book, rules);
  }

  private void add(Deed deed) {
    TicketEvent.Planned planned = new TicketEvent.Planned(book.nextPost(), deed, at);
    events.add(planned);
    book = Changes.planned(book, planned);
  }

  // ---- the channel

  private void planChannel() {
    boolean under =
        book.pending().stream().anyMatch(planned -> planned.deed() instanceof Deed.OpenChannel);
    boolean wanted =
        switch (book.place()) {
          case Place.Wanted _ -> true;
          case Place.Channel _ -> false;
          case Place.NoRoom(_, _, Instant since) -> !at.isBefore(since.plus(RETRY_AFTER));
        };
    if (wanted && !under) {
      Book.Opening opening = book.opening();
      add(new Deed.OpenChannel(opening.member().userName(), ChannelTopic.of(opening)));
    }
  }

  // ---- to the member

  /** Replies go in their order, each as messages of its own. */
  private void planReplies() {
    for (int number : List.copyOf(book.unsent())) {
      Optional<Entry> reply = book.entry(number);
      if (reply.isPresent() && reply.get().deleted()) {
        continue;
      }
      if (reply.isEmpty() || !reply.get().ready()) {
        return;
      }
      List<String> parts = rendering().text().memberParts(reply.get());
      List<List<Long>> uploads = uploads(reply.get(), Set.of());
      for (int part = 0; part < parts.size(); part++) {
        boolean last = part == parts.size() - 1;
        show(
            Deed.Target.MEMBER,
            number,
            part,
            last && !uploads.isEmpty() ? uploads.getFirst() : List.of());
      }
      uploads.stream().skip(1).forEach(files -> show(Deed.Target.MEMBER, number, -1, files));
    }
  }

  private void show(Deed.Target target, int number, int part, List<Long> files) {
    Deed.Purpose purpose = Deed.Purpose.RELAY;
    rendering()
        .render(target, purpose, List.of(number), part, files, at)
        .ifPresent(
            draft -> add(new Deed.Show(target, purpose, List.of(number), part, files, draft)));
  }

  // ---- to staff

  private void planStaff() {
    boolean busy = book.pendingShows(Deed.Target.STAFF).findAny().isPresent();
    if (busy || !(book.place() instanceof Place.Channel) || book.profile().isEmpty()) {
      return;
    }
    List<Entry> candidates = candidates();
    if (candidates.isEmpty()) {
      return;
    }
    Deed.Purpose purpose = book.headed() ? Deed.Purpose.RELAY : Deed.Purpose.HEADER;
    Entry first = candidates.getFirst();
    int parts = rendering().text().staffParts(first).size();
    List<List<Long>> uploads = uploads(first, Set.of());
    if (parts > 1 || uploads.size() > 1) {
      planAlone(first, purpose, parts, uploads);
    } else {
      planTogether(candidates, purpose);
    }
  }

  /**
   * What may be shown now: the member's words in their order, replies as soon as their fate is
   * known.
   */
  private List<Entry> candidates() {
    List<Entry> found = new ArrayList<>();
    boolean held = false;
    for (int number : book.unshown()) {
      Entry entry = book.entry(number).orElseThrow();
      boolean showable =
          switch (entry.author()) {
            case Author.OfReply _ -> entry.settled() || (entry.deleted() && entry.unplanned());
            case Author.OfMember _, Author.OfNote _, Author.OfRemark _ -> !held && entry.ready();
          };
      if (showable) {
        found.add(entry);
      } else if (!(entry.author() instanceof Author.OfReply)) {
        held = true;
      }
      if (found.size() == 50) {
        return found;
      }
    }
    return found;
  }

  private void planAlone(Entry entry, Deed.Purpose purpose, int parts, List<List<Long>> uploads) {
    List<Integer> numbers = List.of(entry.number());
    for (int part = 0; part < parts; part++) {
      boolean last = part == parts - 1;
      List<Long> files = last && !uploads.isEmpty() ? uploads.getFirst() : List.of();
      planStaffShow(part == 0 ? purpose : Deed.Purpose.RELAY, numbers, part, files);
    }
    uploads.stream()
        .skip(1)
        .forEach(files -> planStaffShow(Deed.Purpose.RELAY, numbers, -1, files));
  }

  private void planTogether(List<Entry> candidates, Deed.Purpose purpose) {
    List<Integer> numbers = new ArrayList<>();
    List<Long> files = new ArrayList<>();
    long bytes = 0;
    int length =
        purpose == Deed.Purpose.HEADER
            ? new ChannelHead(book, rules.settings()).ping().length() + 1
            : 0;
    for (Entry entry : candidates) {
      List<List<Long>> uploads = uploads(entry, Set.of());
      List<Long> own = uploads.isEmpty() ? List.of() : uploads.getFirst();
      long ownBytes = bytes(entry, own);
      length += rendering().text().room(entry, at);
      boolean fits =
          length <= Rendering.CONTENT
              && files.size() + own.size() <= Rendering.FILES
              && bytes + ownBytes <= rules.uploadLimit()
              && uploads.size() <= 1;
      if (!fits && !numbers.isEmpty()) {
        break;
      }
      numbers.add(entry.number());
      files.addAll(own);
      bytes += ownBytes;
    }
    planStaffShow(purpose, numbers, 0, files);
  }

  private void planStaffShow(
      Deed.Purpose purpose, List<Integer> numbers, int part, List<Long> files) {
    rendering()
        .render(Deed.Target.STAFF, purpose, numbers, part, files, at)
        .ifPresent(
            draft -> add(new Deed.Show(Deed.Target.STAFF, purpose, numbers, part, files, draft)));
  }

  // ---- files

  /** The files that go up, in groups that one message takes. */
  private List<List<Long>> uploads(Entry entry, Set<Long> without) {
    List<List<Long>> groups = new ArrayList<>();
    List<Long> group = new ArrayList<>();
    long bytes = 0;
    for (Entry.Copy copy : entry.files()) {
      if (!rendering().text().uploads(copy)
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

  private static long bytes(Entry entry, List<Long> files) {
    return entry.files().stream()
        .filter(Entry.Copy.Kept.class::isInstance)
        .map(Entry.Copy.Kept.class::cast)
        .filter(kept -> files.contains(kept.attachment().id()))
        .mapToLong(kept -> kept.file().size())
        .sum();
  }

  /** Files that were still being copied when their text went on follow under its number. */
  private void planLateFiles(int number) {
    Optional<Entry> found = book.entry(number).filter(Entry::waitOver);
    if (found.isEmpty()) {
      return;
    }
    Entry entry = found.get();
    if (entry.author() instanceof Author.OfReply && !book.unsent().contains(number)) {
      uploads(entry, shownFiles(number, Deed.Target.MEMBER))
          .forEach(files -> show(Deed.Target.MEMBER, number, -1, files));
      planGrowth(entry, Deed.Target.MEMBER);
    }
    if (!book.unshown().contains(number)) {
      uploads(entry, shownFiles(number, Deed.Target.STAFF))
          .forEach(files -> planStaffShow(Deed.Purpose.RELAY, List.of(number), -1, files));
      planGrowth(entry, Deed.Target.STAFF);
    }
  }

  /**
   * What is shown in the place of a post whose files Discord finds too large, where the rest of the
   * text stands or is under way: the same part without files, and what their links make it longer
   * by. To be asked of a book in which the files are links.
   */
  List<TicketEvent> planWithoutFiles(Deed.Show show) {
    for (int number : show.numbers()) {
      Optional<Entry> entry = book.entry(number).filter(one -> !one.deleted());
      if (entry.isPresent()) {
        if (show.part() >= 0 && show.target() == Deed.Target.STAFF) {
          planStaffShow(show.purpose(), List.of(number), show.part(), List.of());
        } else if (show.part() >= 0) {
          show(show.target(), number, show.part(), List.of());
        }
        planGrowth(entry.get(), show.target());
      }
    }
    return events;
  }

  /** Parts of a text that stands already which it has come to need since: a link made it longer. */
  private void planGrowth(Entry entry, Deed.Target target) {
    int number = entry.number();
    boolean refused = entry.delivery() instanceof Entry.Delivery.Refused;
    int shown =
        Stream.concat(
                    book.shownOf(number)
                        .filter(one -> one.target() == target)
                        .filter(one -> one.numbers().size() == 1)
                        .map(Shown::part),
                    book.pendingShows(target)
                        .filter(show -> show.numbers().equals(List.of(number)))
                        .map(Deed.Show::part))
                .max(Integer::compare)
                .orElse(-1)
            + 1;
    if (shown == 0 || refused || entry.trimmed() || entry.deleted()) {
      return;
    }
    EntryText text = rendering().text();
    int needed =
        target == Deed.Target.MEMBER
            ? text.memberParts(entry).size()
            : text.staffParts(entry).size();
    for (int part = shown; part < needed; part++) {
      if (target == Deed.Target.MEMBER) {
        show(target, number, part, List.of());
      } else {
        planStaffShow(Deed.Purpose.RELAY, List.of(number), part, List.of());
      }
    }
  }

  private Set<Long> shownFiles(int number, Deed.Target target) {
    Stream<Long> standing =
        book.shownOf(number)
            .filter(shown -> shown.target() == target)
            .flatMap(shown -> shown.files().stream());
    Stream<Long> under =
        book.pendingShows(target)
            .filter(show -> show.numbers().contains(number))
            .flatMap(show -> show.files().stream());
    return Stream.concat(standing, under).collect(Collectors.toSet());
  }

  // ---- what stands there already

  private void planAmendment(Shown shown) {
    if (shown.numbers().isEmpty() || changing(shown.post()) || !rendering().amendable(shown)) {
      return;
    }
    Optional<Draft> draft = rendering().render(shown);
    if (draft.isEmpty()) {
      add(new Deed.Withdraw(shown.post()));
    } else if (!draft.get().hash().equals(shown.hash())) {
      add(new Deed.Amend(shown.post(), draft.get()));
    }
  }

  private boolean changing(long post) {
    return book.pending().stream()
        .map(TicketEvent.Planned::deed)
        .anyMatch(deed ->
            switch (deed) {
              case Deed.Amend(long of, _) -> of == post;
              case Deed.Withdraw(long of) -> of == post;
              case Deed.Show _,
                  Deed.RemoveSource _,
                  Deed.Mirror _,
                  Deed.OpenChannel _,
                  Deed.CloseChannel _ ->
                  false;
            });
  }

  private void planSourceRemovals() {
    Collection<Integer> waiting = List.copyOf(book.sourcesToRemove());
    for (int number : waiting) {
      book.entry(number)
          .filter(Entry::filesSettled)
          .ifPresent(entry -> add(new Deed.RemoveSource(entry.source())));
    }
  }
}
