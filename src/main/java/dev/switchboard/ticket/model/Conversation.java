package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * All that a ticket knows: what was said, what stands where, what is under way. Immutable; a change
 * shares what it does not touch, so that a ticket of ten thousand messages changes as fast as one
 * of ten.
 */
public final class Conversation {
  /** How many of the newest entries keep their words here; older ones are in the message table. */
  public static final int KEPT_TEXTS = 200;

  /**
   * How many of the newest entries are known here at all; of older ones those with something under
   * way. What stays behind is in the journal: a ticket of a hundred thousand messages takes as much
   * memory, and as long to wake, as one of some thousand.
   */
  public static final int KEPT_ENTRIES = 2_000;

  final Opening opening;
  final Place place;
  final Optional<Profile> profile;
  final Instant delayNoticedAt;
  public final TreePMap<Integer, Entry> entries;
  final TreePMap<Long, TicketEvent.Planned> pending;
  final TreePMap<Long, SentPost> shown;
  final HashPMap<Long, Integer> sources;
  final HashPMap<Long, Long> messages;
  final HashPMap<Integer, List<Long>> posts;
  final TreePSet<Integer> unshown;
  final TreePSet<Integer> unsent;
  final TreePSet<Integer> sourcesToRemove;
  final TreePSet<Long> linkOnly;

  /** By post, the form in which it stands where that is not as it was planned. */
  final HashPMap<Long, Recasting> recasts;

  final TreePVector<RefusedFile> refusedFiles;

  /** Entries that were refused together with others, and with which of them they may be shown. */
  final HashPMap<Integer, Long> apart;

  /** Why the member was not told that the ticket is closed; empty where they were. */
  final String untold;

  /** Not seen by Jackson, which has no way to read its keys: a book is read from {@link Stored}. */
  @JsonIgnore final HashPMap<Reaction, PSet<Long>> reactions;

  /** Reactions of staff that Discord refused, so that the member was told of them in words. */
  public @JsonIgnore final PSet<Reaction> worded;

  final boolean headed;
  final boolean logged;
  final boolean logRefused;
  final long nextPost;

  /** A reaction at the member, which stands for all of staff who gave it. */
  record Reaction(long message, String emoji) {}

  /** Who of staff gave a reaction that stands at the member. */
  public record Reacted(long message, String emoji, Set<Long> by) {
    public Reacted {
      by = Set.copyOf(by);
    }
  }

  /** In which form a post stands, and what Discord said about the one that was planned. */
  public record Recasting(Form form, String why) {}

  /** A file that Discord refused at a target, and why; empty for its size. */
  public record RefusedFile(PlannedAction.Target target, long attachment, String why) {}

  /** How the ticket began. */
  public record Opening(long ticket, Member member, long dmChannel, List<Long> former, Instant at) {
    public Opening {
      former = List.copyOf(former);
    }
  }

  private Conversation(ConversationBuilder change) {
    opening = change.opening;
    place = change.place;
    profile = change.profile;
    delayNoticedAt = change.delayNoticedAt;
    entries = change.entries;
    pending = change.pending;
    shown = change.shown;
    sources = change.sources;
    messages = change.messages;
    posts = change.posts;
    unshown = change.unshown;
    unsent = change.unsent;
    sourcesToRemove = change.sourcesToRemove;
    linkOnly = change.linkOnly;
    recasts = change.recasts;
    refusedFiles = change.refusedFiles;
    apart = change.apart;
    untold = change.untold;
    reactions = change.reactions;
    worded = change.worded;
    headed = change.headed;
    logged = change.logged;
    logRefused = change.logRefused;
    nextPost = change.nextPost;
  }

  public static Conversation opened(TicketEvent.Opened event) {
    ConversationBuilder change =
        new ConversationBuilder(
            new Opening(
                event.ticket(), event.member(), event.dmChannel(), event.former(), event.at()));
    return new Conversation(change);
  }

  public Opening opening() {
    return opening;
  }

  public Place place() {
    return place;
  }

  public Optional<Profile> profile() {
    return profile;
  }

  public Instant delayNoticedAt() {
    return delayNoticedAt;
  }

  public int nextNumber() {
    return entries.isEmpty() ? 1 : entries.lastKey() + 1;
  }

  public long nextPost() {
    return nextPost;
  }

  /** Those that are known; see {@link #KEPT_ENTRIES}. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  /** How many there are, known or not. */
  public int count() {
    return nextNumber() - 1;
  }

  /** Whether that number is of an entry that is known no more. */
  boolean shed(int number) {
    return number > 0 && number <= count() - KEPT_ENTRIES && !entries.containsKey(number);
  }

  public Optional<Entry> entry(int number) {
    return Optional.ofNullable(entries.get(number));
  }

