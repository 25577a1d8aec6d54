package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
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
 * The state of a ticket: its entries, its posts and the planned actions without an outcome.
 * Immutable; a changed conversation shares all unchanged parts, so that a ticket of ten thousand
 * messages changes as fast as a ticket of ten.
 */
public final class Conversation {
  /**
   * The number of newest entries that keep their text here; older texts are in the message table.
   */
  public static final int KEPT_TEXTS = 200;

  /**
   * The number of newest entries that are kept here; older entries stay only while they have
   * pending work. All others are in the journal: a ticket of a hundred thousand messages takes as
   * much memory, and as long to recover, as a ticket of a few thousand.
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

  /** By post, the form in which it was posted, if that is not the planned form. */
  final HashPMap<Long, Recasting> recasts;

  final TreePVector<RefusedFile> refusedFiles;

  /** Entries of a refused post, each with its group; see {@link #group}. */
  final HashPMap<Integer, Long> apart;

  /**
   * Why the member did not get the closing message, in words; empty if they did. Only snapshots of
   * earlier versions have it.
   */
  final String untold;

  final Optional<NotTold> notTold;

  /**
   * Hidden from Jackson, which cannot read its keys: a conversation is read from {@link Stored}.
   */
  @JsonIgnore final HashPMap<Reaction, PSet<Long>> reactions;

  /** Reactions of staff that Discord refused, so that the member got a text about them. */
  public @JsonIgnore final PSet<Reaction> worded;

  final Handling handling;
  final boolean headed;
  final boolean logged;
  final boolean logRefused;
  final long nextPost;

  /** The bot's reaction to a message in the DM; it stands for all staff who gave this reaction. */
  record Reaction(long message, String emoji) {}

  /** The staff behind a reaction in the DM. */
  public record Reacted(long message, String emoji, Set<Long> by) {
    public Reacted {
      by = Set.copyOf(by);
    }
  }

  /** The form in which a post was sent, and Discord's error about the planned form. */
  public record Recasting(Form form, String why) {}

  /** Discord's refusal of the closing message. */
  public record NotTold(Outcome.Refusal reason, String detail) {}

  /** A file that Discord refused at a target, and the reason; empty for its size. */
  public record RefusedFile(PlannedAction.Target target, long attachment, String why) {}

  /**
   * The beginning of the ticket.
   *
   * @param source as that of {@link TicketEvent.Opened}
   */
  public record Opening(
      long ticket,
      Member member,
      long dmChannel,
      List<Long> former,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long source,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long reopens) {
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
    notTold = change.notTold;
    reactions = change.reactions;
    worded = change.worded;
    handling = change.handling;
    headed = change.headed;
    logged = change.logged;
    logRefused = change.logRefused;
    nextPost = change.nextPost;
  }

