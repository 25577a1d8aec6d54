package dev.switchboard.share;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.Retention;
import dev.switchboard.entity.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * All shares: the state and its decisions.
 *
 * @param bySlug the shares by slug
 */
public record Shares(TreePMap<String, OwnedShare> bySlug) {
  public static final Shares NONE = new Shares(TreePMap.empty());

  /**
   * Events between two snapshots; the journal has at most twice as many. A snapshot has some
   * hundred bytes a share.
   */
  static final int SNAPSHOT_EVERY = 500;

  /**
   * The kind, with a single entity, which alone knows the taken slugs. Events are deleted once a
   * snapshot replaces them.
   */
  public static final Kind<Shares, Event> KIND =
      Kind.of("Shares", new Format<>("share-events", 1024, Event.class), NONE, Shares::apply)
          .withSnapshots(
              new Snapshots<>(
                  new Format<>("share-state", 1025, Snapshot.class),
                  shares -> new Snapshot(List.copyOf(shares.bySlug().values())),
                  Snapshot::restored))
          .keeping(new Retention(SNAPSHOT_EVERY, 1, true));

  /** The number of shares that fit into one message between nodes. */
  static final int PAGE = 25;

  /** The maker of shares that were made with the form; no token can have this name. */
  public static final String FORM = "/share";

  /**
   * The maker in the oldest shares of the form. Shares of a token with this name count as made with
   * the form.
   */
  private static final String FORM_ONCE = "form";

  /** The limit on shares. */
  static final int MOST = 10_000;

  /** The limit on shares made with the public form; the rest is left for administrators. */
  static final int MOST_BY_FORM = 5_000;

  /**
   * A share.
   *
   * @param name the heading of its page; may be empty
   */
  public record Share(String slug, String url, String name) implements ClusterMessage {}

  /**
   * A share and its maker.
   *
   * @param by the name of a token, or {@link #FORM}
   */
  public record OwnedShare(Share share, String by) {
    public OwnedShare {
      by = by.equals(FORM_ONCE) ? FORM : by;
    }

    OwnedShare as(Share changed) {
      return new OwnedShare(changed, by);
    }
  }

  /** All shares, as a snapshot stores them. */
  record Snapshot(List<OwnedShare> entries) {
    Shares restored() {
      TreePMap<String, OwnedShare> bySlug = TreePMap.empty();
      for (OwnedShare ownedShare : entries) {
        bySlug = bySlug.plus(ownedShare.share().slug(), ownedShare);
      }
      return new Shares(bySlug);
    }
  }

  /** An event, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Event.Updated.class, name = "updated"),
    @JsonSubTypes.Type(value = Event.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = Event.Cleared.class, name = "cleared")
  })
  public sealed interface Event {
    record Created(Share share, String by, Instant at) implements Event {}

    record Updated(Share share, String by, Instant at) implements Event {}

    record Deleted(String slug, String by, Instant at) implements Event {}

    /** All shares of a maker were deleted. */
    record Cleared(String madeBy, String by, Instant at) implements Event {}
  }

  /** Makes a share. */
  record Create(Share share, String by, Instant at)
      implements Kind.Command<Shares, Event, Outcome> {
    @Override
    public Decision<Event, Outcome> decide(Shares shares) {
      return follow(shares.wouldCreate(share, by), new Event.Created(share, by, at));
    }
  }

  /** Changes a share; empty values stay as they are. */
  record Update(String slug, Optional<String> url, Optional<String> name, String by, Instant at)
      implements Kind.Command<Shares, Event, Outcome> {
    @Override
    public Decision<Event, Outcome> decide(Shares shares) {
      return shares
          .updated(slug, url, name)
          .<Decision<Event, Outcome>>map(
              share -> Decision.store(new Event.Updated(share, by, at), Outcome.DONE))
          .orElseGet(() -> Decision.reply(Outcome.UNKNOWN));
    }
  }

  /** Deletes a share. */
  record Delete(String slug, String by, Instant at)
      implements Kind.Command<Shares, Event, Outcome> {
    @Override
    public Decision<Event, Outcome> decide(Shares shares) {
      return follow(shares.wouldDelete(slug), new Event.Deleted(slug, by, at));
    }
  }

  /** Deletes all shares of a maker. The reply is their number. */
  record Clear(String madeBy, String by, Instant at)
      implements Kind.Command<Shares, Event, Integer> {
    @Override
    public Decision<Event, Integer> decide(Shares shares) {
      int number = (int) shares.madeBy(madeBy).count();
      return number == 0
          ? Decision.reply(0)
          : Decision.store(new Event.Cleared(madeBy, by, at), number);
    }
  }

  /** Asks for the share with a slug. */
  record Find(String slug) implements Kind.Query<Shares, Optional<Share>> {
    @Override
    public Optional<Share> read(Shares shares, long version) {
      return shares.find(slug);
    }
  }

  /** Asks for up to {@link #PAGE} shares, ordered by slug, after a slug. */
  record Page(String after) implements Kind.Query<Shares, Listed> {
    @Override
    public Listed read(Shares shares, long version) {
      return new Listed(shares.after(after, PAGE));
    }
  }

  /** A page of {@link #PAGE} shares; the last page has fewer. */
  record Listed(List<OwnedShare> entries) implements ClusterMessage {}

  private static Decision<Event, Outcome> follow(Outcome outcome, Event event) {
    return outcome == Outcome.DONE ? Decision.store(event, outcome) : Decision.reply(outcome);
  }

  /** The result of a command. */
  public enum Outcome implements ClusterMessage {
    DONE,
    /** The slug is taken. */
    TAKEN,
    /** The admin RPC uses the path of its page, or did a moment ago. */
    HIDDEN,
    TOO_MANY,
    /** There is no such share. */
    UNKNOWN
  }

  public Outcome wouldCreate(Share share, String by) {
    if (bySlug.containsKey(share.slug())) {
      return Outcome.TAKEN;
    }
    boolean full =
        bySlug.size() >= MOST || (by.equals(FORM) && madeBy(FORM).count() >= MOST_BY_FORM);
    return full ? Outcome.TOO_MANY : Outcome.DONE;
  }

  Stream<OwnedShare> madeBy(String by) {
    return bySlug.values().stream().filter(ownedShare -> ownedShare.by().equals(by));
  }

  /** The share with the changed values; empty if there is no such share. */
  public Optional<Share> updated(String slug, Optional<String> url, Optional<String> name) {
    return find(slug)
        .map(share -> new Share(slug, url.orElse(share.url()), name.orElse(share.name())));
  }

  public Outcome wouldDelete(String slug) {
    return bySlug.containsKey(slug) ? Outcome.DONE : Outcome.UNKNOWN;
  }

  public Shares apply(Event event) {
    return new Shares(
        switch (event) {
          case Event.Created(Share share, String by, _) ->
              bySlug.plus(share.slug(), new OwnedShare(share, by));
          case Event.Updated(Share share, _, _) ->
              bySlug.plus(share.slug(), entry(share.slug()).orElseThrow().as(share));
          case Event.Deleted(String slug, _, _) -> bySlug.minus(slug);
          case Event.Cleared(String madeBy, _, _) ->
              bySlug.minusAll(madeBy(madeBy).map(ownedShare -> ownedShare.share().slug()).toList());
        });
  }

  public Optional<Share> find(String slug) {
    return entry(slug).map(OwnedShare::share);
  }

  private Optional<OwnedShare> entry(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** Some shares, ordered by slug, after the given slug. */
  public List<OwnedShare> after(String slug, int most) {
    return bySlug.tailMap(slug, false).values().stream().limit(most).toList();
  }
}