  /** The entry that a Discord message or interaction caused. */
  public Optional<Integer> bySource(long source) {
    return Optional.ofNullable(sources.get(source));
  }

  /**
   * The entry that a command of staff caused: one that was refused, and kept as a note for its
   * words, has caused nothing.
   */
  public Optional<Integer> byCommand(long source) {
    return bySource(source)
        .filter(number ->
            entry(number).filter(entry -> entry.author() instanceof Author.OfNote).isEmpty());
  }

  /** The message of ours with this Discord id. */
  public Optional<SentPost> byMessage(long message) {
    return Optional.ofNullable(messages.get(message)).map(shown::get);
  }

  public Optional<SentPost> shown(long post) {
    return Optional.ofNullable(shown.get(post));
  }

  /** Deeds without an outcome, oldest first. */
  public Collection<TicketEvent.Planned> pending() {
    return pending.values();
  }

  public Optional<TicketEvent.Planned> pending(long post) {
    return Optional.ofNullable(pending.get(post));
  }

  /** The messages of ours that show an entry and are confirmed, oldest first. */
  public Stream<SentPost> shownOf(int number) {
    return posts.getOrDefault(number, List.of()).stream()
        .map(shown::get)
        .filter(Objects::nonNull)
        .filter(one -> !one.gone());
  }

  /**
   * Whether anything else of an entry is, or was, shown at a target, or is under way there.
   *
   * @param post the post that does not count
   */
  public boolean shownElsewhere(int number, PlannedAction.Target target, long post) {
    boolean stands =
        posts.getOrDefault(number, List.of()).stream()
            .filter(other -> other != post)
            .map(shown::get)
            .filter(Objects::nonNull)
            .anyMatch(one -> one.target() == target);
    return stands || underWay(number, target, post);
  }

  /** Whether these entries are all lines of the product's own. */
  public boolean onlyRemarks(List<Integer> numbers) {
    return numbers.stream()
        .flatMap(number -> entry(number).stream())
        .allMatch(entry -> entry.author() instanceof Author.OfRemark);
  }

  /** Whether another post than this one is under way to show an entry at a target. */
  public boolean underWay(int number, PlannedAction.Target target, long post) {
    return pending.values().stream()
        .filter(planned -> planned.post() != post)
        .map(TicketEvent.Planned::deed)
        .anyMatch(plannedAction ->
            plannedAction instanceof PlannedAction.Show show
                && show.target() == target
                && show.numbers().contains(number));
  }

  public Stream<SentPost> shownAt(PlannedAction.Target target) {
    return shown.values().stream().filter(one -> one.target() == target && !one.gone());
  }

  /** Entries that staff have not been shown, in order. */
  public Collection<Integer> unshown() {
    return unshown;
  }

  /** Replies that have not been sent to the member, in order. */
  public Collection<Integer> unsent() {
    return unsent;
  }

  /** Replies whose command message is to go once their files are stored. */
  public Collection<Integer> sourcesToRemove() {
    return sourcesToRemove;
  }

  /** Whether Discord refused a file for its size, so that it is shown as a link. */
  public boolean linkOnly(long attachment) {
    return linkOnly.contains(attachment);
  }

  /** The form in which a post stands. */
  public Recasting recasting(long post) {
    return recasts.getOrDefault(post, new Recasting(Form.PLANNED, ""));
  }

  /** Why a file does not stand at a target; absent where Discord did not refuse it. */
  public Optional<String> refusedFile(PlannedAction.Target target, long attachment) {
    return refusedFiles.stream()
        .filter(one -> one.target() == target && one.attachment() == attachment)
        .map(RefusedFile::why)
        .findFirst();
  }

  /** Only entries with the same number may be shown in one post. */
  public long group(int number) {
    return apart.getOrDefault(number, 0L);
  }

  public String untold() {
    return untold;
  }

  /** Whether the present channel has its head. */
  public boolean headed() {
    return headed;
  }

  /** Whether the member was told of a reaction in words, and not of its end. */
  public boolean isWorded(long message, String emoji) {
    return worded.contains(new Reaction(message, emoji));
  }

  /** Who of staff gave this reaction and has not taken it back. */
  public Set<Long> reacted(long message, String emoji) {
    return reactions.getOrDefault(new Reaction(message, emoji), HashTreePSet.empty());
  }

  /** What staff reacted with and have not taken back, in the order of the emojis' names. */
  public List<String> reacted(long message) {
    return reactions.keySet().stream()
        .filter(reaction -> reaction.message() == message)
        .map(Reaction::emoji)
        .sorted()
        .toList();
  }

  /** Whether the transcript is posted, or was tried to be. */
  public boolean logged() {
    return logged;
  }

  /** Whether Discord refused the transcript, and nobody has said since what is to be done. */
  public boolean logRefused() {
    return logRefused;
  }

