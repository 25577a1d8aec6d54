package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All that a ticket knows: what was said, what stands where, what is under way. Immutable; a change
 * shares what it does not touch, so that a ticket of ten thousand messages changes as fast as one
 * of ten.
 */
public final class Book {
  /** How many of the newest entries keep their words here; older ones are in the message table. */
  static final int KEPT_TEXTS = 200;

  private final Opening opening;
  private final Place place;
  private final Optional<Profile> profile;
  private final Instant delayNoticedAt;
  private final TreePMap<Integer, Entry> entries;
  private final TreePMap<Long, TicketEvent.Planned> pending;
  private final TreePMap<Long, Shown> shown;
  private final HashPMap<Long, Integer> sources;
  private final HashPMap<Long, Long> messages;
  private final HashPMap<Integer, List<Long>> posts;
  private final TreePSet<Integer> unshown;
  private final TreePSet<Integer> unsent;
  private final TreePSet<Integer> sourcesToRemove;
  private final TreePSet<Long> linkOnly;
  private final boolean headed;
  private final boolean logged;
  private final long nextPost;

  /** How the ticket began. */
  public record Opening(long ticket, Member member, long dmChannel, List<Long> former, Instant at) {
    public Opening {
      former = List.copyOf(former);
    }
  }

  private Book(Change change) {
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
    headed = change.headed;
    logged = change.logged;
    nextPost = change.nextPost;
  }

