package dev.switchboard.ticket.model;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/** A {@link Book} while it is being changed. */
public final class BookChange {
  /** Looking for what can be let go takes a moment. */
  private static final int SHED_EACH = 500;

  final Book.Opening opening;
  public Place place;
  public Optional<Profile> profile;
  public Instant delayNoticedAt;
  TreePMap<Integer, Entry> entries;
  TreePMap<Long, TicketEvent.Planned> pending;
  TreePMap<Long, Shown> shown;
  HashPMap<Long, Integer> sources;
  HashPMap<Long, Long> messages;
  HashPMap<Integer, List<Long>> posts;
  TreePSet<Integer> unshown;
  TreePSet<Integer> unsent;
  TreePSet<Integer> sourcesToRemove;
  TreePSet<Long> linkOnly;
  HashPMap<Book.Reaction, PSet<Long>> reactions;
  PSet<Book.Reaction> worded;
  HashPMap<Long, Book.Recasting> recasts;
  TreePVector<Book.RefusedFile> refusedFiles;
  HashPMap<Integer, Long> apart;
  public String untold;
  public Handling handling;
  public boolean headed;
  public boolean logged;
  public boolean logRefused;
  long nextPost;

  BookChange(Book.Opening opening) {
    this.opening = opening;
    place = new Place.Wanted();
    profile = Optional.empty();
    delayNoticedAt = Instant.EPOCH;
    entries = TreePMap.empty();
    pending = TreePMap.empty();
    shown = TreePMap.empty();
    sources = HashTreePMap.empty();
    messages = HashTreePMap.empty();
    posts = HashTreePMap.empty();
    unshown = TreePSet.empty();
    unsent = TreePSet.empty();
    sourcesToRemove = TreePSet.empty();
    linkOnly = TreePSet.empty();
    reactions = HashTreePMap.empty();
    worded = HashTreePSet.empty();
    recasts = HashTreePMap.empty();
    refusedFiles = TreePVector.empty();
    apart = HashTreePMap.empty();
    untold = "";
    handling = Handling.DEFAULT;
    nextPost = 1;
  }

  BookChange(Book book) {
    opening = book.opening;
    place = book.place;
    profile = book.profile;
    delayNoticedAt = book.delayNoticedAt;
    entries = book.entries;
    pending = book.pending;
    shown = book.shown;
    sources = book.sources;
    messages = book.messages;
    posts = book.posts;
    unshown = book.unshown;
    unsent = book.unsent;
    sourcesToRemove = book.sourcesToRemove;
    linkOnly = book.linkOnly;
    reactions = book.reactions;
    worded = book.worded;
    recasts = book.recasts;
    refusedFiles = book.refusedFiles;
    apart = book.apart;
    untold = book.untold;
    handling = book.handling;
    headed = book.headed;
    logged = book.logged;
    logRefused = book.logRefused;
    nextPost = book.nextPost;
  }

  public void add(Entry entry) {
    entries = entries.plus(entry.number(), entry);
    cause(entry.source(), entry.number());
    switch (entry.author()) {
      case Author.OfMember _, Author.OfRemark _ -> unshown = unshown.plus(entry.number());
      case Author.OfReply reply -> {
        if (reply.removeSource()) {
          sourcesToRemove = sourcesToRemove.plus(entry.number());
        }
        unsent = unsent.plus(entry.number());
        unshown = unshown.plus(entry.number());
      }
      case Author.OfNote _ -> {}
    }
    trim(entry.number() - Book.KEPT_TEXTS);
    if (entry.number() % SHED_EACH == 0 && entry.number() > Book.KEPT_ENTRIES) {
      shed(entry.number() - Book.KEPT_ENTRIES);
    }
  }

  /** Lets go of the entries up to a number with which nothing is left to be done. */
  private void shed(int last) {
    List<Integer> gone =
        entries.headMap(last, true).values().stream()
            .filter(entry -> needsNoWords(entry) && entry.filesSettled())
            .map(Entry::number)
            .filter(number -> !sourcesToRemove.contains(number))
            .toList();
    entries = entries.minusAll(gone);
    sources = sources.minusAll(keys(sources, number -> isGone(number, last)));
    posts = posts.minusAll(posts.keySet().stream().filter(one -> isGone(one, last)).toList());
    Set<Long> newest = new HashSet<>();
    Set<Deed.Target> targets = EnumSet.noneOf(Deed.Target.class);
    for (Shown one : shown.descendingMap().values()) {
      if (targets.add(one.target())) {
        newest.add(one.post());
      }
    }
    List<Shown> unneeded =
        shown.values().stream()
            .filter(one -> !one.numbers().isEmpty() && !newest.contains(one.post()))
            .filter(one -> one.numbers().stream().allMatch(number -> isGone(number, last)))
            .filter(one -> !changing(one.post()))
            .toList();
    unneeded.forEach(this::forget);
    Set<Long> standing = Set.copyOf(messages.keySet());
    Predicate<Book.Reaction> stale =
        one -> !standing.contains(one.message()) && !sources.containsKey(one.message());
    reactions = reactions.minusAll(reactions.keySet().stream().filter(stale).toList());
    worded = worded.minusAll(worded.stream().filter(stale).toList());
  }

