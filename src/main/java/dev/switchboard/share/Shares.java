package dev.switchboard.share;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * All shares. Plain decisions, and the state that follows from them.
 *
 * @param bySlug each under its slug
 */
public record Shares(TreePMap<String, OwnedShare> bySlug) {
  public static final Shares NONE = new Shares(TreePMap.empty());

  /** Who made those that were made with the form: nobody's token can have that name. */
  public static final String FORM = "/share";

  /** The same, as the first ones have it. A token of that name makes them like the form. */
  private static final String FORM_ONCE = "form";

  /** Their number has to have an end. */
  static final int MOST = 10_000;

  /** Anybody may fill in the form: that leaves room for administrators. */
  static final int MOST_BY_FORM = 5_000;

  /**
   * One of them.
   *
   * @param name what its page is headed with; may be empty
   */
  public record Share(String slug, String url, String name) {}

  /**
   * One of them, and who made it.
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

  /** All of them, as a snapshot keeps them. */
  record Snapshot(List<OwnedShare> entries) {
    Shares restored() {
      TreePMap<String, OwnedShare> bySlug = TreePMap.empty();
      for (OwnedShare ownedShare : entries) {
        bySlug = bySlug.plus(ownedShare.share().slug(), ownedShare);
      }
      return new Shares(bySlug);
    }
  }

  /** What happened, as the journal keeps it. */
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

    /** All that somebody made were deleted. */
    record Cleared(String madeBy, String by, Instant at) implements Event {}
  }

  /** What becomes of a wish. */
  public enum Outcome {
    DONE,
    /** The slug is taken. */
    TAKEN,
    /** The admin RPC is found where its page would be, or was a moment ago. */
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

  /** The share with what is to be other in it; empty where there is none. */
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

  /** Some of them by slug: those that follow one. */
  public List<OwnedShare> after(String slug, int most) {
    return bySlug.tailMap(slug, false).values().stream().limit(most).toList();
  }
}