  public Stream<PlannedAction.Show> pendingShows(PlannedAction.Target target) {
    return pending.values().stream()
        .map(TicketEvent.Planned::deed)
        .filter(PlannedAction.Show.class::isInstance)
        .map(PlannedAction.Show.class::cast)
        .filter(show -> show.target() == target);
  }

  /** The newest message of ours confirmed at a target; 0 for none. */
  public long lastConfirmed(PlannedAction.Target target) {
    for (SentPost one : shown.descendingMap().values()) {
      if (one.target() == target) {
        return one.message();
      }
    }
    return 0;
  }

  public Conversation with(Consumer<ConversationBuilder> consumer) {
    ConversationBuilder change = new ConversationBuilder(this);
    consumer.accept(change);
    return new Conversation(change);
  }

  /** The book as a snapshot keeps it; what can be derived is left out. */
  public record Stored(
      Opening opening,
      Place place,
      Optional<Profile> profile,
      Instant delayNoticedAt,
      List<Entry> entries,
      List<TicketEvent.Planned> pending,
      List<SentPost> shown,
      Map<Long, Integer> sources,
      Map<Integer, List<Long>> posts,
      List<Integer> unshown,
      List<Integer> unsent,
      List<Integer> sourcesToRemove,
      List<Long> linkOnly,
      List<Reacted> reactions,
      boolean headed,
      boolean logged,
      boolean logRefused,
      long nextPost,
      Map<Long, Recasting> recasts,
      List<RefusedFile> refusedFiles,
      Map<Integer, Long> apart,
      String untold,
      List<Reaction> worded) {
    public Stored {
      // Snapshots of before had none.
      reactions = reactions == null ? List.of() : List.copyOf(reactions);
      recasts = recasts == null ? Map.of() : Map.copyOf(recasts);
      refusedFiles = refusedFiles == null ? List.of() : List.copyOf(refusedFiles);
      apart = apart == null ? Map.of() : Map.copyOf(apart);
      untold = untold == null ? "" : untold;
      worded = worded == null ? List.of() : List.copyOf(worded);
    }
  }

  @JsonValue
  Stored stored() {
    return new Stored(
        opening,
        place,
        profile,
        delayNoticedAt,
        List.copyOf(entries.values()),
        List.copyOf(pending.values()),
        List.copyOf(shown.values()),
        sources,
        posts,
        List.copyOf(unshown),
        List.copyOf(unsent),
        List.copyOf(sourcesToRemove),
        List.copyOf(linkOnly),
        reactions.entrySet().stream()
            .map(one -> new Reacted(one.getKey().message(), one.getKey().emoji(), one.getValue()))
            .sorted(Comparator.comparingLong(Reacted::message).thenComparing(Reacted::emoji))
            .toList(),
        headed,
        logged,
        logRefused,
        nextPost,
        recasts,
        refusedFiles,
        apart,
        untold,
        worded.stream()
            .sorted(Comparator.comparingLong(Reaction::message).thenComparing(Reaction::emoji))
            .toList());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Conversation of(Stored stored) {
    ConversationBuilder change = new ConversationBuilder(stored.opening());
    change.place = stored.place();
    change.profile = stored.profile();
    change.delayNoticedAt = stored.delayNoticedAt();
    stored.entries().forEach(one -> change.entries = change.entries.plus(one.number(), one));
    stored.pending().forEach(one -> change.pending = change.pending.plus(one.post(), one));
    stored.shown().forEach(change::show);
    change.sources = HashTreePMap.from(stored.sources());
    change.posts = HashTreePMap.from(stored.posts());
    change.unshown = change.unshown.plusAll(stored.unshown());
    change.unsent = change.unsent.plusAll(stored.unsent());
    change.sourcesToRemove = change.sourcesToRemove.plusAll(stored.sourcesToRemove());
    change.linkOnly = change.linkOnly.plusAll(stored.linkOnly());
    for (Reacted one : stored.reactions()) {
      change.reactions =
          change.reactions.plus(
              new Reaction(one.message(), one.emoji()), HashTreePSet.from(one.by()));
    }
    change.headed = stored.headed();
    change.logged = stored.logged();
    change.logRefused = stored.logRefused();
    change.nextPost = stored.nextPost();
    change.recasts = HashTreePMap.from(stored.recasts());
    change.refusedFiles = TreePVector.from(stored.refusedFiles());
    change.apart = HashTreePMap.from(stored.apart());
    change.untold = stored.untold();
    change.worded = HashTreePSet.from(stored.worded());
    return new Conversation(change);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Conversation conversation && stored().equals(conversation.stored());
  }

  @Override
  public int hashCode() {
    return stored().hashCode();
  }

  @Override
  public String toString() {
    return stored().toString();
  }
}
