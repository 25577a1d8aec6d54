package dev.switchboard.share;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * All shares. Plain decisions, and the state that follows from them.
 *
 * @param bySlug each under its slug
 */
public record Shares(TreePMap<String, Share> bySlug) {
  public static final Shares NONE = new Shares(TreePMap.empty());

  /** Anybody may add some where sharing is on: their number has to have an end. */
  static final int MOST = 10_000;

  /**
   * One of them.
   *
   * @param name what its page is headed with; may be empty
   */
  public record Share(String slug, String url, String name) {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Event.Updated.class, name = "updated"),
    @JsonSubTypes.Type(value = Event.Deleted.class, name = "deleted")
  })
  public sealed interface Event {
    record Created(Share share, String by, Instant at) implements Event {}

    record Updated(Share share, String by, Instant at) implements Event {}

    record Deleted(String slug, String by, Instant at) implements Event {}
  }

  /** What becomes of a wish. */
  public enum Outcome {
    DONE,
    /** The slug is taken. */
    TAKEN,
    TOO_MANY,
    /** There is no such share. */
    UNKNOWN
  }

  public Outcome wouldCreate(Share share) {
    if (bySlug.containsKey(share.slug())) {
      return Outcome.TAKEN;
    }
    return bySlug.size() >= MOST ? Outcome.TOO_MANY : Outcome.DONE;
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
          case Event.Created(Share share, _, _) -> bySlug.plus(share.slug(), share);
          case Event.Updated(Share share, _, _) -> bySlug.plus(share.slug(), share);
          case Event.Deleted(String slug, _, _) -> bySlug.minus(slug);
        });
  }

  public Optional<Share> find(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** Some of them by slug: those that follow one. */
  public List<Share> after(String slug, int most) {
    return bySlug.tailMap(slug, false).values().stream().limit(most).toList();
  }
}