  static Book opened(TicketEvent.Opened event) {
    Change change =
        new Change(
            new Opening(
                event.ticket(), event.member(), event.dmChannel(), event.former(), event.at()));
    return new Book(change);
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

  Instant delayNoticedAt() {
    return delayNoticedAt;
  }

  public int nextNumber() {
    return entries.isEmpty() ? 1 : entries.lastKey() + 1;
  }

  long nextPost() {
    return nextPost;
  }

  public Collection<Entry> entries() {
    return entries.values();
  }

  public Optional<Entry> entry(int number) {
    return Optional.ofNullable(entries.get(number));
  }

  /** The entry that a Discord message or interaction caused. */
  public Optional<Integer> bySource(long source) {
    return Optional.ofNullable(sources.get(source));
  }

  /** The message of ours with this Discord id. */
  public Optional<Shown> byMessage(long message) {
    return Optional.ofNullable(messages.get(message)).map(shown::get);
  }

  public Optional<Shown> shown(long post) {
    return Optional.ofNullable(shown.get(post));
  }

  /** Deeds without an outcome, oldest first. */
  public Collection<TicketEvent.Planned> pending() {
    return pending.values();
  }

  Optional<TicketEvent.Planned> pending(long post) {
    return Optional.ofNullable(pending.get(post));
  }

  /** The messages of ours that show an entry and are confirmed, oldest first. */
  Stream<Shown> shownOf(int number) {
    return posts.getOrDefault(number, List.of()).stream()
        .map(shown::get)
        .filter(Objects::nonNull)
        .filter(one -> !one.gone());
  }

  Stream<Shown> shownAt(Deed.Target target) {
    return shown.values().stream().filter(one -> one.target() == target && !one.gone());
  }

  /** Entries that staff have not been shown, in order. */
  Collection<Integer> unshown() {
    return unshown;
  }

  /** Replies that have not been sent to the member, in order. */
  Collection<Integer> unsent() {
    return unsent;
  }

  /** Replies whose command message is to go once their files are stored. */
  Collection<Integer> sourcesToRemove() {
    return sourcesToRemove;
  }

  /** Whether Discord refused a file for its size, so that it is shown as a link. */
  boolean linkOnly(long attachment) {
    return linkOnly.contains(attachment);
  }

  /** Whether the present channel has its head. */
  boolean headed() {
    return headed;
  }

  /** Whether the transcript is posted, or was tried to be. */
  boolean logged() {
    return logged;
  }

  Stream<Deed.Show> pendingShows(Deed.Target target) {
    return pending.values().stream()
        .map(TicketEvent.Planned::deed)
        .filter(Deed.Show.class::isInstance)
        .map(Deed.Show.class::cast)
        .filter(show -> show.target() == target);
  }

  /** The newest message of ours confirmed at a target; 0 for none. */
  long lastConfirmed(Deed.Target target) {
    for (Shown one : shown.descendingMap().values()) {
      if (one.target() == target) {
        return one.message();
      }
    }
    return 0;
  }

  Book with(Consumer<Change> consumer) {
    Change change = new Change(this);
    consumer.accept(change);
    return new Book(change);
  }

  /** A book while it is being changed. */
  static final class Change {
    final Opening opening;
    Place place;
    Optional<Profile> profile;
    Instant delayNoticedAt;
    private TreePMap<Integer, Entry> entries;
    private TreePMap<Long, TicketEvent.Planned> pending;
    private TreePMap<Long, Shown> shown;
    private HashPMap<Long, Integer> sources;
    private HashPMap<Long, Long> messages;
    private HashPMap<Integer, List<Long>> posts;
    private TreePSet<Integer> unshown;
    private TreePSet<Integer> unsent;
    private TreePSet<Integer> sourcesToRemove;
    private TreePSet<Long> linkOnly;
    boolean headed;
    boolean logged;
    private long nextPost;

    private Change(Opening opening) {
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
      nextPost = 1;
    }

    private Change(Book book) {
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
      headed = book.headed;
      logged = book.logged;
      nextPost = book.nextPost;
    }

    void add(Entry entry) {
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
      trim(entry.number() - KEPT_TEXTS);
    }

    void entry(int number, UnaryOperator<Entry> change) {
      Entry before = entries.get(number);
      if (before == null) {
        throw new IllegalStateException(
            "ticket %d has no entry %d".formatted(opening.ticket(), number));
      }
      entries = entries.plus(number, change.apply(before));
      if (number <= entries.lastKey() - KEPT_TEXTS) {
        trim(number);
      }
    }

    private void trim(int number) {
      Entry old = entries.get(number);
      if (old != null
          && !old.trimmed()
          && (old.settled() || old.author() instanceof Author.OfNote)) {
        entries = entries.plus(number, old.withoutText());
      }
    }

    void cause(long source, int number) {
      if (source != 0 && !sources.containsKey(source)) {
        sources = sources.plus(source, number);
      }
    }

    void plan(TicketEvent.Planned planned) {
      pending = pending.plus(planned.post(), planned);
      nextPost = Math.max(nextPost, planned.post() + 1);
    }

    void post(int number, long post) {
      List<Long> before = posts.getOrDefault(number, List.of());
      posts = posts.plus(number, Stream.concat(before.stream(), Stream.of(post)).toList());
    }

    void settle(long post) {
      pending = pending.minus(post);
    }

    void show(Shown one) {
      shown = shown.plus(one.post(), one);
      messages = messages.plus(one.message(), one.post());
    }

    void reshow(long post, UnaryOperator<Shown> change) {
      Shown before = shown.get(post);
      if (before != null) {
        shown = shown.plus(post, change.apply(before));
      }
    }

    void forget(Shown one) {
      shown = shown.minus(one.post());
      messages = messages.minus(one.message());
    }

    void unshow(int number) {
      unshown = unshown.plus(number);
    }

    void showing(int number) {
      unshown = unshown.minus(number);
    }

    void unsend(int number) {
      unsent = unsent.plus(number);
    }

    void removing(long source) {
      Integer number = sources.get(source);
      if (number != null) {
        sourcesToRemove = sourcesToRemove.minus(number);
      }
    }

    void linkOnly(long attachment) {
      linkOnly = linkOnly.plus(attachment);
    }

    void sending(int number) {
      unsent = unsent.minus(number);
    }
  }

  /** The book as a snapshot keeps it; what can be derived is left out. */
  public record Stored(
      Opening opening,
      Place place,
      Optional<Profile> profile,
      Instant delayNoticedAt,
      List<Entry> entries,
      List<TicketEvent.Planned> pending,
      List<Shown> shown,
      Map<Long, Integer> sources,
      Map<Integer, List<Long>> posts,
      List<Integer> unshown,
      List<Integer> unsent,
      List<Integer> sourcesToRemove,
      List<Long> linkOnly,
      boolean headed,
      boolean logged,
      long nextPost) {}

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
        headed,
        logged,
        nextPost);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Book of(Stored stored) {
    Change change = new Change(stored.opening());
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
    change.headed = stored.headed();
    change.logged = stored.logged();
    change.nextPost = stored.nextPost();
    return new Book(change);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Book book && stored().equals(book.stored());
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