  private boolean isGone(int number, int last) {
    return number <= last && !entries.containsKey(number);
  }

  private boolean changing(long post) {
    return pending.values().stream()
        .map(TicketEvent.Planned::deed)
        .anyMatch(deed ->
            (deed instanceof Deed.Amend amend && amend.of() == post)
                || (deed instanceof Deed.Withdraw withdraw && withdraw.of() == post));
  }

  private static List<Long> keys(Map<Long, Integer> map, IntPredicate wanted) {
    return map.entrySet().stream()
        .filter(one -> wanted.test(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  public void entry(int number, UnaryOperator<Entry> change) {
    Entry before = entries.get(number);
    if (before == null && !entries.isEmpty() && number <= entries.lastKey() - Book.KEPT_ENTRIES) {
      // Events of before entries were let go may still concern one.
      return;
    }
    if (before == null) {
      throw new IllegalStateException(
          "ticket %d has no entry %d".formatted(opening.ticket(), number));
    }
    entries = entries.plus(number, change.apply(before));
    if (number <= entries.lastKey() - Book.KEPT_TEXTS) {
      trim(number);
    }
  }

  private void trim(int number) {
    Entry old = entries.get(number);
    if (old != null && !old.trimmed() && needsNoWords(old)) {
      entries = entries.plus(number, old.withoutText());
    }
  }

  /** Whether it is where it belongs, on both sides. */
  private boolean needsNoWords(Entry entry) {
    if (entry.author() instanceof Author.OfNote) {
      return true;
    }
    int number = entry.number();
    return entry.settled()
        && !unshown.contains(number)
        && !unsent.contains(number)
        && pending.values().stream()
            .noneMatch(planned ->
                planned.deed() instanceof Deed.Show show && show.numbers().contains(number));
  }

  public void cause(long source, int number) {
    if (source != 0 && !sources.containsKey(source)) {
      sources = sources.plus(source, number);
    }
  }

  public void plan(TicketEvent.Planned planned) {
    pending = pending.plus(planned.post(), planned);
    nextPost = Math.max(nextPost, planned.post() + 1);
  }

  public void post(int number, long post) {
    List<Long> before = posts.getOrDefault(number, List.of());
    posts = posts.plus(number, Stream.concat(before.stream(), Stream.of(post)).toList());
  }

  public void settle(long post) {
    pending = pending.minus(post);
  }

  public void show(Shown one) {
    shown = shown.plus(one.post(), one);
    messages = messages.plus(one.message(), one.post());
  }

  public void reshow(long post, UnaryOperator<Shown> change) {
    Shown before = shown.get(post);
    if (before != null) {
      shown = shown.plus(post, change.apply(before));
    }
  }

  public void forget(Shown one) {
    shown = shown.minus(one.post());
    messages = messages.minus(one.message());
  }

  public void unshow(int number) {
    unshown = unshown.plus(number);
  }

  public void showing(int number) {
    unshown = unshown.minus(number);
  }

  public void unsend(int number) {
    unsent = unsent.plus(number);
  }

  public void removing(long source) {
    Integer number = sources.get(source);
    if (number != null) {
      sourcesToRemove = sourcesToRemove.minus(number);
    }
  }

  public void react(TicketEvent.Reacted event) {
    Book.Reaction reaction = new Book.Reaction(event.message(), event.emoji());
    PSet<Long> before = reactions.getOrDefault(reaction, HashTreePSet.empty());
    PSet<Long> after = event.added() ? before.plus(event.by()) : before.minus(event.by());
    reactions = after.isEmpty() ? reactions.minus(reaction) : reactions.plus(reaction, after);
  }

  /** Whether words stand at the member for this reaction. */
  public void word(Deed.Mirror mirror, boolean stands) {
    if (mirror.target() == Deed.Target.MEMBER) {
      Book.Reaction reaction = new Book.Reaction(mirror.message(), mirror.emoji());
      worded = stands ? worded.plus(reaction) : worded.minus(reaction);
    }
  }

  public void linkOnly(long attachment) {
    linkOnly = linkOnly.plus(attachment);
  }

  public void recast(long post, Book.Recasting recasting) {
    recasts = recasts.plus(post, recasting);
  }

  public void refuseFile(Book.RefusedFile file) {
    refusedFiles = refusedFiles.plus(file);
  }

  public void part(int number, long group) {
    apart = apart.plus(number, group);
  }

  /** It stands, or never will: it is in nobody's way any more. */
  public void rejoin(int number) {
    apart = apart.minus(number);
  }

  public void sending(int number) {
    unsent = unsent.minus(number);
  }
}
