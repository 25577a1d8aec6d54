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

/** The builder of a changed {@link Conversation}. */
public final class ConversationBuilder {
  /** Old entries are dropped once per this number of entries, because the search is slow. */
  private static final int SHED_EACH = 500;

  final Conversation.Opening opening;
  public Place place;
  public Optional<Profile> profile;
  public Instant delayNoticedAt;
  TreePMap<Integer, Entry> entries;
  TreePMap<Long, TicketEvent.Planned> pending;
  TreePMap<Long, SentPost> shown;
  HashPMap<Long, Integer> sources;
  HashPMap<Long, Long> messages;
  HashPMap<Integer, List<Long>> posts;
  TreePSet<Integer> unshown;
  TreePSet<Integer> unsent;
  TreePSet<Integer> sourcesToRemove;
  TreePSet<Long> linkOnly;
  HashPMap<Conversation.Reaction, PSet<Long>> reactions;
  PSet<Conversation.Reaction> worded;
  HashPMap<Long, Conversation.Recasting> recasts;
  TreePVector<Conversation.RefusedFile> refusedFiles;
  HashPMap<Integer, Long> apart;
  public String untold;
  public Optional<Conversation.NotTold> notTold;
  public Handling handling;
  public boolean headed;
  public boolean logged;
  public boolean logRefused;
  long nextPost;

  ConversationBuilder(Conversation.Opening opening) {
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
    notTold = Optional.empty();
    handling = Handling.DEFAULT;
    nextPost = 1;
  }

  ConversationBuilder(Conversation conversation) {
    opening = conversation.opening;
    place = conversation.place;
    profile = conversation.profile;
    delayNoticedAt = conversation.delayNoticedAt;
    entries = conversation.entries;
    pending = conversation.pending;
    shown = conversation.shown;
    sources = conversation.sources;
    messages = conversation.messages;
    posts = conversation.posts;
    unshown = conversation.unshown;
    unsent = conversation.unsent;
    sourcesToRemove = conversation.sourcesToRemove;
    linkOnly = conversation.linkOnly;
    reactions = conversation.reactions;
    worded = conversation.worded;
    recasts = conversation.recasts;
    refusedFiles = conversation.refusedFiles;
    apart = conversation.apart;
    untold = conversation.untold;
    notTold = conversation.notTold;
    handling = conversation.handling;
    headed = conversation.headed;
    logged = conversation.logged;
    logRefused = conversation.logRefused;
    nextPost = conversation.nextPost;
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
      case Author.OfNote _ -> {
        // A note of Discord's stands in the channel already.
        if (ActSource.isOverHttp(entry.source())) {
          unshown = unshown.plus(entry.number());
        }
      }
    }
    trim(entry.number() - Conversation.KEPT_TEXTS);
    if (entry.number() % SHED_EACH == 0 && entry.number() > Conversation.KEPT_ENTRIES) {
      shed(entry.number() - Conversation.KEPT_ENTRIES);
    }
  }

  /** Drops the entries up to a number that have no pending work. */
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
    Set<PlannedAction.Target> targets = EnumSet.noneOf(PlannedAction.Target.class);
    for (SentPost one : shown.descendingMap().values()) {
      if (targets.add(one.target())) {
        newest.add(one.post());
      }
    }
    List<SentPost> unneeded =
        shown.values().stream()
            .filter(one -> !one.numbers().isEmpty() && !newest.contains(one.post()))
            .filter(one -> one.numbers().stream().allMatch(number -> isGone(number, last)))
            .filter(one -> !changing(one.post()))
            .toList();
    unneeded.forEach(this::forget);
    Set<Long> standing = Set.copyOf(messages.keySet());
    Predicate<Conversation.Reaction> stale =
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
        .anyMatch(plannedAction ->
            (plannedAction instanceof PlannedAction.Amend amend && amend.of() == post)
                || (plannedAction instanceof PlannedAction.Withdraw withdraw
                    && withdraw.of() == post));
  }

  private static List<Long> keys(Map<Long, Integer> map, IntPredicate wanted) {
    return map.entrySet().stream()
        .filter(one -> wanted.test(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  public void entry(int number, UnaryOperator<Entry> change) {
    Entry before = entries.get(number);
    if (before == null
        && !entries.isEmpty()
        && number <= entries.lastKey() - Conversation.KEPT_ENTRIES) {
      // The journal may hold events of versions that dropped no entries.
      return;
    }
    if (before == null) {
      throw new IllegalStateException(
          "ticket %d has no entry %d".formatted(opening.ticket(), number));
    }
    entries = entries.plus(number, change.apply(before));
    if (number <= entries.lastKey() - Conversation.KEPT_TEXTS) {
      trim(number);
    }
  }

  private void trim(int number) {
    Entry old = entries.get(number);
    if (old != null && !old.trimmed() && needsNoWords(old)) {
      entries = entries.plus(number, old.withoutText());
    }
  }

  /** Whether the entry is posted on both sides, so that no later post needs its text. */
  private boolean needsNoWords(Entry entry) {
    int number = entry.number();
    // A note is delivered to nobody, and yet may wait to be shown in the channel.
    return (entry.settled() || entry.author() instanceof Author.OfNote)
        && !unshown.contains(number)
        && !unsent.contains(number)
        && pending.values().stream()
            .noneMatch(planned ->
                planned.deed() instanceof PlannedAction.Show show
                    && show.numbers().contains(number));
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

  public void show(SentPost one) {
    shown = shown.plus(one.post(), one);
    messages = messages.plus(one.message(), one.post());
  }

  public void reshow(long post, UnaryOperator<SentPost> change) {
    SentPost before = shown.get(post);
    if (before != null) {
      shown = shown.plus(post, change.apply(before));
    }
  }

  public void forget(SentPost one) {
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
    Conversation.Reaction reaction = new Conversation.Reaction(event.message(), event.emoji());
    PSet<Long> before = reactions.getOrDefault(reaction, HashTreePSet.empty());
    PSet<Long> after = event.added() ? before.plus(event.by()) : before.minus(event.by());
    reactions = after.isEmpty() ? reactions.minus(reaction) : reactions.plus(reaction, after);
  }

  /** Records whether a text for the member stands for this reaction. */
  public void word(PlannedAction.Mirror mirror, boolean stands) {
    if (mirror.target() == PlannedAction.Target.MEMBER) {
      Conversation.Reaction reaction = new Conversation.Reaction(mirror.message(), mirror.emoji());
      worded = stands ? worded.plus(reaction) : worded.minus(reaction);
    }
  }

  public void linkOnly(long attachment) {
    linkOnly = linkOnly.plus(attachment);
  }

  public void recast(long post, Conversation.Recasting recasting) {
    recasts = recasts.plus(post, recasting);
  }

  public void refuseFile(Conversation.RefusedFile file) {
    refusedFiles = refusedFiles.plus(file);
  }

  public void part(int number, long group) {
    apart = apart.plus(number, group);
  }

  /** Removes an entry from its group, once its post was sent or refused for good. */
  public void rejoin(int number) {
    apart = apart.minus(number);
  }

  public void sending(int number) {
    unsent = unsent.minus(number);
  }
}