  public static Conversation opened(TicketEvent.Opened event) {
    ConversationBuilder change =
        new ConversationBuilder(
            new Opening(
                event.ticket(),
                event.member(),
                event.dmChannel(),
                event.former(),
                event.at(),
                event.source(),
                event.reopens()));
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

  /** The entries that are kept here; see {@link #KEPT_ENTRIES}. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  /** The number of all entries, kept here or not. */
  public int count() {
    return nextNumber() - 1;
  }

  /** Whether the entry with this number is no longer kept here. */
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
   * The entry that a command of staff caused; empty for a refused command, although its text may be
   * kept as a note.
   */
  public Optional<Integer> byCommand(long source) {
    return bySource(source)
        .filter(number ->
            entry(number).filter(entry -> entry.author() instanceof Author.OfNote).isEmpty());
  }

  /** The post with this Discord message id. */
  public Optional<SentPost> byMessage(long message) {
    return Optional.ofNullable(messages.get(message)).map(shown::get);
  }

  public Optional<SentPost> shown(long post) {
    return Optional.ofNullable(shown.get(post));
  }

  /** Planned actions without an outcome, oldest first. */
  public Collection<TicketEvent.Planned> pending() {
    return pending.values();
  }

  public Optional<TicketEvent.Planned> pending(long post) {
    return Optional.ofNullable(pending.get(post));
  }

  /** The confirmed posts that show an entry, oldest first. */
  public Stream<SentPost> shownOf(int number) {
    return posts.getOrDefault(number, List.of()).stream()
        .map(shown::get)
        .filter(Objects::nonNull)
        .filter(one -> !one.gone());
  }

  /**
   * Whether another post shows or showed an entry at a target, or is pending there.
   *
   * @param post the post that is not counted
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

  /** Whether these entries are all remarks. */
  public boolean onlyRemarks(List<Integer> numbers) {
    return numbers.stream()
        .flatMap(number -> entry(number).stream())
        .allMatch(entry -> entry.author() instanceof Author.OfRemark);
  }

  /** Whether another pending post is to show an entry at a target. */
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

  /** Entries without a planned post for staff, in order. */
  public Collection<Integer> unshown() {
    return unshown;
  }

  /** Replies without a planned post for the member, in order. */
  public Collection<Integer> unsent() {
    return unsent;
  }

  /** Replies whose command message is to be deleted once their files are stored. */
  public Collection<Integer> sourcesToRemove() {
    return sourcesToRemove;
  }

  /** Whether Discord refused a file for its size, so that it is shown as a link. */
  public boolean linkOnly(long attachment) {
    return linkOnly.contains(attachment);
  }

  /** The form in which a post was sent. */
  public Recasting recasting(long post) {
    return recasts.getOrDefault(post, new Recasting(Form.PLANNED, ""));
  }

  /** Why Discord refused a file at a target; empty if it did not. */
  public Optional<String> refusedFile(PlannedAction.Target target, long attachment) {
    return refusedFiles.stream()
        .filter(one -> one.target() == target && one.attachment() == attachment)
        .map(RefusedFile::why)
        .findFirst();
  }

  /** The group of an entry: only entries of the same group may be shown in one post. */
  public long group(int number) {
    return apart.getOrDefault(number, 0L);
  }

  /** How staff handle the ticket. */
  public Handling handling() {
    return handling;
  }

  public String untold() {
    return untold;
  }

  /** Why the member did not get the closing message; empty if they did. */
  public Optional<NotTold> notTold() {
    return notTold;
  }

  /** Whether the head of the present channel is planned or posted. */
  public boolean headed() {
    return headed;
  }

  /** Whether the member got a text about a reaction, and none yet about its removal. */
  public boolean isWorded(long message, String emoji) {
    return worded.contains(new Reaction(message, emoji));
  }

  /** User ids of the staff who gave this reaction and have not removed it. */
  public Set<Long> reacted(long message, String emoji) {
    return reactions.getOrDefault(new Reaction(message, emoji), HashTreePSet.empty());
  }

  /** The emojis of staff's reactions that were not removed, in the order of their names. */
  public List<String> reacted(long message) {
    return reactions.keySet().stream()
        .filter(reaction -> reaction.message() == message)
        .map(Reaction::emoji)
        .sorted()
        .toList();
  }

  /** Whether the post of the transcript was planned, or the transcript was given up. */
  public boolean logged() {
    return logged;
  }

  /**
   * Whether the transcript was refused or given up, and staff have not asked again to close the
   * ticket.
   */
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

  /** The Discord message id of the newest confirmed post at a target; 0 for none. */
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

  /** The conversation as a snapshot stores it, without derived values. */
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
      List<Reaction> worded,
      Handling handling,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<NotTold> notTold) {
    public Stored {
      // Older snapshots do not have these fields.
      reactions = reactions == null ? List.of() : List.copyOf(reactions);
      recasts = recasts == null ? Map.of() : Map.copyOf(recasts);
      refusedFiles = refusedFiles == null ? List.of() : List.copyOf(refusedFiles);
      apart = apart == null ? Map.of() : Map.copyOf(apart);
      untold = untold == null ? "" : untold;
      worded = worded == null ? List.of() : List.copyOf(worded);
      handling = handling == null ? Handling.DEFAULT : handling;
      notTold = notTold == null ? Optional.empty() : notTold;
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
            .toList(),
        handling,
        notTold);
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
    change.notTold = stored.notTold();
    change.worded = HashTreePSet.from(stored.worded());
    change.handling = stored.handling();
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
